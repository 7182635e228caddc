"""Bytes to text and metadata, in every format; what cannot be known stays empty."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outspoken import world
from outspoken.errors import InputError
from outspoken.extract import extract
from outspoken.extract.breaks import restore
from outspoken.extract.charset import decode
from outspoken.extract.dates import read_day
from outspoken.extract.heading import read_heading
from outspoken.model import Genre, Metadata

WORLD = world.load(
    {
        "XVA": {"name": "Valdoria", "demonyms": ["Valdorian"], "capital": "Aldmere"},
        "XKE": {"name": "Kestria", "demonyms": ["Kestrian"], "capital": "Norrgrad"},
    }
)
SPOKEN = "MINISTER MARSH: Good morning.\nQ  Did you raise the prisoners?\nMINISTER MARSH: We did."


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = "Remarks on fish"
    for line in SPOKEN.split("\n"):
        label, sign, speech = line.partition(": ")
        paragraph = document.add_paragraph()
        if sign:
            paragraph.add_run(label + sign.strip()).bold = True
            paragraph.add_run(" " + speech)
        else:
            paragraph.add_run(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Grain", "Fish"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FORMS = {
    "md": (
        "---\ntitle: Remarks on fish\ndate: 2024-03-12\n---\n\n"
        + SPOKEN.replace("MINISTER MARSH:", "**MINISTER MARSH:**").replace("\n", "\n\n")
    ).encode(),
    "html": (
        "<html><head><title>Site | Remarks</title><meta property='og:title' content='Remarks on"
        " fish'></head><body><nav>Home News</nav><article>"
        + "".join(f"<p>{line}</p>" for line in SPOKEN.split("\n"))
        + "<p>" + "We spoke of grain. " * 20 + "</p></article><footer>Contact</footer></body></html>"
    ).encode(),
    "txt": ("Remarks on fish\n\n" + SPOKEN.replace("\n", "\n\n")).encode("cp1252"),
    "docx": docx(),
    "xml": (
        "<?xml version='1.0'?><transcript><transcript-id>4</transcript-id><title>Remarks on"
        " fish</title><release-date>12/03/2024</release-date><content><![CDATA["
        + "".join(f"<p>{line}</p>" for line in SPOKEN.split("\n"))
        + "]]></content></transcript>"
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("ending", FORMS)
def test_every_format_gives_the_same_text_and_title(ending):
    extracted = extract(FORMS[ending], name=f"remarks.{ending}")
    assert SPOKEN.replace("Q  ", "Q ") in extracted.text.replace("Q  ", "Q ")
    assert extracted.metadata.title == "Remarks on fish"
    assert "Home News" not in extracted.text
    for span in extracted.bold:
        assert extracted.text[span.start : span.end] == "MINISTER MARSH:"


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_bold_at_the_start_of_a_paragraph_is_kept_as_a_hint(ending):
    assert len(extract(FORMS[ending], name=f"remarks.{ending}").bold) == 2


def test_a_pdf_is_read_in_order(sample_workspace):
    from outspoken.workspace import Workspace

    rows = Workspace.open(sample_workspace).lake.read(
        "select text, status from documents where name like '%.pdf'"
    ).to_pylist()  # fmt: skip
    assert [row["status"] for row in rows] == ["ok"]
    assert "\n" in rows[0]["text"]


def test_the_australian_form_writes_the_day_first():
    metadata = extract(FORMS["xml"], name="a.xml").metadata
    assert metadata.published_on == date(2024, 3, 12)
    assert metadata.basis["published_on"] == "release-date (day/month/year)"
    assert metadata.government == ""  # the form alone is no proof of whose it is


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("2024-03-12", None, date(2024, 3, 12)),
        ("12 March 2024", None, date(2024, 3, 12)),
        ("March 12th, 2024", None, date(2024, 3, 12)),
        ("Sept. 3, 2010", None, date(2010, 9, 3)),
        ("3/12/2024", None, None),  # two could be meant
        ("3/12/2024", True, date(2024, 12, 3)),
        ("3/12/2024", False, date(2024, 3, 12)),
        ("13/12/2024", None, date(2024, 12, 13)),
        ("12/13/24", None, date(2024, 12, 13)),
        ("31/11/2024", True, None),
        ("30 February 2024", None, None),
        ("no day at all", None, None),
    ],
)
def test_a_day_is_read_and_its_order_never_guessed(text, day_first, day):
    assert read_day(text, day_first=day_first) == day


def test_what_is_not_stated_stays_empty():
    metadata = extract(b"We met. It was long.\n\nWe will meet again.", name="a.txt").metadata
    assert (metadata.published_on, metadata.government, metadata.place) == (None, "", "")
    assert (metadata.genre, metadata.principals) == (Genre.UNKNOWN, ())


def test_every_value_says_where_it_is_from():
    metadata = extract(FORMS["md"], name="a.md").metadata
    assert metadata.basis["title"] == "front matter: title"
    assert metadata.basis["published_on"] == "front matter: date"


def test_what_the_user_says_goes_before_what_the_document_says():
    given_ = {"title": "Another title", "government": "XVA"}
    metadata = extract(FORMS["md"], name="a.md", given=given_).metadata
    assert (metadata.title, metadata.government) == ("Another title", "XVA")


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Le ministre a dit : « libérez-les », à Besançon, déjà.", "cp1252"),
        ("Präsident Ossian sagte: „Menschenrechte“ – überall in Köln.", "cp1252"),
        ("Zażółć gęślą jaźń. Minister powiedział, że prawa człowieka są ważne.", "cp1250"),
        ("Министр сказал, что права человека важны для всех нас сегодня.", "cp1251"),
        ("人権は重要だと大臣は述べた。私たちは引き続き提起する。", "shift_jis"),
        ("人权是重要的，部长今天说。我们将继续提出这个问题。", "gb18030"),
        ("Плоды мира, сказал он.", "utf-8"),
        ("We met. “Never again,” she said.", "utf-16"),
        ("We met. “Never again,” she said to all of us there.", "utf-16-le"),
        ("We met.", "utf-8-sig"),
    ],
)
def test_text_of_any_character_set(text, charset):
    assert decode(text.encode(charset)) == text


def test_wrapped_lines_are_joined_and_paragraphs_are_not():
    text = (
        "The Minister met her colleague and they spoke of\ngrain, of fish and of the prisoners who"
        " were\nnamed in the letter.\n\nThey will meet again.\n"
    )
    assert extract(text.encode(), name="a.txt").text.count("\n") == 1


def test_a_text_typed_into_a_page_has_blank_lines_for_paragraphs():
    page = "<div>Press Room\n \n1:20 P.M.\n \nMINISTER MARSH:  Good\nmorning.\n \nQ    Why?</div>"
    assert extract(page.encode(), name="a.html").text == (
        "Press Room\n1:20 P.M.\nMINISTER MARSH: Good morning.\nQ Why?"
    )


PASTED = [
    ("over to you, folks.JOURNALIST: Why?PM: Because.JOURNALIST: Really?PM: Yes.", 4),
    ("Thanks. MR. ORR: Go. Q Why? MR. ORR: So. Q And? MR. ORR: Yes. MR. ORR: No.", 6),
    ("I invite the Minister. MINISTER MARSH:\nThank you.\nMINISTER MARSH: Next.", 3),
    ("MR. ORR: The title, DR. VALE: a life, is a book.", 0),
    ("He said ABC: this is a list.", 0),
]


@pytest.mark.parametrize(("text", "breaks"), PASTED)
def test_breaks_that_a_publisher_lost_are_put_back_before_labels(text, breaks):
    restored, _ = restore(text, ())
    assert restored.count("\n") == breaks
    assert "".join(restored.split()) == "".join(text.split())


@given(st.text("aQ.: MR\n?", max_size=80))
def test_putting_breaks_back_loses_no_word(text):
    restored, _ = restore(text, ())
    assert "".join(restored.split()) == "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.xml"]))
def test_no_text_breaks_a_reader(text, name):
    """Whatever the bytes: a text in the one form, or one clear line."""
    try:
        extracted = extract(text.encode("utf-8", "surrogatepass"), name=name)
    except InputError as error:
        assert str(error).startswith(name)
        return
    for paragraph in extracted.text.split("\n"):
        assert paragraph == " ".join(paragraph.split())
        assert paragraph


# ------------------------------------------------------------------ headings

HEADINGS = [
    # title, genre, principals, counterparts
    ("Readout of Foreign Minister Elena Marsh’s Call with Foreign Minister Viktor Lomov of Kestria",
     Genre.READOUT, ["Elena Marsh"], [("Viktor Lomov", "XKE")]),
    ("Remarks by Foreign Minister Marsh and Foreign Minister Lomov of Kestria in Joint Press Conference",
     Genre.TRANSCRIPT_JOINT, ["Marsh"], [("Lomov", "XKE")]),
    ("Remarks by Foreign Minister MarshAnd Foreign Minister Lomov of KestriaBefore Bilateral Meeting",
     Genre.TRANSCRIPT_JOINT, ["Marsh"], [("Lomov", "XKE")]),
    ("Background Press Call by Senior Officials on the Trip to Kestria", Genre.BACKGROUND, [],
     [("", "XKE")]),
    ("FACT SHEET: What Valdoria and Kestria Agreed", Genre.FACTSHEET, [], []),
    ("Press Briefing by the Spokesperson, March 12, 2024", Genre.BRIEFING, [], []),
    ("Interview of Foreign Minister Marsh with Radio Aldmere", Genre.INTERVIEW, ["Marsh"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "genre", "principals", "counterparts"), HEADINGS, ids=[h[1].value for h in HEADINGS]
)
def test_a_title_says_genre_and_who_met_whom(title, genre, principals, counterparts):
    found = read_heading(
        Metadata(title=title, government="XVA", published_on=date(2024, 3, 12)), "We met.", WORLD
    )
    assert found.genre is genre
    assert [p.name for p in found.principals] == principals
    assert [(p.name, p.country) for p in found.counterparts] == counterparts


def test_place_and_day_come_from_the_lines_above_the_text():
    text = "Grand Hall\nNorrgrad, Kestria\n\n11 March 2024\n2:10 P.M.\nMINISTER MARSH: We met."
    found = read_heading(
        Metadata(title="Press conference", government="XVA", published_on=date(2024, 3, 12)),
        text.replace("\n\n", "\n"),
        WORLD,
    )
    assert (found.place, found.place_country) == ("Grand Hall, Norrgrad, Kestria", "XKE")
    assert found.event_date == date(2024, 3, 11)


def test_a_day_told_as_history_is_not_the_events():
    metadata = Metadata(title="Remarks", government="XVA", published_on=date(2024, 3, 12))
    assert read_heading(metadata, "1 January 1979\nWe met.", WORLD).event_date is None


def test_rows_of_a_table_are_documents():
    row = json.dumps({"text": "We met.\nQ  Why?", "title": "Remarks", "date": "2024-03-12"})
    extracted = extract(
        row.encode(), name="t.csv row 1", media_type="application/vnd.outspoken.row+json"
    )
    assert extracted.metadata.published_on == date(2024, 3, 12)
    assert extracted.text == "We met.\nQ Why?"

"""Main text of pages in many layouts: the text is kept, the furniture is left out."""

from __future__ import annotations

import pytest

import layouts
import printed
from outspoken.extract import extract
from outspoken.transcript import read
from outspoken.world import load


@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_the_text_is_kept_and_the_furniture_left_out(name):
    body, left = layouts.LAYOUTS[name]
    text = extract(layouts.page(body), name="page.html").text
    assert [words for words in layouts.KEPT if words not in text] == []
    assert [words for words in left if words in text] == []


@pytest.mark.parametrize("name", layouts.TRANSCRIPT)
def test_a_transcript_inside_a_table_has_its_speakers(name):
    extracted = extract(layouts.page(layouts.TRANSCRIPT[name]), name="page.html")
    spoken = read(extracted, home="XVA", world=load(None))
    said = [(s.speaker, extracted.text[s.start : s.end]) for s in spoken.sentences if s.speaker]
    assert said == [
        ("MINISTER VEEN", "We met, and we spoke of the poet."),
        ("QUESTION", "Will she be released?"),
        ("MINISTER VEEN", "I asked for it."),
    ]


def test_a_table_of_figures_stays_a_table():
    rows = "".join(f"<tr><td>Timber {n}</td><td>{n * 10} tons</td></tr>" for n in range(5))
    text = extract(
        layouts.page(f"<main><p>Trade in 2024.</p><table>{rows}</table></main>"), name="p.html"
    ).text
    assert "Timber 1 | 10 tons" in text


@pytest.mark.parametrize("name", ["has-sidebar", "no-related", "content-search", "page-menu-main"])
def test_what_holds_the_text_is_never_furniture(name):
    text = extract(layouts.page(f"<div class='{name}'>{layouts.SAID}</div>"), name="p.html").text
    assert all(words in text for words in layouts.KEPT)


LEFT = (
    "The minister raised the case of the", "imprisoned poet, and asked for a fair",
    "trial before the summer. She spoke of", "the rights of writers and of journa-",
    "lists in the northern provinces, and", "of those who defend them in court. {n}",
)  # fmt: skip
RIGHT = (
    "{n} Both sides agreed to speak again", "about tariffs on timber in the spring.",
    "They welcomed the new bridge over the", "river and the work of the commission on",
    "fisheries, which will meet in May in", "the capital to go on with its work {n}.",
)  # fmt: skip


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_printed_columns_are_read_one_after_the_other(interleaved):
    pages = []
    for n in range(1, 5):
        left = [(50, 700 - 14 * i, line.format(n=f"Part {n}")) for i, line in enumerate(LEFT)]
        right = [(310, 700 - 14 * i, line.format(n=f"Part {n}")) for i, line in enumerate(RIGHT)]
        body = [one for pair in zip(left, right, strict=True) for one in pair]
        head = [(50, 800, f"Ministry of Aldmere - Press Bulletin 14, page {n}")]
        pages.append(head + (body if interleaved else left + right) + [(290, 40, str(n))])
    text = extract(printed.pdf(pages), name="bulletin.pdf").text
    assert "writers and of journalists in the northern provinces" in text
    assert "They welcomed the new bridge over the river and the work" in text
    assert "Press Bulletin" not in text
    assert text.index("defend them in court. Part 2") < text.index("Part 2 Both sides")


def test_a_heading_over_both_columns_parts_the_page():
    def columns(top, word):
        return [
            one
            for i in range(6)
            for one in (
                (50, top - 14 * i, f"{word} left line {i} of the text in here"),
                (310, top - 14 * i, f"{word} right line {i} of the text in here"),
            )
        ]

    heading = [
        (
            50,
            600,
            "A heading that goes over both of the columns of this printed page, and on to its end",
        )
    ]
    text = extract(
        printed.pdf([columns(700, "upper") + heading + columns(580, "lower")]), name="x.pdf"
    ).text
    order = [
        "upper left line 5",
        "upper right line 0",
        "A heading that goes",
        "lower left line 0",
        "lower right line 0",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_labels_in_a_narrow_column_stay_beside_their_words():
    said = [
        ("MR. VEEN:", "We met, and we spoke at length of the imprisoned poet in {n}."),
        ("QUESTION:", "Will she be released before the summer begins, in {n}?"),
    ]
    lines = []
    for n in range(12):
        label, words = said[n % 2]
        lines += [(50, 760 - 28 * n, label), (180, 760 - 28 * n, words.format(n=n))]
    text = extract(printed.pdf([lines]), name="x.pdf").text
    assert "MR. VEEN: We met" in text
    assert "QUESTION: Will she" in text


LANGUAGES = {
    "fr": "La ministre a évoqué le cas du poète emprisonné et a demandé un procès équitable. Les deux pays ont aussi parlé du commerce du bois et de la pêche dans le détroit du nord. ",
    "de": "Die Ministerin sprach den Fall des inhaftierten Dichters an und bat um ein faires Verfahren. Beide Seiten sprachen auch über den Handel mit Holz und über die Fischerei im Norden. ",
    "es": "La ministra planteó el caso del poeta encarcelado y pidió un juicio justo. Los dos países hablaron también del comercio de madera y de la pesca en el estrecho del norte. ",
    "pt": "A ministra levantou o caso do poeta preso e pediu um julgamento justo. Os dois países falaram também do comércio de madeira e da pesca no estreito do norte do país. ",
    "ru": "Министр подняла вопрос о заключённом поэте и попросила о справедливом суде. Обе стороны говорили также о торговле лесом и о рыболовстве в северном проливе страны. ",
    "zh": "部长提出了被监禁诗人的案件,并要求进行公正的审判。双方还谈到了木材贸易和北部海峡的渔业问题,并同意在春天再次举行会谈。",
    "ar": "أثارت الوزيرة قضية الشاعر المسجون وطلبت محاكمة عادلة. وتحدث الجانبان أيضا عن تجارة الأخشاب وصيد الأسماك في المضيق الشمالي واتفقا على اللقاء في الربيع. ",
    "en": "The minister raised the case of the imprisoned poet and asked for a fair trial. Both sides also spoke of the trade in timber and of fishing in the northern strait. ",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_language_is_the_texts_and_not_the_templates(code):
    body = f"<main><h1>Press release</h1><p>{LANGUAGES[code] * 4}</p></main>"
    page = layouts.page(body).replace(b"lang='en'", b"lang='de'" if code != "de" else b"lang='en'")
    assert extract(page, name="p.html").metadata.language == code

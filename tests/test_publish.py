"""Publishing: what leaves, what never does, pages that work from a folder, the same bytes twice."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from browser import chromium
from outspoken.cli import app
from outspoken.engagements.decisions import decide as settle
from outspoken.engagements.decisions import find
from outspoken.errors import DeskError, InputError
from outspoken.publish.content import Choice, gather
from outspoken.publish.guard import WITHHELD, Guard, LeakError, check_files, guard
from outspoken.publish.site import LARGEST
from outspoken.publish.write import publish
from outspoken.scorecard import coverage, letters
from outspoken.scorecard.cases import import_cases, import_events
from outspoken.scorecard.verdicts import decide, reply, score
from scorecards import CALL, FACTS, MEETING, MEMBERS, VISIT, ask, open_copy

SECRETS = ("secret@members.example", "only for the desk", "Reader Ada", "a draft nobody may see")


def filled(sample, folder):
    """The sample with a letter, verdicts, a case at risk, private notes and a draft."""
    from outspoken.desk.models import Engagement, Note

    workspace = open_copy(sample, folder)
    codebook = workspace.codebook()
    for slug in (VISIT, CALL, MEETING):
        settle(slug, "confirmed")
    Engagement.objects.update(note="only for the desk")
    letter = letters.create(
        {**FACTS, "note": "only for the desk"}, signatories=MEMBERS, confirmed=True
    )
    letter.signatories.update(contact="secret@members.example")
    letters.save_ask(letter, ask(1, note="only for the desk"), codebook)
    letters.save_ask(
        letter,
        ask(2, verb="name_case", cases=["Mira Sorel"], issues=["HR"], paraphrase="Name Mira Sorel"),
        codebook,
    )
    prominence = ask(
        3, verb="prominence", issues=["HR"], comparators=["ECO"], paraphrase="Equal room"
    )
    letters.save_ask(letter, prominence, codebook)
    letters.create({**FACTS, "slug": "draft", "state": "draft", "title": "a draft nobody may see"})
    import_cases("name,country,at_risk\nIlia Brandt,XKE,no\nMira Sorel,XKE,yes\n", "c.csv")
    import_events(
        "date,kind,title,case,source_url\n"
        "2023-02-05,arrest,Ilia Brandt arrested,Ilia Brandt,https://n.example/1\n"
        "2024-10-01,release,Mira Sorel freed,Mira Sorel,https://n.example/mira-sorel\n",
        "e.csv",
    )
    coverage.draw_up(find(VISIT))
    coverage.match(workspace, find(VISIT))
    for row in find(VISIT).expected.exclude(document_id=""):
        coverage.confirm_reading(row.document_id, by="Reader Ada")
    (first, *_) = score(workspace, letter, [find(VISIT)])
    score(workspace, letter, [find(MEETING)], standing=True)
    decide(first, "partly", by="Reader Ada", note="only for the desk")
    reply(first, on=date(2024, 5, 1), by="Ministry", text="It was raised.")
    Note.objects.create(subject="visit", text="only for the desk", by="Ada")
    Note.objects.create(subject="visit", text="Read both readouts.", private=False, by="Ada")
    return workspace


@pytest.fixture(scope="module")
def workspace(sample_workspace, tmp_path_factory):
    return filled(sample_workspace, tmp_path_factory.mktemp("publish") / "w")


@pytest.fixture
def desk_open(workspace):
    """Another test may have opened another desk."""
    from outspoken import desk

    desk.connect(workspace.desk_path)
    return workspace


@pytest.fixture(scope="module")
def published(workspace, tmp_path_factory):
    from outspoken import desk

    desk.connect(workspace.desk_path)
    folder = tmp_path_factory.mktemp("site") / "site"
    content = gather(workspace, Choice(title="Valdoria & <Kestria>", publisher="Open Page"))
    publish(content, folder, guard())
    return folder


def texts(folder):
    return {
        str(p.relative_to(folder)): p.read_text("utf-8")
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix != ".parquet"
    }


def test_persons_at_risk_private_notes_contacts_and_drafts_never_leave(published):
    import pyarrow.parquet as pq

    every = "\n".join(texts(published).values())
    for path in published.rglob("*.parquet"):
        every += "\n".join(map(str, pq.read_table(path).to_pylist()))
    flat = every.casefold()
    assert not re.search(r"\bsorel\b", flat)
    for secret in SECRETS:
        assert secret.casefold() not in flat
    assert "Ilia Brandt" in every
    assert "Read both readouts." in every
    assert WITHHELD in every


def test_the_same_workspace_gives_the_same_bytes(desk_open, published, tmp_path):
    content = gather(desk_open, Choice(title="Valdoria & <Kestria>", publisher="Open Page"))
    publish(content, tmp_path / "again", guard())
    one, two = (
        {
            str(p.relative_to(f)): sha256(p.read_bytes()).hexdigest()
            for p in f.rglob("*")
            if p.is_file()
        }
        for f in (published, tmp_path / "again")
    )
    assert one == two


def test_every_link_inside_leads_somewhere_and_nothing_is_loaded_from_outside(published):
    pages = {name: text for name, text in texts(published).items() if name.endswith(".html")}
    assert len(pages) >= 9
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    for name, text in pages.items():
        assert len(text.encode()) < LARGEST, name
        assert "<script" not in text
        assert not re.search(r'\b(?:src|srcset|action|poster)="', text)
        for target in re.findall(r'href="([^"]+)"', text):
            parts = urlsplit(target.replace("&amp;", "&"))
            if parts.scheme:
                assert parts.scheme in ("http", "https"), target
                continue
            path = (
                (published / name).parent / unquote(parts.path) if parts.path else published / name
            )
            assert path.resolve().is_file(), f"{name}: {target}"
            inside = str(path.resolve().relative_to(published.resolve()))
            if parts.fragment and inside in ids:
                assert parts.fragment in ids[inside], f"{name}: {target}"


def test_pages_are_valid_html(published):
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed")
    for name, text in texts(published).items():
        if name.endswith(".html"):
            parser = html5lib.HTMLParser()
            parser.parse(text)
            assert parser.errors == [], name
            found = re.findall(r'\bid="([^"]+)"', re.sub(r"<svg.*?</svg>", "", text, flags=re.S))
            assert len(found) == len(set(found)), name
            levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", text)]
            assert levels[0] == 1
            assert all(b - a <= 1 for a, b in pairwise(levels)), name


def test_pages_open_from_the_folder_without_script_in_every_light(published):
    with chromium() as browser:
        quiet = browser.new_context(
            java_script_enabled=False, viewport={"width": 390, "height": 800}
        )
        page = quiet.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((published / "index.html").as_uri())
        page.click("text=Scorecard")
        assert page.inner_text("h1").startswith("Letter to Minister Marsh")
        page.click(".matrix a >> nth=1")
        assert "beside what was asked" in page.inner_text("h1")
        assert all(url.startswith("file:") for url in asked)
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        every = sorted(published.rglob("*.html"))
        for scheme, paths in (("light", every), ("dark", every[::4])):
            context = browser.new_context(color_scheme=scheme)
            for path in paths:
                page = context.new_page()
                page.goto(path.as_uri())
                assert axe.run(page).response["violations"] == [], (path.name, scheme)
                page.close()
        narrow = browser.new_context(viewport={"width": 360, "height": 700}).new_page()
        for path in sorted(published.rglob("*.html")):
            narrow.goto(path.as_uri())
            assert narrow.evaluate("document.documentElement.scrollWidth") <= 360, path.name


def test_the_data_package_describes_its_tables_to_the_byte(published):
    import csv

    import pyarrow.parquet as pq

    data = published / "data"
    described = json.loads((data / "datapackage.json").read_text())
    assert described["profile"] == "tabular-data-package"
    for resource in described["resources"]:
        content = (data / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        fields = [f["name"] for f in resource["schema"]["fields"]]
        rows = list(csv.DictReader(content.decode().splitlines()))
        assert content.decode().splitlines()[0] == ",".join(fields)
        table = pq.read_table(data / resource["path"].replace(".csv", ".parquet"))
        assert table.column_names == fields
        if "\n" not in "".join(str(v) for r in table.to_pylist() for v in r.values()):
            assert table.num_rows == len(rows)
        key = resource["schema"].get("primaryKey")
        if key:
            keys = [tuple(str(row[k]) for k in key) for row in table.to_pylist()]
            assert len(keys) == len(set(keys)), resource["name"]
    for line in (data / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert sha256((data / name).read_bytes()).hexdigest() == digest


def test_the_citation_is_yaml_with_what_a_citation_needs(published):
    import yaml

    found = yaml.safe_load((published / "data" / "CITATION.cff").read_text())
    assert found["cff-version"] == "1.2.0"
    assert found["title"] == "Valdoria & <Kestria>"
    assert found["authors"] == [{"name": "Open Page"}]


def test_every_sentence_published_opens_to_document_and_offsets(desk_open, published):
    import pyarrow.parquet as pq

    rows = pq.read_table(published / "data" / "sentences.parquet").to_pylist()
    assert rows
    for row in rows:
        text = desk_open.lake.read(
            "select text from current where document_id = ?", [row["document_id"]]
        )["text"][0].as_py()  # fmt: skip
        assert text[row["start"] : row["end"]] == row["text"]


def test_proposals_yardsticks_and_not_assessable_are_named_as_such(published):
    page = (published / "scorecards" / f"{FACTS['slug']}.html").read_text()
    assert "1 of 6 verdicts are decided by a person" in page
    assert "neither a yes nor a no" in page
    assert "yardstick" in page
    card = (published / "scorecards" / FACTS["slug"] / f"{MEETING}.html").read_text()
    assert "was not asked these things" in card
    assert (
        "Reply of Ministry"
        in (published / "scorecards" / FACTS["slug"] / f"{VISIT}.html").read_text()
    )
    everything = " ".join(texts(published).values())
    assert not re.search(r"\bwas silent\b(?!”)", everything)
    assert "After is not because" in (published / "followed.html").read_text()


def test_a_pdf_report_holds_the_same_and_the_same_bytes(desk_open, tmp_path):
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed")
    import pypdfium2

    content = gather(desk_open, Choice(engagements=(VISIT,)))
    for name in ("a", "b"):
        publish(content, tmp_path / name, guard(), pdf=True)
    one = (tmp_path / "a" / "report.pdf").read_bytes()
    assert one == (tmp_path / "b" / "report.pdf").read_bytes()
    document = pypdfium2.PdfDocument(one)
    words = " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    assert "Letter to Minister Marsh" in words
    assert "Sorel" not in words


# ------------------------------------------------------------------ the guard


@pytest.mark.parametrize(
    "text",
    [
        "We raised Li Na’s case", "LI NA", "lí-nà", "https://x.example/li-na-freed", "Li%20Na",
        "li_na", "Li\u00a0Na", "(Li Na)",
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_dress(text):
    assert Guard.of(["Li Na"]).hides(text)


@pytest.mark.parametrize(
    "text", ["the Sorel case", "Ms. Li", "Dr Na", "SOREL", "mira.sorel@x.example"]
)
def test_a_part_of_a_name_that_tells_who_it_is_withholds_the_text(text):
    kept = Guard.of(["Mira Sorel", "Li Na"])
    assert kept.hides(text)
    assert kept.leaks(text) == ("mira" in text)


@pytest.mark.parametrize("text", ["Lina", "Oli Naval", "Li and Na", "", None])
def test_other_words_are_no_name(text):
    assert not Guard.of(["Li Na"]).hides(text)


def test_no_names_hide_nothing():
    assert not Guard.of([]).hides("anything")
    assert not Guard.of(["", " -- "]).hides("anything")


@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_name_between_blanks_is_always_found(name, before, after):
    from outspoken.publish.guard import _words

    if _words(name):
        assert Guard.of([name]).hides(f"{before} {' '.join(_words(name))} {after}")


def test_a_leak_is_stopped_before_anything_is_in_place(desk_open, tmp_path):
    content = gather(desk_open, Choice())
    with pytest.raises(LeakError, match="would name a person at risk"):
        publish(content, tmp_path / "site", Guard.of(["Ilia Brandt"]))
    assert not (tmp_path / "site").exists()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x.csv").write_text("Ilia Brandt")
    with pytest.raises(LeakError, match=r"x\.csv"):
        check_files(tmp_path, Guard.of(["Ilia Brandt"]))


# ------------------------------------------------------------------ choosing and writing


def test_a_draft_cannot_be_chosen_and_an_unknown_name_is_refused(desk_open):
    with pytest.raises(DeskError, match="drafts never leave"):
        gather(desk_open, Choice(letters=("draft",)))
    with pytest.raises(DeskError, match="is no engagement"):
        gather(desk_open, Choice(engagements=("nowhere",)))


def test_only_decided_verdicts_where_that_is_wanted(desk_open):
    content = gather(desk_open, Choice(decided_only=True))
    assert [v.standing for x in content.letters for v in x.verdicts] == ["decided"]


def test_a_folder_with_other_files_is_not_touched_and_a_publication_is_replaced(
    desk_open, tmp_path
):
    content = gather(desk_open, Choice(engagements=(CALL,)))
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        publish(content, folder, guard())
    assert (folder / "thesis.txt").read_text() == "mine"
    (folder / "thesis.txt").unlink()
    publish(content, folder, guard())
    (folder / "old.html").write_text("old")
    publish(content, folder, guard())
    assert not (folder / "old.html").exists()


def test_the_command_lists_first_and_asks(desk_open, tmp_path):
    run = CliRunner()
    where = ["-w", str(desk_open.path)]
    told = run.invoke(app, ["publish", str(tmp_path / "s"), "--check", *where])
    assert told.exit_code == 0, told.output
    for words in ("will be public", "stays here", "look at this first", "private notes"):
        assert words in told.output
    assert "5 verdicts are proposals" in told.output
    assert not (tmp_path / "s").exists()
    no = run.invoke(app, ["publish", str(tmp_path / "s"), *where], input="n\n")
    assert no.exit_code == 1
    assert not (tmp_path / "s").exists()
    yes = run.invoke(app, ["publish", str(tmp_path / "s"), "--yes", *where])
    assert yes.exit_code == 0, yes.output
    assert Path(tmp_path / "s" / "index.html").is_file()

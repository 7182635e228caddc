"""The lake: which parts a question opens, parts put in order, and runs that die in the middle."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dying import Killed, dies_after
from outspoken.coding import code
from outspoken.errors import WorkspaceError
from outspoken.ingest import add
from outspoken.lake import Lake, arrange
from outspoken.lake.reach import Reach
from outspoken.lake.storage import Folder
from outspoken.measures.ask import figures
from outspoken.measures.selection import Selection
from outspoken.model import Capture
from outspoken.workspace import Workspace

PLACES = ("XVA", "XKE", "XMO")
TABLES = {
    "documents": "select name, document_id, version, text_sha256, words, status from documents",
    "sentences": 'select document_id, n, start, "end", role, words, text from sentences',
    "speakers": "select document_id, label, role, turns, words from speakers",
    "codings": "select document_id, n, issues, target, firmness, rules from codings",
    "summaries": "select * from summaries",
    "current": "select document_id, government, published_on from current",
}


def document(n, *, place=None, year=None, text="", key=""):
    place, year = place or PLACES[n % 3], year or 2020 + n % 4
    head = f"title: Remarks {n}\ndate: {year}-03-{1 + n % 28:02}\ngovernment: {place}"
    said = text or f"We raised the arrest of writers in Kestria, and the trade in grain, {n}."
    turns = f"MINISTER MARSH: {said} Prisoners of conscience must be released."
    return Capture(key or f"{n:03}.md", f"{n:03}.md", f"---\n{head}\n---\n\n{turns}\n".encode())


@pytest.fixture
def workspace(tmp_path):
    return Workspace.init(tmp_path / "w", home="XVA")


@pytest.fixture
def little(monkeypatch):
    """Parts and slices of a few documents, so that a small record has several."""
    monkeypatch.setattr(arrange, "LEAST", 100_000)
    monkeypatch.setattr(arrange, "SLICE", 15_000)
    monkeypatch.setattr(arrange, "MANY", 3)


def grown(workspace, runs, each=6, coded=True):
    """The workspace after so many runs of `add` and `code`."""
    for run in range(runs):
        add(workspace, [document(run * each + n) for n in range(each)], workers=0)
        if coded:
            code(workspace, workers=0)
    return workspace


def tables(workspace):
    codebook = workspace.codebook().hash
    return {
        name: workspace.lake.read(f"{query} order by all", codebook=codebook).to_pylist()
        for name, query in TABLES.items()
    }


@pytest.fixture
def opened(monkeypatch):
    """The files that views were made over, by table."""
    seen: dict[str, list[str]] = {}
    show = Folder.show

    def told(self, db, view, names, schema):
        seen[view] = names
        show(self, db, view, names, schema)

    monkeypatch.setattr(Folder, "show", told)
    return seen


# ------------------------------------------------------------------ which parts a question opens


@pytest.mark.parametrize(
    ("days", "question", "meets"),
    [
        ({"XVA": ("2020-01-02", "2021-05-06")}, ("", "", ""), True),
        ({"XVA": ("2020-01-02", "2021-05-06")}, ("XVA", "", ""), True),
        ({"XVA": ("2020-01-02", "2021-05-06")}, ("XKE", "", ""), False),
        ({"XVA": ("2020-01-02", "2021-05-06")}, ("XVA", "2021-05-06", ""), True),
        ({"XVA": ("2020-01-02", "2021-05-06")}, ("", "2021-05-07", ""), False),
        ({"XVA": ("2020-01-02", "2021-05-06")}, ("", "", "2020-01-01"), False),
        ({"XVA": ("2020-01-02", "2020-01-02"), "XKE": ("", "")}, ("XKE", "2020-01-01", ""), False),
        ({"XVA": ("2020-01-02", "2020-01-02"), "XKE": ("", "")}, ("XKE", "", ""), True),
        ({"": ("2020-01-02", "2020-01-02")}, ("XVA", "", ""), False),
    ],
)
def test_a_part_meets_a_question_where_a_document_could(days, question, meets):
    assert Reach(days).meets(*question) is meets


def test_a_question_about_one_government_and_year_opens_its_parts_alone(workspace, opened):
    for n, (place, year) in enumerate([("XVA", 2020), ("XVA", 2021), ("XKE", 2020)]):
        add(workspace, [document(n, place=place, year=year)], workers=0)
    code(workspace, workers=0)
    asked = Selection(government="XVA", since="2021-01-01", until="2021-12-31")
    (line,) = figures(workspace, role="official", selection=asked)
    assert line.documents == 1
    assert {view: len(names) for view, names in opened.items()} == {
        "documents": 1, "sentences": 1, "speakers": 1, "codings": 1, "summaries": 1,
    }  # fmt: skip
    figures(workspace, role="official", selection=Selection(government="XVA"))
    assert len(opened["summaries"]) == 2


def test_figures_are_the_same_whatever_is_opened(workspace, little, monkeypatch):
    grown(workspace, 4)
    asks = [
        Selection(government="XKE"),
        Selection(since="2021-01-01", until="2022-12-31"),
        Selection(government="XMO", since="2021-01-01"),
    ]
    found = [figures(workspace, role="official", selection=one, by=["year"]) for one in asks]
    monkeypatch.setattr(Reach, "meets", lambda *words: True)
    assert [
        figures(workspace, role="official", selection=one, by=["year"]) for one in asks
    ] == found
    assert all(found)


def test_a_later_version_counts_also_where_its_part_is_not_opened(workspace, opened):
    add(workspace, [document(1, year=2020, key="page")], workers=0)
    add(workspace, [document(1, year=2022, key="page", text="We speak of trade.")], workers=0)
    query = "select count(*) from current"
    with workspace.lake.connect(since="2020-01-01", until="2020-12-31") as db:
        assert len(opened["documents"]) == 1
        assert db.execute(query).fetchone() == (0,)
    with workspace.lake.connect(since="2022-01-01") as db:
        assert db.execute(query).fetchone() == (1,)
    # It returns to what it said at first: the same bytes again, and these are current.
    add(workspace, [document(1, year=2020, key="page")], workers=0)
    with workspace.lake.connect(since="2020-01-01", until="2020-12-31") as db:
        assert db.execute(query).fetchone() == (1,)


def test_the_sentences_of_a_document_are_found_in_its_part(workspace, opened):
    grown(workspace, 7, each=1)
    held = workspace.lake.read("select document_id from documents where name = '003.md'")
    wanted = held["document_id"].to_pylist()
    codebook = workspace.codebook().hash
    found = workspace.lake.coded(wanted, coder="lexicon", codebook=codebook)
    assert found.num_rows == 2
    assert len(opened["sentences"]) == len(opened["codings"]) == 1
    assert len(workspace.lake.documents(wanted)) == 1
    assert workspace.lake.documents(["0" * 64]) == []


# ------------------------------------------------------------------ parts put in order


def test_small_parts_are_joined_and_nothing_is_coded_again(workspace, monkeypatch):
    whole = Workspace.init(workspace.path.parent / "whole", home="XVA")
    add(whole, [document(n) for n in range(arrange.MANY + 1)], workers=0)
    code(whole, workers=0)
    grown(workspace, arrange.MANY, each=1)
    monkeypatch.setattr(
        "outspoken.coders.lexicon.LexiconCoder.code", lambda self, passage: pytest.fail("coded")
    )
    before = len(workspace.lake.parts("documents"))
    add(workspace, [document(arrange.MANY)], workers=0)  # Not coded yet, so it is not joined.
    assert len(workspace.lake.parts("documents")) == 2 < before
    where = {"coder": "lexicon", "codebook": workspace.codebook().hash}
    assert len(workspace.lake.uncoded(**where)) == 1
    monkeypatch.undo()
    assert code(workspace, workers=0).parts == 1
    assert tables(workspace) == tables(whole)
    assert add(workspace, workers=0).rewritten == 0


def test_documents_of_one_government_and_year_lie_side_by_side(workspace, little, opened):
    grown(workspace, 8)
    add(workspace, workers=0)
    codebook = workspace.codebook().hash
    with workspace.lake.connect(codebook=codebook):
        every = {view: len(names) for view, names in opened.items()}
    asked = {"government": "XKE", "since": "2021-01-01", "until": "2021-12-31"}
    with workspace.lake.connect(codebook=codebook, **asked) as db:
        found = db.execute("select count(*) from current where government = 'XKE'"
                       " and year(published_on) = 2021").fetchone()  # fmt: skip
    assert found == (4,)
    assert all(len(names) < every[view] for view, names in opened.items())


def test_parts_in_slices_are_read_anew_and_coded_as_before(workspace, little, monkeypatch):
    grown(workspace, 8)
    add(workspace, workers=0)
    lake = workspace.lake
    assert max(lake.slices(part) for part in lake.parts("documents")) > 1
    before = tables(workspace)
    # Another version of the coder codes the slices anew; another pipeline reads them anew.
    monkeypatch.setattr("outspoken.coders.lexicon.LexiconCoder.version", "other")
    assert code(workspace, workers=0).parts
    assert tables(workspace) == before
    monkeypatch.setattr("outspoken.ingest.batches.PIPELINE", "99")
    monkeypatch.setattr("outspoken.ingest.batches.BATCH_DOCUMENTS", 4)
    assert add(workspace, workers=0).reread == 48
    code(workspace, workers=0)
    assert tables(workspace) == before


def test_codings_of_several_coders_stay_and_of_old_codebooks_where_all_have_them(workspace, little):
    grown(workspace, 2)
    lake, book = workspace.lake, workspace.codebook().hash
    costly = {"coder": "llm", "codebook": "f" * 64}
    rows = 0
    for part in sorted(lake.parts("documents")):
        (coded,) = (n for n in lake.parts("codings", coder="lexicon", codebook=book)
                    if n.startswith(part))  # fmt: skip
        data = lake.read_part("codings", coded, coder="lexicon", codebook=book)
        lake.write_part("codings", f"{part}@1", data, **costly)
        rows += data.num_rows
    grown(workspace, 4)  # The later parts have no costly codings, so they are joined apart.
    held = workspace.lake.read("select count(*) from codings", coder="llm", codebook="f" * 64)
    assert held.to_pylist() == [{"count_star()": rows}]
    workspace.lake.sweep()
    again = workspace.lake.read("select count(*) from codings", coder="llm", codebook="f" * 64)
    assert again.to_pylist() == held.to_pylist()


def test_the_search_index_follows_without_being_made_again(workspace, little, monkeypatch):
    from outspoken.search import index, refresh

    grown(workspace, 2)
    book = workspace.codebook()
    refresh(workspace, book)
    add(workspace, [document(99)], workers=0)
    code(workspace, workers=0)
    refresh(workspace, book)
    put = []
    real = index._put_in
    monkeypatch.setattr(index, "_put_in", lambda *words: (put.append(words[2]), real(*words)))
    assert add(workspace, workers=0).rewritten == 3
    assert refresh(workspace, book) > 0
    assert put == []
    opened = index.open_index(workspace.lake.root)
    assert {row["part"] for row in opened.all("select part from documents")} == set(
        workspace.lake.parts("documents")
    )
    assert opened.value("select count(*) from documents") == 13
    opened.close()


# ------------------------------------------------------------------ runs that die, and readers


@pytest.mark.parametrize("step", range(0, 36, 3))
def test_a_kill_at_each_write_leaves_every_document_once(workspace, little, step):
    grown(workspace, 2)
    add(workspace, [document(n) for n in range(12, 18)], workers=0)
    code(workspace, workers=0)  # Three small parts: the next run joins them.
    before = tables(workspace)
    try:
        with dies_after(step, (Path, "replace"), (os, "fsync")):
            add(workspace, workers=0)
    except Killed:
        pass
    else:
        assert step >= 18  # It had not so many writes.
    assert tables(workspace) == before
    add(workspace, workers=0)
    assert len(workspace.lake.parts("documents")) < 3
    assert code(workspace, workers=0).parts == 0
    assert tables(workspace) == before


def test_a_reader_keeps_the_parts_that_it_began_with(workspace, little):
    grown(workspace, 3)
    query = "select count(*) from sentences"
    with workspace.lake.connect() as db:
        assert add(workspace, workers=0).rewritten == 3
        workspace.lake.sweep()
        assert db.execute(query).fetchone() == (36,)
    with workspace.lake.connect() as db:
        assert db.execute(query).fetchone() == (36,)


def test_what_was_replaced_goes_in_time_and_what_no_list_names_at_once(
    workspace, little, monkeypatch
):
    grown(workspace, 3)
    add(workspace, workers=0)
    folder = workspace.path / "lake" / "documents"
    stray = folder / "left-by-a-killed-run.parquet"
    stray.write_bytes(b"half")
    workspace.lake.sweep()
    assert not stray.exists()
    assert len(list(folder.glob("*.parquet"))) > len(workspace.lake.parts("documents"))
    monkeypatch.setattr("outspoken.lake.GRACE", -1.0)
    workspace.lake.sweep()
    assert len(list(folder.glob("*.parquet"))) == len(workspace.lake.parts("documents"))
    assert workspace.lake.read("select count(*) as n from documents").to_pylist() == [{"n": 18}]


def test_a_file_that_is_gone_is_made_again(workspace):
    grown(workspace, 1)
    before = tables(workspace)
    for table in ("sentences", "codings"):
        for path in (workspace.path / "lake" / table).rglob("*.parquet"):
            path.unlink()
    assert add(workspace, workers=0).resumed == 6
    assert code(workspace, workers=0).parts == 1
    assert tables(workspace) == before


def test_a_damaged_list_is_named_with_its_mend(workspace):
    grown(workspace, 1)
    (workspace.path / "lake" / "documents" / "parts.json").write_text("{")
    with pytest.raises(WorkspaceError, match=r"documents/parts.json: is damaged .* lake/"):
        workspace.lake.parts("documents")


def test_a_lake_of_the_layout_before_is_read_and_gets_its_list(workspace):
    grown(workspace, 3)
    before = tables(workspace)
    lake = workspace.path / "lake"
    for path in [*lake.rglob("*.parquet")]:
        path.rename(path.with_name(f"{path.stem.rpartition('.')[0]}.parquet"))
    for path in [*lake.rglob("parts.json")]:
        path.unlink()
    # A batch that was replaced, and the run that did it was killed: the newer one counts.
    some = sorted((lake / "documents").glob("*.parquet"))[0]
    older = some.with_name(f"{some.stem.partition('@')[0]}@00000000.parquet")
    older.write_bytes(some.read_bytes())
    os.utime(older, (1, 1))
    assert tables(workspace) == before
    asked = Selection(government="XKE")
    assert figures(workspace, role="official", selection=asked)[0].documents == 6
    assert add(workspace, workers=0).resumed == 0
    assert not older.exists()
    assert code(workspace, workers=0).parts == 0
    assert len(json.loads((lake / "documents" / "parts.json").read_text())["parts"]) == 3
    assert tables(workspace) == before


def test_workers_get_the_lake_with_their_batches(workspace):
    import pickle

    lake = pickle.loads(pickle.dumps(workspace.lake))
    assert isinstance(lake, Lake)
    assert lake.storage == workspace.lake.storage

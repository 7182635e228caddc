"""The search index: what is found, what is counted, and that it follows the record."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outspoken import search
from outspoken.coding import code
from outspoken.errors import InputError
from outspoken.ingest import add
from outspoken.search import reading
from outspoken.search.passage import fold, in_context, pieces, spaced
from outspoken.search.query import match_of, terms
from outspoken.search.schema import base_of, n_of, number_of, open_index
from outspoken.search.tags import token
from outspoken.sources import captures
from outspoken.workspace import Workspace

FIRST = """---
title: Press Availability by Minister Ada Quill in Norrgrad
date: 2024-02-01
government: XVA
---

MINISTER QUILL: We talked about trade. We call on Kestria to release every journalist. Café owners met us.

QUESTION: Did you raise torture?

MINISTER QUILL: Yes, torture came up. 我们谈到了人权问题。
"""
SECOND = """---
title: Speech by Minister Ada Quill
date: 2024-05-09
government: XVA
---

Journalists must be free. Trade will grow. The trade fair opens in June.
"""


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.init(
        tmp_path / "w",
        home="XVA",
        target="XKE",
        countries={"XVA": {"name": "Valdoria"}, "XKE": {"name": "Kestria"}},
    )
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "first.md").write_text(FIRST, "utf-8")
    (folder / "second.md").write_text(SECOND, "utf-8")
    add(made, captures([folder]))
    code(made)
    search.refresh(made, made.codebook())
    return made


def texts(workspace, **query):
    index = open_index(workspace.lake.root)
    try:
        found = search.find(index, search.Query(**query), limit=100)
        assert search.count(index, search.Query(**query)) == len(found)
        return [line.text for line, _ in reading.by_ids(index, found)]
    finally:
        index.close()


@pytest.mark.parametrize(
    ("q", "number"),
    [
        ("trade", 3),
        ("TRADE", 3),
        ('"trade fair"', 1),
        ("fair trade", 1),
        ('"fair trade"', 0),
        ("journalist", 1),
        ("journalist*", 2),
        ("trade -fair", 2),
        ("torture OR fair", 3),
        ("-trade", 6),
        ("cafe", 1),
        ("人权", 1),
        ("权人", 0),
        ("nothing such", 0),
    ],
)
def test_words_find_sentences(workspace, q, number):
    assert len(texts(workspace, q=q)) == number


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({"role": ("journalist",)}, 1),
        ({"q": "torture", "role": ("principal",)}, 1),
        ({"agenda": ("HR",)}, 4),
        ({"agenda": ("HR",), "role": ("principal",)}, 3),
        ({"since": "2024-03-01"}, 3),
        ({"until": "2024-02-01", "q": "trade"}, 1),
        ({"government": ("XVA",)}, 9),
        ({"government": ("XKE",)}, 0),
        ({"prompted": "yes", "agenda": ("HR",)}, 1),
    ],
)
def test_filters_narrow(workspace, filters, number):
    found = texts(workspace, **filters)
    assert len(found) == number, found


def test_the_newest_come_first_and_pages_neither_repeat_nor_skip(workspace):
    index = open_index(workspace.lake.root)
    everything = search.find(index, search.Query(), limit=100)
    assert everything == sorted(everything, reverse=True)
    days = [document.date for _, document in reading.by_ids(index, everything)]
    assert days == sorted(days, reverse=True)
    paged, before = [], 0
    while some := search.find(index, search.Query(), limit=2, before=before):
        paged += some
        before = some[-1]
    assert paged == everything
    assert search.find(index, search.Query(), limit=100, after=1) == everything[::-1]
    index.close()


def test_the_index_holds_the_sentences_of_the_lake_word_for_word(workspace):
    index = open_index(workspace.lake.root)
    kept = {}
    for one in reading.newest(index, 10):
        for line in reading.lines(index, one):
            kept[one.document_id, line.n] = (line.text, line.start, line.end, line.role)
    table = workspace.lake.read('select document_id, n, text, start, "end", role from sentences')
    assert kept == {
        (r["document_id"], r["n"]): (r["text"], r["start"], r["end"], r["role"])
        for r in table.to_pylist()
    }
    index.close()


def test_what_changed_is_indexed_again_and_nothing_else(workspace, tmp_path):
    codebook = workspace.codebook()
    assert search.missing(workspace, codebook)[0] == 0
    assert search.refresh(workspace, codebook) == 0
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "third.md").write_text(
        SECOND.replace("2024-05-09", "2024-06-01").replace("Trade will grow", "Prisons are full"),
        "utf-8",
    )
    add(workspace, captures([folder]))
    assert search.missing(workspace, codebook)[0] == 1
    assert search.refresh(workspace, codebook) == 1
    assert texts(workspace, q="prisons") == ["Prisons are full."]
    index = open_index(workspace.lake.root)
    assert index.value("select count(*) from documents where coded = 0") == 1
    index.close()
    code(workspace)
    assert search.refresh(workspace, codebook) == 1
    assert len(texts(workspace, q="prisons")) == 1
    index = open_index(workspace.lake.root)
    assert index.value("select count(*) from documents where coded = 0") == 0
    index.close()


def test_a_replaced_version_is_read_but_found_no_more(workspace, tmp_path):
    folder = tmp_path / "in"
    (folder / "second.md").write_text(SECOND.replace("Trade will grow.", "Exports will grow."))
    add(workspace, captures([folder]))
    code(workspace)
    search.refresh(workspace, workspace.codebook())
    assert texts(workspace, q='"will grow"') == ["Exports will grow."]
    index = open_index(workspace.lake.root)
    old = index.one("select document_id from documents where found = 0")
    one = reading.document(index, old["document_id"])
    assert not one.found
    assert "Trade will grow." in reading.text(index, one)
    said = index.all("select sum(sentences) n from said where name = 'ECO_TRADE'")[0]["n"]
    counted = search.count(index, search.Query(issue=("ECO_TRADE",)))
    assert said == counted
    index.close()


def test_a_damaged_index_is_made_anew(workspace):
    path = workspace.lake.root / "search.sqlite3"
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(b"not a database" * 1000)
    search.refresh(workspace, workspace.codebook())
    assert len(texts(workspace, q="trade")) == 3


def test_a_sentence_is_found_at_its_offsets_and_a_near_one_is_said_to_be_near(workspace):
    index = open_index(workspace.lake.root)
    one = reading.newest(index, 1)[0]
    line = reading.lines(index, one)[1]
    assert reading.at(index, one, line.start, line.end) == (line, True)
    assert reading.at(index, one, line.start + 2, line.end - 1) == (line, False)
    assert reading.at(index, one, 90_000, 90_010) == (None, False)
    index.close()


def test_the_counts_of_who_said_what_are_those_of_the_sentences(sample_workspace, tmp_path):
    shutil.copytree(sample_workspace, tmp_path / "demo")
    opened = Workspace.open(tmp_path / "demo")
    search.refresh(opened, opened.codebook())
    index = open_index(opened.lake.root)
    rows = index.all(
        "select name, role, sum(sentences) n from said where kind = 'issue' group by 1, 2"
    )
    assert rows
    for row in rows:
        query = search.Query(issue=(row["name"],), role=(row["role"],), own="yes")
        assert search.count(index, query) == row["n"], row
    index.close()


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_query(q):
    index = open_index_in_memory()
    search.find(index, search.Query(q=q))
    search.count(index, search.Query(q=q, issue=("HR_TIBET",)))
    assert isinstance(match_of(search.Query(q=q)), str)


_memory = []


def open_index_in_memory():
    if not _memory:
        from pathlib import Path

        _memory.append(open_index(Path("/nonexistent")))
    return _memory[0]


@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=12), max_size=3))
def test_marking_keeps_every_character(text, phrases):
    assert "".join(piece.text for piece in pieces(text, phrases)) == text
    assert len(fold(text)) == len(text)
    found = in_context(text, phrases)
    assert found.found in text
    assert spaced(text).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("The Rights of all.", "rights", ["Rights"]),
        ("Birthrights", "rights", []),
        ("journalists and Journalism", "journalis*", ["journalists", "Journalism"]),
        ("political  prisoner", "political prisoner", ["political  prisoner"]),
        ("Café au lait", "cafe", ["Café"]),
        ("谈到了人权问题", "人权", ["人权"]),
    ],
)
def test_what_was_searched_for_is_marked(text, phrase, found):
    assert [piece.text for piece in pieces(text, [phrase]) if piece.found] == found


@given(st.dates(), st.integers(0, 2**24 - 1), st.integers(0, 2**19 - 1))
def test_an_id_tells_its_document_and_place(day, number, n):
    identity = base_of(day, number) + n
    assert 0 <= identity < 2**63
    assert (number_of(identity), n_of(identity)) == (number, n)


@given(st.sampled_from(["issue", "case", "speaker"]), st.text(min_size=1, max_size=30))
def test_a_token_is_one_word_of_the_index(kind, value):
    made = token(kind, value)
    assert made.isascii()
    assert made.isalnum()


def test_terms_of_a_query():
    assert [
        (t.phrase, t.begins, t.without, t.alternative) for t in terms('a* "b c" -d OR e -')
    ] == [
        ("a", True, False, False),
        ("b c", False, False, False),
        ("d", False, True, False),
        ("e", False, False, True),
    ]


def test_a_day_that_is_none_is_named():
    with pytest.raises(InputError, match="is no day"):
        search.Query(since="2024-13-01")

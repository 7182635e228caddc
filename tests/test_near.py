"""Near-duplicates: linked above a Jaccard index of 0.9, never deleted."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from outspoken.ingest import add
from outspoken.model import Capture
from outspoken.near import jaccard, link, near, shingles
from outspoken.workspace import Workspace

WORDS = [f"word{n}" for n in range(3000)]


def text(place, words):
    return " ".join(place.choice(WORDS) for _ in range(words))


def edited(place, original, times):
    words = original.split()
    for _ in range(times):
        words[place.randrange(len(words))] = place.choice(WORDS)
    return " ".join(words)


def exact(one, other):
    """The index from the definition, on the words themselves."""

    def parts(written):
        words = written.lower().split()
        return {tuple(words[n : n + 8]) for n in range(max(1, len(words) - 7))}

    a, b = parts(one), parts(other)
    return len(a & b) / len(a | b)


def test_the_index_is_that_of_the_definition():
    place = random.Random(1)
    for times in (0, 1, 3, 10, 40):
        one = text(place, 300)
        other = edited(place, one, times)
        assert jaccard(shingles(one), shingles(other)) == exact(one, other)


def test_all_pairs_above_the_line_are_found_and_no_other():
    place = random.Random(2)
    texts, wanted = [], set()
    for n in range(120):
        one = text(place, place.randrange(20, 900))
        texts += [one, edited(place, one, n % 6)]
    texts += ["a short note of five words", "a short note of five words", "another short note here"]
    for a in range(len(texts)):
        for b in range(a + 1, len(texts)):
            if abs(a - b) == 1 and exact(texts[a], texts[b]) > 0.9:
                wanted.add((a, b))
    found = {(a, b) for a, b, _ in near(texts)}
    assert found == wanted
    assert len(wanted) > 40


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_texts(one, other):
    index = jaccard(shingles(one), shingles(other))
    assert 0 <= index <= 1
    assert index == jaccard(shingles(other), shingles(one))
    for _, _, value in near([one, other, one]):
        assert value > 0.9


def test_punctuation_and_case_do_not_part_texts():
    one = "The Minister said: we raised the case of the jailed poet, and we will again today."
    other = "the minister said -- we raised the case of the jailed poet and we will again today"
    assert jaccard(shingles(one), shingles(other)) == 1.0


def test_the_earliest_official_text_is_kept_and_the_others_are_linked(tmp_path):
    workspace = Workspace.init(tmp_path / "w")
    place = random.Random(3)
    body = ". ".join(text(place, 12).capitalize() for _ in range(30)) + "."

    def page(number, url, day, government="", extra=""):
        given = {"url": url, "published": day, "government": government}
        return Capture(
            f"{number}", f"{number}.txt", f"{body}{extra}".encode(),
            metadata={name: value for name, value in given.items() if value},
        )  # fmt: skip

    captures = [
        page(1, "https://mirror.example/1", "2024-01-01", extra=" Shared."),
        page(2, "https://ministry.example/2", "2024-01-03", "XVA", " End."),
        page(3, "https://ministry.example/3", "2024-01-02", "XVA"),
        Capture("4", "4.txt", text(place, 300).encode()),
    ]
    add(workspace, captures, workers=0)
    rows = workspace.lake.read("select document_id, source_key from documents").to_pylist()
    keys = {row["document_id"]: row["source_key"] for row in rows}
    links = link(workspace)
    assert [(keys[one.document_id], keys[one.kept]) for one in links] == [
        ("1", "3"),
        ("2", "3"),
    ] or [(keys[one.document_id], keys[one.kept]) for one in links] == [("2", "3"), ("1", "3")]
    assert all(one.jaccard > 0.9 for one in links)
    assert len(rows) == 4, "nothing is deleted"
    assert (workspace.lake.root / "near.parquet").exists()

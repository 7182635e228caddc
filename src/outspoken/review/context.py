"""A sentence as a person must see it to code it: what stands around it, who says it, and where.

The lake is asked for the parts that hold the wanted documents, never for the whole record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.lake import Lake

Key = tuple[str, int, int]
"""A sentence: its document's SHA-256 and its offsets."""
AROUND = 2
"""Sentences shown on either side."""
QUESTION = 1500
"""Letters of a question that are shown, its end."""
ASKING = ("journalist", "moderator")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sentence before or after; `speaker` only where it is not that of the sentence itself."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence with its surroundings.

    `question` is what a journalist asked just before; `before` then holds the answer alone.
    """

    key: Key
    n: int
    text: str
    speaker: str
    role: str
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]
    question: str
    title: str
    date: str
    genre: str
    publisher: str
    place: str
    url: str
    source: str
    home: str
    targets: tuple[str, ...]
    language: str


_places: dict[tuple[str, str], tuple[str, ...]] = {}
_known: dict[str, tuple[frozenset[str], dict[str, str]]] = {}


def part_of(lake: Lake) -> dict[str, str]:
    """Which part holds a document. Each part is looked into once in a process's life."""
    root, parts = str(lake.root), frozenset(lake.parts("documents"))
    known = _known.get(root)
    if known is not None and known[0] == parts:
        return known[1]
    found: dict[str, str] = {}
    for part in sorted(parts):
        held = _places.get((root, part))
        if held is None:
            column = lake.read_part("documents", part, ["document_id"])["document_id"]
            held = _places[root, part] = tuple(str(one) for one in column.to_pylist())
        found.update(dict.fromkeys(held, part))
    for place in [place for place in _places if place[0] == root and place[1] not in parts]:
        del _places[place]
    _known[root] = (parts, found)
    return found


def contexts(lake: Lake, keys: Iterable[Key], *, home: str = "") -> dict[Key, Shown]:
    """The wanted sentences that the lake holds at these very offsets."""
    wanted: dict[str, set[Key]] = {}
    parts = part_of(lake)
    for key in keys:
        if key[0] in parts:
            wanted.setdefault(parts[key[0]], set()).add(key)
    found: dict[Key, Shown] = {}
    for part, own in wanted.items():
        ids = {key[0] for key in own}
        documents = _rows(lake, "documents", part, ids, _DOCUMENT)
        sentences: dict[str, list[dict[str, Any]]] = {}
        for row in _rows(lake, "sentences", part, ids, _SENTENCE):
            sentences.setdefault(row["document_id"], []).append(row)
        for document in documents:
            rows = sorted(sentences.get(document["document_id"], ()), key=lambda r: r["n"])
            for i, row in enumerate(rows):
                key = (document["document_id"], row["start"], row["end"])
                if key in own and key not in found:
                    found[key] = _shown(key, document, rows, i, home)
    return found


def machine_codes(
    lake: Lake, keys: Iterable[Key], codebook: Codebook, *, coder: str = "lexicon"
) -> dict[Key, dict[str, Any]]:
    """What the coder says of these sentences; those that it has not looked at are left out.

    A sentence that was looked at and got no code has an answer too: no issues.
    """
    wanted: dict[str, set[Key]] = {}
    parts = part_of(lake)
    for key in keys:
        if key[0] in parts:
            wanted.setdefault(parts[key[0]], set()).add(key)
    coded = {
        name.rpartition("@")[0]: name
        for name in lake.parts("codings", coder=coder, codebook=codebook.hash)
    }
    found = {}
    for part, own in wanted.items():
        if part not in coded:
            continue
        ids = {key[0] for key in own}
        place = {"coder": coder, "codebook": codebook.hash}
        rows = {
            (row["document_id"], row["start"], row["end"]): row
            for row in _rows(lake, "codings", coded[part], ids, _CODING, **place)
        }
        for key in own:
            row = rows.get(key, {})
            found[key] = {
                "coder": coder,
                "codebook": codebook.hash,
                "issues": list(dict.fromkeys(hit["issue"] for hit in row.get("issues") or ())),
                "target": list(row.get("target") or ()),
                "firmness": row.get("firmness"),
                "linkage": row.get("linkage") or "",
                "soft": list(row.get("soft") or ()),
                "cases": list(row.get("cases") or ()),
            }
    return found


_DOCUMENT = (
    "document_id", "title", "published_on", "event_date", "genre", "publisher", "place", "url",
    "source_key", "government", "counterparts", "language",
)  # fmt: skip
_SENTENCE = ("document_id", "n", "turn", "start", "end", "text", "speaker", "role")
_CODING = (
    "document_id", "start", "end", "issues", "target", "firmness", "linkage", "soft", "cases",
)  # fmt: skip


def _rows(
    lake: Lake,
    table: str,
    part: str,
    ids: set[str],
    columns: tuple[str, ...],
    *,
    coder: str = "",
    codebook: str = "",
) -> list[dict[str, Any]]:
    held = lake.read_part(table, part, columns, coder=coder, codebook=codebook)
    rows: list[dict[str, Any]] = held.filter(
        pc.is_in(held["document_id"], pa.array(sorted(ids)))
    ).to_pylist()
    return rows


def _shown(
    key: Key, document: Mapping[str, Any], rows: list[dict[str, Any]], i: int, home: str
) -> Shown:
    row = rows[i]
    question = _question(rows, i)
    before = [
        _neighbour(one, row)
        for one in rows[max(0, i - AROUND) : i]
        if not question or one["turn"] == row["turn"]
    ]
    after = [_neighbour(one, row) for one in rows[i + 1 : i + 1 + AROUND]]
    day = document["published_on"] or document["event_date"]
    government = document["government"] or home
    countries = [person["country"] for person in document["counterparts"] or ()]
    return Shown(
        key=key,
        n=row["n"],
        text=row["text"],
        speaker=row["speaker"] or "",
        role=row["role"] or "",
        before=tuple(before),
        after=tuple(after),
        question=question,
        title=document["title"] or "",
        date=day.isoformat() if day else "",
        genre=document["genre"] or "",
        publisher=document["publisher"] or "",
        place=document["place"] or "",
        url=document["url"] or "",
        source=document["source_key"] or "",
        home=government,
        targets=tuple(dict.fromkeys(c for c in countries if c and c != government)),
        language=document["language"] or "",
    )


def _neighbour(other: Mapping[str, Any], row: Mapping[str, Any]) -> Neighbour:
    said = other["speaker"] or other["role"] if other["turn"] != row["turn"] else ""
    return Neighbour(other["text"], said or "")


def _question(rows: list[dict[str, Any]], i: int) -> str:
    """The question that the sentence's turn answers; "" where nobody asked."""
    turn = rows[i]["turn"]
    first = i
    while first and rows[first - 1]["turn"] == turn:
        first -= 1
    if not first or rows[first - 1]["role"] not in ASKING or rows[i]["role"] in ASKING:
        return ""
    asked = rows[first - 1]["turn"]
    texts = [row["text"] for row in rows[:first] if row["turn"] == asked]
    return " ".join(texts)[-QUESTION:]

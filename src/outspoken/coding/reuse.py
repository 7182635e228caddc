"""Coding again after a change of the codebook: only what can differ.

The lexicon's answers about a document depend on the codebook through the terms found in it alone
(`codebook.change`). Codings that were made with another codebook by the same version of the coder
are taken over for every document that none of the changed terms touches.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from outspoken.codebook import Codebook
from outspoken.codebook.change import Change, Touch, change
from outspoken.codebook.schema import parse
from outspoken.durable import write_whole
from outspoken.errors import CodebookError
from outspoken.lake import SUMMARY, Lake

BY_TERMS = frozenset({"lexicon"})
"""Coders whose answers depend on a codebook through the terms found in a document alone."""
NAME = "codebook.json"


@dataclass(frozen=True, slots=True)
class Reuse:
    """Codings to take over: of the codebook with this hash, where no changed term stands."""

    codebook: str
    change: Change
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one part: the codings and summaries that stay, and the documents to code anew."""

    codings: pa.Table
    summaries: pa.Table
    anew: list[str]
    documents: int
    sentences: int


def remember(lake: Lake, coder: str, codebook: Codebook) -> None:
    """Keep the codebook's content beside the codings made with it."""
    path = lake.folder("codings", coder=coder, codebook=codebook.hash) / NAME
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(codebook.content, ensure_ascii=False).encode())


def find_reuse(lake: Lake, coder: str, codebook: Codebook, wanted: set[str]) -> Reuse | None:
    """The codebook whose codings of the `wanted` parts serve best, or None."""
    if coder not in BY_TERMS or not wanted:
        return None
    found: list[tuple[int, int, Reuse]] = []
    here = lake.folder("codings", coder=coder, codebook=codebook.hash)
    for path in here.parent.glob(f"codebook=*/{NAME}"):
        if path.parent == here:
            continue
        try:
            old = parse(json.loads(path.read_bytes()), str(path))
        except (OSError, ValueError, CodebookError):
            continue  # Of another version of the software: nothing to take over.
        parts = frozenset(lake.parts("codings", coder=coder, codebook=old.hash) & wanted)
        summed = lake.parts("summaries", coder=coder, codebook=old.hash)
        parts = frozenset(part for part in parts if part + SUMMARY in summed)
        if parts:
            differs = change(old, codebook)
            found.append((-len(parts), len(differs.terms), Reuse(old.hash, differs, parts)))
    return min(found, key=lambda one: one[:2])[2] if found else None


def kept(lake: Lake, part: str, name: str, coder: str, reuse: Reuse) -> Kept | None:
    """What of a part stays; None where its old codings are not there."""
    if name not in reuse.parts:
        return None
    touches = _touch(reuse.change.terms)
    documents = lake.read_part("documents", part, ["document_id", "text"]).to_pylist()
    anew = list({d["document_id"]: None for d in documents if touches(d["text"] or "")})
    again = pa.array(anew, pa.string())

    def staying(table: pa.Table) -> Any:
        return table.filter(pc.invert(pc.is_in(table["document_id"], again)))

    where = {"coder": coder, "codebook": reuse.codebook}
    sentences = staying(lake.read_part("sentences", part, ["document_id"]))
    return Kept(
        codings=staying(lake.read_part("codings", name, **where)),
        summaries=staying(lake.read_part("summaries", name + SUMMARY, **where)),
        anew=anew,
        documents=len({d["document_id"] for d in documents}) - len(anew),
        sentences=sentences.num_rows,
    )


@cache
def _touch(terms: tuple[str, ...]) -> Touch:
    return Touch(terms)

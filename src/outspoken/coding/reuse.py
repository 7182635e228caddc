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
    """Of one slice of a part: the codings and summaries that stay, and the documents to code anew."""

    codings: pa.Table
    summaries: pa.Table
    anew: list[str]
    documents: int
    sentences: int


def remember(lake: Lake, coder: str, codebook: Codebook) -> None:
    """Keep the codebook's content beside the codings made with it."""
    name = f"{lake.folder('codings', coder=coder, codebook=codebook.hash)}/{NAME}"
    if lake.storage.read(name) is None:
        lake.storage.write(name, json.dumps(codebook.content, ensure_ascii=False).encode())


def find_reuse(lake: Lake, coder: str, codebook: Codebook, wanted: set[str]) -> Reuse | None:
    """The codebook whose codings of the `wanted` parts serve best, or None."""
    if coder not in BY_TERMS or not wanted:
        return None
    found: list[tuple[int, int, Reuse]] = []
    here = lake.folder("codings", coder=coder, codebook=codebook.hash)
    for by, mark in lake.coded_by():
        folder = lake.folder("codings", coder=by, codebook=mark)
        content = lake.storage.read(f"{folder}/{NAME}") if by == coder and folder != here else None
        if content is None:
            continue
        try:
            old = parse(json.loads(content), f"{folder}/{NAME}")
        except (ValueError, CodebookError):
            continue  # Of another version of the software: nothing to take over.
        parts = frozenset(lake.parts("codings", coder=coder, codebook=old.hash) & wanted)
        summed = lake.parts("summaries", coder=coder, codebook=old.hash)
        parts = frozenset(part for part in parts if part + SUMMARY in summed)
        if parts:
            differs = change(old, codebook)
            found.append((-len(parts), len(differs.terms), Reuse(old.hash, differs, parts)))
    return min(found, key=lambda one: one[:2])[2] if found else None


def kept(lake: Lake, part: str, name: str, at: int, coder: str, reuse: Reuse) -> Kept | None:
    """What of a slice of a part stays; None where its old codings are not there."""
    if name not in reuse.parts:
        return None
    touches = _touch(reuse.change.terms)
    rows = lake.read_part("documents", part, ["document_id", "text"], slice_=at).to_pylist()
    touched = {d["document_id"]: touches(d["text"] or "") for d in rows}
    stay = pa.array([document for document, anew in touched.items() if not anew], pa.string())

    def staying(table: pa.Table) -> Any:
        return table.filter(pc.is_in(table["document_id"], stay))

    where = {"coder": coder, "codebook": reuse.codebook}
    sentences = staying(lake.read_part("sentences", part, ["document_id"], slice_=at))
    return Kept(
        codings=staying(lake.read_part("codings", name, slice_=at, **where)),
        summaries=staying(lake.read_part("summaries", name + SUMMARY, slice_=at, **where)),
        anew=[document for document, anew in touched.items() if anew],
        documents=len(stay),
        sentences=sentences.num_rows,
    )


@cache
def _touch(terms: tuple[str, ...]) -> Touch:
    return Touch(terms)

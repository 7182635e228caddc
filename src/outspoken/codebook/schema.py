"""A codebook as types, and the reading of its YAML with errors a non-programmer can act on."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outspoken.errors import CodebookError

SENTENCE = "sentence"
ADJACENT = "adjacent"
IGNORED = "ignored"
COUNTS = "counts"
EVERYTHING = "all"
WHOLE = "sentence"
AGENDA = "agenda"
OWN = "own"


LISTS = (
    "examples", "near_misses", "traps", "strong", "lone", "weak", "company", "beside", "masks",
)  # fmt: skip
"""The fields of an issue that list sentences and terms, as they are shown."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: what it means for a reader, and the terms that show it to the machine.

    A `strong` term codes a sentence alone; a `weak` one needs company: an anchor, a strong hit of
    the same agenda, or one of the issue's own `company` terms, in the same sentence or, with
    window "adjacent", in the neighbour sentence of the same turn. With support "own" nothing but the
    `company` terms vouches for a weak term.
    A `lone` term counts like a strong one where nothing else is spoken of, and like a weak one beside
    other issues ("education" in a list of spending). A `beside` term goes on with a subject:
    it counts where the sentence names no other issue and the one before or after, of the same turn,
    holds a strong term of this issue ("the deal", after a sentence on a nuclear programme). Where an
    issue has such terms its weak ones go on too. `yields`: issues beside which a weak term does
    not count ("the forces" of a war are no matter of defence policy). `names`: whether a term inside
    a name (an act, a body) "counts" or is "ignored". `masks` hide spans from this issue alone.
    `examples` are sentences that get the issue and `near_misses` sentences that do not, both tried
    by `codebook test`; `traps` are known false positives in words, for the reader.
    """

    code: str
    parent: str
    label: str
    definition: str
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    lone: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    yields: tuple[str, ...] = ()
    window: str = SENTENCE
    names: str = COUNTS
    support: str = AGENDA
    maps: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tiers(self) -> Mapping[str, tuple[str, ...]]:
        """The terms that show the issue, by how much they show alone."""
        return {"strong": self.strong, "lone": self.lone, "weak": self.weak, "beside": self.beside}

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms that show the issue."""
        return (*self.strong, *self.lone, *self.weak, *self.beside)


@dataclass(frozen=True, slots=True)
class Coordination:
    """Heads that govern a list ("freedom of", "restrictions on") and what its members mean.

    `heads`: name of a table -> terms of heads; `conjuncts`: the same name -> term -> issue.
    """

    heads: Mapping[str, tuple[str, ...]]
    conjuncts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Codebook:
    """A whole codebook. `hash` identifies its `content`; `path` is only for messages.

    `echoes` are words for a wrong that do not say which ("these abuses", "they were harassed"): a
    sentence that holds one and no issue takes the right that the sentence beside it speaks of.
    """

    id: str
    version: str
    language: str
    agendas: Mapping[str, str]
    issues: Mapping[str, Issue]
    anchors: tuple[str, ...]
    masks: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, Mapping[str, tuple[str, ...]]]
    coordination: Coordination
    hash: str
    path: str
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    echoes: tuple[str, ...] = ()

    def agenda(self, issue: str) -> str:
        """The agenda (HR, ECO, ...) of an issue; "" for an unknown code."""
        found = self.issues.get(issue)
        return found.parent if found else ""

    @property
    def parents(self) -> dict[str, str]:
        """Every issue's agenda."""
        return {code: issue.parent for code, issue in self.issues.items()}


def canonical_hash(content: object) -> str:
    """SHA-256 of the content as canonical JSON: sorted keys, no spaces, UTF-8, NFC."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def parse(content: object, path: str) -> Codebook:
    """The codebook in a YAML document already read; raises CodebookError at the first fault."""
    read = _Reader(path)
    top = read.table(content, "the codebook")
    read.known(top, "the codebook", _TOP)
    meta = read.table(top.get("meta"), "meta")
    read.known(meta, "meta", {"id", "version", "language", "note", "source", "licence"})
    agendas = {k: read.text(v, f"agendas.{k}") for k, v in read.items(top, "agendas")}
    issues = {}
    for code, body in read.items(top, "issues"):
        issue = _issue(read, code, body)
        if issue.parent not in agendas:
            read.fail(f"issue {code} has the unknown parent {issue.parent!r}", "add it to agendas")
        issues[code] = issue
    if not issues:
        read.fail("no issues", "add at least one under issues")
    for code, issue in issues.items():
        for other in issue.yields:
            if other not in issues:
                read.fail(
                    f"{code}.yields names the unknown issue {other!r}", "use a code of issues"
                )
    masks = {k: read.texts(v, f"masks.{k}") for k, v in read.items(top, "masks")}
    for scope in masks:
        if scope not in (EVERYTHING, WHOLE) and scope not in agendas and scope not in issues:
            read.fail(
                f"masks.{scope} is no issue or agenda", "use all, sentence, an agenda or an issue"
            )
    cues = {
        kind: {
            str(code): read.texts(terms, f"cues.{kind}.{code}")
            for code, terms in read.table(body, f"cues.{kind}").items()
        }
        for kind, body in read.items(top, "cues")
    }
    return Codebook(
        id=read.text(meta.get("id"), "meta.id"),
        version=read.text(meta.get("version"), "meta.version"),
        language=read.text(meta.get("language", "en"), "meta.language"),
        agendas=agendas,
        issues=issues,
        anchors=read.texts(top.get("anchors"), "anchors"),
        echoes=read.texts(top.get("echoes"), "echoes"),
        masks=masks,
        cues=cues,
        coordination=_coordination(read, top.get("coordination"), issues),
        hash=canonical_hash(content),
        path=path,
        content=top,
    )


_TOP = {
    "meta", "agendas", "issues", "anchors", "echoes", "masks", "cues", "coordination", "notes",
}  # fmt: skip
_ISSUE = {
    "parent", "label", "definition", "include", "exclude", "examples", "near_misses", "traps", "strong",
    "lone", "weak", "company", "beside", "masks", "yields", "names", "window", "support", "maps",
}  # fmt: skip


class _Reader:
    """Reads values of a parsed YAML and names the place of each fault."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fail(self, problem: str, mend: str) -> None:
        raise CodebookError(self.path, problem, mend)

    def known(self, table: Mapping[str, Any], place: str, keys: set[str]) -> None:
        for key in table:
            if key not in keys:
                self.fail(
                    f"{place} has the unknown key {key!r}", f"known keys: {', '.join(sorted(keys))}"
                )

    def table(self, value: object, place: str) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise CodebookError(self.path, f"{place} is not a table", "write it as 'key: value'")
        return value

    def items(self, top: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
        return [(str(k), v) for k, v in self.table(top.get(key) or {}, key).items()]

    def text(self, value: object, place: str) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise CodebookError(
                self.path, f"{place} is missing or not a text", "write it in quotes"
            )
        return str(value)

    def texts(self, value: object, place: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise CodebookError(self.path, f"{place} is not a list", "write it as [one, two]")
        return tuple(self.text(v, f"{place}, entry {n}") for n, v in enumerate(value, 1))


def _issue(read: _Reader, code: str, body: object) -> Issue:
    table = read.table(body, f"issue {code}")
    read.known(table, f"issue {code}", _ISSUE)
    window = read.text(table.get("window", SENTENCE), f"{code}.window")
    if window not in (SENTENCE, ADJACENT):
        read.fail(f"{code}.window is {window!r}", f"use {SENTENCE} or {ADJACENT}")
    names = read.text(table.get("names", COUNTS), f"{code}.names")
    if names not in (IGNORED, COUNTS):
        read.fail(f"{code}.names is {names!r}", f"use {IGNORED} or {COUNTS}")
    support = read.text(table.get("support", AGENDA), f"{code}.support")
    if support not in (AGENDA, OWN):
        read.fail(f"{code}.support is {support!r}", f"use {AGENDA} or {OWN}")
    lists = {key: read.texts(table.get(key), f"{code}.{key}") for key in (*LISTS, "yields")}
    return Issue(
        code=code,
        parent=read.text(table.get("parent"), f"{code}.parent"),
        label=read.text(table.get("label"), f"{code}.label"),
        definition=read.text(table.get("definition"), f"{code}.definition"),
        include=read.text(table.get("include", ""), f"{code}.include"),
        exclude=read.text(table.get("exclude", ""), f"{code}.exclude"),
        window=window,
        names=names,
        support=support,
        maps=dict(read.table(table.get("maps") or {}, f"{code}.maps")),
        **lists,
    )


def _coordination(read: _Reader, value: object, issues: Mapping[str, Issue]) -> Coordination:
    table = read.table(value or {}, "coordination")
    heads, conjuncts = {}, {}
    for name, body in table.items():
        place = f"coordination.{name}"
        part = read.table(body, place)
        read.known(part, place, {"heads", "conjuncts"})
        heads[str(name)] = read.texts(part.get("heads"), f"{place}.heads")
        members: dict[str, str] = {}
        for code, terms in read.table(part.get("conjuncts") or {}, f"{place}.conjuncts").items():
            if code not in issues:
                read.fail(f"{place} names the unknown issue {code!r}", "use a code of issues")
            for term in read.texts(terms, f"{place}.conjuncts.{code}"):
                members[term] = str(code)
        conjuncts[str(name)] = members
    return Coordination(heads, conjuncts)

"""A letter's own words about itself: date, addressee, occasion, signatories.

Everything here is a suggestion that a person confirms. What is not plain from the text stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from outspoken.extract.dates import read_day
from outspoken.world import World

HEAD_LINES = 25
"""Paragraphs in which date and addressee are looked for, if there is no salutation."""
_SALUTATION = re.compile(r"^\s*(?:Dear|To)\s+(?P<name>[^,:;\n]{2,120})[,:;]?\s*$")
_CLOSING = re.compile(
    r"^\s*(?:(?:yours|very)?\s*(?:sincerely|respectfully|faithfully|truly)|"
    r"(?:with|kind|best)\b.{0,30}\b(?:regards|respect|thanks)|signed(?: by)?|signatories|"
    r"the undersigned(?: organi[sz]ations)?|(?:respectfully )?submitted)\b.{0,40}$",
    re.IGNORECASE,
)
_AFTER_NAMES = re.compile(r"^\s*(?:cc|c\.c\.|enc(?:losure|l)?s?|copy to|contact|notes?)\b", re.I)
_HONOUR = re.compile(
    r"^(?:the\s+)?(?:rt\.?\s+)?(?:hon(?:ou?rable|\.)?|his excellency|her excellency|h\.e\.|mr|mrs|ms|dr)\.?\s+",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:(?:prime|foreign|deputy|vice|assistant|under)\s+)?(?:secretary(?: of state| general)?|president|"
    r"minister(?: (?:of|for) [\w ]+)?|chancellor|ambassador|commissioner|high representative)\b",
    re.IGNORECASE,
)
_OCCASIONS = (
    re.compile(r"\b(?:on the occasion of|ahead of|in advance of|before|regarding|concerning)\s+(?P<what>(?:your|the|his|her)\b[^.;:,]{5,160})", re.I),
    re.compile(r"\bas you (?:prepare (?:to make|for)|embark on|travel (?:to|for)|make|visit|meet)\s*(?P<what>[^.;:,]{5,160})", re.I),
    re.compile(r"^\s*(?:re|subject)\s*:\s*(?P<what>.{5,200})$", re.I),
)  # fmt: skip
_ORGANISED = re.compile(
    r"\b(?:international|rights?|watch|house|campaign|association|congress|reporters|fund|initiatives?|council|"
    r"committee|cent(?:er|re)|network|union|institute|foundation|forum|borders|federation|project|"
    r"amnesty|defenders|alliance|group|coalition|society|solidarity|freedom|league|movement|"
    r"organi[sz]ation|aid|action|lawyers|journalists|students|democracy|justice|PEN)\b|[a-z]Aid\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:executive |deputy |associate |acting |managing |co-|vice )*"
    r"(?:director|president|chair(?:man|woman|person)?|secretary|ceo|chief|coordinator|head|founder|"
    r"representative|manager|officer|counsel|advocate|professor)\b",
    re.IGNORECASE,
)
LONGEST_NAME = 12
"""Words; a longer line under a letter is no name."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a letter says of itself. `body` is where its sentences stand: text[start:end]."""

    written_on: date | None
    addressee: str
    office: str
    government: str
    occasion: str
    signatories: tuple[str, ...]
    body: tuple[int, int]


def read_letterhead(text: str, world: World) -> Letterhead:
    """Read date, addressee, occasion and signatories of a letter."""
    lines = _lines(text)
    salutation = next((n for n, (_, line) in enumerate(lines) if _SALUTATION.match(line)), None)
    closing = next(
        (n for n, (_, line) in reversed(list(enumerate(lines))) if _CLOSING.match(line)), None
    )
    first = 0 if salutation is None else salutation + 1
    last = len(lines) if closing is None or closing <= first else closing
    head = [line for _, line in lines[: salutation if salutation is not None else HEAD_LINES]]
    written = next((day for line in head if len(line) < 60 and (day := read_day(line))), None)
    name, office, government = _addressee(
        head, lines[salutation][1] if salutation is not None else "", world, written
    )
    start = lines[first][0] if first < len(lines) else len(text)
    end = lines[last - 1][0] + len(lines[last - 1][1]) if last else 0
    return Letterhead(
        written_on=written,
        addressee=name,
        office=office,
        government=government,
        occasion=_occasion([line for _, line in lines]),
        signatories=_signatories([line for _, line in lines[last + 1 :]]) if closing else (),
        body=(start, max(start, end)),
    )


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, line))
        at += len(line) + 1
    return found


def _addressee(
    head: list[str], salutation: str, world: World, on: date | None
) -> tuple[str, str, str]:
    """Name, office and government: the address block's line that holds the salutation's surname."""
    match = _SALUTATION.match(salutation)
    # Of several addressees the first is taken; a person adds the others.
    spoken = re.split(r"\s+and\s+", match["name"])[0].strip() if match else ""
    surname = spoken.split()[-1] if spoken else ""
    block = next((line for line in head if surname and surname in line and len(line) < 200), spoken)
    # An address block on one line: the name ends where the institution or the street begins.
    block = re.split(r"\b(?:US|U\.S\.|United States)?\s*Department of\b|\d{2,}", block)[0].strip(
        " ,"
    )
    bare = _HONOUR.sub("", block)
    office_in = _OFFICE.search(bare)
    office = office_in.group() if office_in else ""
    name = (bare.replace(office, " ") if office else bare).strip(" ,")
    name = " ".join(name.split()) or surname
    known = world.official(name, on) or (world.official(spoken, on) if spoken else None)
    if not office:
        near = head[head.index(block) :] if block in head else head
        office = next((m.group() for line in near if (m := _OFFICE.search(line))), "")
    if known is not None:
        return known.name, known.office or office, known.country
    return name, office, ""


def _occasion(lines: list[str]) -> str:
    for line in lines:
        for pattern in _OCCASIONS:
            match = pattern.search(line)
            if match:
                return " ".join(str(match["what"]).split())[:300]
    return ""


def _signatories(lines: list[str]) -> tuple[str, ...]:
    """Organisations under a letter, in order, each once.

    A line with several parts ("name, office, organisation") gives its last one that is no office.
    Where name, office and organisation stand on lines of their own, only what sounds like an
    organisation is taken; else every short line, for a person to sort out.
    """
    names = []
    for line in lines:
        if _AFTER_NAMES.match(line):
            break
        bare = line.strip(" •*-–—·\t")
        if bare and len(bare.split()) <= LONGEST_NAME * 2:
            names.append(bare)
    blocks = any(_ROLE.match(name) for name in names)
    found = [_organisation(line) or ("" if blocks else _last_part(line)) for line in names]
    return tuple(dict.fromkeys(name for name in found if name))


def _organisation(line: str) -> str:
    parts: list[str] = [part.strip() for part in re.split(r",|\s[–—|]\s", line) if part.strip()]
    for part in reversed(parts):
        if _ORGANISED.search(part) and not _ROLE.match(part) and len(part.split()) <= LONGEST_NAME:
            return part
    return ""


def _last_part(line: str) -> str:
    parts = [
        part.strip() for part in line.split(",") if part.strip() and not _ROLE.match(part.strip())
    ]
    return parts[-1] if parts and len(parts[-1].split()) <= LONGEST_NAME else ""

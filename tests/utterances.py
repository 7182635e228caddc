"""Sentences as the rules about speech see them: coded with the default codebook and our world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from outspoken import codebook, world
from outspoken.annotate import annotate_row
from outspoken.codebook.matcher import Matcher
from outspoken.coders.lexicon import LexiconCoder
from outspoken.coders.lexicon.issues import IssueFinder
from outspoken.coders.lexicon.utterance import Utterance
from outspoken.model import Role, Sentence

INVENTED: Mapping[str, Mapping[str, object]] = {
    "XVA": {"name": "Valdoria", "demonyms": ["Valdorian", "Valdorians"], "capital": "Valdor"},
    "XKE": {"name": "Kestria", "demonyms": ["Kestrian", "Kestrians"], "capital": "Kest"},
    "XOS": {"name": "Ostmark", "demonyms": ["Ostmarker"], "capital": "Ostgrad"},
    "XMO": {"name": "Morvania", "demonyms": ["Morvanian"], "capital": "Morva"},
}


@cache
def _tools() -> tuple[Matcher, IssueFinder]:
    book = codebook.load()
    return Matcher(book, world.load(INVENTED)), IssueFinder(book)


def turn(
    *texts: str, targets: Sequence[str] = ("XVA",), role: Role = Role.OFFICIAL
) -> list[Utterance]:
    """The sentences of one turn, each with its own issues and hits."""
    text = " ".join(texts)
    sentences, at = [], 0
    for n, one in enumerate(texts):
        sentences.append(Sentence(n, 0, 0, at, at + len(one), len(one.split()), "", role))
        at += len(one) + 1
    matcher, finder = _tools()
    hits = matcher.scan(text, sentences)
    issues = finder.find(text, sentences, hits)
    return [
        Utterance(text, s.start, s.end, tuple(issues.get(n, ())), targets, hits.of(n), role)
        for n, s in enumerate(sentences)
    ]


def said(text: str, *, targets: Sequence[str] = ("XVA",), role: Role = Role.OFFICIAL) -> Utterance:
    """One sentence."""
    return turn(text, targets=targets, role=role)[0]


@cache
def coder() -> LexiconCoder:
    """The whole lexicon coder, with the default codebook and our invented countries."""
    return LexiconCoder(codebook.load(), world.load(INVENTED))


def line(text: str, **row: object) -> dict[str, Any]:
    """What `annotate` says of one sentence of the government of Kestria, unless the row differs."""
    given = {"text": text, "home": "XKE", "before": ""} | row
    (found,) = annotate_row(given, coder(), world.load(INVENTED))
    return found

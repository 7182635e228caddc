"""A sentence as the coding page gets it, with no more of the machine than a person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from outspoken.report.links import is_safe, to_sentence
from outspoken.review.answer import of
from outspoken.review.context import Key, Shown, contexts, machine_codes
from outspoken.web import at_hand
from outspoken.web.templatetags.outspoken import GENRES, ROLES

if TYPE_CHECKING:
    from outspoken.desk.models import Review
    from outspoken.review.queue import Drawn


def look(keys: Sequence[Key]) -> dict[Key, Shown]:
    """The sentences with what stands around them."""
    workspace = at_hand.workspace()
    return contexts(workspace.lake, keys, home=workspace.settings.home)


def machine(keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
    """What the machine says of them."""
    return machine_codes(at_hand.workspace().lake, keys, at_hand.codebook())


def item(
    shown: Shown,
    *,
    drawn: Drawn | None = None,
    mine: Review | None = None,
    codes: Mapping[str, Any] | None = None,
    blind: bool = True,
) -> dict[str, Any]:
    """One sentence; `codes` only where the person may see them.

    Blind, there is no way to the reading pages either: they show the machine's codes in place, and
    who answered what.
    """
    document, start, end = shown.key
    told = asdict(shown)
    del told["key"], told["source"]
    return told | {
        "document": document,
        "start": start,
        "end": end,
        "place": drawn.place if drawn else 0,
        "double": drawn.double if drawn else False,
        "role_words": ROLES.get(shown.role, shown.role),
        "genre_words": GENRES.get(shown.genre, shown.genre),
        "source": to_sentence(shown.url, shown.text) if is_safe(shown.url) else "",
        "reader": "" if blind else reader(shown.key),
        "mine": of(mine).plain() if mine else None,
        "key": mine.key if mine else None,
        "codes": dict(codes) if codes is not None else None,
    }


def reader(key: Key) -> str:
    """The sentence's permanent address in the reader."""
    try:
        return reverse("sentence", args=key)
    except NoReverseMatch:
        return ""

"""Coders: whoever answers for a sentence. All have one shape, and the registry finds them by name.

A package outside adds its own with an entry point in the group `outspoken.coders`, whose value is
a callable `(codebook, world) -> Coder`; it is chosen by its name like the built-in ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from outspoken.errors import InputError
from outspoken.model import Coding, Passage

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.world import World

GROUP = "outspoken.coders"


class Coder(Protocol):
    """One coder; all of a kind answer alike for the same passage."""

    @property
    def name(self) -> str:
        """What it is chosen by."""

    @property
    def version(self) -> str:
        """Changes whenever an answer could."""

    def code(self, passage: Passage) -> list[Coding]:
        """The sentences of the passage about which there is something to say, in order."""
        ...


Factory = Callable[["Codebook", "World"], Coder]


def _lexicon(codebook: Codebook, world: World) -> Coder:
    from outspoken.coders.lexicon import LexiconCoder

    return LexiconCoder(codebook, world)


def _llm(codebook: Codebook, world: World) -> Coder:
    from outspoken.coders.llm import LanguageModelCoder

    return LanguageModelCoder(codebook, world)


def _trained(codebook: Codebook, world: World) -> Coder:
    from outspoken.coders.trained import open_coder

    return open_coder(codebook, world)


BUILT_IN: dict[str, Factory] = {"lexicon": _lexicon, "trained": _trained, "llm": _llm}


def names() -> list[str]:
    """The names of all coders that are installed."""
    return sorted({*BUILT_IN, *_installed()})


def get(name: str, codebook: Codebook, world: World) -> Coder:
    """The coder of this name; raises InputError with the known names for any other."""
    factory = BUILT_IN.get(name)
    if factory is None:
        entry = _installed().get(name)
        if entry is None:
            raise InputError(name, "is no coder", f"known coders: {', '.join(names())}")
        factory = entry()
    return factory(codebook, world)


def _installed() -> dict[str, Callable[[], Factory]]:
    from importlib.metadata import entry_points

    return {entry.name: entry.load for entry in entry_points(group=GROUP)}

"""What to ask for: one address, what its list said of it, and how to read the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from outspoken.errors import InputError
from outspoken.sources.web.answer import Answer


@dataclass(frozen=True, slots=True)
class Target:
    """An address to ask for.

    Attributes:
        address: in normal form.
        given: fields of the document that the user or the recipe states: they go before the
            document's own words.
        hints: fields that hold only where the document states none (a feed's date is in the
            server's time, the page's own in the publisher's).
        changed_at: when the list says it last changed (Unix time); 0 where it does not.
        shape: for JSON answers, field of a document -> path in the answer.
        values: for JSON answers, field -> value as it stands -> value that it means.
        otherwise: addresses to try in turn where this one does not answer as wanted.
        must_list: a page that is no feed or sitemap is a failure, not a document.
        last_page: the list may have ended before this page: that it is not there is no failure.
        public: the page that readers open, where the program asks another address (an API).
        opens: reads the answer as a list of further targets; None: it is a document, or a feed or
            sitemap if `listing` allows.
        listing: whether a feed or sitemap found here is followed.
        wanted: whether an address in a list is wanted.
    """

    address: str
    given: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    changed_at: float = 0.0
    shape: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    public: str = ""
    otherwise: tuple[str, ...] = ()
    must_list: bool = False
    last_page: bool = False
    opens: Callable[[Answer], Iterator[Target | InputError]] | None = None
    listing: bool = False
    wanted: Callable[[str], bool] = lambda address: True

    @property
    def key(self) -> str:
        """The document's key: the address under which readers know it."""
        return self.public or self.address

    def about(self) -> dict[str, object]:
        """What must be known to make a document of the answer, in a form that can be kept."""
        stated = {
            "key": self.key,
            "given": dict(self.given),
            "hints": dict(self.hints),
            "shape": dict(self.shape),
            "values": {name: dict(meant) for name, meant in self.values.items()},
        }
        return {name: value for name, value in stated.items() if value}


def target_again(address: str, about: str) -> Target:
    """The target of an earlier visit, from what was kept of it."""
    kept = json.loads(about)
    key = kept.get("key", address)
    return Target(
        address=address,
        given=kept.get("given", {}),
        hints=kept.get("hints", {}),
        shape=kept.get("shape", {}),
        values=kept.get("values", {}),
        public=key if key != address else "",
    )

"""Documents from the web: pages, lists of addresses, feeds and sitemaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from outspoken.errors import InputError
from outspoken.sources.web.addresses import is_address, normal
from outspoken.sources.web.targets import Target

__all__ = ["addresses_in", "is_address", "pages"]


def addresses_in(path: Path) -> Iterator[str]:
    """The addresses of a text file, one a line; empty lines and those that begin with # are not.

    Raises:
        InputError: it cannot be read as text.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "one address a line") from None
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def pages(addresses: Iterable[str], match: str = "") -> Iterator[Target | InputError]:
    """Targets of pages, feeds and sitemaps given by their addresses.

    Args:
        addresses: as the user wrote them.
        match: of the pages that feeds and sitemaps list, only those whose address this regular
            expression finds.

    Raises:
        InputError: `match` is no regular expression.
    """
    wanted = matcher(match)
    for address in addresses:
        try:
            yield Target(normal(address), listing=True, wanted=wanted)
        except InputError as error:
            yield error


def matcher(match: str) -> Callable[[str], bool]:
    """Whether an address is wanted.

    Raises:
        InputError: `match` is no regular expression.
    """
    if not match:
        return lambda address: True
    try:
        pattern = re.compile(match)
    except re.error as error:
        raise InputError(match, f"is no regular expression ({error})", "mend it") from None
    return lambda address: pattern.search(address) is not None

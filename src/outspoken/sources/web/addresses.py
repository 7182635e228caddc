"""Web addresses in one form, so that a page has one key whatever way it was linked."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from outspoken.errors import InputError

LONGEST = 4000
"""Characters; a longer address is a trap or a mistake."""
_SCHEME = re.compile(r"^https?://", re.I)
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|s_cid|ocid|igshid)$", re.I)
"""Parameters that say where a reader came from; the page is the same without them."""
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"


def is_address(text: str) -> bool:
    """Whether a command's argument is an address and not a path."""
    return bool(_SCHEME.match(text.strip()))


def normal(address: str, base: str = "") -> str:
    """The address in one form: lower-case host, no fragment, no default port, no tracking.

    Args:
        address: as written, absolute or (with `base`) relative.
        base: the address of the page that holds it.

    Raises:
        InputError: no http or https address, or one with a name and password in it.
    """
    address = "".join(address.split("\n")).strip()
    if base:
        try:
            address = urljoin(base, address)
        except ValueError:
            raise InputError(address[:200], "is no address", "check it") from None
    shown = address[:200]
    if len(address) > LONGEST:
        raise InputError(shown, f"is longer than {LONGEST} characters", "check it")
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise InputError(shown, "is no address", "check it") from None
    if parts.scheme.lower() not in _PORTS:
        raise InputError(shown, "is no http or https address", "only these are fetched")
    if parts.username or parts.password:
        raise InputError(shown, "holds a name or password", "take it out; only public pages")
    if not host:
        raise InputError(shown, "names no host", "check it")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        raise InputError(shown, "has a host that is no name", "check it") from None
    if ":" in host:
        host = f"[{host}]"
    scheme = parts.scheme.lower()
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = quote(parts.path or "/", safe=_SAFE_PATH)
    return urlunsplit((scheme, netloc, path, _query(parts.query), ""))


def host_of(address: str) -> str:
    """Host and port of a normal address: what manners are kept by."""
    return urlsplit(address).netloc


def name_of(address: str) -> str:
    """What messages call the page: its address, readable."""
    return unquote(address) if unquote(address).isprintable() else address


def _query(query: str) -> str:
    if not query:
        return ""
    if not any(_TRACKING.match(part.partition("=")[0]) for part in query.split("&")):
        return quote(query, safe=_SAFE_PATH + "?[]|")
    kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(k)]
    return urlencode(kept)

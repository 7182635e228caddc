"""Compressed answers, unpacked no further than a document may be large."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
"""What requests ask for: only what is unpacked here, with a limit."""


class TooLargeError(ValueError):
    """Unpacks to more than a document may hold."""


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """The content of an answer whose header names this `Content-Encoding`.

    An answer that says gzip and is not packed is taken as it stands, as browsers do.

    Raises:
        TooLargeError: it unpacks to more than `limit` bytes.
        ValueError: an encoding that was not asked for, or a broken one.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name == "identity":
            continue
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, zlib.MAX_WBITS | 16, limit) if body[:2] == b"\x1f\x8b" else body
        elif name == "deflate":
            # The standard means zlib, some servers send bare deflate.
            bare = len(body) < 2 or (body[0] & 0x0F) != 8 or (body[0] * 256 + body[1]) % 31
            body = _inflate(body, -zlib.MAX_WBITS if bare else zlib.MAX_WBITS, limit)
        else:
            raise ValueError(f"comes packed as {name!r}, which was not asked for")
    return body


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    out = bytearray()
    while body:
        packed = zlib.decompressobj(wbits)
        try:
            out += packed.decompress(body, limit + 1 - len(out))
        except zlib.error as error:
            if out:  # Some servers pad the end.
                break
            raise ValueError(f"is packed and broken ({error})") from None
        if len(out) > limit or packed.unconsumed_tail:
            raise TooLargeError
        if not packed.eof:
            raise ValueError("is packed and breaks off")
        body = packed.unused_data if wbits > zlib.MAX_WBITS else b""  # gzip may have members
        if not body.startswith(b"\x1f\x8b"):
            break
    return bytes(out)

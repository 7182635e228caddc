"""Sending a time-stamp request to an authority, when the user asks for it."""

from __future__ import annotations

import time

import httpx

from outspoken.errors import InputError
from outspoken.proofs import LARGEST_ANSWER, REQUEST
from outspoken.sources.web.addresses import normal
from outspoken.sources.web.client import AGENT
from outspoken.sources.web.inside import CONNECT, SILENCE, Clock, InsideError, Transport

SECONDS = 60.0


def ask(address: str, request: bytes, *, allow_private: bool = False) -> bytes:
    """The authority's answer to a request.

    Raises:
        InputError: it gives none.
    """
    asked = normal(address)
    clock = Clock()
    transport = Transport(clock, allow_private=allow_private)
    clock.deadline = time.monotonic() + SECONDS
    timeout = {"connect": CONNECT, "read": SILENCE, "write": SILENCE, "pool": CONNECT}
    headers = {
        "User-Agent": AGENT,
        "Content-Type": REQUEST,
        "Accept": "application/timestamp-reply",
    }
    try:
        sent = httpx.Request(
            "POST", asked, headers=headers, content=request, extensions={"timeout": timeout}
        )
        response = transport.handle_request(sent)
        assert isinstance(response.stream, httpx.SyncByteStream)
        body = bytearray()
        for chunk in response.stream:
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise InputError(asked, "answers with too much", "ask another authority")
    except InsideError as error:
        raise InputError(asked, error.problem, "name a public authority") from None
    except httpx.HTTPError as error:
        raise InputError(asked, f"cannot be reached ({error})", "try later") from None
    finally:
        transport.close()
    if response.status_code != 200:
        raise InputError(asked, f"answers {response.status_code}", "check the address")
    return bytes(body)

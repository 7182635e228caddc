"""One request to the endpoint: rate-limited, with a time limit, tried again where that can help."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from outspoken.coders.llm.settings import Endpoint
from outspoken.errors import InputError

LONGEST_WAIT = 120.0
"""Seconds; an endpoint that asks for more patience is given up for this run."""
LONGEST_ANSWER = 2_000_000
"""Bytes; an answer past this is cut off and refused."""
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Client:
    """Talks to one endpoint. `sleep` and `now` can be replaced in tests."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            import httpx
        except ImportError:
            raise InputError(
                "the coder 'llm'", "needs the package httpx", "pip install 'outspoken[llm]'"
            ) from None
        self._httpx = httpx
        self._endpoint = endpoint
        self._sleep = sleep
        self._now = now
        self._next = 0.0
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        # Redirects are not followed: the key must not travel to another host.
        self._http = httpx.Client(timeout=endpoint.timeout, headers=headers, trust_env=False)

    def complete(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> str:
        """The text of the model's answer.

        Raises:
            InputError: refused, unreachable, or no usable answer after all attempts.
        """
        body = {
            "model": self._endpoint.model,
            "messages": messages,
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answers", "schema": schema, "strict": True},
            },
        }
        problem = ""
        for attempt in range(self._endpoint.attempts):
            self._wait_turn()
            try:
                status, headers, content = self._post(body)
            except self._httpx.HTTPError as error:
                problem = f"the endpoint does not answer ({type(error).__name__})"
                self._sleep(min(2.0**attempt, 30.0))
                continue
            if status == 200:
                answer = _content(content)
                if answer is not None:
                    return answer
                problem = "the endpoint's answer has no text"
                continue
            problem = f"the endpoint answers {status}"
            if status not in _AGAIN:
                raise InputError(self._endpoint.url, problem, "check address, model and key")
            wait = _retry_after(headers.get("retry-after", "")) or min(2.0**attempt, 30.0)
            if wait > LONGEST_WAIT:
                raise InputError(self._endpoint.url, f"asks to wait {wait:.0f} s", "go on later")
            self._sleep(wait)
        raise InputError(self._endpoint.url, problem, "run again later: what is answered is kept")

    def _post(self, body: dict[str, Any]) -> tuple[int, Any, bytes]:
        with self._http.stream(
            "POST", f"{self._endpoint.url}/chat/completions", json=body
        ) as response:
            content = b""
            started = self._now()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LONGEST_ANSWER:
                    raise self._httpx.RemoteProtocolError("the answer is too long")
                if self._now() - started > self._endpoint.timeout:
                    raise self._httpx.ReadTimeout("the answer takes too long")
            return response.status_code, response.headers, content

    def _wait_turn(self) -> None:
        gap = 60.0 / max(self._endpoint.per_minute, 1)
        pause = self._next - self._now()
        if pause > 0:
            self._sleep(pause)
        self._next = max(self._now(), self._next) + gap


def _content(content: bytes) -> str | None:
    import json

    try:
        text = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return text if isinstance(text, str) else None


def _retry_after(value: str) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date."""
    if not value:
        return None
    if value.isdigit():
        return float(value)
    try:
        then = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then - datetime.now(UTC)).total_seconds())

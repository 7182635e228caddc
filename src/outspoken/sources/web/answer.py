"""What a server answered, as received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of a server, as received; `peer` is the IP address that gave it."""

    address: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    at: datetime
    peer: str = ""

    def header(self, name: str) -> str:
        """A header's value, or ""."""
        wanted = name.lower().encode()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value.decode("latin-1").strip()
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for an address: the redirects, the last answer, its unpacked content."""

    asked: str
    steps: tuple[Step, ...]
    content: bytes = b""

    @property
    def last(self) -> Step:
        """The answer at the end of the redirects."""
        return self.steps[-1]


def retry_after(step: Step) -> float | None:
    """Seconds that a server asks to wait: a number or a date; None where it says nothing."""
    value = step.header("retry-after")
    if not value:
        return None
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())

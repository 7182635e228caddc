"""Where the language model is, and what it costs: from the environment, never from a file."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from outspoken.errors import InputError

PREFIX = "OUTSPOKEN_LLM_"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint.

    `url` is the base address (the part before `/chat/completions`); prices are for a million tokens
    in the currency you like; `per_minute` bounds requests; `timeout` is in seconds.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    price_in: float | None = None
    price_out: float | None = None
    per_minute: int = 60
    timeout: float = 60.0
    attempts: int = 5
    cache: Path = Path("llm-answers.sqlite3")

    @classmethod
    def from_environment(cls) -> Endpoint:
        """Read OUTSPOKEN_LLM_URL, _MODEL, _KEY, _PRICE_IN, _PRICE_OUT, _PER_MINUTE, _CACHE.

        Raises:
            InputError: no address or model is set, or a number is none.
        """

        def get(name: str) -> str:
            return os.environ.get(PREFIX + name, "")

        for name in ("URL", "MODEL"):
            if not get(name):
                raise InputError(PREFIX + name, "is not set", "set it to use the coder 'llm'")
        if not get("URL").startswith(("https://", "http://")):
            raise InputError(PREFIX + "URL", "is no http address", "as in https://host/v1")
        return cls(
            url=get("URL").rstrip("/"),
            model=get("MODEL"),
            key=get("KEY"),
            price_in=_number("PRICE_IN", get("PRICE_IN")),
            price_out=_number("PRICE_OUT", get("PRICE_OUT")),
            per_minute=int(_number("PER_MINUTE", get("PER_MINUTE")) or 60),
            cache=Path(get("CACHE") or "llm-answers.sqlite3"),
        )

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """What these tokens cost, or None where a price is not set."""
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if value < 0:
        raise InputError(PREFIX + name, f"{text!r} is no number", "give a number such as 0.5")
    return value

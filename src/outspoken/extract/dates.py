"""Dates as documents state them. An order of day and month is never guessed."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta

EARLIEST = date(1900, 1, 1)
_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
NAMED_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}}))\b",
    re.I,
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
MONTH_FIRST = frozenset(("USA",))
DAY_FIRST = frozenset(("AUS", "GBR", "NZL", "IRL", "IND", "ZAF", "DEU", "FRA", "NLD", "ITA", "ESP"))
"""Governments by the order in which they write a day in figures."""
CENTURY_TURN = 70
"""Two figures for a year: below it this century."""


def read_day(text: str, *, day_first: bool | None = None) -> date | None:
    """The first day stated in a text: ISO, a named month, or slashes.

    Slashed days are read only where the order is known (`day_first`) or only one is possible.
    """
    if match := _ISO.search(text):
        return _day(*(int(part) for part in match.groups()))
    if match := NAMED_DAY.search(text):
        name = (match["m1"] or match["m2"]).lower()[:3]
        month = next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(name))
        return _day(int(match["y1"] or match["y2"]), month, int(match["d1"] or match["d2"]))
    if match := _SLASHED.search(text):
        first, second, year = (int(part) for part in match.groups())
        if year < 100:
            year += 2000 if year < CENTURY_TURN else 1900
        if day_first is None:
            if first > 12:
                day_first = True
            elif second > 12 or first == second:
                day_first = False
            else:
                return None
        return _day(year, second, first) if day_first else _day(year, first, second)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_moment(text: str) -> tuple[datetime | None, date | None]:
    """A time stamp as (moment with its zone, day in its own zone); a bare day has no moment."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None, read_day(text)
    if len(text) <= 10:
        return None, moment.date()
    return (moment if moment.tzinfo else None), moment.date()


def unlikely(day: date, *, now: datetime | None = None) -> str:
    """Why a day of publication cannot be right, or ""."""
    today = (now or datetime.now(UTC)).date()
    if day > today + timedelta(days=1):
        return f"{day.isoformat()} is in the future, left out"
    if day < EARLIEST:
        return f"{day.isoformat()} is before {EARLIEST.year}, left out"
    return ""

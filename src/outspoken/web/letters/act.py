"""What a form of this room does: an action, then back to a page with one line about it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from outspoken.errors import InputError, OutspokenError

LARGEST_TABLE = 2_000_000
"""Bytes of an uploaded CSV."""
LARGEST_LETTER = 20_000_000
"""Bytes of an uploaded letter."""


def act(request: HttpRequest, back: str, action: Callable[[], str]) -> HttpResponse:
    """Do it and say what was done; a problem is said in its one line, and nothing is saved."""
    try:
        done = action()
    except OutspokenError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, f"Not saved: {'; '.join(error.messages)}")
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def text_of(request: HttpRequest, field: str, *, longest: int = 5_000) -> str:
    """A field's text, cleaned of line breaks of another kind.

    Raises:
        InputError: longer than it may be, or with bytes that are no text.
    """
    value = str(request.POST.get(field, "")).replace("\r\n", "\n").strip()
    if len(value) > longest:
        raise InputError(field, f"is longer than {longest:,} characters", "shorten it")
    if "\x00" in value:
        raise InputError(field, "holds a byte that is no text", "copy it again")
    return value


def table_of(request: HttpRequest, field: str) -> tuple[str, str]:
    """An uploaded CSV as text, and its name."""
    given = request.FILES.get(field)
    if given is None:
        raise InputError(field, "is missing", "choose a file")
    if (given.size or 0) > LARGEST_TABLE:
        raise InputError(str(given.name), "is larger than 2 MB", "split it")
    try:
        return given.read().decode("utf-8-sig"), str(given.name)
    except UnicodeDecodeError:
        raise InputError(str(given.name), "is not UTF-8", "save the table as UTF-8") from None


def number_of(request: HttpRequest, field: str, default: int = 0) -> int:
    """A whole number of a field.

    Raises:
        InputError: it is none.
    """
    value = str(request.POST.get(field, "")).strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise InputError(field, f"{value!r} is no whole number", "write it in figures") from None

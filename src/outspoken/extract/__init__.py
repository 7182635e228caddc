"""Bytes to text and metadata, one module a format.

A new format is one module with a function `read(content, name) -> Extracted` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module

from outspoken.errors import InputError
from outspoken.extract.breaks import restore
from outspoken.extract.charset import as_served
from outspoken.extract.sniff import sniff
from outspoken.extract.stated import given_over
from outspoken.model import Extracted

LARGEST = 100_000_000
"""Bytes of one document; the longest transcripts have two million."""

FORMATS = {
    "markdown": "outspoken.extract.markdown",
    "html": "outspoken.extract.html",
    "plain": "outspoken.extract.plain",
    "pdf": "outspoken.extract.pdf",
    "docx": "outspoken.extract.docx",
    "xml": "outspoken.extract.xml",
    "row": "outspoken.extract.row",
    "mail": "outspoken.extract.mail",
}


def extract(
    content: bytes, *, name: str, media_type: str = "", given: Mapping[str, str] | None = None
) -> Extracted:
    """Text and metadata of one document.

    Args:
        content: its bytes.
        name: what the user calls it; the ending helps to tell the format.
        media_type: as the source states it, if it does.
        given: what the user says of it (title, url, published, event_date, place, publisher,
            government, genre, language, speaker, office): goes before what it says of itself.

    Raises:
        InputError: empty, of no known format, or broken; names the mend.
    """
    if not content:
        raise InputError(name, "is empty", "fetch it again, or leave it out")
    if len(content) > LARGEST:
        raise InputError(name, f"is larger than {LARGEST // 1_000_000} MB", "split it")
    form = sniff(content, name, media_type)
    if form in ("html", "plain"):
        content = as_served(content, media_type)
    read: Callable[[bytes, str], Extracted] = import_module(FORMATS[form]).read
    try:
        extracted = read(content, name)
    except InputError:
        raise
    except (ValueError, OverflowError, LookupError, RecursionError, MemoryError) as error:
        problem = f"cannot be read as {form} ({str(error)[:200] or type(error).__name__})"
        raise InputError(name, problem, "check the file, or save it in another format") from None
    if not extracted.text:
        raise InputError(name, "holds no text", "if it is a scan, put it through text recognition")
    text, bold = restore(extracted.text, extracted.bold)
    extracted = replace(extracted, text=text, bold=bold)
    if given:
        metadata = given_over(extracted.metadata, given, extracted.text)
        extracted = replace(extracted, metadata=metadata)
    return extracted

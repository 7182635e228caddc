"""Bytes to text and metadata, one module a format.

A new format is one module with a function `read(content, name) -> Extracted` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from outspoken.errors import InputError
from outspoken.extract.sniff import sniff
from outspoken.model import Extracted

FORMATS = {
    "markdown": "outspoken.extract.markdown",
    "html": "outspoken.extract.html",
    "plain": "outspoken.extract.plain",
    "pdf": "outspoken.extract.pdf",
    "docx": "outspoken.extract.docx",
    "xml": "outspoken.extract.xml",
    "row": "outspoken.extract.row",
}


def extract(content: bytes, *, name: str, media_type: str = "") -> Extracted:
    """Text and metadata of one document.

    Args:
        content: its bytes.
        name: what the user calls it; the ending helps to tell the format.
        media_type: as the source states it, if it does.

    Raises:
        InputError: empty, of no known format, or broken; names the mend.
    """
    if not content:
        raise InputError(name, "is empty", "fetch it again, or leave it out")
    form = sniff(content, name, media_type)
    read: Callable[[bytes, str], Extracted] = import_module(FORMATS[form]).read
    try:
        extracted = read(content, name)
    except InputError:
        raise
    except (ValueError, OverflowError, LookupError, RecursionError, MemoryError) as error:
        raise InputError(name, f"cannot be read as {form} ({error})", "check the file") from None
    if not extracted.text:
        raise InputError(name, "holds no text", "if it is a scan, put it through text recognition")
    return extracted

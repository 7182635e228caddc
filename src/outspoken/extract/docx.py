"""DOCX: paragraphs and tables in their order; what unpacks beyond measure is refused."""

from __future__ import annotations

import io
import zipfile

from outspoken.errors import InputError
from outspoken.extract.paragraphs import Paragraphs
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted

LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 200
MOST_MEMBERS = 5000


def read(content: bytes, name: str) -> Extracted:
    """Read a Word document.

    Raises:
        InputError: broken, encrypted, or made to unpack without end.
    """
    _check(content, name)
    from docx import Document
    from docx.table import Table

    try:
        document = Document(io.BytesIO(content))
    except Exception as error:
        raise InputError(
            name, f"is not a whole DOCX ({type(error).__name__})", "save it again"
        ) from None
    out = Paragraphs()
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                out.add(" | ".join(dict.fromkeys(cell.text for cell in row.cells)))
                out.end()
            continue
        if "List" in (block.style.name if block.style is not None else ""):
            out.item()
        for run in block.runs:
            out.add(run.text, bool(run.bold))
        if not block.runs:
            out.add(block.text)
        out.end()
    joined, bold = out.text()
    title = document.core_properties.title or ""
    return Extracted(
        joined, metadata_of({"title": (title, "the document's properties")}, joined), bold
    )


def _check(content: bytes, name: str) -> None:
    """Refuse what unpacks beyond measure, by what it declares and by what it really holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise InputError(name, "is encrypted", "save a copy without a password")
            declared = sum(member.file_size for member in members)
            if (
                len(members) > MOST_MEMBERS
                or declared > LARGEST_UNPACKED
                or declared > LARGEST_RATIO * max(len(content), 10_000)
            ):
                raise InputError(name, "unpacks to far more than it is", "do not open it")
            real = 0
            for member in members:
                with archive.open(member) as stream:
                    while block := stream.read(1 << 20):
                        real += len(block)
                        if real > declared + 1024:
                            raise InputError(
                                name, "unpacks to far more than it says", "do not open it"
                            )
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        raise InputError(name, "is not a whole DOCX", "fetch or save it again") from None
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise InputError(name, "is not a whole DOCX", "fetch or save it again") from None

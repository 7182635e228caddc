"""Writing a publication: beside the old one first, checked, then moved into place whole."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from outspoken.errors import InputError
from outspoken.publish.content import Content
from outspoken.publish.guard import Guard, check_files
from outspoken.publish.package import files
from outspoken.publish.site import site
from outspoken.publish.tables import tables

MARK = ".outspoken-publication"
"""Stands in a folder that a publication may replace."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: files, bytes, and the largest page."""

    folder: Path
    files: int
    bytes: int
    largest: tuple[str, int]


def publish(content: Content, folder: Path, kept: Guard, *, pdf: bool = False) -> Written:
    """Write site and data package (and PDF report) to a folder.

    The folder is new, empty, or an earlier publication, which is replaced whole.

    Raises:
        InputError: the folder holds other files.
        LeakError: a name that must not leave stands in a file; nothing is published then.
        PdfMissingError: a PDF is wanted and its extra is not installed.
    """
    folder = folder.resolve()
    if folder.exists() and (
        not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).is_file())
    ):
        raise InputError(str(folder), "holds other files", "name a new or empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        staged.chmod(0o755)
        made = tables(content)
        sizes: dict[str, int] = {}
        for address, text in site(content, made, pdf=pdf):
            data = text.encode()
            sizes[address] = len(data)
            _write(staged / address, data)
        for name, data in files(content, made).items():
            _write(staged / "data" / name, data)
        if pdf:
            from outspoken.publish.pdf import report_pdf

            _write(staged / "report.pdf", report_pdf(content))
        check_files(staged, kept)
        (staged / MARK).write_text("made by outspoken publish; replaced whole by the next\n")
        if folder.exists():
            shutil.rmtree(folder)
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    every = [p for p in folder.rglob("*") if p.is_file()]
    largest = max(sizes.items(), key=lambda item: item[1])
    return Written(folder, len(every), sum(p.stat().st_size for p in every), largest)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

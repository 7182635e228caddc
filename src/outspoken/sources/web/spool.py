"""Answers as received, written to WARC the moment they are whole.

    collecting/outspoken-20260102T030405-0001.warc.gz

Each answer is a `response` record (a `revisit` where the server says "not modified") with the
server's headers and body byte for byte, the time, the address asked and the IP address that
answered; redirects on the way have records of their own before it. One gzip member a record, so a
run that is killed leaves at most one torn member at the end, which is cut off.

A spooled file is read again by the next run before anything is asked of the network, so no page
that was received whole is fetched twice. When its documents are in the archive, the file moves
there too (`collecting.seal`).
"""

from __future__ import annotations

import json
import threading
import time
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from outspoken.sources.web.answer import Answer, Step

PATTERN = "outspoken-*.warc.gz"
LARGEST_FILE = 256_000_000
"""Bytes after which a new file is begun."""
ABOUT = "Outspoken-About"
"""WARC header of the record that ends an answer: what was asked for and why, as JSON."""
BLOCK = 1 << 20

About = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spooled:
    """An answer read back: its last record, and what the run noted about it."""

    record: str
    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    about: About


class Spool:
    """The WARC files of one workspace that are not in the archive yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._current: Path | None = None
        self._number = 0

    def write(self, answer: Answer, about: About) -> str:
        """Write an answer at once; returns the id of the record that holds its last step."""
        record = f"<urn:uuid:{uuid.uuid4()}>"
        packed = _records(answer, record, about)
        with self._lock:
            path = self._file()
            with path.open("ab") as file:
                file.write(packed)
        return record

    def files(self) -> list[Path]:
        """The files, oldest first."""
        return sorted(self.folder.glob(PATTERN)) if self.folder.exists() else []

    def mend(self) -> None:
        """Cut off what a killed run left torn; a file of which nothing is whole is removed."""
        for path in self.files():
            whole = _whole(path)
            if whole == 0:
                path.unlink()
            elif whole < path.stat().st_size:
                with path.open("rb+") as file:
                    file.truncate(whole)

    def left(self) -> Iterator[Spooled]:
        """The answers that the archive may not have yet, in the order in which they came."""
        for path in self.files():
            yield from read(path)

    def close(self) -> None:
        """Begin a new file at the next answer."""
        with self._lock:
            self._current = None

    def _file(self) -> Path:
        path = self._current
        if path is not None and path.exists() and path.stat().st_size < LARGEST_FILE:
            return path
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        while True:
            self._number += 1
            path = self.folder / f"outspoken-{stamp}-{self._number:04}.warc.gz"
            if not path.exists():
                break
        path.write_bytes(_info(path.name))
        self._current = path
        return path


def read(path: Path) -> Iterator[Spooled]:
    """The answers of a spooled file, with what was noted about each."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.revisit
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=kinds, parse_http=True):
            about = record.headers.get(ABOUT)
            if not about or record.http_headers is None:
                continue
            yield Spooled(
                record=record.headers["WARC-Record-ID"],
                address=record.headers["WARC-Target-URI"],
                status=int(record.http_headers.status_code or 0),
                headers={k.lower(): v for k, v in record.http_headers.items()},
                body=record.reader.read(),
                at=datetime.fromisoformat(record.headers["WARC-Date"].replace("Z", "+00:00")),
                about=json.loads(about),
            )


def _records(answer: Answer, record: str, about: About) -> bytes:
    out = BytesIO()
    for step in answer.steps[:-1]:
        _write(out, step, f"<urn:uuid:{uuid.uuid4()}>", {})
    # ASCII: WARC headers of other programs are read as Latin-1 by some.
    noted = json.dumps({"asked": answer.asked, **about}, sort_keys=True)
    _write(out, answer.last, record, {ABOUT: noted})
    return out.getvalue()


def _write(out: BytesIO, step: Step, record: str, extra: Mapping[str, str]) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    # The body is written as it was after the transfer: the header about chunks no longer holds.
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value)
        for name, value in (
            (key.decode("latin-1"), value.decode("latin-1")) for key, value in step.headers
        )
    ]
    kind = "revisit" if step.status == 304 else "response"
    noted = {
        "WARC-Record-ID": record,
        "WARC-Date": _moment(step.at),
        **({"WARC-IP-Address": step.peer} if step.peer else {}),
        **extra,
    }
    if kind == "revisit":
        noted["WARC-Profile"] = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warc_record(
            step.address,
            kind,
            payload=BytesIO(step.body),
            length=len(step.body),
            warc_headers_dict=noted,
            http_headers=StatusAndHeaders(
                f"{step.status} {step.reason}".strip(), headers, protocol="HTTP/1.1"
            ),
        )
    )


def _info(name: str) -> bytes:
    from warcio.warcwriter import WARCWriter

    from outspoken.sources.web.client import AGENT

    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warcinfo_record(name, {"software": AGENT, "format": "WARC File Format 1.1"})
    )
    return out.getvalue()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _whole(path: Path) -> int:
    """Bytes up to the end of the last gzip member that is whole."""
    whole = place = 0
    packed = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            place += len(block)
            while block:
                try:
                    packed.decompress(block)
                except zlib.error:
                    return whole
                if not packed.eof:
                    break
                block = packed.unused_data
                whole = place - len(block)
                packed = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole

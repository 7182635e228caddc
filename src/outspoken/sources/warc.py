"""WARC and WACZ files: the documents in archived web traffic, with their time and address.

Pages, PDF and Word files that were answered with 200 are documents; pictures, scripts and the rest
are passed over. A page that was archived several times gives versions. The file itself is kept in
the archive, so the answers as they were received stay with the documents.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.files import LARGEST, too_large, unreadable
from outspoken.sources.web.addresses import name_of, normal
from outspoken.sources.web.decoding import unpack

ENDINGS = (".warc", ".warc.gz", ".wacz")
WANTED = (
    "text/html", "application/xhtml", "text/plain", "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
MOST_RECORDS = 50_000_000


def read_warc(path: Path, key: str, mapping: Mapping[str, str]) -> Iterator[Capture | InputError]:
    """The documents of a WARC or WACZ file, in its order."""
    found = 0
    try:
        if path.suffix.lower() == ".wacz":
            with zipfile.ZipFile(path) as package:
                names = sorted(n for n in package.namelist() if n.startswith("archive/"))
                for name in names:
                    with package.open(name) as stream:
                        for capture in _documents(stream, path, key):
                            found += 1
                            yield capture
        else:
            with path.open("rb") as stream:
                for capture in _documents(stream, path, key):
                    found += 1
                    yield capture
    except zipfile.BadZipFile:
        yield InputError(key, "is no whole WACZ file", "fetch it again")
        return
    except OSError as error:
        yield unreadable(key, error)
        return
    if not found:
        yield InputError(key, "holds no page or document", "check that it is a web archive")


def _documents(stream: IO[bytes], path: Path, key: str) -> Iterator[Capture | InputError]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    number = 0
    try:
        records = ArchiveIterator(stream, record_types=kinds, parse_http=True, auto_decode="none")
        for number, record in enumerate(records, start=1):
            if number > MOST_RECORDS:
                return
            capture = _document(record, path, key)
            if capture is not None:
                yield capture
    except (ValueError, OSError, RuntimeError) as error:
        yield InputError(key, f"breaks off after record {number} ({error})", "fetch it again")


def _document(record: Any, path: Path, key: str) -> Capture | InputError | None:
    headers = record.http_headers
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    media_type = str(record.http_content_type or record.headers.get("Content-Type") or "")
    if headers is not None:
        media_type = headers.get("Content-Type") or media_type
        if headers.status_code != 200:
            return None
    if not media_type.lower().startswith(WANTED) or not address.lower().startswith("http"):
        return None
    try:
        name = normal(address)
    except InputError as error:
        return error
    body = record.reader.read(LARGEST + 1)
    if len(body) > LARGEST:
        return too_large(name)
    if headers is not None:
        try:
            body = _received(body, headers)
        except ValueError as error:
            return InputError(name, str(error) or "unpacks to too much", "leave it out")
    if not body:
        return None
    return Capture(
        key=name,
        name=name_of(name),
        content=body,
        media_type=media_type,
        url=name,
        retrieved_at=_moment(record.headers.get("WARC-Date") or ""),
        metadata={
            "record": record.headers.get("WARC-Record-ID") or "",
            "package": json.dumps({"address": key}),
        },
        container=str(path),
    )


def _received(body: bytes, headers: Any) -> bytes:
    """The content of an answer: chunks put together, unpacked, within bounds."""
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        body = _dechunked(body)
    encoding = headers.get("Content-Encoding") or ""
    if "br" in encoding.split(",") or "zstd" in encoding:
        # Archives made by browsers keep the header and store the page unpacked.
        return body
    return unpack(body, encoding, LARGEST)


def _dechunked(body: bytes) -> bytes:
    """Chunks put together; a body that is in no chunks in spite of its header stays as it is."""
    out, place = bytearray(), 0
    while place < len(body):
        line_end = body.find(b"\r\n", place)
        try:
            size = int(body[place:line_end].split(b";")[0], 16) if line_end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return bytes(out) if out else body
        if size == 0:
            break
        out += body[line_end + 2 : line_end + 2 + size]
        place = line_end + 2 + size + 2
    return bytes(out)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""What is received is kept as it was received; web archives, e-mails and saved pages are read."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import ministry
from outspoken.collecting import collect_addresses
from outspoken.collecting.pages import record_of
from outspoken.errors import InputError
from outspoken.extract import extract
from outspoken.ingest import add
from outspoken.sources import captures
from outspoken.sources.web.answer import Answer, Step
from outspoken.sources.web.client import Client
from outspoken.sources.web.spool import Spool, read
from outspoken.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    return Workspace.init(tmp_path / "w", home="USA")


def warc_entries(workspace):
    return [e for e in workspace.archive.entries() if e["kind"] == "warc"]


def test_the_answer_is_kept_with_headers_time_and_address(workspace):
    with ministry.running() as site:
        client = Client(every=0, allow_private=True)
        collect_addresses(workspace, [f"{site.url}/packed", f"{site.url}/moved"], client, workers=0)
        client.close()
    (entry,) = warc_entries(workspace)
    path = workspace.archive.path_of(entry["sha256"])
    with path.open("rb") as file:
        records = {
            record.headers["WARC-Target-URI"]: (
                dict(record.http_headers.items()),
                record.http_headers.status_code,
                record.headers["WARC-IP-Address"],
                record.headers["WARC-Date"],
                record.reader.read(),
            )
            for record in ArchiveIterator(
                file, record_types=WarcRecordType.response, parse_http=True, auto_decode="none"
            )
        }
    headers, status, peer, date, body = records[f"{site.url}/packed"]
    assert (status, peer) == (200, "127.0.0.1")
    assert headers["Content-Encoding"] == "gzip"
    assert body[:2] == b"\x1f\x8b", "the bytes as sent, not as unpacked"
    assert datetime.fromisoformat(date).tzinfo is not None
    assert records[f"{site.url}/moved"][1] == 301
    assert records[f"{site.url}/arrived"][1] == 200
    documents = [e for e in workspace.archive.entries() if e["kind"] == "document"]
    for document in documents:
        found = record_of(workspace.archive, document["record"])
        assert found is not None
        assert found[1] == 200
    assert not list((workspace.path / "collecting").glob("*.warc.gz"))
    assert workspace.archive.verify() == []


def spooled(folder, count):
    spool = Spool(folder)
    for n in range(count):
        step = Step(
            f"https://ministry.example/{n}", 200, "OK", ((b"Content-Type", b"text/html"),),
            ministry.article(f"Speech {n}"), datetime.now(UTC), "93.184.216.34",
        )  # fmt: skip
        spool.write(Answer(step.address, (step,), step.body), {"key": step.address})
    return spool


@pytest.mark.parametrize("cut", [1, 100, 700])
def test_a_torn_end_is_cut_off_and_the_whole_answers_stay(tmp_path, cut):
    spool = spooled(tmp_path, 5)
    (path,) = spool.files()
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - cut)
    Spool(tmp_path).mend()
    assert [one.about["asked"][-1] for one in read(path)] == ["0", "1", "2", "3"]
    path.write_bytes(path.read_bytes()[:10])
    Spool(tmp_path).mend()
    assert not path.exists()


def web_archive(path, *pages):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, body, status, kind, date in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(body), length=len(body), http_headers=headers,
                warc_headers_dict={"WARC-Date": date},
            )
        )  # fmt: skip
    path.write_bytes(out.getvalue())
    return path


PAGES = (
    ("https://ministry.example/a", ministry.article("First"), "200 OK", "text/html", "2020-01-01T00:00:00Z"),
    ("https://ministry.example/a.css", b"body {}", "200 OK", "text/css", "2020-01-01T00:00:00Z"),
    ("https://ministry.example/b", b"gone", "404 Not Found", "text/html", "2020-01-01T00:00:00Z"),
    ("https://ministry.example/a", ministry.article("Second"), "200 OK", "text/html", "2021-01-01T00:00:00Z"),
)  # fmt: skip


@pytest.mark.parametrize("ending", [".warc.gz", ".wacz"])
def test_a_web_archive_gives_its_documents_with_versions(workspace, tmp_path, ending):
    path = web_archive(tmp_path / "site.warc.gz", *PAGES)
    if ending == ".wacz":
        with zipfile.ZipFile(tmp_path / "site.wacz", "w") as package:
            package.write(path, "archive/data.warc.gz")
            package.writestr("datapackage.json", "{}")
        path = tmp_path / "site.wacz"
    report = add(workspace, captures([path]), workers=0)
    assert (report.added, report.changed, len(report.failed)) == (1, 1, 0)
    rows = workspace.lake.read(
        "select source_key, version, title, year(retrieved_at) as y from documents order by version"
    ).to_pylist()
    assert rows == [
        {"source_key": "https://ministry.example/a", "version": 1, "title": "First", "y": 2020},
        {"source_key": "https://ministry.example/a", "version": 2, "title": "Second", "y": 2021},
    ]
    assert add(workspace, captures([path]), workers=0).unchanged >= 1
    assert workspace.archive.verify() == []


def test_a_broken_web_archive_is_one_line(workspace, tmp_path):
    path = web_archive(tmp_path / "site.warc.gz", *PAGES)
    path.write_bytes(path.read_bytes()[:-200])
    report = add(workspace, captures([path]), workers=0)
    assert report.added == 1
    (tmp_path / "bad.wacz").write_bytes(b"no zip")
    (failed,) = add(workspace, captures([tmp_path / "bad.wacz"]), workers=0).failed
    assert "WACZ" in failed.problem


MAIL = """\
From: Press Office <press@ministry.example>
To: list@ministry.example
Subject: =?utf-8?q?Minister_Mu=C3=B1oz_on_the_detained_writers?=
Date: Tue, 12 Mar 2024 21:30:00 -0500
Message-ID: <1234@ministry.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8

The plain version.
--inner
Content-Type: text/html; charset=utf-8

<html><body><p>The minister raised the case of the imprisoned writers and asked
for their release before the summer.</p></body></html>
--inner--
--outer
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename="../../speech.txt"

The attached speech. It has two sentences.
--outer
Content-Type: image/png
Content-Disposition: attachment; filename="logo.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--outer--
"""


def test_an_email_is_a_document_and_so_is_what_is_attached(workspace, tmp_path):
    (tmp_path / "one.eml").write_text(MAIL, "utf-8")
    report = add(workspace, captures([tmp_path / "one.eml"]), workers=0)
    assert (report.added, len(report.failed)) == (2, 0)
    rows = workspace.lake.read(
        "select source_key, title, published_on::text as day, text from documents order by 1"
    ).to_pylist()
    assert rows[0]["title"] == "Minister Muñoz on the detained writers"
    assert rows[0]["day"] == "2024-03-12"
    assert "raised the case" in rows[0]["text"]
    assert rows[1]["source_key"] == "one.eml!speech.txt"


def test_a_mailbox_gives_each_message(workspace, tmp_path):
    second = MAIL.replace("<1234@", "<5678@").replace("raised the case", "spoke")
    content = f"From a Tue Mar 12\n{MAIL}\nFrom b Tue Mar 12\n{second}\n"
    (tmp_path / "list.mbox").write_text(content, "utf-8")
    report = add(workspace, captures([tmp_path / "list.mbox"]), workers=0)
    assert not report.failed
    keys = workspace.lake.read("select source_key from documents order by 1")["source_key"]
    assert "list.mbox#1234@ministry.example" in keys.to_pylist()
    assert "list.mbox#5678@ministry.example" in keys.to_pylist()


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2", b"Subject: x\n\n", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x",
     b"Content-Type: text/html; charset=nonsense\nFrom: a\n\n<p>\xff\xfe</p>"],
)  # fmt: skip
def test_a_broken_email_is_an_error_or_a_text(content):
    try:
        assert extract(content, name="x.eml").text
    except InputError as error:
        assert error.name == "x.eml"


def test_a_page_saved_by_a_browser_brings_its_address_and_not_its_parts(workspace, tmp_path):
    folder = tmp_path / "saved"
    parts = folder / "Speech_files"
    parts.mkdir(parents=True)
    note = b"<!-- saved from url=(0030)https://ministry.example/speech -->"
    (folder / "Speech.html").write_bytes(note + ministry.article("Saved"))
    (parts / "script.js").write_text("alert(1)")
    (parts / "frame.html").write_bytes(ministry.article("A frame of the page"))
    (folder / "notes_files").mkdir()
    (folder / "notes_files" / "own.txt").write_text("A folder that only looks like one. " * 10)
    report = add(workspace, captures([folder]), workers=0)
    assert not report.failed
    rows = workspace.lake.read("select source_key, url from documents order by 1").to_pylist()
    assert rows == [
        {"source_key": "saved/Speech.html", "url": "https://ministry.example/speech"},
        {"source_key": "saved/notes_files/own.txt", "url": ""},
    ]


def test_a_page_saved_as_one_file(workspace, tmp_path):
    page = ministry.article("In one file").decode()
    (tmp_path / "page.mhtml").write_bytes(
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://ministry.example/one\r\n"
        b"Subject: In one file\r\nDate: Wed, 1 Jan 2025 00:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Location: https://ministry.example/one\r\n\r\n"
        + page.encode()
        + b"\r\n--x\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n"
    )
    report = add(workspace, captures([tmp_path / "page.mhtml"]), workers=0)
    assert not report.failed
    (row,) = workspace.lake.read(
        "select title, url, published_on::text as d from documents"
    ).to_pylist()
    assert row == {"title": "In one file", "url": "https://ministry.example/one", "d": "2024-03-12"}

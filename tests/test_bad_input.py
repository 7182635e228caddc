"""Input that is broken or hostile: one clear line each, and the rest is added."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.errors import InputError
from outspoken.extract import extract
from outspoken.ingest import add
from outspoken.sources import captures
from outspoken.workspace import Workspace

GOOD = "# Remarks by Minister Marsh\n\nMINISTER MARSH: We spoke of rights.\n\nQ  Of which?\n"
LATER = (datetime.now(UTC) + timedelta(days=800)).date().isoformat()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 40_000_000)
    return out.getvalue()


def lying_zip_bomb() -> bytes:
    """Declares a kilobyte and unpacks to much more."""
    content = bytearray(zip_bomb())
    size = (40_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (1000).to_bytes(4, "little")))


def encrypted_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    content = bytearray(out.getvalue())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + flag] |= 1
    return bytes(content)


def encrypted_pdf() -> bytes:
    secret = "<" + "ab" * 32 + ">"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O {secret} /U {secret} /P -44 >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(body)
    body += "xref\n0 5\n0000000000 65535 f \n" + "".join(f"{at:010} 00000 n \n" for at in places)
    body += (
        "trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>\n"
        f"startxref\n{start}\n%%EOF\n"
    )
    return body.encode()


REFUSED = {
    # file name: (bytes, words that its line must hold)
    "empty.html": (b"", "is empty"),
    "blank.txt": (b" \n\n \t\n", "holds no text"),
    "truncated.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "is not a whole PDF"),
    "truncated.docx": (b"PK\x03\x04\x14\0\0\0\x08\0word/document.xml\x01\x02", "is not a whole DOCX"),
    "truncated.xml": (b"<?xml version='1.0'?><transcript><content>Half a", "not well-formed XML"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "is an image"),
    "program.md": (b"\x7fELF" + bytes(range(256)) * 8, "is a program"),
    "noise.txt": (bytes(range(1, 32)) * 400, "is binary data"),
    "old-word.doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old Word file"),
    "encrypted.pdf": (encrypted_pdf(), "is encrypted"),
    "encrypted.docx": (encrypted_zip(), "is encrypted"),
    "bomb.docx": (zip_bomb(), "unpacks to far more than it is"),
    "lying.docx": (lying_zip_bomb(), "DOCX"),
    "nested.html": (b"<html><body>" + b"<div>" * 60_000 + b"deep", "nested"),
    "nested.xml": (b"<?xml version='1.0'?>" + b"<a>" * 60_000, "not well-formed XML"),
    "entities.xml": (
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'>"
        b"<!ENTITY y '&x;&x;&x;&x;&x;&x;&x;&x;'>]><a>&y;</a>",
        "holds no text",
    ),
    "packed.zip": (b"PK\x03\x04\x14\0\0\0notes.csv" + b"x" * 200, "is a ZIP archive"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_says_so_in_one_line_with_the_mend(name):
    content, words = REFUSED[name]
    with pytest.raises(InputError) as caught:
        extract(content, name=name)
    line = str(caught.value)
    assert line.startswith(name)
    assert words in line
    assert caught.value.mend
    assert "\n" not in line
    assert len(line) < 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of bad file, among good ones."""
    folder = tmp_path_factory.mktemp("papers") / "papers"
    folder.mkdir()
    (folder / "good.md").write_text(GOOD)
    (folder / "copy-of-good.md").write_text(GOOD)
    (folder / "another.txt").write_text("Statement on the harvest\n\nThe harvest was good.\n")
    for name, (content, _) in REFUSED.items():
        (folder / name).write_bytes(content)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "wrong-charset.html").write_bytes(
        '<meta charset="utf-8"><p>Le ministre a dit : « libérez-les », à Besançon.</p>'.encode("cp1252")
    )  # fmt: skip
    (folder / "undated.md").write_text("# Remarks on fish\n\nFish matter to all of us here.\n")
    (folder / "future.md").write_text(f"---\ntitle: Soon\ndate: {LATER}\n---\n\nIt will come.\n")
    (folder / "wrong-date.md").write_text("---\ntitle: So\ndate: 31 June 2020\n---\n\nIt was.\n")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "pipe.txt")
    locked = folder / "locked.txt"
    locked.write_text("Nobody may read this.\n")
    locked.chmod(0)
    return folder


@pytest.fixture(scope="module")
def run(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    """One `add` of the folder: the workspace and what was said."""
    home = tmp_path_factory.mktemp("bad") / "workspace"
    Workspace.init(home, home="XVA", countries={"XVA": {"name": "Valdoria"}})
    result = CliRunner().invoke(
        app, ["add", str(folder), "-w", str(home), "--workers", "1", "--json"]
    )
    assert result.exit_code == 0, result.output
    return Workspace.open(home), json.loads(result.stdout)


def test_each_bad_file_has_one_line_and_the_rest_is_added(run, folder):
    workspace, said = run
    lines = said["failed"]
    bad = [*REFUSED, "huge.txt", "gone.txt", "pipe.txt"]
    if os.geteuid():
        bad.append("locked.txt")
    for name in bad:
        assert len([line for line in lines if name in line]) == 1, name
    assert len(lines) == len(bad)
    read = workspace.lake.read("select name from documents where status = 'ok'").to_pylist()
    names = {row["name"].rpartition("/")[2] for row in read}
    good = {p.name for p in folder.iterdir() if stat.S_ISREG(p.lstat().st_mode)} - set(bad)
    assert names == good


def test_a_failed_document_is_recorded_with_its_problem(run):
    workspace, _ = run
    rows = workspace.lake.read(
        "select problem, status from documents where name like '%encrypted.pdf'"
    ).to_pylist()
    assert [row["status"] for row in rows] == ["failed"]
    assert "is encrypted" in rows[0]["problem"]


def test_a_duplicate_is_read_once_and_said(run):
    workspace, said = run
    assert said["duplicates"] == 1
    assert any("duplicate of" in note for note in said["notes"])
    held = workspace.lake.read(
        "select count(distinct document_id) as documents, count(*) as addresses from documents"
        " where name like '%good.md'"
    ).to_pylist()
    assert held == [{"documents": 1, "addresses": 2}]


def test_a_wrong_charset_is_seen_through(run):
    workspace, _ = run
    text = workspace.lake.read(
        "select text from documents where name like '%wrong-charset.html'"
    ).to_pylist()[0]["text"]
    assert text == "Le ministre a dit : « libérez-les », à Besançon."


@pytest.mark.parametrize(
    ("name", "words"),
    [("undated.md", "no date is stated"), ("future.md", "is in the future, left out"),
     ("wrong-date.md", "is no clear date, left out")],
)  # fmt: skip
def test_a_date_that_is_missing_or_cannot_be_is_left_empty_and_said(run, name, words):
    workspace, said = run
    rows = workspace.lake.read(
        f"select published_on, status from documents where name like '%{name}'"
    ).to_pylist()
    assert rows == [{"published_on": None, "status": "ok"}]
    assert any(words in note for note in said["notes"])


def test_a_second_run_says_the_same_and_adds_nothing(run, folder):
    workspace, said = run
    before = sorted(p.name for p in (workspace.path / "lake").rglob("*.parquet"))
    report = add(workspace, captures([folder]), workers=0)
    assert (report.added, report.changed, report.duplicates) == (0, 0, 0)
    assert len(report.failed) < len(said["failed"])  # what is archived is not tried again
    assert sorted(p.name for p in (workspace.path / "lake").rglob("*.parquet")) == before


def test_a_document_that_breaks_the_reader_does_not_stop_the_others(tmp_path):
    from functools import partial

    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"Paper {name} says that rights matter.")
    workspace = Workspace.init(tmp_path / "workspace")
    report = add(workspace, captures([folder]), workers=0, setup=partial(_broken_reader, "b.txt"))
    assert [str(e).partition(": ")[0] for e in report.failed] == ["papers/b.txt"]
    assert "broke the reader" in str(report.failed[0])
    assert report.sentences == 2


def _broken_reader(wanted: str):
    from outspoken.ingest.reading import start

    read = start("", None)

    def reader(pending, content, corrections):
        if pending.name.endswith(wanted):
            raise ZeroDivisionError("of no use")
        return read(pending, content, corrections)

    return reader


def test_a_folder_that_does_not_exist_is_one_line_and_an_error(tmp_path):
    Workspace.init(tmp_path / "workspace")
    result = CliRunner().invoke(
        app, ["add", str(tmp_path / "no"), "-w", str(tmp_path / "workspace"), "--workers", "1"]
    )
    assert result.exit_code == 1
    assert "does not exist" in result.output

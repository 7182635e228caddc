"""The archive: original bytes by hash, and a manifest that shows every kind of tampering."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outspoken.archive import START, Archive, sha256
from outspoken.errors import WorkspaceError


def filled(folder: Path, contents=(b"one", b"two", b"three")) -> Archive:
    archive = Archive(folder / "archive")
    for content in contents:
        archive.append([{"kind": "document", "sha256": archive.put(content), "name": "a.txt"}])
    return archive


def test_bytes_come_back_as_they_were(tmp_path):
    archive = filled(tmp_path)
    assert archive.get(sha256(b"two")) == b"two"
    assert archive.verify() == []


def test_each_line_names_the_one_before_it(tmp_path):
    entries = list(filled(tmp_path).entries())
    assert [e["seq"] for e in entries] == [1, 2, 3]
    assert [e["prev"] for e in entries] == [START, entries[0]["hash"], entries[1]["hash"]]


def test_bytes_without_a_line_are_not_kept(tmp_path):
    archive = filled(tmp_path)
    archive.put(b"never named")
    archive.recover()
    assert not archive.path_of(sha256(b"never named")).exists()
    assert archive.verify() == []


def lines_of(archive: Archive) -> list[str]:
    return archive.manifest.read_text().splitlines()


def write(archive: Archive, lines: list[str]) -> None:
    archive.manifest.write_text("".join(f"{line}\n" for line in lines))


def alter_line(archive):
    lines = lines_of(archive)
    lines[1] = lines[1].replace("a.txt", "b.txt")
    write(archive, lines)


def drop_line(archive):
    lines = lines_of(archive)
    write(archive, [lines[0], lines[2]])


def swap_lines(archive):
    lines = lines_of(archive)
    write(archive, [lines[1], lines[0], lines[2]])


def cut_end(archive):
    write(archive, lines_of(archive)[:2])


def rewrite_all(archive):
    other = filled(archive.root.parent / "other", (b"one", b"two", b"3"))
    write(archive, lines_of(other))


def alter_bytes(archive):
    archive.path_of(sha256(b"two")).write_bytes(b"2wo")


def lose_bytes(archive):
    archive.path_of(sha256(b"two")).unlink()


def add_bytes(archive):
    path = archive.path_of(sha256(b"four"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"four")


def lose_head(archive):
    (archive.root / "head.json").unlink()


TAMPERINGS = [
    (alter_line, "was altered"), (drop_line, "does not follow"), (swap_lines, "does not follow"),
    (cut_end, "has 2 lines where the last run left 3"), (rewrite_all, "was rewritten"),
    (alter_bytes, "was altered"), (lose_bytes, "is missing"),
    (add_bytes, "is in no line"), (lose_head, "is missing: nothing shows"),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "words"), TAMPERINGS, ids=[t[0].__name__ for t in TAMPERINGS])
def test_tampering_is_found(tmp_path, tamper, words):
    archive = filled(tmp_path)
    tamper(archive)
    assert any(words in finding.problem for finding in archive.verify())


def test_a_chain_written_anew_with_its_head_is_told_by_a_state_that_a_report_printed(tmp_path):
    archive = filled(tmp_path)
    printed = archive.head()
    other = filled(tmp_path / "other", (b"one", b"two", b"3"))
    write(archive, lines_of(other))
    (archive.root / "head.json").write_text((other.root / "head.json").read_text())
    assert any("does not go through the state" in f.problem for f in archive.verify([printed]))


def test_nothing_is_added_to_a_manifest_that_was_cut(tmp_path):
    archive = filled(tmp_path)
    cut_end(archive)
    with pytest.raises(WorkspaceError, match="was cut or rewritten"):
        archive.recover()


def test_altered_bytes_are_never_handed_out(tmp_path):
    archive = filled(tmp_path)
    alter_bytes(archive)
    with pytest.raises(WorkspaceError, match="not the bytes received"):
        archive.get(sha256(b"two"))


@pytest.mark.parametrize("kept", [1, 5, 40])
def test_a_torn_last_line_is_cut_off_and_said(tmp_path, kept):
    archive = filled(tmp_path)
    with archive.manifest.open("ab") as file:
        file.write(json.dumps({"sha256": "x" * 64}).encode()[:kept])
    assert "torn" in archive.recover()[0]
    assert archive.verify() == []
    assert len(list(archive.entries())) == 3


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=6), st.data())
def test_no_changed_byte_of_the_manifest_goes_unseen(contents, data):
    with tempfile.TemporaryDirectory() as folder:
        archive = filled(Path(folder), contents)
        manifest = bytearray(archive.manifest.read_bytes())
        at = data.draw(st.integers(0, len(manifest) - 1))
        manifest[at] ^= data.draw(st.integers(1, 127))
        archive.manifest.write_bytes(bytes(manifest))
        assert archive.verify()

"""How documents come in by the pages: the first run, uploads however hostile, folders, the sample."""

from __future__ import annotations

import os
import shutil
import signal
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser import chromium, serious, serving
from outspoken.workspace import Workspace

TEXT = (
    "Remarks by Foreign Minister Elena Marsh\n\nAldmere, 12 March 2024\n\n"
    "We raised the detention of political prisoners. We urge Kestria to release them.\n"
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty workspace with its desk made, to be copied."""
    from outspoken import web

    opened = Workspace.init(tmp_path_factory.mktemp("start") / "new", name="New")
    web.open_workspace(opened)
    from django.db import connection

    connection.close()
    return opened.path


@pytest.fixture
def workspace(empty, tmp_path):
    from outspoken import web

    shutil.copytree(empty, tmp_path / "new")
    opened = Workspace.open(tmp_path / "new")
    web.open_workspace(opened)
    return opened


@pytest.fixture
def client(workspace):
    from django.contrib.auth.models import User
    from django.test import Client

    from outspoken.web.accounts import set_role

    def signed_in(role="administrator", **settings):
        user = User.objects.create_user(f"{role}-{time.monotonic_ns()}")
        set_role(user, role)
        client = Client(headers={"host": "localhost"}, **settings)
        client.force_login(user)
        return client

    return signed_in


def settled(workspace):
    """The jobs once all have ended."""
    from outspoken.web.start import jobs

    for _ in range(1200):
        states = jobs.states(workspace)
        if not any(state.running for state in states):
            return states
        time.sleep(0.1)
    raise AssertionError("the work never ends")


def documents(workspace):
    table = workspace.lake.read("select source_key, status from documents")
    return {row["source_key"]: row["status"] for row in table.to_pylist()}


def files(*pairs):
    return {"files": [SimpleUploadedFile(name, content) for name, content in pairs]}


HOSTILE = [
    ("broken.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj trailer << /Root 1 0 R >>"),
    ("bomb.docx", b"PK\x03\x04" + b"\x00" * 200),
    ("deep.html", b"<div>" * 20_000 + b"x"),
    ("entities.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("nothing.txt", b""),
    ("zeros.txt", b"\0" * 5000),
    ("half.jsonl", b'{"text": "We urge Kest'),
]


def test_uploads_are_read_and_coded_and_hostile_ones_harm_nothing(client, workspace):
    other = TEXT.replace("urge", "ask")
    good = [("good.txt", TEXT.encode()), ("good.txt", other.encode())]
    response = client("editor").post("/start/upload", files(*HOSTILE, *good))
    assert response.headers["Location"] == "/start/"
    (state,) = settled(workspace)
    assert state.step == "done"
    held = documents(workspace)
    assert (held["good.txt"], held["good (2).txt"]) == ("ok", "ok"), "two of one name are both kept"
    named = " ".join(state.problems)
    for name in ("bomb.docx", "nothing.txt", "half.jsonl"):
        assert name in named, named
    texts = workspace.lake.read("select text from documents where status = 'ok'").to_pylist()
    assert not any("root:" in row["text"] for row in texts)
    coded = workspace.lake.read(
        "select count(*) n from codings where len(issues) > 0", codebook=workspace.codebook().hash
    )
    assert coded.to_pylist()[0]["n"] >= 2
    left = list((workspace.path / ".jobs").rglob("files/*"))
    assert left == [], "the archive holds it now"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../outspoken.toml", "outspoken.toml"),
        ("C:\\Users\\me\\speech.pdf", "speech.pdf"),
        ("/etc/passwd", "passwd"),
        ("..", "document"),
        ("", "document"),
        (".hidden.txt", "hidden.txt"),
        ("a\nb\0c.txt", "a_b_c.txt"),
        ("x" * 400 + ".txt", "x" * 147 + ".txt"),
        ("ü “quoted” — dash.md", "ü “quoted” — dash.md"),
        ('<img src=x onerror="alert(1)">.html', "_img src=x onerror=_alert(1)__.html"),
    ],
)
def test_a_file_keeps_a_name_that_leads_nowhere(given, kept):
    from outspoken.web.start.pages import name_of

    assert name_of(given) == kept


def test_an_upload_over_the_limit_is_refused_before_it_is_read(client, workspace, monkeypatch):
    from outspoken.web.start import pages

    monkeypatch.setattr(pages, "LARGEST_UPLOAD", 100)
    response = client("editor").post("/start/upload", files(("a.txt", b"x" * 5000)))
    assert response.status_code == 413
    assert "larger than" in response.content.decode()
    assert not (workspace.path / ".jobs").exists()


def test_a_document_over_the_limit_is_refused_by_name(client, workspace, monkeypatch):
    from outspoken.web.start import pages

    monkeypatch.setattr(pages, "LARGEST", 100)
    response = client("editor").post("/start/upload", files(("big.txt", b"x" * 500)))
    assert response.status_code == 400
    assert "big.txt" in response.content.decode()
    assert not (workspace.path / ".jobs").exists()


def test_a_full_disk_is_one_clear_line(client, workspace, monkeypatch):
    import errno

    from outspoken.web.start import pages

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pages, "_keep", full)
    response = client("editor").post("/start/upload", files(("a.txt", TEXT.encode())))
    assert response.status_code == 507
    assert "make room on the disk" in response.content.decode()
    assert documents(workspace) == {}


def test_a_forged_upload_is_refused(client, workspace):
    forger = client("editor", enforce_csrf_checks=True)
    assert forger.post("/start/upload", files(("a.txt", b"x"))).status_code == 403
    assert not (workspace.path / ".jobs").exists()


@pytest.mark.parametrize("address", ["upload", "folder", "sample", "again"])
def test_readers_and_coders_add_nothing(client, workspace, address):
    for role in ("reader", "coder"):
        assert client(role).post(f"/start/{address}").status_code == 403
    assert not (workspace.path / ".jobs").exists()


def test_a_folder_of_this_machine_is_added_by_its_administrator_alone(client, workspace, tmp_path):
    (tmp_path / "speeches").mkdir()
    (tmp_path / "speeches/one.txt").write_text(TEXT)
    form = {"path": str(tmp_path / "speeches")}
    assert client("editor").post("/start/folder", form).status_code == 403
    assert client().post("/start/folder", form).status_code == 302
    settled(workspace)
    assert documents(workspace) == {"speeches/one.txt": "ok"}
    for path in ("speeches", "/nowhere/at/all", "", "/a\0b"):
        assert client().post("/start/folder", {"path": path}).status_code == 400


def test_a_shared_server_opens_none_of_its_folders(client, workspace, settings_shared):
    assert client().post("/start/folder", {"path": "/etc"}).status_code == 403
    assert "A folder on this machine" not in client().get("/start/").content.decode()
    assert not (workspace.path / ".jobs").exists()


@pytest.fixture
def settings_shared():
    from django.test import override_settings

    with override_settings(SHARED=True):
        yield


def test_work_that_was_killed_is_told_and_goes_on(client, workspace):
    from outspoken.web.start import jobs

    job, folder = jobs.prepare(workspace)
    (folder / "a.txt").write_text(TEXT)
    with workspace.lock():  # so that the work waits, and is killed while it does
        jobs.begin(workspace, [folder / "a.txt"], by="mira", what="a.txt", job=job)
        for _ in range(600):
            if (folder.parent / "state.json").exists():
                break
            time.sleep(0.05)
        os.kill(jobs._ours[job].pid, signal.SIGKILL)
        jobs._ours[job].wait()
    (state,) = jobs.states(workspace)
    assert state.step == "failed"
    assert "broken off" in state.problems[-1]
    assert documents(workspace) == {}
    editor = client("editor")
    assert "Go on with it" in editor.get("/start/work").content.decode()
    editor.post("/start/again")
    assert settled(workspace)[0].step == "done"
    assert documents(workspace) == {"a.txt": "ok"}


def test_the_sample_fills_an_empty_workspace_and_no_other(client, workspace):
    editor = client("editor")
    assert editor.post("/start/sample").status_code == 302
    settled(workspace)
    opened = Workspace.open(workspace.path)
    assert (opened.settings.home, opened.settings.target) == ("XVA", "XKE")
    assert opened.settings.name == "New"
    assert len(documents(workspace)) > 10
    refused = editor.post("/start/sample")
    assert refused.status_code == 400
    assert "empty workspace" in refused.content.decode()


LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 740}}]  # fmt: skip


def test_the_first_run_leads_from_nothing_to_the_record(workspace, tmp_path):
    speech = tmp_path / "speech.txt"
    speech.write_text(TEXT)
    with serving(workspace.path) as served, chromium() as browser:
        context = browser.new_context()
        context.set_default_timeout(120_000)  # the machine may be busy
        page = context.new_page()
        page.goto(served.entry)
        for look in LOOKS:
            one = browser.new_context(storage_state=context.storage_state(), **look).new_page()
            one.goto(f"{served.address}/start/")
            assert "viewport" in look or serious(one) == []
            assert one.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.goto(f"{served.address}/start/")
        assert "This workspace is empty" in page.inner_text("main")
        page.set_input_files("[name=files]", speech)
        page.click("text=Add these files")
        page.wait_for_selector("text=See what is in the record", timeout=120_000)
        assert serious(page) == []
        assert "1 documents added" in page.inner_text("#work")
    assert documents(workspace) == {"speech.txt": "ok"}
    shutil.rmtree(workspace.path / ".jobs")

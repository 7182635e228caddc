"""The watch: what is new, edited or withdrawn, told once, in the terminal, by e-mail, as a feed."""

from __future__ import annotations

import json
import socketserver
import threading
import time
import tomllib
from contextlib import contextmanager

import feedparser
import pytest
import tomlkit
from typer.testing import CliRunner

import ministry
from outspoken.cli import app
from outspoken.errors import WorkspaceError
from outspoken.watching import due, lines, read_watch, run_round
from outspoken.workspace import Workspace


def settings(workspace, text):
    path = workspace.path / "outspoken.toml"
    document = tomlkit.parse(path.read_text("utf-8"))
    for key, value in tomllib.loads(text).items():
        document[key] = value
    path.write_text(tomlkit.dumps(document), "utf-8")
    return read_watch(workspace.path)


def feed(*names):
    items = "".join(f"<item><title>{n}</title><link>/{n}</link></item>" for n in names)
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


@pytest.fixture
def workspace(tmp_path):
    return Workspace.init(tmp_path / "w", home="USA", name="Desk")


RIGHTS = "<p>" + "We urge Valdoria to release the imprisoned journalists. " * 4 + "</p>"


def test_rounds_tell_what_is_new_then_what_was_edited_then_what_was_withdrawn(workspace):
    with ministry.running() as site:
        site.pages |= {"/one": ministry.article("Old speech")}
        site.feed = feed("one")
        watch = settings(
            workspace,
            f'[watch]\nallow_private = true\npace = 0.0\nrecheck = "0h"\n'
            f'[[sources]]\nname = "Ministry"\naddress = "{site.url}/feed"\nevery = "6h"\n',
        )
        first = run_round(workspace, watch, workers=0)
        assert [(one.kind, one.title) for one in first.items] == [("new", "Old speech")]
        assert first.visited == ["Ministry"]
        idle = run_round(workspace, watch, workers=0)
        assert (idle.visited, idle.items) == ([], [])

        site.pages["/two"] = ministry.article("On prisoners", body=RIGHTS)
        site.feed = feed("two", "one")
        second = run_round(workspace, watch, everything=True, workers=0)
        (new,) = second.items
        assert (new.kind, new.title, new.day) == ("new", "On prisoners", "2024-03-12")
        assert new.rights >= 1
        assert any("human rights (detector counts)" in line for line in lines(second.items))

        site.pages["/two"] = ministry.article("On prisoners", body=RIGHTS.replace("urge", "ask"))
        third = run_round(workspace, watch, everything=True, workers=0)
        (edit,) = third.items
        assert edit.kind == "edited"
        assert "- We urge Valdoria to release the imprisoned journalists." in edit.changes
        assert "+ We ask Valdoria to release the imprisoned journalists." in edit.changes

        site.feed = feed("one")  # the page has left the feed, and is gone
        site.removed.add("/two")
        fourth = run_round(workspace, watch, everything=True, workers=0)
        assert [(one.kind, one.key) for one in fourth.items] == [("withdrawn", f"{site.url}/two")]
        assert run_round(workspace, watch, everything=True, workers=0).items == []

    parsed = feedparser.parse((workspace.path / "watch.atom").read_bytes())
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == [
        "withdrawn: On prisoners", "edited: On prisoners", "new: On prisoners", "new: Old speech",
    ]  # fmt: skip
    assert len({entry.id for entry in parsed.entries}) == 4
    assert "<del>" in parsed.entries[1].content[0].value
    assert workspace.archive.verify() == []


def test_a_change_around_the_text_is_no_news(workspace):
    with ministry.running() as site:
        site.pages["/one"] = ministry.article("Same", extra="<meta name='nonce' content='1'>")
        watch = settings(
            workspace,
            f'[watch]\nallow_private = true\npace = 0.0\nrecheck = "0h"\n[[sources]]\naddress = "{site.url}/one"\n',
        )
        run_round(workspace, watch, workers=0)
        site.pages["/one"] = ministry.article("Same", extra="<meta name='nonce' content='2'>")
        assert run_round(workspace, watch, everything=True, workers=0).items == []


def test_a_source_that_fails_stops_no_other_and_is_named(workspace):
    with ministry.running() as site:
        watch = settings(
            workspace,
            "[watch]\nallow_private = true\npace = 0.0\n"
            f'[[sources]]\nname = "Broken"\naddress = "{site.url}/nowhere"\n'
            f'[[sources]]\nname = "Unknown"\ncollection = "no-such-collection"\n'
            f'[[sources]]\nname = "Fine"\naddress = "{site.url}/arrived"\n',
        )
        done = run_round(workspace, watch, workers=0)
    assert [one.title for one in done.items] == ["Moved but whole"]
    assert any("/nowhere" in line for line in done.failed)
    assert any("no-such-collection" in line for line in done.failed)


@contextmanager
def mail_server():
    """A server that takes e-mails: just enough of SMTP."""
    taken = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    body = b""
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        body += part
                    taken.append(body.decode())
                elif verb == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(b"250 fine\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


def test_an_email_tells_the_news_and_is_sent_again_if_the_server_was_away(workspace):
    with ministry.running() as site, mail_server() as (port, taken):
        title = "On prisoners\r\nBcc: everyone@ministry.example"
        site.pages["/one"] = ministry.article(title, body=RIGHTS)
        text = (
            '[watch]\nallow_private = true\npace = 0.0\nmail_to = ["desk@rights.example"]\n'
            'mail_from = "watch@rights.example"\nsmtp = "127.0.0.1:{port}"\n'
            f'[[sources]]\nname = "Ministry"\naddress = "{site.url}/one"\n'
        )
        away = settings(workspace, text.replace("{port}", "1"))
        with pytest.raises(WorkspaceError, match="does not take the e-mail"):
            run_round(workspace, away, workers=0)
        watch = settings(workspace, text.replace("{port}", str(port)))
        assert len(run_round(workspace, watch, workers=0).items) == 1
    (mail,) = taken
    head, _, body = mail.partition("\r\n\r\n")
    assert "Subject: Desk: 1 new" in head
    assert "To: desk@rights.example" in head
    assert not [line for line in head.splitlines() if line.lower().startswith("bcc")]
    assert "On prisoners" in body


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[watch]\n", "nothing is watched"),
        ('[watch]\nnonsense = 1\n[[sources]]\naddress = "x"\n', "watch.nonsense"),
        ('[watch]\nevery = "soon"\n[[sources]]\naddress = "x"\n', "no span of time"),
        ("[[sources]]\nname = 'x'\n", "either collection or address"),
        ('[[sources]]\naddress = "x"\n[[sources]]\naddress = "x"\n', "stands twice"),
        ('[watch]\nmail_to = "a"\n[[sources]]\naddress = "x"\n', "watch.smtp"),
        ('[watch]\nfeed = "../../x"\n[[sources]]\naddress = "x"\n', "out of the workspace"),
    ],
)
def test_a_wrong_setting_is_one_line(workspace, text, words):
    with pytest.raises(WorkspaceError, match=words):
        settings(workspace, text)


def test_the_command_lists_and_runs_once(workspace):
    with ministry.running() as site:
        settings(
            workspace,
            f'[watch]\nallow_private = true\npace = 0.0\n[[sources]]\nname = "M"\naddress = "{site.url}/arrived"\n',
        )
        options = ["-w", str(workspace.path)]
        assert "due now" in CliRunner().invoke(app, ["watch", "--list", *options]).output
        done = CliRunner().invoke(app, ["watch", "--once", "--json", "--workers", "1", *options])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["news"][0]["title"] == "Moved but whole"
        again = CliRunner().invoke(app, ["watch", "--once", *options])
        assert "no source is due" in again.output
        assert due(workspace, read_watch(workspace.path), time.time())["M"] > 80_000

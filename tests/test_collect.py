"""Named collections: recipes checked, run against their real form, stopped and gone on with."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

import ministry
from outspoken.cli import app
from outspoken.collecting import collect, trial
from outspoken.errors import InputError
from outspoken.sources.collections import built_in, find, packages
from outspoken.sources.collections.recipe import parse
from outspoken.sources.web.client import Client
from outspoken.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    return Workspace.init(tmp_path / "w", home="USA")


@pytest.fixture
def client():
    one = Client(every=0, allow_private=True, back_off=0.01)
    yield one
    one.close()


class _Quiet(SimpleHTTPRequestHandler):
    asked = 0

    def log_message(self, *args):
        type(self).asked += 1


@pytest.fixture
def served(tmp_path):
    """A folder of files on a web server of this machine: (folder, address)."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def packed(path, files, top="repository-main"):
    with tarfile.open(path, "w:gz") as package:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"{top}/{name}" if top else name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    return path


RECIPE = """
name = "valdoria"
title = "Speeches of Valdoria"
publisher = "Government of Valdoria"
licence = "CC0-1.0"
[fetch]
kind = "package"
address = "https://valdoria.example/all.tar.gz"
"""


def test_every_built_in_recipe_says_who_what_and_under_which_licence():
    recipes = built_in()
    assert len({recipe.name for recipe in recipes}) == len(recipes) >= 8
    for recipe in recipes:
        assert recipe.publisher and recipe.licence and recipe.size and recipe.home, recipe.name
        assert recipe.languages, recipe.name


def test_the_list_needs_no_network_and_no_workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["collect", "--list"])
    assert done.exit_code == 0
    for recipe in built_in():
        assert recipe.name in done.output
        assert recipe.licence in done.output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('licence = "CC0-1.0"', "", "licence"),
        ('kind = "package"', 'kind = "magic"', "fetch.kind"),
        ("https://valdoria.example", "file:///etc", "http"),
        ('name = "valdoria"', 'name = "Valdoria!"', "no name"),
        ("[fetch]", "[given]\nnonsense = 'x'\n[fetch]", "given.nonsense"),
        ("[fetch]", "secret = 1\n[fetch]", "secret"),
        ('kind = "package"', 'kind = "package"\npath = "("', "fetch.path"),
        ('kind = "package"', 'kind = "table"', "map.text"),
        ("[fetch]", "government = 'Valdoria'\n[fetch]", "ISO3"),
        ("title", "title title", "TOML"),
    ],
)
def test_a_wrong_recipe_is_one_line_that_names_the_setting(old, new, words):
    with pytest.raises(InputError) as caught:
        parse(RECIPE.replace(old, new), "valdoria.toml")
    assert words in str(caught.value)
    assert str(caught.value).startswith("valdoria.toml")


def test_an_unknown_collection_names_the_known_ones():
    with pytest.raises(InputError, match="white-house-briefings"):
        find("nonsense")


def test_a_workspace_has_recipes_of_its_own(workspace, tmp_path):
    (workspace.path / "recipes").mkdir()
    (workspace.path / "recipes" / "v.toml").write_text(RECIPE, "utf-8")
    assert find("valdoria", workspace.path).publisher == "Government of Valdoria"


def speech(n):
    front = f"---\ntitle: Speech {n}\ndate: '2024-03-{n % 28 + 1:02}'\n---\n"
    return (front + f"We spoke of the prisoners {n} times. " * 5).encode()


def test_a_later_package_brings_versions_and_only_what_is_new(workspace, client, served):
    folder, url = served
    recipe = parse(
        RECIPE.replace('kind = "package"', 'kind = "package"\nstrip = 1\ninclude = ["*.md"]'), "r"
    )
    files = {f"2024/{n}.md": speech(n) for n in range(3)} | {"README": b"x"}
    packed(folder / "a.tar.gz", files, "repository-abc")
    assert collect(workspace, recipe, client, address=f"{url}/a.tar.gz").added.added == 3
    files |= {"2024/1.md": speech(9), "2024/7.md": speech(7)}
    packed(folder / "a.tar.gz", files, "repository-def")
    added = collect(workspace, recipe, client, address=f"{url}/a.tar.gz").added
    assert (added.added, added.changed, added.unchanged) == (1, 1, 2)
    packages_kept = [e for e in workspace.archive.entries() if e["kind"] == "package"]
    assert len(packages_kept) == 2
    assert packages_kept[0]["received"]["status"] == 200
    assert any(
        name.lower() == "last-modified" for name, _ in packages_kept[0]["received"]["headers"]
    )
    assert workspace.archive.verify() == []
    assert not any((workspace.path / "collecting" / "packages").iterdir())


def test_hostile_packages(tmp_path):
    recipe = parse(RECIPE, "r")
    hostile = {"../../etc/passwd": b"x" * 10, "/abs\x07olute": b"y" * 10}
    path = packed(tmp_path / "h.tar.gz", hostile, top="")
    with tarfile.open(tmp_path / "links.tar", "w") as package:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        package.addfile(link)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("bomb.txt", b"\0" * 60_000_000)
        package.writestr("fine.txt", b"fine")

    def read(path):
        now = datetime.now(UTC)
        return list(packages.documents(path, recipe, retrieved_at=now, received="{}"))

    keys = [one.key for one in read(path)]
    assert keys == ["valdoria/etc/passwd", "valdoria/abs\ufffdolute"]
    (nothing,) = read(tmp_path / "links.tar")
    assert isinstance(nothing, InputError)
    bomb, fine = read(tmp_path / "bomb.zip")
    assert isinstance(bomb, InputError)
    assert fine.content == b"fine"
    (tmp_path / "torn.tar.gz").write_bytes(path.read_bytes()[:60])
    assert any(isinstance(one, InputError) for one in read(tmp_path / "torn.tar.gz"))


def test_a_download_that_breaks_off_goes_on_where_it_stopped(tmp_path):
    content = os.urandom(300_000)
    ranges = []

    class Breaking(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def do_GET(self):
            wanted = self.headers.get("Range")
            ranges.append(wanted)
            start = int(wanted[6:-1]) if wanted else 0
            self.send_response(206 if wanted else 200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            part = content[start : start + 120_000]
            self.wfile.write(part)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Breaking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    one = Client(every=0, allow_private=True, back_off=0.01)
    goal = tmp_path / "big"
    one.download(f"http://127.0.0.1:{server.server_port}/x", goal, largest=10**6)
    assert goal.read_bytes() == content
    assert ranges[0] is None
    assert ranges[1].startswith("bytes=1")
    with pytest.raises(InputError, match="larger"):
        one.download(f"http://127.0.0.1:{server.server_port}/x", tmp_path / "b2", largest=1000)
    one.close()
    server.shutdown()
    server.server_close()


def test_the_white_house_recipe_reads_the_repositorys_tarball(shared, workspace, client, served):
    folder, url = served
    chosen = sorted((shared / "record/white-house").rglob("*.md"))[::160]
    files = {str(p.relative_to(shared / "record/white-house")): p.read_bytes() for p in chosen}
    packed(
        folder / "wh.tar.gz",
        files | {"README.md": b"# About", "tool.py": b"x"},
        "wh-briefings-737ca03",
    )
    recipe = find("white-house-briefings")
    report = collect(workspace, recipe, client, address=f"{url}/wh.tar.gz")
    assert report.added.added == len(chosen)
    rows = workspace.lake.read(
        "select source_key, url, title, published_on, government, language from documents"
    ).to_pylist()
    assert all(row["source_key"].startswith("white-house-briefings/") for row in rows)
    assert all(row["url"].startswith("https://") and row["title"] for row in rows)
    assert all(row["published_on"] and row["government"] == "USA" for row in rows)
    assert sum(row["language"] == "en" for row in rows) > 0.9 * len(rows)


COLUMNS = (
    "Row Id", "Secretary", "Date", "Title", "Speech Type", "Location", "URL", "SOS Text",
    "Natural Text", "Raw Text", "SOS Word Count", "Natural Word Count", "Row Hash", "Canonical URL",
)  # fmt: skip


def secretary_table(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: row.get(name, "") for name in COLUMNS})
    return out.getvalue().encode()


def test_the_secretary_of_state_recipe_finds_the_newest_table(workspace, client, served):
    folder, url = served
    talk = (
        "SECRETARY KERRY: Good morning. We raised the detained lawyers with the minister.\n"
        "QUESTION: Mr. Secretary, will there be a trade agreement?\n"
        "SECRETARY KERRY: We talked about tariffs, and we will talk again."
    )
    row = {
        "Row Id": "0", "Secretary": "Kerry", "Date": "2014-02-03", "Title": "Press Availability in Aldmere",
        "Speech Type": "Press Availability", "Location": "Aldmere, Valdoria",
        "URL": "https://2009-2017.state.gov/example/1.htm", "SOS Text": "Good morning.",
        "Natural Text": talk, "Raw Text": "Skip to content " + talk,
    }  # fmt: skip
    (folder / "corpus_v3.csv").write_bytes(
        secretary_table([row, {**row, "URL": "u2", "Natural Text": ""}])
    )
    release = {"tag_name": "v3", "assets": [
        {"name": "notes.pdf", "browser_download_url": f"{url}/notes.pdf"},
        {"name": "corpus_v3.csv", "browser_download_url": f"{url}/corpus_v3.csv"},
    ]}  # fmt: skip
    (folder / "latest").write_text(json.dumps(release))
    recipe = find("us-secretary-of-state")
    from dataclasses import replace

    recipe = replace(
        recipe, fetch={**recipe.fetch, "find": {**recipe.fetch["find"], "list": f"{url}/latest"}}
    )
    report = collect(workspace, recipe, client)
    assert report.added.added == 1
    assert "has no text" in report.added.failed[0].problem
    (found,) = workspace.lake.read("select * from documents").to_pylist()
    assert found["genre"] == "transcript_solo"
    assert found["government"] == "USA"
    assert found["published_on"].isoformat() == "2014-02-03"
    assert found["principals"][0]["name"] == "John Kerry"
    assert found["url"] == row["URL"]
    roles = workspace.lake.read("select role, count(*) as n from sentences group by 1").to_pylist()
    assert {one["role"]: one["n"] for one in roles} == {"principal": 3, "journalist": 1}
    (folder / "corpus_v3.csv").write_bytes(
        secretary_table(
            [{**row, "Row Id": "9"}, {**row, "URL": "https://2009-2017.state.gov/example/2.htm"}]
        )
    )
    again = collect(workspace, recipe, client).added
    assert (again.added, again.changed) == (1, 0), "a row that only moved is the same document"


@pytest.mark.parametrize(
    ("name", "folder", "chosen", "least"),
    [("us-trips", "travels", "*kerry*.xml", 100), ("us-visits", "visits", "201*.xml", 100)],
)
def test_trips_and_visits_become_engagements(
    shared, workspace, client, served, name, folder, chosen, least
):
    from outspoken import desk

    where, url = served
    root = shared / "engagements" / folder
    files = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob(chosen)}
    packed(where / "list.tar.gz", files, f"{folder}-master")
    report = collect(workspace, find(name), client, address=f"{url}/list.tar.gz")
    assert report.engagements["read"] >= least
    desk.connect(workspace.desk_path)
    from outspoken.desk.models import Engagement

    assert Engagement.objects.count() > 0.8 * report.engagements["new"] > 0
    assert [e["kind"] for e in workspace.archive.entries()] == ["package"]
    again = collect(workspace, find(name), client, address=f"{url}/list.tar.gz")
    assert again.engagements["new"] == 0


def test_an_api_is_paged_and_its_answers_are_mapped(workspace, client):
    recipe = """
name = "aldmere"
title = "Speeches"
publisher = "Aldmere"
licence = "OGL"
government = "XVA"
[fetch]
kind = "api"
pages = "{url}/search?start={{page}}"
step = 2
items = "results"
address = "{url}/content{{link}}"
public = "{url}{{link}}"
changed = "changed"
[map]
text = "details.body"
title = "title"
date = "first_published_at"
genre = "document_type"
[values.genre]
press_release = "statement"
"""

    def page(*links):
        return json.dumps(
            {"results": [{"link": one, "changed": "2024-01-01T00:00:00Z"} for one in links]}
        )

    def content(n):
        body = f"<p>Speech {n}: we raised the prisoners.</p>" * 4
        return json.dumps({"title": f"Speech {n}", "details": {"body": body}, "document_type": "press_release",
                           "first_published_at": "2024-02-03T10:00:00Z", "updated_at": str(time.time())})  # fmt: skip

    with ministry.running() as site:
        found = parse(recipe.format(url=site.url), "r")
        site.pages |= {"/search": b"", "/content/a": content(1).encode(), "/content/b": content(2).encode(),
                       "/content/c": content(3).encode()}  # fmt: skip
        answers = {"0": page("/a", "/b"), "2": page("/c"), "4": page()}
        site.pages.pop("/search")
        handler = ministry._Handler
        handler.on_search = lambda self, site, times: self.give(
            answers[self.path.rpartition("=")[2]].encode(), kind="application/json"
        )
        try:
            report = collect(workspace, found, client)
        finally:
            del handler.on_search
    assert not report.added.failed
    rows = workspace.lake.read(
        "select url, title, genre, government, published_on::text as day from documents order by 2"
    ).to_pylist()
    assert [row["title"] for row in rows] == ["Speech 1", "Speech 2", "Speech 3"]
    assert rows[0] == {"url": f"{site.url}/a", "title": "Speech 1", "genre": "statement",
                       "government": "XVA", "day": "2024-02-03"}  # fmt: skip


def test_index_pages_are_turned_until_they_bring_nothing_new(workspace, client):
    with ministry.running() as site:
        recipe = parse(
            RECIPE.partition("[fetch]")[0] + f'[fetch]\nkind = "index"\npages = "{site.url}/list-{{page}}"\n'
            f"first = 1\nmatch = '/speech-[0-9]+$'\n", "r"
        )  # fmt: skip

        def index(*numbers):
            links = "".join(
                f'<a href="/speech-{n}">Speech {n}</a><a href="/about">x</a>' for n in numbers
            )
            return f"<html><body>{links}</body></html>".encode()

        site.pages |= {"/list-1": index(1, 2), "/list-2": index(2, 3), "/list-3": index(3)}
        site.pages |= {f"/speech-{n}": ministry.article(f"Speech {n}") for n in (1, 2, 3)}
        report = collect(workspace, recipe, client)
    assert (report.added.added, report.added.failed) == (3, [])
    assert site.asked["/list-4"] == 0


def test_a_recipe_is_tried_and_nothing_is_kept(tmp_path, client, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = RECIPE.replace('kind = "package"', 'kind = "package"\nstrip = 1\ninclude = ["*.md"]')
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    package = packed(tmp_path / "p.tar.gz", {f"{n}.md": speech(n) for n in range(9)})
    found = trial(find("mine.toml"), client, address=str(package), most=3)
    assert [row["title"] for row in found["documents"]] == ["Speech 0", "Speech 1", "Speech 2"]
    done = CliRunner().invoke(app, ["collect", "test", "mine.toml", "--address", str(package)])
    assert done.exit_code == 0, done.output
    assert "Speech 4" in done.output
    assert "no document has: url" in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.toml", "p.tar.gz"]


PAGES = 160
KILLS = 6


def test_killed_at_any_moment_a_collection_goes_on_without_loss(tmp_path):
    """The benchmark `benchmarks.collecting` does the same with 2,000 pages and fifty kills."""
    place = random.Random(11)
    folder = tmp_path / "w"
    Workspace.init(folder, home="USA")
    with ministry.running() as site:
        for n in range(PAGES):
            site.pages[f"/p{n}"] = ministry.article(
                f"Speech {n}", body=f"<p>Speech {n}. " + "We met. " * 40
            )
        site.sitemap = (
            "<urlset>" + "".join(f"<url><loc>/p{n}</loc></url>" for n in range(PAGES)) + "</urlset>"
        ).encode()
        command = [sys.executable, "-m", "outspoken", "add", f"{site.url}/sitemap.xml", "-w", str(folder),
                   "--pace", "0.03", "--allow-private", "--workers", "1"]  # fmt: skip
        kills, ended = 0, False
        while not ended:
            process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            try:
                # After the last kill it may take its time; a run that ends is the last one, for
                # the next would ask each page whether it has changed.
                wait = place.uniform(0.8, 1.8) if kills < KILLS else 120
                _, said = process.communicate(timeout=wait)
                assert process.returncode == 0, said
                ended = True
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                kills += 1
        asked = {path: times for path, times in site.asked.items() if path.startswith("/p")}
    workspace = Workspace.open(folder)
    assert workspace.archive.verify() == []
    assert workspace.lake.read("select count(*) as n from documents")["n"][0].as_py() == PAGES
    # A page under way at a kill was not had, so it is asked for again; no other is.
    again = sum(times - 1 for times in asked.values())
    assert kills >= 3
    assert again <= kills
    lines = list(workspace.archive.entries())
    assert len([e for e in lines if e["kind"] == "document"]) == PAGES


def test_a_run_in_rounds_keeps_what_each_round_said(workspace, client):
    from outspoken.collecting.pages import collect_pages
    from outspoken.sources.web import pages

    with ministry.running() as site:
        for n in range(4):
            site.pages[f"/p{n}"] = ministry.article(f"Speech {n}")
        addresses = [f"{site.url}/p{n}" for n in range(4)] + [
            f"{site.url}/picture",
            f"{site.url}/nowhere",
        ]
        report = collect_pages(
            workspace, client, "x", lambda: pages(addresses), workers=0, round_seconds=0.02
        )  # fmt: skip
    assert report.added.added + report.added.unchanged >= 4
    problems = sorted(error.problem.partition(" ")[2] for error in report.added.failed)
    assert len(problems) == 2
    assert (
        workspace.lake.read("select count(*) as n from documents where status = 'ok'")["n"][
            0
        ].as_py()
        == 4
    )
    assert workspace.archive.verify() == []

"""The reading pages without a browser: what they say, their data, what they refuse."""

from __future__ import annotations

import csv
import io
import shutil
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from outspoken import search, web
from outspoken.coding import code
from outspoken.ingest import add
from outspoken.search import reading
from outspoken.search.schema import open_index
from outspoken.sources import captures
from outspoken.workspace import Workspace

VISIT = "2024-03-12-marsh-xke-visit"


@pytest.fixture(scope="module")
def folder(sample_workspace, tmp_path_factory):
    made = tmp_path_factory.mktemp("pages") / "demo"
    shutil.copytree(sample_workspace, made)
    opened = Workspace.open(made)
    search.refresh(opened, opened.codebook())
    return made


@pytest.fixture
def pages(folder):
    """A person at the pages of the sample."""
    return client_of(folder)


def client_of(folder, name=""):
    opened = Workspace.open(folder)
    web.open_workspace(opened)
    from django.test import Client

    from outspoken.web.accounts import local_user

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    if name != "nobody":
        client.force_login(local_user())
    return client


def settled(client, address):
    """The data of a page once its figures are made."""
    for _ in range(200):
        answer = client.get(address)
        if answer.status_code != 202:
            break
        time.sleep(0.1)
    assert answer.status_code == 200, answer.content[:500]
    return answer.json()


def addresses(folder):
    index = open_index(folder / "lake")
    document = index.value("select document_id from documents order by rights desc limit 1")
    line = next(x for x in reading.lines(index, reading.document(index, document)) if x.issues)
    index.close()
    return [
        "/", "/?by=government", "/engagements", f"/engagements/{VISIT}", "/officials",
        "/official/Elena%20Marsh", "/government/XVA", "/counterpart/XKE",
        "/compare?official=Elena%20Marsh&counterpart=XKE", "/issues", "/issue/HR_RELIGION",
        "/cases", "/documents", f"/document/{document}",
        f"/sentence/{document}/{line.start}-{line.end}", "/search", "/search?q=rights",
        "/search?q=rights&view=kwic", "/methods",
    ]  # fmt: skip


def test_every_page_answers_and_has_its_data_at_the_same_address(pages, folder):
    for address in addresses(folder):
        answer = pages.get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode()
        assert "<h1" in body, address
        assert "<style" not in body, address
        assert 'style="' not in body.split("<figure>")[0], address
        data = settled(pages, address + ("&" if "?" in address else "?") + "format=json")
        assert isinstance(data, dict), address
        path, _, query = address.partition("?")
        twin = pages.get(
            ("/overview" if path == "/" else path) + ".json" + ("?" + query if query else "")
        )
        assert twin.json() == data, address


def test_every_answer_has_the_headers_that_keep_it_safe(pages, folder):
    for address in (*addresses(folder), "/nope", "/static/outspoken/outspoken.css"):
        answer = pages.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert "http" not in policy, address
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        answer.close()


def test_a_name_that_is_not_the_servers_is_refused(pages):
    assert pages.get("/", headers={"host": "evil.example"}).status_code == 400
    assert pages.get("/", headers={"host": "127.0.0.1:8765"}).status_code == 200


def test_nobody_reads_without_signing_in(folder):
    stranger = client_of(folder, "nobody")
    for address in (*addresses(folder), "/methods/manifest", "/search.csv?q=a"):
        answer = stranger.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/accounts/login")


def test_the_opening_address_works_once(folder):
    from outspoken.web.secrets import new_entry

    stranger = client_of(folder, "nobody")
    first, second = new_entry(Workspace.open(folder)), new_entry(Workspace.open(folder))
    assert stranger.get(f"/enter?token={first}").status_code == 403
    assert stranger.get(f"/enter?token={second}").status_code == 302
    assert stranger.get("/methods").status_code == 200
    other = client_of(folder, "nobody")
    assert other.get(f"/enter?token={second}").status_code == 403
    assert other.get("/enter").status_code == 403


def test_keys_are_readable_by_their_owner_alone(pages, folder):
    assert (folder / ".pages.key").stat().st_mode & 0o077 == 0


def test_accounts_sign_in_and_wrong_passwords_must_wait(folder):
    stranger = client_of(folder, "nobody")
    from django.contrib.auth.models import User
    from django.core.cache import cache

    from outspoken.web.accounts import may, role_of, set_role

    cache.clear()
    User.objects.filter(username="ines").delete()
    account = User.objects.create_user("ines", password="correct horse battery")
    set_role(account, "coder")
    assert role_of(account) == "coder"
    assert may(account, "reader")
    assert not may(account, "editor")
    form = {"username": "ines", "password": "wrong"}
    for _ in range(8):
        assert stranger.post("/accounts/login", form).status_code == 200
    good = {"username": "ines", "password": "correct horse battery"}
    assert stranger.post("/accounts/login", good).status_code == 429
    cache.clear()
    assert stranger.post("/accounts/login", good).status_code == 302
    assert stranger.get("/methods").status_code == 200
    account.delete()


def test_a_form_from_elsewhere_changes_nothing(folder):
    client_of(folder)
    from django.test import Client

    from outspoken.desk.models import SavedSearch
    from outspoken.web.accounts import local_user

    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.force_login(local_user())
    answer = strict.post("/search/save", {"name": "x", "query": "q=rights"})
    assert answer.status_code == 403
    assert not SavedSearch.objects.filter(name="x").exists()
    assert strict.get("/search/save").status_code == 405


def test_a_search_is_saved_found_again_and_logged(pages):
    from outspoken.desk.models import Change, SavedSearch

    SavedSearch.objects.all().delete()
    form = {"name": "Prisons", "query": "q=prison*&role=principal"}
    answer = pages.post("/search/save", form)
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query) == {"q": ["prison*"], "role": ["principal"]}
    assert "Prisons" in pages.get("/search").content.decode()
    log = Change.objects.filter(action="search saved").last()
    assert (log.before, log.after) == (None, {"q": "prison*", "role": ["principal"]})
    pk = SavedSearch.objects.get(name="Prisons").pk
    assert pages.post(f"/search/forget/{pk}").status_code == 302
    assert not SavedSearch.objects.exists()
    assert pages.post("/search/save", {"name": "", "query": "q=a"}).status_code == 400


def test_every_figure_opens_exactly_the_sentences_that_it_counts(pages):
    from outspoken.web.finding import address_of

    data = settled(pages, f"/engagements/{VISIT}?format=json")
    checked = 0
    for name, figure in data["figures"].items():
        counted = name.startswith("attention") or name in ("softening", "linkage")
        if figure["estimate"] is None or not counted:
            continue
        found = settled(pages, address_of(figure) + "&format=json")
        assert found["total"] == figure["n"], (name, figure["sentences"])
        checked += 1
    assert checked > 8
    for address in ("/official/Elena%20Marsh", "/", "/?by=government"):
        data = settled(pages, address + ("&" if "?" in address else "?") + "format=json")
        _check_lines(pages, data)


def _check_lines(pages, data):
    from outspoken.web.finding import address_of

    assert data["lines"]
    for line in data["lines"]:
        for figure in line["figures"]:
            if figure["measure"].startswith("attention"):
                found = settled(pages, address_of(figure) + "&format=json")
                assert found["total"] == figure["n"], figure


def test_a_journalists_words_are_counted_as_nobodys_speech(pages):
    data = settled(pages, f"/engagements/{VISIT}?format=json")
    rights = data["report"]["voices"][0]["rights"]
    assert rights
    assert {quote["coded"]["role"] for quote in rights} == {"principal"}
    asked = settled(pages, f"/search?engagement={VISIT}&role=journalist&agenda=HR&format=json")
    assert asked["total"] > 0


def test_the_other_sides_own_text_is_its_account_and_not_our_officials_words(pages):
    data = settled(pages, f"/engagements/{VISIT}?format=json")
    theirs = {d["document_id"] for d in data["accounts"]["theirs"]}
    ours = settled(pages, f"/search?engagement={VISIT}&role=principal&format=json&size=500")
    assert theirs
    assert not theirs & {s["document_id"] for s in ours["sentences"]}


def test_an_engagement_without_words_is_not_called_silent(pages):
    from outspoken.desk.models import Engagement

    Engagement.objects.get_or_create(
        slug="unheard", title="Marsh in Kestria", kind="visit", official="Elena Marsh",
        government="XVA", counterpart="XKE", start="2025-01-01", end="2025-01-02", origin="test",
    )  # fmt: skip
    body = pages.get("/engagements/unheard").content.decode()
    assert "least of all silence" in body
    assert "named no rights issue" not in body


def test_not_looked_at_is_never_shown_as_zero(sample_workspace, tmp_path):
    shutil.copytree(sample_workspace, tmp_path / "demo")
    shutil.rmtree(tmp_path / "demo" / "lake" / "codings")
    shutil.rmtree(tmp_path / "demo" / "lake" / "summaries", ignore_errors=True)
    opened = Workspace.open(tmp_path / "demo")
    search.refresh(opened, opened.codebook())
    pages = client_of(tmp_path / "demo")
    assert "not looked at" in pages.get("/").content.decode()
    listed = pages.get("/engagements").content.decode()
    assert "not looked at" in listed
    body = pages.get(f"/engagements/{VISIT}").content.decode()
    assert "not been looked at" in body
    assert "named no rights issue" not in body


def test_the_original_is_a_download_of_the_very_bytes(pages, folder):
    index = open_index(folder / "lake")
    one = reading.newest(index, 1)[0]
    index.close()
    digest = one.facts["original_sha256"]
    answer = pages.get(f"/original/{digest}")
    assert answer.content == Workspace.open(folder).archive.get(digest)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "application/octet-stream"
    text = pages.get(f"/original/{digest}?as=text")
    assert text["Content-Type"].startswith("text/plain")
    assert "sandbox" in text["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/original/../../outspoken.toml", "/original/%2e%2e%2f%2e%2e%2foutspoken.toml",
        "/original/" + "0" * 64, "/original/..", "/document/../desk.sqlite3",
        "/static/../settings.py", "/static/%2e%2e/%2e%2e/desk.sqlite3", "/static//etc/passwd",
        "/document/" + "f" * 64, "/sentence/" + "0" * 64 + "/1-2", "/engagements/none",
        "/official/Nobody", "/government/ZZZ", "/issue/NONE", "/case/Nobody%20at%20all",
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_gives_nothing(pages, address):
    answer = pages.get(address)
    assert answer.status_code == 404
    assert b"format = 1" not in b"".join(answer) if answer.streaming else answer.content


def test_an_archived_object_that_was_altered_is_not_passed_off_as_the_original(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "demo")
    opened = Workspace.open(tmp_path / "demo")
    index = open_index(tmp_path / "demo" / "lake")
    digest = reading.newest(index, 1)[0].facts["original_sha256"]
    index.close()
    opened.archive.path_of(digest).write_bytes(b"something else")
    answer = client_of(tmp_path / "demo").get(f"/original/{digest}")
    assert answer.status_code == 400
    assert "not the bytes received" in answer.content.decode()


HOSTILE = """---
title: '"><script>alert(1)</script><img src=x onerror=alert(2)>'
date: 2024-02-01
government: XVA
publisher: '<b onclick=alert(3)>Ministry</b>'
source_url: 'javascript:alert(4)'
---

MINISTER <script>alert(5)</script>: We call for human rights <img src=x onerror=alert(6)> and {{ 7 }}.

=cmd|' /C calc'!A0 is what they typed about torture.
"""


def test_hostile_texts_stay_texts(tmp_path):
    made = Workspace.init(
        tmp_path / "w", home="XVA", countries={"XVA": {"name": "<i>Valdoria</i>"}}
    )
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "bad.md").write_text(HOSTILE, "utf-8")
    add(made, captures([inside]))
    code(made)
    search.refresh(made, made.codebook())
    pages = client_of(tmp_path / "w")
    index = open_index(made.lake.root)
    one = reading.newest(index, 1)[0]
    line = reading.lines(index, one)[0]
    index.close()
    seen = [
        "/", "/documents", "/officials", f"/document/{one.document_id}", "/issues",
        f"/sentence/{one.document_id}/{line.start}-{line.end}", "/search?q=rights",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?q=torture&view=kwic",
        "/issue/HR_GENERAL", "/search?government=%22%3E%3Cscript%3E",
    ]  # fmt: skip
    for address in seen:
        body = pages.get(address).content.decode()
        assert "<script>alert" not in body, address
        assert "<img src=x" not in body, address
        assert "<b onclick" not in body, address
        assert "<i>Valdoria" not in body, address
        assert 'href="javascript' not in body, address
    rows = list(
        csv.reader(io.StringIO(b"".join(pages.get("/search.csv?q=cmd")).decode("utf-8-sig")))
    )
    text = rows[1][rows[0].index("text")]
    assert text.startswith("'=")


def test_lists_are_files_too(pages):
    answer = pages.get("/search.csv?q=rights")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    data = settled(pages, "/search?q=rights&format=json")
    assert len(rows) == data["total"] == len(data["sentences"])
    assert [row["text"] for row in rows] == [s["text"] for s in data["sentences"]]
    for address in ("/engagements.csv", "/officials.csv", "/issues.csv", "/documents.csv",
                    "/cases.csv", f"/engagements/{VISIT}.csv", "/methods.csv"):  # fmt: skip
        got = pages.get(address)
        assert got["Content-Type"].startswith("text/csv"), address
        assert got.content.decode("utf-8-sig").splitlines() or address == "/cases.csv"


def test_a_chart_is_a_file_and_runs_nothing(pages):
    settled(pages, f"/engagements/{VISIT}?format=json")
    svg = pages.get(f"/engagements/{VISIT}.svg")
    assert svg.content.startswith(b"<svg")
    assert b"<script" not in svg.content
    assert "sandbox" in svg["Content-Security-Policy"]
    assert pages.get(f"/engagements/{VISIT}.png").content[:4] == b"\x89PNG"
    assert pages.get("/cases.svg").status_code == 404


def test_an_address_outlives_a_sentence_that_moved(pages, folder):
    index = open_index(folder / "lake")
    one = reading.newest(index, 1)[0]
    line = reading.lines(index, one)[0]
    index.close()
    moved = pages.get(f"/sentence/{one.document_id}/{line.start + 1}-{line.end}").content.decode()
    assert "check it against the archived original" in moved


def test_a_bad_query_is_said_in_one_line(pages):
    answer = pages.get("/search?q=a&since=yesterday")
    assert answer.status_code == 400
    assert "is no day" in answer.content.decode()
    assert pages.get("/search?q=" + "a" * 700).status_code == 400


def test_others_may_come_only_where_accounts_are(folder):
    from typer.testing import CliRunner

    from outspoken.cli import app

    client_of(folder)
    from django.contrib.auth.models import User

    User.objects.exclude(password__startswith="!").delete()
    result = CliRunner().invoke(app, ["serve", "-w", str(folder), "--host", "0.0.0.0"])
    assert result.exit_code != 0
    assert "nobody has an account" in str(result.exception)


def test_accounts_are_made_listed_and_closed(folder):
    from typer.testing import CliRunner

    from outspoken.cli import app

    run = CliRunner()
    at = ["-w", str(folder)]
    weak = run.invoke(app, ["user", "add", "noor", *at, "--password", "short"])
    assert "too short" in str(weak.exception)
    strange = run.invoke(
        app, ["user", "add", "noor", *at, "--role", "king", "--password", "x" * 14]
    )
    assert "is no role" in str(strange.exception)
    made = run.invoke(
        app, ["user", "add", "noor", *at, "--role", "editor", "--password", "violet kettle 19"]
    )
    assert made.exit_code == 0, made.exception
    assert "noor: editor" in run.invoke(app, ["user", "list", *at]).output
    assert run.invoke(app, ["user", "close", "noor", *at]).exit_code == 0
    assert "closed" in run.invoke(app, ["user", "list", *at]).output
    from outspoken.desk.models import Change

    actions = Change.objects.filter(subject="noor").values_list("action", flat=True)
    assert list(actions) == ["account made", "account closed"]


@pytest.mark.parametrize("level", [None, "", 6, -1])
def test_a_sentence_without_a_level_of_firmness_is_shown_without_one(level):
    from outspoken.web.templatetags.outspoken import firmness

    assert firmness(level) == ""
    assert firmness(3) == firmness("3") != ""

"""Pages from the web: a server that misbehaves, and what comes of each misbehaviour."""

from __future__ import annotations

import time
import tracemalloc

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ministry
from outspoken.collecting import collect_addresses
from outspoken.errors import InputError
from outspoken.sources.web import inside
from outspoken.sources.web.addresses import normal
from outspoken.sources.web.client import Client, FetchError, Limits
from outspoken.sources.web.decoding import TooLargeError, unpack
from outspoken.sources.web.inside import InsideError, is_public
from outspoken.sources.web.walls import wall
from outspoken.workspace import Workspace


@pytest.fixture
def site():
    with ministry.running() as running:
        yield running


@pytest.fixture
def client():
    one = Client(
        every=0, allow_private=True, back_off=0.01, limits=Limits(seconds=0.7, largest=1_000_000)
    )
    yield one
    one.close()


@pytest.fixture
def workspace(tmp_path):
    return Workspace.init(tmp_path / "w", home="USA")


def add(workspace, client, *addresses, **options):
    return collect_addresses(workspace, list(addresses), client, workers=0, **options)


FAILS = {
    "slow": "takes too long",
    "trickling-headers": "takes too long",
    "silent": "takes too long",
    "endless": "has no end",
    "loop-a": "in a circle",
    "chain": "redirects",
    "put-off": "too many requests",
    "broken": "answers 503",
    "breaks-off": "cannot be reached",
    "bomb": "unpacks to more",
    "broken-gzip": "is packed and breaks off",
    "cookie-notice": "cookie notice",
    "soft-missing": "not found",
    "challenge": "check for browsers",
    "closed/page": "robots.txt",
    "to-file": "no http or https",
    "refused": "refused to programs",
    "empty": "empty page",
    "nowhere": "is not there (answers 404)",
}


def test_each_misbehaviour_is_a_line_with_its_reason_and_the_rest_goes_on(site, client, workspace):
    started = time.monotonic()
    tracemalloc.start()
    addresses = [f"{site.url}/{path}" for path in [*FAILS, "arrived"]]
    report = add(workspace, client, *addresses)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    failed = {error.name: error.problem for error in report.added.failed}
    for path, reason in FAILS.items():
        problem = failed[f"{site.url}/{path}"]
        assert reason in problem, (path, problem)
    assert len(failed) == len(FAILS)
    assert report.added.added == 1  # the page at the end
    assert peak < 40_000_000, "memory is bounded, whatever is sent"
    assert time.monotonic() - started < 60, "nothing hangs"
    assert site.asked["/closed/page"] == 0, "a page closed by robots.txt is not asked for"


FINE = {
    "arrived": "Moved but whole",
    "wrong-charset": "Señora Muñoz über Rechte",
    "windows-charset": "Čapek on rights",
    "wrong-type": "A page sent as plain text",
    "no-type": "A page of no type",
    "stumbling": "Fine at the second try",
    "busy": "Free again",
    "packed": "Packed and whole",
    "cookie-gate": "Behind the cookie",
}


def test_what_can_be_had_is_had_with_its_title_and_text(site, client, workspace):
    report = add(workspace, client, *(f"{site.url}/{path}" for path in FINE))
    assert not report.added.failed
    rows = workspace.lake.read("select title, text, published_on::text as day from documents")
    found = {row["title"]: row for row in rows.to_pylist()}
    assert set(found) == set(FINE.values())
    for row in found.values():
        assert row["day"] == "2024-03-12"
        assert "cookie policy" not in row["text"]
        assert "Home" not in row["text"]
    assert "Señora Muñoz spoke." in found["Señora Muñoz über Rechte"]["text"]
    assert site.asked["/busy"] == 2
    assert site.asked["/stumbling"] == 2


def test_a_server_that_asks_for_an_hour_is_not_asked_again_before(site, client, workspace):
    address = f"{site.url}/put-off"
    assert "60 minutes" in str(add(workspace, client, address).added.failed[0])
    again = add(workspace, client, address)
    assert "put off" in again.added.failed[0].problem
    assert site.asked["/put-off"] == 1


def test_a_moved_page_keeps_its_key_and_tells_where_it_is(site, client, workspace):
    add(workspace, client, f"{site.url}/moved")
    (row,) = workspace.lake.read("select source_key, url from documents").to_pylist()
    assert row == {"source_key": f"{site.url}/moved", "url": f"{site.url}/arrived"}


def test_an_unchanged_page_is_not_sent_again_and_an_edited_one_is_a_version(
    site, client, workspace
):
    address = f"{site.url}/speech"
    site.pages["/speech"] = ministry.article("First")
    add(workspace, client, address)
    report = add(workspace, client, address)
    assert (report.account.not_modified, report.added.added) == (1, 0)
    assert "If-None-Match" in site.seen_headers["/speech"]
    site.pages["/speech"] = ministry.article("Second")
    assert add(workspace, client, address).added.changed == 1
    versions = workspace.lake.read("select version, title from documents order by 1").to_pylist()
    assert versions == [{"version": 1, "title": "First"}, {"version": 2, "title": "Second"}]


def test_a_removed_page_is_told_and_what_was_held_stays(site, client, workspace):
    address = f"{site.url}/speech"
    site.pages["/speech"] = ministry.article("Here today")
    add(workspace, client, address)
    site.removed.add("/speech")
    report = add(workspace, client, address)
    assert [(one.key, one.status) for one in report.account.gone] == [(address, 410)]
    assert not add(workspace, client, address).account.gone, "told once"
    assert workspace.archive.verify() == []
    site.removed.clear()
    assert add(workspace, client, address).added.duplicates == 1, "back again is news"


@pytest.fixture
def this_machine_is_public(monkeypatch):
    """The test's own Internet: 127.0.0.1 alone counts as public."""
    real = inside.is_public
    monkeypatch.setattr(inside, "is_public", lambda ip: ip == "127.0.0.1" or real(ip))


@pytest.mark.parametrize("path", ["to-metadata", "to-router", "to-itself", "to-number"])
def test_a_redirect_into_a_network_is_not_followed(
    site, workspace, path, this_machine_is_public, monkeypatch
):
    reached = []
    real = httpcore.SyncBackend.connect_tcp

    def connect(self, host, *args, **options):
        reached.append(host)
        return real(self, host, *args, **options)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    client = Client(every=0, back_off=0.01, limits=Limits(seconds=2))
    report = add(workspace, client, f"{site.url}/{path}")
    client.close()
    assert "address inside a network" in report.added.failed[0].problem
    assert set(reached) == {"127.0.0.1"}


def test_a_name_that_answers_differently_the_second_time_is_checked_each_time(
    site, this_machine_is_public, monkeypatch
):
    answers = [["127.0.0.1"], ["10.0.0.7"], ["127.0.0.1", "10.0.0.7"]]

    def resolve(host, port, **options):
        return [(2, 1, 6, "", (ip, port)) for ip in answers.pop(0)]

    port = int(site.url.rpartition(":")[2])
    monkeypatch.setattr(inside.socket, "getaddrinfo", resolve)
    assert inside.resolve("rebinding.example", port, allow_private=False) == ["127.0.0.1"]
    for _ in range(2):  # an inside address, and one hidden behind a public one
        with pytest.raises(InsideError, match=r"10\.0\.0\.7"):
            inside.resolve("rebinding.example", port, allow_private=False)


def test_the_connection_goes_to_the_address_that_was_checked(
    site, this_machine_is_public, monkeypatch
):
    """The name is looked up once a connection: what was checked is what is reached."""
    port = int(site.url.rpartition(":")[2])
    looked_up = []

    def resolve(host, port, *args, **options):
        looked_up.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(inside.socket, "getaddrinfo", resolve)
    client = Client(every=0, limits=Limits(seconds=2))
    answer = client.get(f"http://ministry.example:{port}/arrived")
    client.close()
    assert answer.last.peer == "127.0.0.1"
    assert looked_up.count("ministry.example") <= 2  # robots.txt and the page


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("::ffff:10.0.0.1", False), ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False), ("2002:a00:1::", False), ("fec0::1", False),
        ("not an address", False),
    ],
)  # fmt: skip
def test_public_addresses(address, public):
    assert is_public(address) is public


def test_programs_name_themselves_and_keep_the_pace(site):
    waits = []
    client = Client(every=5, allow_private=True, contact="desk@rights.example", pause=waits.append)
    client.get(f"{site.url}/arrived")
    client.get(f"{site.url}/arrived")
    client.close()
    assert all(a.startswith("outspoken/") and "desk@rights.example" in a for a in site.agents)
    assert len(waits) == 2  # after robots.txt, and between the pages
    assert all(4 < wait <= 5 for wait in waits)


@pytest.mark.parametrize(
    ("status", "text", "allowed"),
    [
        (404, b"", True),
        (403, b"", True),
        (200, b"User-agent: outspoken\nDisallow: /\n", False),
        (200, b"User-agent: other\nDisallow: /\n", True),
        (200, b"\xff\xfe not a robots file", True),
        (500, b"", False),
    ],
)
def test_robots(site, client, status, text, allowed):
    site.robots, site.robots_status = text, status
    if allowed:
        assert client.get(f"{site.url}/arrived").last.status == 200
    else:
        with pytest.raises(FetchError, match=r"robots\.txt"):
            client.get(f"{site.url}/arrived")


def test_robots_may_slow_us_down(site):
    waits = []
    site.robots = b"User-agent: *\nCrawl-delay: 7\n"
    client = Client(every=0, allow_private=True, pause=waits.append)
    client.get(f"{site.url}/arrived")
    client.get(f"{site.url}/arrived")
    client.close()
    assert len(waits) == 1
    assert 6 < waits[0] <= 7


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("HTTPS://Example.ORG:443/a#part", "https://example.org/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/ä b", "https://example.org/%C3%A4%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://e.org/?utm_source=x&id=4&fbclid=1", "https://e.org/?id=4"),
        ("http://e.org:80/?b=2&a=1", "http://e.org/?b=2&a=1"),
        ("http://[2606:2800::1]:8080/x", "http://[2606:2800::1]:8080/x"),
    ],
)
def test_normal_addresses(written, wanted):
    assert normal(written) == wanted
    assert normal(wanted) == wanted


@pytest.mark.parametrize(
    "written",
    ["ftp://e.org/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://u:p@e.org/",
     "http://e.org:99999/", "https://" + "a" * 5000, "http://[::1/", "nonsense", "data:text/html,x"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written):
    with pytest.raises(InputError):
        normal(written)


@given(st.text(max_size=200))
def test_any_text_is_an_address_or_refused(text):
    for written in (text, f"https://{text}", f"https://example.org/{text}"):
        try:
            address = normal(written)
        except InputError:
            continue
        assert address.startswith(("http://", "https://"))
        assert "#" not in address
        assert normal(address) == address


@given(st.binary(max_size=2000))
def test_any_bytes_unpack_or_are_refused(body):
    for encoding in ("gzip", "deflate", "gzip, deflate", "br"):
        try:
            assert len(unpack(body, encoding, 1000)) <= max(1000, len(body))
        except (ValueError, TooLargeError):
            continue


def test_a_list_of_addresses_from_a_file(site, workspace, tmp_path):
    from typer.testing import CliRunner

    from outspoken.cli import app

    listed = tmp_path / "addresses.txt"
    listed.write_text(f"# speeches\n{site.url}/arrived\n\n{site.url}/nowhere\n", "utf-8")
    options = ["--list", str(listed), "-w", str(workspace.path), "--workers", "1", "--pace", "0"]
    refused = CliRunner().invoke(app, ["add", *options])
    assert refused.exit_code == 1
    assert "address inside a network" in refused.output
    done = CliRunner().invoke(app, ["add", *options, "--allow-private"])
    assert done.exit_code == 0, done.output
    assert "1 added" in done.output
    assert "/nowhere: is not there (answers 404)" in done.output


@pytest.mark.parametrize(
    "hostile",
    [
        b"<script" * 30_000,
        b"<title" * 30_000,
        b"<div>" * 40_000,
        b"<a href=" * 30_000,
        b"<!DOCTYPE[" * 20_000,
    ],
)
def test_no_page_takes_long_to_judge(hostile):
    used = time.process_time()
    assert wall(b"<html>" + hostile, "text/html") == ("", "")
    assert time.process_time() - used < 5, "linear in the page, not quadratic"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            ministry.article(
                "A short statement",
                body="<p>We raised her case with the minister of Valdoria today.</p>",
            ),
            "",
        ),
        (
            b"<html><body><div id='cookie-layer'>We use cookies. Accept all cookies?</div><main><p>Read on.</p></main>",
            "cookie",
        ),
        (b"<html><title>404 - Page not found</title><body>Sorry</body></html>", "not found"),
        (
            b"<html><title>Not found guilty: our statement</title><body><p>"
            + b"The court freed him. " * 9,
            "",
        ),
        (
            b"<html><body><p>Please enable JavaScript to view this site.</p></body></html>",
            "check for browsers",
        ),
    ],
)
def test_what_is_shown_instead_of_a_page(page, words):
    what, _ = wall(page, "text/html")
    assert words in what if words else what == ""

"""Feeds and sitemaps: what they list, broken dates, huge and hostile ones."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ministry
from outspoken.collecting import collect_addresses
from outspoken.errors import InputError
from outspoken.sources.web import feeds, sitemaps
from outspoken.sources.web.answer import Answer, Step
from outspoken.sources.web.client import Client
from outspoken.sources.web.targets import Target
from outspoken.workspace import Workspace

BASE = "https://ministry.example/list"


def answer(content):
    step = Step(BASE, 200, "OK", (), content, datetime.now(UTC))
    return Answer(BASE, (step,), content)


def listed(module, content, **options):
    return list(module.entries(answer(content), Target(BASE, **options)))


def rss(*items):
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
        + "".join(items)
        + "</channel></rss>"
    ).encode()


def item(link="/a", title="A speech", date="Tue, 12 Mar 2024 21:30:00 -0500"):
    parts = [f"<title>{title}</title>", f"<link>{link}</link>" if link else ""]
    return "<item>" + "".join(parts) + f"<pubDate>{date}</pubDate></item>"


def test_a_feed_gives_addresses_with_title_and_date_as_hints():
    (one,) = listed(feeds, rss(item()))
    assert one.address == "https://ministry.example/a"
    assert one.hints == {"title": "A speech", "published": "2024-03-12T21:30:00-05:00"}


def test_atom_and_json_feeds():
    atom = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
      <entry><title>Readout</title><link href="https://ministry.example/r"/><id>urn:1</id>
      <published>2024-05-01T10:00:00Z</published><updated>2024-06-02T10:00:00Z</updated></entry></feed>"""
    (one,) = listed(feeds, atom)
    assert one.hints["published"] == "2024-05-01T10:00:00+00:00"
    assert one.changed_at == datetime(2024, 6, 2, 10, tzinfo=UTC).timestamp()
    json_feed = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [
      {"id": "1", "url": "https://ministry.example/j", "title": "J", "date_published": "2024-01-02"}]}"""
    assert feeds.is_feed(json_feed)
    assert listed(feeds, json_feed)[0].address == "https://ministry.example/j"


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Tue, 12 Mar 2024 09:00:00 GMT", "2024-03-12T09:00:00+00:00"),
        ("12 Mar 2024", "2024-03-12T00:00:00+00:00"),
        ("2024-03-12", "2024-03-12T00:00:00+00:00"),
        ("03/04/2024", None),  # of March or of April?
        ("yesterday", None),
        ("", None),
        ("Tue, 99 Foo 2024 99:99:99 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("Tue, 12 Mar 2199 09:00:00 GMT", None),
    ],
)
def test_a_broken_date_is_left_out_and_the_entry_stays(date, published):
    (one,) = listed(feeds, rss(item(date=date)))
    assert one.hints.get("published") == published
    assert one.hints["title"] == "A speech"


def test_entries_without_a_usable_link_are_said_and_the_rest_is_read():
    found = listed(feeds, rss(item(link=""), item(link="javascript:alert(1)"), item(link="/good")))
    assert [type(one) for one in found] == [InputError, InputError, Target]


def test_a_feed_that_grows_by_entities_or_has_no_end_is_not_read():
    laughs = "".join(f'<!ENTITY l{n + 1} "&l{n};&l{n};">' for n in range(30))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{laughs}]>'.encode() + rss(item(title="&l29;"))[21:]
    )
    (found,) = listed(feeds, bomb)
    assert "declares entities" in found.problem
    (found,) = listed(feeds, rss(item()) + b" " * feeds.LARGEST_FEED)
    assert "too large" in found.problem


@given(st.binary(max_size=500))
def test_any_bytes_are_read_as_a_list_or_refused(content):
    for module in (feeds, sitemaps):
        for found in listed(module, b"<rss>" + content):
            assert isinstance(found, Target | InputError)


def sitemap(*locations, tag="url"):
    root = "urlset" if tag == "url" else "sitemapindex"
    inner = "".join(f"<{tag}><loc>{where}</loc></{tag}>" for where in locations)
    return (
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{inner}</{root}>"
    ).encode()


def test_a_sitemap_packed_or_not_with_a_filter():
    plain = sitemap("/news/1", "/about", "https://ministry.example/news/2")
    for content in (plain, gzip.compress(plain)):
        assert sitemaps.is_sitemap(content)
        found = listed(sitemaps, content, wanted=lambda address: "/news/" in address)
        assert [one.address[-7:] for one in found] == ["/news/1", "/news/2"]


def test_a_huge_sitemap_ends_at_its_limit_and_a_broken_one_at_its_break():
    huge = sitemap(*(f"/p/{n}" for n in range(sitemaps.MOST + 5)))
    found = listed(sitemaps, huge)
    assert len(found) == sitemaps.MOST + 1
    assert "50,000" in found[-1].problem
    cut = listed(sitemaps, sitemap("/a", "/b", "/c")[:-40])
    assert [one.address[-2:] for one in cut if isinstance(one, Target)][:2] == ["/a", "/b"]


def test_a_sitemap_that_names_local_files_reads_none():
    hostile = (
        b'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<urlset><url><loc>https://ministry.example/&x;</loc></url></urlset>"
    )
    for one in listed(sitemaps, hostile):
        assert "root:" not in str(getattr(one, "address", one))


@pytest.fixture
def site():
    with ministry.running() as running:
        yield running


@pytest.fixture
def collecting(site, tmp_path):
    workspace = Workspace.init(tmp_path / "w", home="USA")
    client = Client(every=0, allow_private=True, back_off=0.01)

    def run(*paths, **options):
        addresses = [site.url + path for path in paths]
        return collect_addresses(workspace, addresses, client, workers=0, **options)

    run.workspace = workspace
    yield run
    client.close()


def test_a_feed_is_followed_and_the_next_time_only_what_is_new_is_asked(site, collecting):
    for name in ("one", "two"):
        site.pages[f"/{name}"] = ministry.article(f"Speech {name}")
    site.feed = rss(item("/one"), item("/two"))
    assert collecting("/feed", recheck=None).added.added == 2
    site.pages["/three"] = ministry.article("Speech three")
    site.feed = rss(item("/three"), item("/one"), item("/two"))
    report = collecting("/feed", recheck=None)
    assert (report.added.added, report.account.not_due) == (1, 2)
    assert site.asked["/one"] == 1


def test_the_pages_own_date_goes_before_the_feeds(site, collecting):
    site.pages["/dated"] = ministry.article("Dated", day="2024-03-12")
    bare = ministry.article("Bare").replace(b"article:published_time", b"nothing")
    site.pages["/bare"] = bare
    later = "Wed, 13 Mar 2024 02:00:00 GMT"  # still the 12th where it was said
    site.feed = rss(item("/dated", date=later), item("/bare", date=later))
    collecting("/feed")
    rows = collecting.workspace.lake.read("select title, published_on::text as day from documents")
    days = {row["title"]: row["day"] for row in rows.to_pylist()}
    assert days == {"Dated": "2024-03-12", "Bare": "2024-03-13"}


def test_an_index_of_sitemaps_is_opened_and_one_bad_page_stops_nothing(site, collecting):
    site.pages["/part-1.xml"] = sitemap("/p1", "/p2", "/missing")
    site.pages["/p1"], site.pages["/p2"] = ministry.article("One"), ministry.article("Two")
    site.sitemap = sitemap("/part-1.xml", "/part-2.xml", tag="sitemap")
    report = collecting("/sitemap.xml")
    assert report.added.added == 2
    assert {error.name.rpartition("/")[2] for error in report.added.failed} == {
        "missing", "part-2.xml",
    }  # fmt: skip

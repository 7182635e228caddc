"""The report: its content, its links, its page in a real browser."""

from __future__ import annotations

import html.parser
import os
import re
import shutil
import subprocess
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outspoken.report.html import percent, times
from outspoken.report.links import is_safe, to_sentence

SHORT = "We raised the case."
LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


def test_a_link_finds_a_short_sentence_whole_and_a_long_one_by_its_ends():
    assert to_sentence("https://a.example/x#old", SHORT) == (
        "https://a.example/x#:~:text=We%20raised%20the%20case."
    )
    link = to_sentence("https://a.example/", LONG)
    start, end = link.split("text=")[1].split(",")
    assert unquote(start) == "one two three four five six"
    assert unquote(end) == "nine ten eleven twelve thirteen fourteen"


def test_dashes_and_commas_are_encoded_because_the_fragment_uses_them():
    assert to_sentence("https://a.example/", "a-b, c").endswith("text=a%2Db%2C%20c")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "//x", "http://["]
)
def test_only_web_addresses_become_links(url):
    assert not is_safe(url)
    assert to_sentence(url, SHORT) == ""


@given(st.text(), st.text())
def test_no_text_breaks_a_link(url, sentence):
    link = to_sentence(url, sentence)
    assert link == "" or link.startswith("http")


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0, "0.0 %"), (0.0004, "< 0.1 %"), (0.0421, "4.2 %"), (1, "100.0 %")],
)
def test_percent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(("ratio", "text"), [(None, "–"), (0.254, "0.25"), (12.6, "13")])
def test_times(ratio, text):
    assert times(ratio) == text


class Outline(html.parser.HTMLParser):
    """Collects what the checks below look at."""

    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.links, self.loads, self.headings = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if "id" in given and tag not in ("g", "path", "clipPath", "text"):
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.loads += [given[k] for k in ("src", "srcset") if k in given]


@pytest.fixture(scope="module")
def page(sample_workspace):
    return (sample_workspace / "report.html").read_text("utf-8")


def test_the_page_is_whole_and_loads_nothing(page):
    outline = Outline()
    outline.feed(page)
    assert "script" not in outline.tags
    assert outline.loads == []
    assert "@import" not in page
    assert not re.search(r"url\((?!['\"]?(?:#|data:))", page)
    assert len(outline.ids) == len(set(outline.ids))
    inside = [link[1:] for link in outline.links if link.startswith("#") and link != "#"]
    assert set(inside) <= set(outline.ids)
    assert outline.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))


def test_the_page_says_what_it_is_and_is_not(page):
    assert "Detector count, not corrected by human coding" in page
    assert "does not say what was said in the room" in page
    assert "not held; whether it was published is not known" in page
    assert re.search(r"Codebook</dt><dd>[^<]*<code>[0-9a-f]{64}", page)


def test_every_quoted_sentence_names_its_document_offsets_and_source(page):
    quotes = page.count("<blockquote>")
    assert quotes >= 8
    assert len(re.findall(r"<code>[0-9a-f]{12}:\d+-\d+</code></p></li>", page)) == quotes
    assert page.count(">open at the source<") + page.count("no address known") == quotes


def test_every_share_in_the_table_opens_to_its_sentences(page):
    outline = Outline()
    outline.feed(page)
    shares = re.findall(r'<td class="n[^"]*"><a href="#([^"]+)">[\d.< ]+%', page)
    assert len(shares) > 10
    assert set(shares) <= set(outline.ids)
    for target in shares:
        opened = page.partition(f'id="{target}"')[2]
        assert "<li>" in opened.partition("</ol>")[0]


def test_a_report_on_texts_that_nobody_coded_is_refused(sample_workspace, tmp_path):
    """Not looked at must never look like zero: another codebook has coded nothing yet."""
    import shutil

    from typer.testing import CliRunner

    from outspoken.cli import app

    copy = tmp_path / "copy"
    shutil.copytree(sample_workspace, copy)
    shutil.rmtree(copy / "lake" / "codings")
    result = CliRunner().invoke(app, ["report", "-w", str(copy)])
    assert result.exit_code != 0
    assert "are not coded by lexicon with this codebook" in str(result.exception or result.output)


def test_what_officials_tell_before_and_after_is_shown_and_not_counted(page):
    told = page.partition("Announced or reported by officials, before and after")[2]
    assert "Not counted above" in told
    assert "<blockquote>" in told.partition("<h3>")[0]


def test_hostile_text_in_a_title_is_escaped(tmp_path):
    from outspoken.codebook import load
    from outspoken.report.content import Provenance
    from outspoken.report.html import render

    provenance = Provenance("0", "lexicon", "c", "0" * 64, "0" * 64, 0, "foreign")
    made = render([], provenance, load(), ["HR", "ECO", "SEC"], title="<script>alert(1)</script>")
    assert "<script>" not in made


def chromium():
    return next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))),
        None,
    )


@pytest.mark.skipif(
    chromium() is None and not os.environ.get("CI"), reason="Chromium is not installed"
)
def test_a_browser_shows_the_page_without_error_or_request(sample_workspace, tmp_path):
    net_log = tmp_path / "net.json"
    shot = tmp_path / "page.png"
    subprocess.run(
        [
            chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1200,1600",
            f"--log-net-log={net_log}", f"--screenshot={shot}",
            (sample_workspace / "report.html").as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert shot.stat().st_size > 20_000
    requests = re.findall(
        r'"url":"(https?://[^"]+\.example[^"]*)"', net_log.read_text("utf-8", "replace")
    )
    assert requests == []

"""The reading pages in a real browser: journeys, keyboard, accessibility, nothing from elsewhere."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from browser import chromium, serious, serving
from outspoken import search
from outspoken.search import reading
from outspoken.search.schema import open_index
from outspoken.workspace import Workspace

VISIT = "2024-03-12-marsh-xke-visit"


@pytest.fixture(scope="module")
def folder(sample_workspace, tmp_path_factory):
    made = tmp_path_factory.mktemp("browser") / "demo"
    shutil.copytree(sample_workspace, made)
    opened = Workspace.open(made)
    search.refresh(opened, opened.codebook())
    return made


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(browser, folder):
    """A server, and the state of a browser that has opened its address."""
    with serving(folder) as served:
        context = browser.new_context()
        page = context.new_page()
        page.goto(served.entry)
        assert page.url == served.address + "/"
        yield served, context.storage_state()


@pytest.fixture
def page(browser, signed_in, request):
    """A page on the server; what its console complains of fails the test."""
    served, state = signed_in
    settings = getattr(request, "param", {})
    context = browser.new_context(
        storage_state=state, base_url=served.address, accept_downloads=True, **settings
    )
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: asked.append(r.url))
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(served.address)] == []


def addresses(folder: Path) -> list[str]:
    index = open_index(folder / "lake")
    document = index.value("select document_id from documents order by rights desc limit 1")
    lines = reading.lines(index, reading.document(index, document))
    line = next(x for x in lines if x.issues)
    index.close()
    return [
        "/", "/engagements", f"/engagements/{VISIT}", "/officials", "/official/Elena%20Marsh",
        "/compare?official=Elena%20Marsh&counterpart=XKE", "/issues", "/issue/HR_RELIGION",
        "/cases", "/documents", f"/document/{document}",
        f"/sentence/{document}/{line.start}-{line.end}", "/search?q=rights",
        "/search?q=rights&view=kwic", "/methods", "/nowhere",
    ]  # fmt: skip


def whole(page, address):
    """Open a page and wait until its figures are there."""
    page.goto(address)
    page.locator("[hx-trigger^='load']").wait_for(state="detached", timeout=30_000)


@pytest.mark.parametrize(
    "settings",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 740}}],
    ids=["light", "dark", "phone"],
)
def test_no_page_has_a_serious_fault_of_accessibility_or_runs_off_the_side(
    browser, signed_in, folder, settings
):
    served, state = signed_in
    context = browser.new_context(storage_state=state, base_url=served.address, **settings)
    page = context.new_page()
    for address in addresses(folder):
        whole(page, address)
        assert serious(page) == [], address
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), address
    context.close()


@pytest.mark.parametrize("page", [{"viewport": {"width": 640, "height": 450}}], indirect=True)
def test_at_twice_the_size_everything_can_be_reached(page, folder):
    """640 by 450 is a screen of 1280 by 900 at 200 %."""
    for address in addresses(folder)[:3]:
        whole(page, address)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), address


def test_from_the_overview_to_the_archived_source_of_a_figure(page, folder):
    whole(page, "/")
    page.click("nav >> text=Engagements")
    page.select_option("[name=counterpart]", "XKE")
    page.wait_for_url("**counterpart=XKE**")
    page.click(f"a[href$='{VISIT}']")
    whole(page, page.url)
    row = page.locator("tr.hr a.figure").first
    count = int(page.locator("tr.hr .of").first.inner_text().split(" of ")[0])
    row.click()
    assert page.locator("ol.sentences > li").count() == count
    page.locator("ol.sentences a[href^='/sentence/']").first.click()
    assert page.locator("text=Codes, and why").is_visible()
    digest = page.locator("a:has-text('Archived original')").get_attribute("href").split("/")[-1]
    with page.expect_download() as download:
        page.click("a:has-text('Archived original')")
    content = Path(download.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
    assert content == Workspace.open(folder).archive.get(digest)


def test_searching_filtering_saving_and_taking_the_list_away(page):
    page.goto("/methods")
    page.goto("/search")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("rights")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=rights**")
    before = page.locator("ol.sentences > li").count()
    page.click("summary:has-text('Filters')")
    page.select_option("[name=role]", "principal")
    page.click("button:has-text('Apply')")
    page.wait_for_url("**role=principal**")
    after = page.locator("ol.sentences > li").count()
    assert 0 < after < before
    assert page.locator("mark").first.inner_text().lower() == "rights"
    page.fill("[name=name]", "Rights, by principals")
    page.click("button:has-text('Save search')")
    assert page.locator("[role=status]:has-text('Saved as')").is_visible()
    page.click("a:has-text('Words in context')")
    assert page.locator("table.kwic tbody tr").count() == after
    with page.expect_download() as download:
        page.click("a:has-text('CSV')")
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == after + 1
    page.goto("/search")
    page.click("a:has-text('Rights, by principals')")
    assert page.locator("ol.sentences > li").count() == after


def test_a_document_by_keyboard_alone(page, folder):
    page.goto(next(a for a in addresses(folder) if a.startswith("/document/")))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    why = page.locator(".margin summary").first
    why.focus()
    page.keyboard.press("Enter")
    assert page.locator(".margin details[open] p").first.is_visible()
    outline = why.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


def test_a_sentence_has_one_address_for_good(page, folder):
    page.goto(next(a for a in addresses(folder) if a.startswith("/sentence/")))
    text = page.locator(".reading.here").inner_text()
    page.click(".crumbs a")
    start = page.url.split("#s")[1]
    assert page.locator(f"#s{start} .reading").inner_text() == text
    page.click(f"#s{start} a.at")
    assert page.locator(".reading.here").inner_text() == text


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_everything_works_without_script(page, folder):
    page.goto("/search")
    page.fill("#q", "rights")
    page.click("button:has-text('Search')")
    page.wait_for_url("**q=rights**")
    page.locator("ol.sentences > li").first.wait_for()
    page.goto("/engagements")
    page.select_option("[name=counterpart]", "XKE")
    page.click("button:has-text('Show')")
    page.wait_for_url("**counterpart=XKE**")
    page.locator(f"a[href$='{VISIT}']").wait_for()


def test_a_chart_says_the_same_as_the_table_beside_it(page):
    whole(page, f"/engagements/{VISIT}")
    chart = page.locator("figure svg").first
    assert chart.is_visible()
    assert "Human rights" in chart.text_content()
    assert page.locator("tr.hr th").inner_text() == "Human rights"


def test_the_printed_page_has_its_sentences_and_no_forms(page):
    whole(page, "/search?q=rights")
    page.emulate_media(media="print")
    assert page.locator("ol.sentences > li").first.is_visible()
    assert not page.locator("#q").is_visible()
    assert not page.locator(".masthead nav").is_visible()

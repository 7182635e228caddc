"""HTML: whole pages (main text, page furniture left out) and fragments (everything kept)."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import html

from outspoken.errors import InputError
from outspoken.extract.blocks import parse, walk
from outspoken.extract.charset import decode
from outspoken.extract.furniture import drop_furniture
from outspoken.extract.paragraphs import Paragraphs
from outspoken.extract.rows import join_labels
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted

_PAGE = re.compile(r"<(?:html|head|body)\b", re.I)
_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->"  # browsers
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S+)",
    re.I,
)
_META = {
    "title": ("og:title", "dc.title", "dcterms.title", "twitter:title"),
    "url": ("og:url",),
    "published": (
        "article:published_time", "datepublished", "dc.date", "dc.date.issued",
        "dcterms.issued", "dcterms.date", "date", "pubdate",
    ),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher"),
    "language": ("og:locale", "dc.language"),
}  # fmt: skip
MAIN = (
    "//article", "//main", "//*[@role='main']", "//*[@itemprop='articleBody']",
    "//*[contains(concat(' ', @class, ' '), ' field-name-body ')]", "//*[@id='content']",
)  # fmt: skip
LEAST_MAIN = 0.5
"""Share of a page's text without its furniture that the marked main part must hold."""
SHORT = 1500
"""Characters; in a shorter page what is left without furniture is chosen as it stands."""


def read(content: bytes, name: str) -> Extracted:
    """Read a page or a fragment.

    Raises:
        InputError: nothing in it can be read as HTML.
    """
    markup = decode(content, declared=True)
    try:
        tree = parse(markup)
        stated = _stated(tree)
        if "url" not in stated and (saved := _SAVED.search(markup[:5000])):
            stated["url"] = (saved[1] or saved[2], "the browser that saved it")
        text, bold = _text(tree, markup, whole_page=bool(_PAGE.search(markup[:5000])))
    except ValueError as error:
        raise InputError(name, f"{error}", "save the page again from a browser") from None
    return Extracted(text, metadata_of(stated, text), bold)


def _text(tree: html.HtmlElement, markup: str, *, whole_page: bool) -> tuple[str, Any]:
    join_labels(tree)
    if not whole_page:
        return _walk(tree)
    drop_furniture(tree)
    whole = len(" ".join(tree.text_content().split()))
    for path in MAIN:
        candidates = tree.xpath(path)
        if candidates:
            main = max(candidates, key=lambda element: len(element.text_content()))
            # A part that holds little of what is left is a teaser, not the document.
            if len(" ".join(main.text_content().split())) >= LEAST_MAIN * whole:
                found = _walk(main)
                if found[0]:
                    return found
    left = _walk(tree)
    import trafilatura

    extracted = trafilatura.extract(
        markup, output_format="html", favor_recall=True, include_tables=True, include_comments=False
    )
    if extracted and len(left[0]) > SHORT:
        chosen = parse(extracted)
        join_labels(chosen)
        drop_furniture(chosen)
        found = _walk(chosen)
        if len(found[0]) >= LEAST_MAIN * len(left[0]):
            return found
    return left


def _walk(element: html.HtmlElement) -> tuple[str, Any]:
    out = Paragraphs()
    walk(element, out)
    return out.text()


def _stated(tree: html.HtmlElement) -> dict[str, tuple[str, str]]:
    stated: dict[str, tuple[str, str]] = {}
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if key and meta.get("content"):
            metas.setdefault(key.lower(), meta.get("content"))
    for field, names in _META.items():
        key = next((n for n in names if n in metas), None)
        if key is not None:
            stated[field] = (metas[key], f"meta {key}")
    for linked in _linked_data(tree):
        for field, key in (("title", "headline"), ("published", "datePublished"), ("url", "url")):
            value = linked.get(key)
            if isinstance(value, str) and field not in stated:
                stated[field] = (value, f"JSON-LD {key}")
    for link in tree.iter("link"):
        if link.get("rel") == "canonical" and link.get("href", "").startswith("http"):
            stated["url"] = (link.get("href"), "canonical link")
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    if "title" not in stated and headings and headings[0]:
        stated["title"] = (headings[0], "the first heading")
    if "title" not in stated and (title := tree.findtext(".//title")):
        stated["title"] = (title, "the page's title")
    if "published" not in stated:
        times = [t.get("datetime") for t in tree.iter("time") if t.get("datetime")]
        if len(set(times)) == 1:
            stated["published"] = (times[0], "the page's <time>")
        elif slashed := _title_date(stated.get("title", ("", ""))[0]):
            stated["published"] = (slashed, "the title")
    if "language" not in stated and tree.get("lang"):
        stated["language"] = (tree.get("lang"), "the page's lang")
    return stated


def _title_date(title: str) -> str:
    """A date in a title, where its order can be only one ("1/27/2011")."""
    from outspoken.extract.dates import read_day

    day = read_day(title)
    return day.isoformat() if day else ""


def _linked_data(tree: html.HtmlElement) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else [data]
        found += [item for item in items if isinstance(item, dict)]
    return found

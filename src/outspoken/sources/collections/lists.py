"""Recipes over the web: feeds, sitemaps, index pages, and APIs that answer in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree, html

from outspoken.errors import InputError
from outspoken.sources.collections.packages import stated
from outspoken.sources.collections.recipe import Recipe, addresses_of
from outspoken.sources.web import matcher
from outspoken.sources.web.addresses import normal
from outspoken.sources.web.answer import Answer
from outspoken.sources.web.feeds import moment_of
from outspoken.sources.web.shape import at
from outspoken.sources.web.targets import Target

MOST_PAGES = 1000
"""Pages of a list where the recipe does not say; the last one that brings nothing new ends it."""


def targets(recipe: Recipe) -> Iterator[Target | InputError]:
    """What to ask for first; the lists that are found there bring the rest."""
    fetch = recipe.fetch
    given = stated(recipe, {})
    if recipe.kind in ("feed", "sitemap"):
        first, *others = [normal(address) for address in addresses_of(fetch)]
        yield Target(
            first, given, listing=True, wanted=matcher(fetch.get("match", "")),
            otherwise=tuple(others), must_list=True,
        )  # fmt: skip
        return
    yield _page(recipe, int(fetch.get("first", 0)), set(), 0)


def _page(recipe: Recipe, number: int, seen: set[str], count: int) -> Target:
    """A page of a list, which brings its documents and then the next page."""

    def opened(answer: Answer) -> Iterator[Target | InputError]:
        before = len(seen)
        yield from _LISTS[recipe.kind](recipe, answer, seen)
        paged = "{page}" in recipe.fetch["pages"]
        more = count + 1 < int(recipe.fetch.get("most_pages", MOST_PAGES))
        if paged and more and len(seen) > before:
            step = int(recipe.fetch.get("step", 1))
            yield _page(recipe, number + step, seen, count + 1)

    address = str(recipe.fetch["pages"]).replace("{page}", str(number))
    return Target(normal(address), opens=opened, last_page=count > 0)


def _links(recipe: Recipe, answer: Answer, seen: set[str]) -> Iterator[Target | InputError]:
    """The links of an index page whose address the recipe wants."""
    wanted = matcher(recipe.fetch["match"])
    base = answer.last.address
    try:
        tree = html.document_fromstring(answer.content)
    except (etree.LxmlError, ValueError) as error:
        yield InputError(base, f"is no page with links ({error})", "mend the recipe's pages")
        return
    for link in tree.iter("a"):
        try:
            address = normal(link.get("href") or "", base)
        except InputError:
            continue
        if address not in seen and wanted(address):
            seen.add(address)
            title = " ".join(link.text_content().split())[:500]
            yield Target(address, stated(recipe, {}), {"title": title} if title else {})


def _items(recipe: Recipe, answer: Answer, seen: set[str]) -> Iterator[Target | InputError]:
    """The items of an API's list."""
    fetch = recipe.fetch
    try:
        items = at(json.loads(answer.content), fetch["items"])
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list):
        yield InputError(
            answer.last.address, f"has no list at {fetch['items']!r}", "mend the recipe's items"
        )
        return
    for item in items:
        values = item if isinstance(item, dict) else {"item": item}
        try:
            address = normal(_filled(fetch["address"], values), answer.last.address)
            public = normal(_filled(fetch["public"], values)) if "public" in fetch else ""
        except InputError as error:
            yield error
            continue
        if address in seen:
            continue
        seen.add(address)
        changed = moment_of(str(at(values, fetch["changed"]) or "")) if "changed" in fetch else None
        yield Target(
            address,
            stated(recipe, {}),
            changed_at=changed.timestamp() if changed else 0.0,
            shape=recipe.map,
            values=recipe.values,
            public=public,
        )


def _filled(template: str, values: Mapping[str, Any]) -> str:
    return re.sub(r"\{([\w.]+)\}", lambda m: str(at(values, m[1]) or ""), template)


_LISTS = {"index": _links, "api": _items}

"""Recipes: a named collection as data. The format is in docs/formats.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from outspoken.errors import InputError
from outspoken.sources.tables import FIELDS
from outspoken.sources.web.addresses import normal

KINDS: Mapping[str, tuple[str, ...]] = {
    "package": ("address", "find", "strip", "include", "exclude", "path", "most_mb"),
    "table": ("address", "find", "most_mb", "format"),
    "feed": ("address", "match"),
    "sitemap": ("address", "match"),
    "index": ("pages", "first", "step", "most_pages", "match"),
    "api": ("pages", "first", "step", "most_pages", "items", "address", "public", "changed"),
}
"""Ways of fetching, and the settings that each takes."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "package": (), "table": (), "feed": ("address",), "sitemap": ("address",),
    "index": ("pages", "match"), "api": ("pages", "items", "address"),
}  # fmt: skip
GIVEN = (*FIELDS, "office")
"""Fields that a recipe can state of its documents."""
_TEXTS = ("name", "title", "publisher", "licence")
_MAY = (
    "government", "languages", "size", "home", "attribution", "note", "seen", "fetch", "map",
    "values", "given", "goes_to", "every",
)  # fmt: skip
GOES_TO = ("documents", "engagements")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A collection: who publishes it, under which licence, how it is fetched and mapped.

    Attributes:
        fetch: the kind and its settings.
        map: field of a document -> column (table) or path (api).
        values: field -> a value as it stands there -> the value it means here.
        given: fields that hold for every document; may name groups of `fetch.path` in braces.
        goes_to: "documents", or "engagements" for lists of trips and visits.
        every: seconds between two requests.
        seen: the day on which the addresses were last seen to answer; "" if never.
        origin: the file that the recipe was read from.
    """

    name: str
    title: str
    publisher: str
    licence: str
    fetch: Mapping[str, Any]
    government: str = ""
    languages: tuple[str, ...] = ()
    size: str = ""
    home: str = ""
    attribution: str = ""
    note: str = ""
    seen: str = ""
    map: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    goes_to: str = "documents"
    every: float = 1.0
    origin: str = ""

    @property
    def kind(self) -> str:
        """How it is fetched: one of `KINDS`."""
        return str(self.fetch["kind"])


def built_in() -> list[Recipe]:
    """The recipes that come with the program, by name."""
    folder = files("outspoken.sources.collections") / "recipes"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return [parse((folder / name).read_text("utf-8"), name) for name in names]


def own(folder: Path) -> list[Recipe]:
    """The recipes of a workspace: `recipes/*.toml`.

    Raises:
        InputError: one of them is no recipe.
    """
    return [load(path) for path in sorted((folder / "recipes").glob("*.toml"))]


def find(name: str, folder: Path | None = None) -> Recipe:
    """A recipe by its name, or from a file; a workspace's own goes before the built-in one.

    Raises:
        InputError: there is none of that name.
    """
    if name.endswith(".toml"):
        return load(Path(name))
    known = [*(own(folder) if folder else []), *built_in()]
    for recipe in known:
        if recipe.name == name:
            return recipe
    names = ", ".join(dict.fromkeys(recipe.name for recipe in known))
    raise InputError(name, "is no known collection", f"known: {names}; or name a recipe's file")


def load(path: Path) -> Recipe:
    """A recipe from a file.

    Raises:
        InputError: it cannot be read, or is no recipe; names the setting and the mend.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "check the path") from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Recipe:
    """A recipe from its text; every setting is checked, unknown ones are refused.

    Raises:
        InputError: names the setting and the mend.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(name, f"is no TOML ({error})", "mend that line") from None

    def wrong(setting: str, problem: str, mend: str) -> InputError:
        return InputError(f"{name}: {setting}", problem, mend)

    for setting in _TEXTS:
        if not isinstance(table.get(setting), str) or not table[setting].strip():
            raise wrong(setting, "is missing", "every recipe states it")
    for setting in table:
        if setting not in (*_TEXTS, *_MAY):
            raise wrong(setting, "is no setting of a recipe", f"settings: {', '.join(_MAY)}")
    if not _NAME.fullmatch(table["name"]):
        raise wrong("name", f"{table['name']!r} is no name", "use a-z, 0-9 and -")
    fetch = table.get("fetch")
    if not isinstance(fetch, dict) or fetch.get("kind") not in KINDS:
        raise wrong("fetch.kind", "is missing or unknown", f"one of {', '.join(KINDS)}")
    kind = fetch["kind"]
    for setting in fetch:
        if setting != "kind" and setting not in KINDS[kind]:
            raise wrong(f"fetch.{setting}", f"is no setting of {kind}", ", ".join(KINDS[kind]))
    for setting in NEEDED[kind]:
        if not fetch.get(setting):
            raise wrong(f"fetch.{setting}", "is missing", f"{kind} needs it")
    if kind in ("package", "table") and not (fetch.get("address") or fetch.get("find")):
        raise wrong("fetch.address", "is missing", "name the file's address, or how to find it")
    _check_addresses(fetch, wrong)
    for setting in ("match", "path"):
        if setting in fetch:
            try:
                re.compile(fetch[setting])
            except (re.error, TypeError) as error:
                raise wrong(f"fetch.{setting}", f"is no pattern ({error})", "mend it") from None
    for section, allowed in (("map", FIELDS), ("given", GIVEN), ("values", GIVEN)):
        for name_ in table.get(section, {}):
            if name_ not in allowed:
                raise wrong(f"{section}.{name_}", "is no field", f"fields: {', '.join(allowed)}")
    if kind in ("table", "api") and "text" not in table.get("map", {}):
        raise wrong("map.text", "is missing", "say where a document's text is")
    if table.get("goes_to", "documents") not in GOES_TO:
        raise wrong("goes_to", "is unknown", f"one of {', '.join(GOES_TO)}")
    government = str(table.get("government", ""))
    if government and not re.fullmatch(r"[A-Z]{3}", government):
        raise wrong("government", f"{government!r} is no ISO3 code", "as in USA or AUS")
    return Recipe(
        name=table["name"], title=table["title"], publisher=table["publisher"],
        licence=table["licence"], fetch=fetch, government=government,
        languages=tuple(table.get("languages", ())), size=str(table.get("size", "")),
        home=str(table.get("home", "")), attribution=str(table.get("attribution", "")),
        note=" ".join(str(table.get("note", "")).split()), seen=str(table.get("seen", "")),
        map=_texts(table, "map", wrong),
        values={k: {str(a): str(b) for a, b in v.items()}
                for k, v in table.get("values", {}).items()},
        given=_texts(table, "given", wrong), goes_to=table.get("goes_to", "documents"),
        every=float(table.get("every", 1.0)), origin=name,
    )  # fmt: skip


def addresses_of(fetch: Mapping[str, Any]) -> list[str]:
    """The addresses of a recipe, tried in order until one answers."""
    written = fetch.get("address", [])
    return [written] if isinstance(written, str) else list(written)


def _check_addresses(fetch: Mapping[str, Any], wrong: Any) -> None:
    found = fetch.get("find", {})
    if found and not (isinstance(found, dict) and {"list", "path", "match"} >= set(found)):
        raise wrong("fetch.find", "is unknown", "it takes list, path and match")
    written = [*addresses_of(fetch), fetch.get("pages"), found.get("list")]
    for address in filter(None, written):
        try:
            normal(re.sub(r"\{\w+\}", "0", str(address)))
        except InputError as error:
            raise wrong("fetch", f"{address} {error.problem}", "use http or https") from None


def _texts(table: Mapping[str, Any], section: str, wrong: Any) -> dict[str, str]:
    found = table.get(section, {})
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise wrong(section, "is no table of texts", "field = 'value'")
    return dict(found)

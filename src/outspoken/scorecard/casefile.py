"""A case file: a letter, its asks, its engagement and the expected texts, as plain files.

    case.toml        the letter, its signatories, its asks, the engagement
    expected.csv     the texts that should exist (see docs/formats.md)

Read whole and checked before anything is saved; all or nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError, InputError
from outspoken.scorecard import letters
from outspoken.scorecard.coverage import list_documents, read_list
from outspoken.scorecard.log import record

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.desk.models import Engagement, Letter

CASE, EXPECTED = "case.toml", "expected.csv"
_ENGAGEMENT = (
    "slug", "title", "kind", "official", "office", "government", "counterpart",
    "counterpart_people", "start", "end", "place", "place_country", "note",
)  # fmt: skip


def load(folder: Path, codebook: Codebook, *, by: str = "") -> tuple[Letter, Engagement | None]:
    """Put a case file on the desk.

    Raises:
        InputError, DeskError: the file that is wrong, and how; nothing is saved then.
    """
    from django.db import transaction

    table = _read(folder / CASE)
    listed = folder / EXPECTED
    rows = read_list(_text(listed), listed.name) if listed.is_file() else []
    facts = table.get("letter")
    if not isinstance(facts, Mapping):
        raise InputError(str(folder / CASE), "has no [letter]", "see examples/")
    with transaction.atomic():
        letter = letters.create(
            facts,
            text=str(table.get("text", "")),
            signatories=[str(s["organisation"]) for s in table.get("signatories", [])],
            confirmed=True,
            by=by,
        )
        for given in table.get("asks", []):
            letters.save_ask(letter, {"state": "confirmed", **given}, codebook, by=by)
        engagement = None
        if "engagement" in table:
            engagement = _engagement(table["engagement"], str(folder / CASE), by)
            letter.engagements.add(engagement)
            list_documents(engagement, rows, by=by)
        elif rows:
            raise InputError(
                str(listed), "lists texts of no engagement", "add [engagement] to case.toml"
            )
    return letter, engagement


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), f"is no TOML ({error})", "mend the line") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise InputError(str(path), "does not exist", "name a case file's folder") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "save it as UTF-8") from None


def _engagement(given: Mapping[str, Any], name: str, by: str) -> Engagement:
    """The engagement of a case file: the one on the desk of that name, or a new, confirmed one."""
    from outspoken.desk.models import Engagement
    from outspoken.engagements.grouping import slug_of

    unknown = sorted(set(given) - set(_ENGAGEMENT))
    missing = [
        k
        for k in ("title", "kind", "official", "government", "counterpart", "start", "end")
        if k not in given
    ]
    if unknown or missing:
        problem = f"[engagement] has the unknown key {unknown[0]!r}" if unknown else (
            f"[engagement] lacks {', '.join(missing)}"
        )  # fmt: skip
        raise InputError(name, problem, f"keys are {', '.join(_ENGAGEMENT)}")
    if given["end"] < given["start"]:
        raise DeskError(name, "the engagement ends before it begins", "turn the days round")
    if given["kind"] not in Engagement.Kind.values:
        raise DeskError(name, f"{given['kind']!r} is no kind", ", ".join(Engagement.Kind.values))
    slug = given.get("slug") or slug_of(
        given["start"], given["official"], given["counterpart"], given["kind"]
    )
    made, new = Engagement.objects.get_or_create(
        slug=slug,
        defaults={
            **{k: v for k, v in given.items() if k != "slug"},
            "state": Engagement.State.CONFIRMED,
            "origin": "case file",
        },
    )
    if new:
        record("engagement added", slug, None, {"origin": "case file"}, by)
    return made

"""Silence on the record: the texts under test, their reference set, who has read them whole.

The reference of a text are the other texts of the same office (government and, by default, any
official), with the same counterpart, of the same genre and language, on other days. Texts of the
same day are left out: two accounts of one talk are not two talks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from outspoken.errors import InputError
from outspoken.measures.frame import RIGHTS, Scope
from outspoken.measures.selection import Selection, connect, pick_documents
from outspoken.measures.silence import (
    Absence,
    Chance,
    Model,
    Silence,
    against_ask,
    count_chances,
    judge,
    mention_chance,
)
from outspoken.measures.totals import Array
from outspoken.model import GENERIC, SELF, Genre

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.workspace import Workspace

LEAST_REFERENCE = 10
OFFICIAL_TEXTS = 15
"""Reference texts of an official from which he or she gets a shift of his or her own."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text under test or of a reference set."""

    document_id: str
    title: str
    day: Any
    official: str
    words: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """A text's silences, with its title and day."""

    text: Text
    silences: tuple[Silence, ...]


def texts(
    workspace: Workspace,
    codebook: Codebook,
    selection: Selection,
    names: Sequence[str],
    *,
    role: str = "principal",
    scope: Scope = "foreign",
    coder: str = "lexicon",
    documents: Sequence[str] | None = None,
) -> list[Text]:
    """Every chosen text with words of the role, and its sentences on each agenda or issue.

    `documents`: these instead of a selection.
    """
    counted = (
        f"len(target) = 0 or list_contains(target, '{GENERIC}')"
        " or list_contains(target, p.counterpart)"
        if scope == "counterpart"
        else f"len(target) = 0 or target <> ['{SELF}']"
    )
    parts = []
    for i, name in enumerate(names):
        agenda = name in codebook.parents.values()
        column, key = ("agendas", "agenda") if agenda else ("issues", "issue")
        parts.append(
            f"sum(list_sum(list_transform(list_filter(s.{column}, lambda x: x.{key} = '{name}'),"
            f" lambda x: x.sentences))) filter (where {counted}) as c{i}"
        )
    with connect(workspace.lake, selection, None, coder=coder, codebook=codebook.hash) as db:
        pick_documents(db, selection, ())
        chosen = "" if documents is None else " and p.document_id in (select unnest(?))"
        query = (
            "select d.document_id, any_value(d.title), any_value(d.day), any_value(d.official),"  # noqa: S608
            f" sum(s.words), {', '.join(parts)}"
            " from summaries s join picks p using (document_id)"
            " join (select document_id, title, coalesce(event_date, published_on) as day,"
            " coalesce(principals[1].name, '') as official from current) d using (document_id)"
            f" where s.role = ?{chosen} group by d.document_id having sum(s.words) > 0"
            " order by any_value(d.day), d.document_id"
        )
        params: list[Any] = [role] if documents is None else [role, list(documents)]
        rows = db.execute(query, params).fetchall()
    return [
        Text(row[0], row[1] or "", row[2], row[3], int(row[4]), tuple(int(c or 0) for c in row[5:]))
        for row in rows
    ]


def silences(
    workspace: Workspace,
    codebook: Codebook,
    selection: Selection,
    names: Sequence[str] = (RIGHTS,),
    *,
    tested: Sequence[str] | None = None,
    model: Model | None = None,
    role: str = "principal",
    scope: Scope = "foreign",
    coder: str = "lexicon",
    recall: float = 1.0,
) -> list[Tested]:
    """Every chosen text (or those in `tested`) against the other texts chosen.

    Args:
        workspace, codebook: whose record.
        selection: of the reference set; needs a genre, a government and a counterpart.
        names: agendas or issues.
        tested: document ids, or their beginnings, under test; all chosen ones if not given.
        model: ``mention`` for readouts and ``count`` for all else if not given.
        role, scope, coder, recall: as elsewhere.

    Raises:
        InputError: an unknown issue, a reference set that mixes genres, or one of too few texts.
    """
    from outspoken import summaries

    for name in names:
        if name not in codebook.issues and name not in codebook.parents.values():
            raise InputError(name, "is no agenda or issue of the codebook", "")
    for need in ("government", "counterpart", "genre"):
        if not getattr(selection, need):
            raise InputError(
                "silence", f"needs one {need}", f"name it with --{need}: base rates differ"
            )
    summaries.ensure(workspace, codebook, coder=coder)
    held = texts(workspace, codebook, selection, names, role=role, scope=scope, coder=coder)
    chosen = [t for t in held if tested is None or any(t.document_id.startswith(d) for d in tested)]
    if not chosen:
        raise InputError("silence", "no text to test is held", "not held is not silent")
    kind: Model = model or ("mention" if selection.genre == Genre.READOUT else "count")
    chances: list[list[Chance]] = [[] for _ in names]
    for one in chosen:
        reference = [t for t in held if t.day != one.day]
        if len(reference) < LEAST_REFERENCE:
            raise InputError(
                one.title or one.document_id[:12],
                f"has {len(reference)} reference texts; a base rate needs {LEAST_REFERENCE}",
                "widen the choice of days",
            )
        for i, chance in enumerate(_chances(reference, one, len(names), kind, recall)):
            chances[i].append(chance)
    counts = np.array([t.counts for t in held], dtype=np.float64)
    found = judge(
        counts,
        list(names),
        [t.document_id for t in chosen],
        np.array([t.counts for t in chosen], dtype=np.float64),
        np.array([t.words for t in chosen], dtype=np.float64),
        chances,
    )
    readers = _readers(workspace)
    marked = [replace(s, read_by=readers.get(s.text, ()), reference=len(held) - 1) for s in found]
    size = len(names)
    return [Tested(text, tuple(marked[i * size : (i + 1) * size])) for i, text in enumerate(chosen)]


def _chances(
    reference: Sequence[Text], one: Text, size: int, model: Model, recall: float
) -> list[Chance]:
    counts = np.array([t.counts for t in reference], dtype=np.float64).reshape(-1, size)
    words = np.array([t.words for t in reference], dtype=np.float64)
    at = np.array([one.words], dtype=np.float64)
    if model == "count":
        return [chances[0] for chances in count_chances(counts, words, at, recall=recall)]
    groups, groups_at = _officials(reference, one)
    return [
        mention_chance(
            words, counts[:, i] > 0, at, groups=groups, groups_at=groups_at, recall=recall
        )[0]
        for i in range(size)
    ]


def _officials(reference: Sequence[Text], one: Text) -> tuple[Array | None, Array | None]:
    """Indicator columns of officials with enough texts, all but the most frequent."""
    numbers: dict[str, int] = {}
    for text in reference:
        if text.official:
            numbers[text.official] = numbers.get(text.official, 0) + 1
    enough = sorted(
        (n for n, c in numbers.items() if c >= OFFICIAL_TEXTS), key=lambda n: -numbers[n]
    )
    named = enough[1:]
    if not named:
        return None, None
    columns = np.array([[float(t.official == n) for n in named] for t in reference])
    return columns, np.array([[float(one.official == n) for n in named]])


def _readers(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Who has read which document whole, from the desk."""
    from outspoken import desk

    if not workspace.desk_path.exists():
        return {}
    desk.connect(workspace.desk_path)
    from outspoken.desk.models import WholeReading

    found: dict[str, tuple[str, ...]] = {}
    for reading in WholeReading.objects.all():
        found[reading.document_id] = (*found.get(reading.document_id, ()), reading.by)
    return found


def absences(
    workspace: Workspace,
    codebook: Codebook,
    documents: Sequence[str],
    issues: Sequence[str],
    *,
    role: str = "principal",
    scope: Scope = "foreign",
    coder: str = "lexicon",
) -> list[Absence]:
    """Silence against an ask: whether each issue occurs in these documents (no probability)."""
    from outspoken import summaries

    summaries.ensure(workspace, codebook, coder=coder)
    held = texts(
        workspace, codebook, Selection(), issues, role=role, scope=scope, coder=coder,
        documents=documents,
    )  # fmt: skip
    counts = np.array([t.counts for t in held], dtype=np.float64).reshape(len(held), len(issues))
    words = np.array([t.words for t in held], dtype=np.float64)
    return against_ask(counts, words, issues, [t.document_id for t in held], role)

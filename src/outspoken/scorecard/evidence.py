"""The record of one engagement as the rules read it: sentences with role, venue and codes.

Only what is held is here. What should exist beside it is the coverage statement's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from outspoken.errors import InputError
from outspoken.measures.figure import Figure
from outspoken.measures.frame import Coded, read
from outspoken.measures.sides import seen_from
from outspoken.measures.visibility import Venue, venue
from outspoken.model import Role

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.desk.models import Engagement
    from outspoken.workspace import Workspace

READABLE = ("", "en")
"""Languages that the coder reads; a text in another one is held, but not searched."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the record: what it is, how it stands to the engagement, how visible it is.

    `venue` is V of method 2.8 (0-5); `excerpt` marks a text that is known to be cut.
    """

    document_id: str
    title: str
    genre: str
    phase: str
    day: date | None
    government: str
    url: str
    language: str
    excerpt: bool
    venue: int
    words: int = 0

    @property
    def readable(self) -> bool:
        """Whether the whole text could be searched."""
        return not self.excerpt and self.language in READABLE


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its codes, the firmness of each of its issues, and where it was said."""

    coded: Coded
    source: Source
    firmness: Mapping[str, int | None]
    disclaimed: bool = False

    @property
    def place(self) -> str:
        """How a sentence is cited: document and offsets."""
        return f"{self.coded.document_id[:12]}:{self.coded.start}-{self.coded.end}"


@dataclass(frozen=True, slots=True)
class Record:
    """What was said in an engagement, as held."""

    slug: str
    government: str
    counterpart: str
    start: date
    end: date
    said: tuple[Said, ...]
    sources: tuple[Source, ...]
    parents: Mapping[str, str]
    parity: Mapping[str, Figure]
    """Parity of rights with a comparator (method, 3.2), by the comparator's agenda."""

    def spoken(self, role: Role, *phases: str) -> list[Said]:
        """Sentences of a role in texts of these phases; quoted words of others are left out."""
        return [
            s
            for s in self.said
            if s.coded.role is role and not s.coded.quoted and s.source.phase in phases
        ]


def gather_record(
    workspace: Workspace, codebook: Codebook, engagement: Engagement, *, coder: str = "lexicon"
) -> Record:
    """The record of one engagement; see `gather_records`."""
    return gather_records(workspace, codebook, [engagement], coder=coder)[0]


def gather_records(
    workspace: Workspace,
    codebook: Codebook,
    engagements: Sequence[Engagement],
    *,
    coder: str = "lexicon",
    measured: bool = True,
) -> list[Record]:
    """The records of engagements from the desk and the lake, each table read once for all.

    `measured` adds the parities, which only verdicts need.

    Raises:
        InputError: part of the record is not coded; not looked at must never look like silence.
    """
    uncoded = workspace.lake.uncoded(coder=coder, codebook=codebook.hash)
    if uncoded:
        raise InputError(
            f"{len(uncoded)} parts of the record",
            f"are not coded by {coder} with this codebook: not looked at is not silent",
            "run: outspoken code",
        )
    gathered = {e.pk: list(e.documents.all()) for e in engagements}
    wanted = {row.document_id for rows in gathered.values() for row in rows}
    held = {d["document_id"]: d for d in workspace.lake.documents(wanted)}
    sentences = _sentences(workspace, codebook, held, coder)
    parities = _parities(workspace, codebook, engagements, coder) if measured else {}
    records = []
    for engagement in engagements:
        sources = {
            row.document_id: _source(held[row.document_id], str(row.phase), engagement)
            for row in gathered[engagement.pk]
            if row.document_id in held
        }
        order = sorted(
            sources.values(), key=lambda s: (_PHASES.index(s.phase), str(s.day), s.title)
        )
        said = [
            Said(
                seen_from(
                    row,
                    engagement.counterpart,
                    publisher=source.government,
                    genre=source.genre,
                ),
                source,
                levels,
                disclaimed,
            )
            for source in order
            for row, levels, disclaimed in sentences.get(source.document_id, ())
        ]
        records.append(
            Record(
                slug=engagement.slug,
                government=engagement.government,
                counterpart=engagement.counterpart,
                start=engagement.start,
                end=engagement.end,
                said=tuple(said),
                sources=tuple(order),
                parents=codebook.parents,
                parity=parities.get(engagement.slug, {}),
            )
        )
    return records


_Coded = tuple[Coded, dict[str, int | None], bool]


def _sentences(
    workspace: Workspace, codebook: Codebook, held: Iterable[str], coder: str
) -> dict[str, list[_Coded]]:
    """Sentences by document, in order, each with the firmness of its issues."""
    table = workspace.lake.coded(held, coder=coder, codebook=codebook.hash)
    issues = table.column("issues").to_pylist()
    disclaimed = table.column("disclaimed").to_pylist()
    found: dict[str, list[_Coded]] = {}
    for row, hits, denied in zip(read(table, codebook.parents), issues, disclaimed, strict=True):
        found.setdefault(row.document_id, []).append((row, _levels(hits), bool(denied)))
    return found


def _parities(
    workspace: Workspace, codebook: Codebook, engagements: Sequence[Engagement], coder: str
) -> dict[str, dict[str, Figure]]:
    """Parities by engagement and comparator; all texts of an engagement are told as one."""
    from outspoken.measures.ask import figures

    lines = figures(
        workspace,
        names=["parity"],
        engagements=engagements,
        by=["engagement"],
        mix=True,
        coder=coder,
        codebook=codebook,
    )
    return {
        line.labels.get("engagement", ""): {
            figure.measure.partition(":")[2]: figure for figure in line.figures
        }
        for line in lines
    }


_PHASES = ("before", "during", "after")


def _source(row: Mapping[str, Any], phase: str, engagement: Engagement) -> Source:
    country = row["place_country"] or ""
    if not country and engagement.place_country and phase == "during":
        country = engagement.place_country
    return Source(
        document_id=row["document_id"],
        title=row["title"] or row["name"],
        genre=row["genre"] or "",
        phase=phase,
        day=row["event_date"] or row["published_on"],
        government=row["government"] or "",
        url=row["url"] or "",
        language=row["language"] or "",
        excerpt=bool(row["truncated"]),
        venue=_level(venue(row["genre"] or "", country, engagement.counterpart)),
        words=row["words"] or 0,
    )


def _level(known: Venue | None) -> int:
    """V; where the genre is not known, the lowest that a text on record can have."""
    return known.value or 1 if known is not None else 1


def _levels(issues: Sequence[Mapping[str, Any]] | None) -> dict[str, int | None]:
    """The highest firmness of each issue of a sentence."""
    levels: dict[str, int | None] = {}
    for hit in issues or ():
        level = hit["firmness"]
        known = levels.get(hit["issue"])
        if known is None or (level is not None and level > known):
            levels[hit["issue"]] = level
    return levels

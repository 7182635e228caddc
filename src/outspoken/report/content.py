"""What a report says, before it is written down: one `EngagementReport` an engagement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from outspoken.engagements.coverage import Expected
from outspoken.measures.attention import Attention, attention, attention_by_issue
from outspoken.measures.attention import measures as attention_measures
from outspoken.measures.breadth import Breadth, breadth
from outspoken.measures.figure import Figure
from outspoken.measures.first import Raised, raised
from outspoken.measures.frame import RIGHTS, Coded, spoken_by
from outspoken.measures.measure import Measure
from outspoken.measures.parity import COMPARATORS, Parity, parity
from outspoken.measures.parity import measures as parity_measures
from outspoken.measures.within import figures_of
from outspoken.model import Role


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document of the engagement, as the report lists it."""

    document_id: str
    title: str
    genre: str
    phase: str
    published: date | None
    publisher: str
    government: str
    url: str
    original_sha256: str
    words: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that a figure stands on."""

    coded: Coded
    document: HeldDocument
    link: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side said: its attention to every agenda, its parities, its rights sentences."""

    role: Role
    words: int
    sentences: int
    agendas: tuple[Attention, ...]
    parities: tuple[Parity, ...]
    rights: tuple[Quote, ...]
    spoken: tuple[Quote, ...] = ()
    """Every sentence that carries credit for some agenda: what the shares stand on."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    """The shares and parities with their intervals, by the measure's name."""

    def on(self, agenda: str) -> list[Quote]:
        """The sentences behind the share of one agenda."""
        return [quote for quote in self.spoken if agenda in quote.coded.agendas]

    @property
    def hr(self) -> Attention:
        """Attention to rights."""
        return next(a for a in self.agendas if a.agenda == RIGHTS)


@dataclass(frozen=True, slots=True)
class EngagementReport:
    """One engagement: facts, record, figures, sentences, and what is not there."""

    slug: str
    title: str
    kind: str
    state: str
    official: str
    government: str
    counterpart: str
    counterpart_name: str
    start: date
    end: date
    place: str
    note: str
    documents: tuple[HeldDocument, ...]
    expected: tuple[Expected, ...]
    voices: tuple[Voice, ...]
    raised: Raised
    breadth: Breadth
    issues: Mapping[str, tuple[int, int]]
    told: tuple[Quote, ...] = ()
    """Rights sentences of its own officials before and after: announced or reported, not counted."""

    @property
    def principal(self) -> Voice:
        """The official whose engagement it is."""
        return self.voices[0]

    @property
    def silent(self) -> bool:
        """The principal said something in the record held, and none of it names a rights issue."""
        return self.principal.words > 0 and not self.principal.rights

    @property
    def unheard(self) -> bool:
        """No words of the principal are held: nothing can be said, least of all silence."""
        return self.principal.words == 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a reader needs to make the same figures again."""

    version: str
    coder: str
    codebook: str
    codebook_hash: str
    manifest_hash: str
    documents: int
    scope: str


ROLES = (Role.PRINCIPAL, Role.OFFICIAL, Role.COUNTERPART)


def voice(
    rows: Sequence[Coded],
    role: Role,
    agendas: Sequence[str],
    quotes: Mapping[tuple[str, int], Quote],
    slug: str = "",
) -> Voice:
    """One side's figures over the sentences of an engagement."""
    said = spoken_by(rows, (role,))
    return Voice(
        role=role,
        words=sum(row.words for row in said),
        sentences=len(said),
        agendas=tuple(attention(said, agenda) for agenda in agendas),
        parities=tuple(parity(said, comparator) for comparator in COMPARATORS),
        rights=tuple(quotes[row.document_id, row.n] for row in said if row.rights),
        spoken=tuple(quotes[row.document_id, row.n] for row in said if row.agendas),
        figures=figures_of(said, _wanted(agendas), slug, f"{slug} --role {role.value}"),
    )


def _wanted(agendas: Sequence[str]) -> list[Measure]:
    """The measures that a report shows with an interval."""
    return [*attention_measures(agendas, ()), *parity_measures({})]


def figures(
    rows: Sequence[Coded],
    agendas: Sequence[str],
    rights_issues: Sequence[str],
    quotes: Mapping[tuple[str, int], Quote],
    slug: str = "",
) -> tuple[tuple[Voice, ...], Raised, Breadth, dict[str, tuple[int, int]]]:
    """All figures of one engagement, from its coded sentences in the order of the record."""
    principal = spoken_by(rows, (Role.PRINCIPAL,))
    return (
        tuple(voice(rows, role, agendas, quotes, slug) for role in ROLES),
        raised(rows),
        breadth(principal, rights_issues),
        attention_by_issue(principal, rights_issues),
    )

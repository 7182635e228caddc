"""What people coded, as corrections: for each sampled sentence the person's codes and the machine's.

A sentence that two people coded counts with the settlement of the two where there is one, else with
the mean of both. Where not all of a sample is coded yet, the coded part is a smaller sample in the
same random order, and its probabilities are scaled by the coded share of each stratum.

People give issues, target, firmness, linkage, softening, cases and role. Whether a sentence was
prompted, and how specific it is, stays the machine's answer also in a corrected figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outspoken.measures.frame import Scope, in_scope
from outspoken.model import Coding, IssueHit, Linkage, Role, Soft
from outspoken.summaries import coding_of
from outspoken.summaries.courtesy import is_courtesy
from outspoken.summaries.tally import Tally, add, difference, plain, tally

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Labelled:
    """One coded sentence of a probability sample; `weight` is 1 / probability."""

    document_id: str
    weight: float
    words: int
    text: str
    machine: Coding | None
    machine_role: Role
    people: tuple[tuple[Coding, Role], ...]
    stratum: str

    def tallies(
        self, role: str, scope: Scope, counterpart: str, parents: Mapping[str, str]
    ) -> tuple[Tally, Tally]:
        """The sentence as people and as the machine count it for a role."""
        human: Tally = {}
        for coding, own in self.people:
            counts = self._counts(coding, own, role, scope, counterpart, parents)
            add(human, {k: v / len(self.people) for k, v in counts.items()})
        machine = self._counts(self.machine, self.machine_role, role, scope, counterpart, parents)
        return human, machine

    def _counts(
        self,
        coding: Coding | None,
        own: Role,
        role: str,
        scope: Scope,
        counterpart: str,
        parents: Mapping[str, str],
    ) -> Tally:
        if own.value != role:
            return {}
        if coding is None or not coding.issues:
            return plain(self.words, is_courtesy(self.text, self.words))
        if not in_scope(coding.target, scope, counterpart):
            return plain(self.words, False)
        return tally(self.words, own, coding, parents)

    def change(
        self, role: str, scope: Scope, counterpart: str, parents: Mapping[str, str]
    ) -> Tally:
        """What people's answer adds to, or takes from, the machine's count."""
        human, machine = self.tallies(role, scope, counterpart, parents)
        return difference(human, machine)


@dataclass(frozen=True, slots=True)
class People:
    """All labelled sentences of the samples at hand, by document, and what the samples are of."""

    by_document: Mapping[str, Sequence[Labelled]]
    samples: tuple[str, ...]
    sentences: int

    def of(self, documents: Iterable[str]) -> list[Labelled]:
        """Those of these documents."""
        return [one for document in documents for one in self.by_document.get(document, ())]


NOBODY = People({}, (), 0)


def people(
    workspace: Workspace, codebook: Codebook, *, coder: str, role: str = "principal"
) -> People:
    """What people coded of the latest sample of this role, from the desk.

    One sample at a time: two samples of overlapping populations would count their sentences twice.
    The latest one that has any answer is taken.
    """
    from outspoken import desk

    if not workspace.desk_path.exists():
        return NOBODY
    desk.connect(workspace.desk_path)
    from outspoken.desk.models import Sample

    for sample in Sample.objects.order_by("-made_at", "-id"):
        if sample.population.get("role", "principal") != role:
            continue
        answers = _answers(sample)
        if answers:
            labelled = _labelled(workspace, codebook, coder, sample, answers)
            by_document: dict[str, list[Labelled]] = {}
            for one in labelled:
                by_document.setdefault(one.document_id, []).append(one)
            return People(by_document, (sample.slug,), len(labelled))
    return NOBODY


Key = tuple[str, int, int]


def _answers(sample: Any) -> dict[Key, list[Any]]:
    """Standing answers by sentence: the settlement alone where there is one."""
    found: dict[Key, list[Any]] = {}
    for review in sample.reviews.filter(withdrawn_at__isnull=True).order_by("at", "id"):
        found.setdefault((review.document_id, review.start, review.end), []).append(review)
    for key, own in found.items():
        settled = [review for review in own if str(review.kind) == "adjudication"]
        if settled:
            found[key] = settled[-1:]
    return found


def _labelled(
    workspace: Workspace,
    codebook: Codebook,
    coder: str,
    sample: Any,
    answers: Mapping[Key, Sequence[Any]],
) -> list[Labelled]:
    drawn = list(sample.sentences.all())
    done: dict[str, int] = {}
    for one in drawn:
        if (one.document_id, one.start, one.end) in answers:
            done[one.stratum] = done.get(one.stratum, 0) + 1
    table = workspace.lake.read(
        'select s.*, c.* exclude (document_id, n, start, "end", rules) from sentences s'
        ' join (select unnest(?) as document_id, unnest(?) as start, unnest(?) as "end") d'
        ' on s.document_id = d.document_id and s.start = d.start and s."end" = d."end"'
        " left join codings c on c.document_id = s.document_id and c.n = s.n",
        [[getattr(one, name) for one in drawn] for name in ("document_id", "start", "end")],
        coder=coder,
        codebook=codebook.hash,
        documents={one.document_id for one in drawn},
    )
    held = {(row["document_id"], row["start"], row["end"]): row for row in table.to_pylist()}
    found = []
    for one in drawn:
        key = (one.document_id, one.start, one.end)
        row, own = held.get(key), answers.get(key)
        if row is None or not own:
            continue
        counts = sample.strata.get(one.stratum, {})
        size = counts.get("population") or 1 / one.probability
        machine = coding_of(row) if row["issues"] is not None else None
        role = Role(row["role"])
        found.append(
            Labelled(
                document_id=one.document_id,
                weight=size / done[one.stratum] if counts else 1 / one.probability,
                words=row["words"],
                text=row["text"],
                machine=machine,
                machine_role=role,
                people=tuple((coded(review, machine), _role(review, role)) for review in own),
                stratum=one.stratum,
            )
        )
    return found


def _role(review: Any, machine: Role) -> Role:
    return Role(review.role) if review.role else machine


def coded(review: Any, machine: Coding | None) -> Coding:
    """A person's answer as a coding; what people are not asked for is the machine's."""
    base = machine or Coding(n=review.n, start=review.start, end=review.end)
    codes = [issue["issue"] if isinstance(issue, dict) else issue for issue in review.issues]
    issues = tuple(
        IssueHit(code, review.start, review.end, "person", "") for code in dict.fromkeys(codes)
    )
    return replace(
        base,
        issues=issues,
        target=tuple(review.target) or base.target,
        firmness=review.firmness,
        linkage=Linkage(review.linkage or ""),
        soft=tuple(Soft(flag) for flag in review.soft),
        cases=tuple(review.cases),
        rules=(),
    )

"""Verdicts on the desk: proposed by rule, decided by people, answered by the official.

A decision needs its sentences (but for "not found" and "not assessable", which need a coverage
statement). Where two people are wanted, the verdict stands once they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from outspoken import __version__
from outspoken.errors import DeskError
from outspoken.scorecard.coverage import statement
from outspoken.scorecard.criteria import criterion_of
from outspoken.scorecard.evidence import Record, gather_records
from outspoken.scorecard.log import person, record, values
from outspoken.scorecard.rules import CAUTION, NOT_ASSESSABLE, NOT_FOUND, Proposal, propose

if TYPE_CHECKING:
    from outspoken.desk.models import Ask, Engagement, Letter, Reply, Verdict
    from outspoken.workspace import Workspace

_LOGGED = ("proposed", "decided", "decided_by", "second", "second_by", "note")


def score(
    workspace: Workspace,
    letter: Letter,
    engagements: Sequence[Engagement],
    *,
    standing: bool = False,
) -> list[Verdict]:
    """Propose a verdict for every confirmed ask of a letter in every engagement.

    What people decided stays; only the proposal beside it is made anew. With `standing` the asks
    are a yardstick for engagements that the letter was not about: windows are not looked at, the
    target is the engagement's counterpart, and the verdict says so.

    Raises:
        DeskError: no confirmed ask; or an engagement outside every window, without `standing`.
    """
    from django.db import transaction

    asks = list(letter.asks.filter(state="confirmed"))
    if not asks:
        raise DeskError(
            letter.slug, "has no confirmed ask", "confirm asks: outspoken letter confirm"
        )
    codebook = workspace.codebook()
    aliases = case_aliases()
    made = []
    records = gather_records(workspace, codebook, engagements)
    with transaction.atomic():
        for engagement, held in zip(engagements, records, strict=True):
            known = statement(engagement)
            for ask in asks:
                criterion = criterion_of(ask, aliases)
                if standing:
                    criterion = _standing(criterion)
                elif _outside(ask, engagement):
                    raise DeskError(
                        f"{ask}",
                        f"asks for {ask.window_start} to {ask.window_end}, {engagement.slug} is later or earlier",
                        "use --standing to take the asks as a yardstick",
                    )
                proposal = propose(criterion, held, known)
                made.append(_store(ask, engagement, proposal, held, workspace, standing))
        record(
            "score", letter.slug, None,
            {v.engagement.slug: str(v.proposed) for v in made}, "",
        )  # fmt: skip
    return made


def _standing(criterion: Any) -> Any:
    from dataclasses import replace

    return replace(criterion, start=None, end=None, target="")


def _outside(ask: Ask, engagement: Engagement) -> bool:
    return bool(
        (ask.window_start and engagement.end < ask.window_start)
        or (ask.window_end and engagement.start > ask.window_end)
    )


def case_aliases() -> dict[str, list[str]]:
    """Other names of the cases on the desk, by name."""
    from outspoken.desk.models import Case

    return {case.name: list(case.aliases) for case in Case.objects.all()}


def _store(
    ask: Ask,
    engagement: Engagement,
    proposal: Proposal,
    held: Record,
    workspace: Workspace,
    standing: bool,
) -> Verdict:
    from outspoken.desk.models import Verdict, VerdictSentence

    verdict, _ = Verdict.objects.update_or_create(
        ask=ask,
        engagement=engagement,
        defaults={
            "proposed": proposal.value,
            "proposed_weakest": proposal.weakest.value,
            "proposed_strongest": proposal.strongest.value,
            "reason": proposal.reason,
            "provenance": {
                "coder": "lexicon",
                "codebook": workspace.codebook().hash,
                "manifest": workspace.archive.head(),
                "version": __version__,
                "texts": [s.document_id for s in held.sources],
                "standing": standing,
            },
        },
    )
    if not verdict.decided:
        verdict.sentences.all().delete()
        for found in proposal.sentences:
            coded = found.said.coded
            VerdictSentence.objects.create(
                verdict=verdict,
                document_id=coded.document_id,
                n=coded.n,
                start=coded.start,
                end=coded.end,
                text=coded.text,
                why=found.why[:300],
            )
    return verdict


def decide(
    verdict: Verdict,
    value: str,
    *,
    by: str = "",
    note: str = "",
    sentences: Sequence[int] | None = None,
) -> Verdict:
    """Decide a verdict, as the first or the second person. One transaction.

    `sentences` are the rows (of those proposed) that the decision rests on; None keeps them all.
    The same person decides anew: the decision is replaced and the second opinion, which was on the
    old one, is withdrawn.

    Raises:
        DeskError: an unknown verdict, one without sentences, "not found" without coverage and
            whole readings, or a second person who is the first.
    """
    from django.db import transaction

    if value not in CAUTION:
        raise DeskError(value, "is no verdict", f"one of {', '.join(CAUTION)}")
    with transaction.atomic():
        kept = verdict.sentences.all()
        if sentences is not None:
            kept = kept.filter(pk__in=list(sentences))
            if kept.count() != len(set(sentences)):
                raise DeskError(str(verdict), "rests on a sentence that is not listed", "reload it")
        if value == NOT_FOUND:
            _may_say_not_found(verdict)
        elif value != NOT_ASSESSABLE and not kept.exists():
            raise DeskError(
                str(verdict.ask),
                f"cannot be {value.replace('_', ' ')} without a sentence",
                "name the sentences that show it, or decide 'not assessable'",
            )
        before = values(verdict, *_LOGGED)
        who, now = person(by), datetime.now(UTC)
        if verdict.decided and verdict.decided_by != who:
            verdict.second, verdict.second_by, verdict.second_at = value, who, now
        else:
            verdict.decided, verdict.decided_by, verdict.decided_at = value, who, now
            verdict.second, verdict.second_by, verdict.second_at = "", "", None
            if sentences is not None:
                verdict.sentences.exclude(pk__in=list(sentences)).delete()
        verdict.note = note or verdict.note
        verdict.save()
        record("verdict", str(verdict)[:200], before, values(verdict, *_LOGGED), who)
    return verdict


def _may_say_not_found(verdict: Verdict) -> None:
    """The burden of proof for an absence (method, section 4); raises DeskError where it is not met."""
    known = statement(verdict.engagement)
    name = f"{verdict.ask} in {verdict.engagement.slug}"
    if not known.searched:
        reason = "; ".join(known.gaps())
        raise DeskError(
            name, f"cannot be 'not found': {reason}", "complete the list: outspoken coverage"
        )
    if not known.count("held"):
        raise DeskError(
            name, "cannot be 'not found': no expected text is held", "decide 'not assessable'"
        )
    if known.unread:
        titles = ", ".join(item.title for item in known.unread[:2])
        raise DeskError(
            name,
            f"cannot be 'not found': {len(known.unread)} texts were not read whole ({titles})",
            "read them, then 'outspoken coverage read'",
        )


def standing_of(verdict: Verdict, *, two: bool = False) -> str:
    """How a verdict stands: "decided", "agreed", "disputed", "awaits a second" or "proposed"."""
    if not verdict.decided:
        return "proposed"
    if verdict.second:
        return "agreed" if verdict.second == verdict.decided else "disputed"
    return "awaits a second" if two else "decided"


def wording_of(verdict: Verdict) -> str:
    """The verdict in words fit to print; an absence is worded by what was searched."""
    value = str(verdict.decided or verdict.proposed)
    if value == NOT_FOUND:
        return statement(verdict.engagement).wording()
    return value.replace("_", " ")


def reply(
    verdict: Verdict, *, on: date, by: str, text: str, source_url: str = "", entered_by: str = ""
) -> Reply:
    """Store what the official or the office answered.

    Raises:
        DeskError: empty, unsigned, or earlier than the engagement.
    """
    from django.db import transaction

    from outspoken.desk.models import Reply

    if not text.strip() or not by.strip():
        raise DeskError(str(verdict), "a reply needs its words and who gave it", "fill in both")
    if on < verdict.engagement.start:
        raise DeskError(str(verdict), f"a reply of {on} is before the engagement", "check the date")
    if source_url and not source_url.startswith(("http://", "https://")):
        raise DeskError(source_url, "is no web address", "http or https")
    with transaction.atomic():
        made = Reply.objects.create(
            verdict=verdict, date=on, by=by.strip(), text=text.strip(), source_url=source_url
        )
        record(
            "reply", str(verdict)[:200], None, values(made, "date", "by", "text", "source_url"),
            entered_by,
        )  # fmt: skip
    return made

"""The tables of the data package: their columns with kinds and meanings, and their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from outspoken.publish.content import Content


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns with their kinds and meanings, its rows, the columns that name a row."""

    name: str
    description: str
    columns: Mapping[str, tuple[type, str]]
    data: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.data)


def tables(content: Content) -> list[Table]:
    """All tables, also the empty ones."""
    return [
        _engagements(content), _documents(content), _sentences(content), _expected(content),
        _figures(content), _letters(content), _asks(content), _verdicts(content),
        _verdict_sentences(content), _cases(content), _timeline(content),
    ]  # fmt: skip


def _engagements(content: Content) -> Table:
    return Table(
        "engagements",
        "One official and one counterpart over one or more days.",
        {
            "engagement": (str, "its name"),
            "title": (str, ""),
            "kind": (str, "visit, meeting, call, dialogue, summit"),
            "state": (str, "suggested by the machine, or confirmed by a person"),
            "official": (str, ""),
            "government": (str, "ISO 3166-1 alpha-3"),
            "counterpart": (str, "ISO 3166-1 alpha-3"),
            "start": (date, ""),
            "end": (date, ""),
            "place": (str, ""),
            "words": (int, "of the official, as held, in texts of the engagement"),
            "sentences": (int, "the same"),
            "rights_sentences": (int, "those with a rights issue; empty where no words are held"),
            "expected_primary": (int, "texts that both governments should have published"),
            "held_primary": (int, "those held"),
        },
        tuple(
            {
                "engagement": r.slug,
                "title": r.title,
                "kind": r.kind,
                "state": r.state,
                "official": r.official,
                "government": r.government,
                "counterpart": r.counterpart,
                "start": r.start,
                "end": r.end,
                "place": r.place,
                "words": r.principal.words,
                "sentences": r.principal.sentences,
                "rights_sentences": None if r.unheard else r.principal.hr.sentences,
                "expected_primary": len(content.statements[r.slug].primary),
                "held_primary": content.statements[r.slug].count("held"),
            }
            for r in content.reports
        ),
        ("engagement",),
    )


def _documents(content: Content) -> Table:
    return Table(
        "documents",
        "The documents held for each engagement; their texts are at their addresses.",
        {
            "engagement": (str, ""),
            "document_id": (str, "SHA-256 of the document's own bytes"),
            "original_sha256": (str, "of the archived file"),
            "phase": (str, "before, during, after"),
            "title": (str, ""),
            "genre": (str, ""),
            "published": (date, "in the publisher's own time"),
            "publisher": (str, ""),
            "government": (str, ""),
            "url": (str, ""),
            "words": (int, ""),
        },
        tuple(
            {
                "engagement": r.slug,
                "document_id": d.document_id,
                "original_sha256": d.original_sha256,
                "phase": d.phase,
                "title": d.title,
                "genre": d.genre,
                "published": d.published,
                "publisher": d.publisher,
                "government": d.government,
                "url": d.url,
                "words": d.words,
            }
            for r in content.reports
            for d in r.documents
        ),
        ("engagement", "document_id"),
    )


def _sentences(content: Content) -> Table:
    return Table(
        "sentences",
        "Sentences with a rights issue, in texts of the engagements, with their codes.",
        {
            "engagement": (str, ""),
            "document_id": (str, ""),
            "start": (int, "code point of the document's text"),
            "end": (int, "the one after its last"),
            "role": (str, "principal, official, counterpart, as the engagement's official sees it"),
            "speaker": (str, "as labelled in the text"),
            "text": (str, ""),
            "words": (int, ""),
            "issues": (list, "codes of the codebook"),
            "target": (list, "ISO3 codes, SELF, GENERIC"),
            "firmness": (int, "0 to 5"),
            "linkage": (str, ""),
            "soft": (list, "softening flags"),
            "prompted": (bool, "empty where no question could be put"),
            "link": (str, "opens the source at the sentence"),
        },
        tuple(
            {
                "engagement": r.slug,
                "document_id": q.coded.document_id,
                "start": q.coded.start,
                "end": q.coded.end,
                "role": q.coded.role.value,
                "speaker": q.coded.speaker,
                "text": q.coded.text,
                "words": q.coded.words,
                "issues": list(q.coded.issues),
                "target": list(q.coded.target),
                "firmness": q.coded.firmness,
                "linkage": q.coded.linkage,
                "soft": list(q.coded.soft),
                "prompted": q.coded.prompted,
                "link": q.link,
            }
            for r in content.reports
            for v in r.voices
            for q in v.rights
        ),
        ("engagement", "document_id", "start"),
    )


def _expected(content: Content) -> Table:
    return Table(
        "expected_documents",
        "The texts that should exist, listed before the search, and what the search found.",
        {
            "engagement": (str, ""),
            "title": (str, ""),
            "phase": (str, ""),
            "date": (date, ""),
            "genre": (str, ""),
            "speaker": (str, ""),
            "government": (str, ""),
            "primary": (bool, "of one of the two governments, of the talks themselves"),
            "state": (str, "held, missing, not_published, not_searched"),
            "read_whole": (bool, "by a person"),
            "url": (str, ""),
            "archive_url": (str, ""),
            "document_id": (str, ""),
        },
        tuple(
            {
                "engagement": slug,
                "title": i.title,
                "phase": i.phase,
                "date": i.date,
                "genre": i.genre,
                "speaker": i.speaker,
                "government": i.government,
                "primary": i.primary,
                "state": i.state,
                "read_whole": bool(i.read_by),
                "url": i.url,
                "archive_url": i.archive_url,
                "document_id": i.document_id,
            }
            for slug, statement in content.statements.items()
            for i in statement.items
        ),
        ("engagement", "title", "url"),
    )


def _figures(content: Content) -> Table:
    return Table(
        "figures",
        "Measures of the official's words in each engagement, with their intervals.",
        {
            "engagement": (str, ""),
            "measure": (str, ""),
            "estimate": (float, "empty where there is nothing to measure, which is not zero"),
            "low": (float, "of the interval"),
            "high": (float, "of the interval"),
            "level": (float, "of the interval"),
            "n": (int, "sentences that carry it"),
            "of": (int, "out of how many"),
            "unit": (str, ""),
            "label": (str, "detector count, or corrected"),
            "interval": (str, "how it was made"),
            "verdict": (str, "what may be said"),
            "note": (str, ""),
        },
        tuple({"engagement": slug, **f.row()} for slug, f in content.figures),
        ("engagement", "measure"),
    )


def _letters(content: Content) -> Table:
    return Table(
        "letters",
        "Letters that are out.",
        {
            "letter": (str, "its name"),
            "title": (str, ""),
            "written_on": (date, ""),
            "addressee": (str, ""),
            "office": (str, ""),
            "government": (str, ""),
            "counterpart": (str, ""),
            "occasion": (str, ""),
            "signatories": (list, "in order"),
            "source_url": (str, ""),
        },
        tuple(
            {
                "letter": x.slug,
                "title": x.title,
                "written_on": x.written_on,
                "addressee": x.addressee,
                "office": x.office,
                "government": x.government,
                "counterpart": x.counterpart,
                "occasion": x.occasion,
                "signatories": list(x.signatories),
                "source_url": x.source_url,
            }
            for x in content.letters
        ),
        ("letter",),
    )


def _asks(content: Content) -> Table:
    return Table(
        "asks",
        "What each letter asks, with its weakest and strongest fair reading.",
        {
            "letter": (str, ""),
            "ask": (int, "number in the letter"),
            "paraphrase": (str, ""),
            "quote": (str, "the letter's own words, where its text is held"),
            "verb": (str, ""),
            "issues": (list, "codes, or an agenda for any of its issues"),
            "comparators": (list, ""),
            "target": (str, ""),
            "window_start": (date, ""),
            "window_end": (date, ""),
            "weakest_firmness": (int, "0 to 5"),
            "weakest_venue": (int, "0 to 5"),
            "weakest_words": (str, ""),
            "strongest_firmness": (int, "0 to 5"),
            "strongest_venue": (int, "0 to 5"),
            "strongest_words": (str, ""),
            "lineage": (str, "how it stands to an earlier ask"),
            "unscorable": (str, "why it cannot be scored"),
        },
        tuple(
            {
                "letter": x.slug,
                "ask": a.number,
                "paraphrase": a.paraphrase,
                "quote": a.quote,
                "verb": a.verb,
                "issues": list(a.issues),
                "comparators": list(a.comparators),
                "target": a.target,
                "window_start": a.window[0],
                "window_end": a.window[1],
                "weakest_firmness": a.weakest.get("firmness", 0),
                "weakest_venue": a.weakest.get("venue", 0),
                "weakest_words": a.weakest.get("words", ""),
                "strongest_firmness": a.strongest.get("firmness", 0),
                "strongest_venue": a.strongest.get("venue", 0),
                "strongest_words": a.strongest.get("words", ""),
                "lineage": a.lineage,
                "unscorable": a.unscorable,
            }
            for x in content.letters
            for a in x.asks
        ),
        ("letter", "ask"),
    )


def _verdicts(content: Content) -> Table:
    return Table(
        "verdicts",
        "What became of each ask in each engagement.",
        {
            "letter": (str, ""),
            "ask": (int, ""),
            "engagement": (str, ""),
            "verdict": (str, "kept, partly, not_found, contradicted, not_assessable"),
            "standing": (str, "proposed, decided, awaits a second, agreed, disputed"),
            "wording": (str, "as it is to be quoted"),
            "weakest": (str, "by rule, under the weakest fair reading"),
            "strongest": (str, "by rule, under the strongest"),
            "robust": (bool, "both the same"),
            "yardstick": (bool, "the official was not asked; the ask is a standing measure"),
            "reason": (str, ""),
        },
        tuple(
            {
                "letter": v.letter,
                "ask": v.ask,
                "engagement": v.engagement,
                "verdict": v.value,
                "standing": v.standing,
                "wording": v.wording,
                "weakest": v.weakest,
                "strongest": v.strongest,
                "robust": v.robust,
                "yardstick": v.yardstick,
                "reason": v.reason,
            }
            for x in content.letters
            for v in x.verdicts
        ),
        ("letter", "ask", "engagement"),
    )


def _verdict_sentences(content: Content) -> Table:
    return Table(
        "verdict_sentences",
        "The sentences that verdicts rest on.",
        {
            "letter": (str, ""),
            "ask": (int, ""),
            "engagement": (str, ""),
            "document_id": (str, ""),
            "start": (int, ""),
            "end": (int, ""),
            "text": (str, ""),
            "why": (str, "what it shows or lacks"),
            "link": (str, ""),
        },
        tuple(
            {
                "letter": v.letter,
                "ask": v.ask,
                "engagement": v.engagement,
                "document_id": s.document_id,
                "start": s.start,
                "end": s.end,
                "text": s.text,
                "why": s.why,
                "link": s.link,
            }
            for x in content.letters
            for v in x.verdicts
            for s in v.sentences
        ),
        ("letter", "ask", "engagement", "document_id", "start"),
    )


def _cases(content: Content) -> Table:
    return Table(
        "cases",
        "Named persons whose treatment is at issue; none that is marked at risk.",
        {
            "slug": (str, ""),
            "name": (str, ""),
            "aliases": (list, ""),
            "country": (str, ""),
            "issues": (list, ""),
            "summary": (str, ""),
            "source_url": (str, ""),
        },
        content.cases,
        ("slug",),
    )


def _timeline(content: Content) -> Table:
    return Table(
        "timeline",
        "Letters, engagements, cases named and events in the order of days. After is not because.",
        {
            "day": (date, ""),
            "precision": (str, "day, month, year"),
            "what": (str, "letter, engagement, named, event"),
            "kind": (str, ""),
            "title": (str, ""),
            "subject": (str, "its name"),
            "case": (str, ""),
            "country": (str, ""),
            "url": (str, ""),
        },
        tuple(
            {
                "day": e.day,
                "precision": e.precision,
                "what": e.what,
                "kind": e.kind,
                "title": e.title,
                "subject": e.subject,
                "case": e.case,
                "country": e.country,
                "url": e.url,
            }
            for e in (content.followed.entries if content.followed else ())
        ),
        (),
    )

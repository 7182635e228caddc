"""Letters on the desk: what was asked of whom, by whom; asks that a person stands behind.

Every function needs a connected desk. Each decision is one transaction with one log entry.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from outspoken.errors import DeskError
from outspoken.scorecard.criteria import two_readings
from outspoken.scorecard.log import person, record, values

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.desk.models import Ask, Letter, Signatory

LETTER_FIELDS = (
    "title", "kind", "state", "written_on", "sent_on", "published_on", "addressee", "office",
    "government", "counterpart", "occasion", "language", "source_url", "document_id", "note",
)  # fmt: skip
ASK_FIELDS = (
    "number", "quote", "quote_start", "quote_end", "paraphrase", "verb", "issues", "comparators",
    "target", "official", "weakest", "strongest", "with_counterpart", "in_public", "window_start",
    "window_end", "cases", "action_category", "unscorable", "state", "lineage", "note",
)  # fmt: skip
LINEAGES = ("repeats", "hardens", "softens")


def slug_of(*parts: object) -> str:
    """A short name for an address from words and days."""
    bare = unicodedata.normalize("NFKD", "-".join(str(p) for p in parts if p))
    bare = bare.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:120]


def sha256(text: str) -> str:
    """SHA-256 of a text in NFC, hex."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def find(slug: str) -> Letter:
    """A letter by its slug or by the beginning of it.

    Raises:
        DeskError: none or several.
    """
    from outspoken.desk.models import Letter

    exact = Letter.objects.filter(slug=slug).first()
    if exact is not None:
        return exact
    near = list(Letter.objects.filter(slug__startswith=slug)[:3]) if slug else []
    if len(near) == 1:
        return near[0]
    if near:
        names = ", ".join(letter.slug for letter in near)
        raise DeskError(slug, "names several letters", f"one of {names}")
    raise DeskError(slug, "is no letter here", "see 'outspoken letter list'")


def create(
    facts: Mapping[str, Any],
    *,
    text: str = "",
    signatories: Sequence[str] = (),
    confirmed: bool = False,
    by: str = "",
) -> Letter:
    """Put a letter on the desk with its first version and its signatories.

    Raises:
        DeskError: a letter of that name, no addressee, or a signatory twice.
    """
    from django.db import transaction

    from outspoken.desk.models import Letter, LetterVersion

    given = dict(facts)
    slug = given.pop("slug", "") or slug_of(
        given.get("written_on"), given.get("addressee"), given.get("counterpart")
    )
    if not str(given.get("addressee", "")).strip():
        raise DeskError(slug or "letter", "has no addressee", "say to whom it is written")
    unknown = sorted(set(given) - set(LETTER_FIELDS) - {"deadline"})
    if unknown:
        raise DeskError(slug, f"has the unknown field {unknown[0]!r}", ", ".join(LETTER_FIELDS))
    if Letter.objects.filter(slug=slug).exists():
        raise DeskError(slug, "is a letter already", "give this one another name")
    with transaction.atomic():
        letter = Letter(slug=slug, text=text, **given)
        letter.title = letter.title or f"Letter to {letter.addressee}"
        letter.save()
        LetterVersion.objects.create(
            letter=letter, number=1, text=text, text_sha256=sha256(text), by=person(by)
        )
        for name in signatories:
            _add_signatory(letter, name, state="confirmed" if confirmed else "suggested")
        record(
            "letter", slug, None,
            {**values(letter, *LETTER_FIELDS), "signatories": list(signatories)}, by,
        )  # fmt: skip
    return letter


def give_text(letter: Letter, text: str, *, document_id: str = "", by: str = "") -> Letter:
    """Give a letter on record the text that it lacked; its asks' quotes are then looked for in it.

    Raises:
        DeskError: it has a text, or an ask quotes words that are not in this one.
    """
    from django.db import transaction

    if letter.text:
        raise DeskError(letter.slug, "has a text already", "a draft's next version: letter draft")
    if not text.strip():
        raise DeskError(letter.slug, "would get an empty text", "name its file or document")
    with transaction.atomic():
        letter.text, letter.document_id = text, document_id or letter.document_id
        letter.save()
        letter.versions.update_or_create(
            number=letter.version,
            defaults={"text": text, "text_sha256": sha256(text), "by": person(by)},
        )
        for ask in letter.asks.all():
            _anchor(letter, ask)
            ask.save()
        record("letter text", letter.slug, None, {"sha256": sha256(text)}, by)
    return letter


def same_organisation(name: str) -> str:
    """How organisations are compared: case, accents, "the" and punctuation do not matter."""
    words = slug_of(name).split("-")
    return " ".join(w for w in words if w not in ("the", "inc", "e", "v"))


def _add_signatory(letter: Letter, organisation: str, **given: Any) -> Signatory:
    """Add one; the caller holds the transaction.

    Raises:
        DeskError: no name, or a signatory twice.
    """
    from outspoken.desk.models import Signatory

    name = " ".join(organisation.split())
    if not name:
        raise DeskError(letter.slug, "a signatory has no name", "name the organisation")
    for other in letter.signatories.all():
        if same_organisation(other.organisation) == same_organisation(name):
            raise DeskError(
                name, f"is under {letter.slug} already, as {other.organisation!r}", "keep one"
            )
    place = given.pop("place", None) or letter.signatories.count() + 1
    return Signatory.objects.create(letter=letter, organisation=name, place=place, **given)


def add_signatory(letter: Letter, organisation: str, *, by: str = "", **given: Any) -> Signatory:
    """Add a signatory; raises DeskError for one that is there already."""
    from django.db import transaction

    with transaction.atomic():
        made = _add_signatory(letter, organisation, **given)
        record("signatory", letter.slug, None, values(made, "organisation", "state"), by)
    return made


def confirm_signatories(letter: Letter, *, by: str = "") -> int:
    """A person confirms the signatories that the machine recognised; returns how many."""
    from django.db import transaction

    with transaction.atomic():
        names = list(
            letter.signatories.filter(state="suggested").values_list("organisation", flat=True)
        )
        letter.signatories.filter(state="suggested").update(state="confirmed")
        if names:
            record("signatories confirmed", letter.slug, None, names, by)
    return len(names)


# ------------------------------------------------------------------ asks


def check_ask(letter: Letter, given: Mapping[str, Any], codebook: Codebook) -> None:
    """Refuse an ask that cannot be right.

    Raises:
        DeskError: unknown verb, issue or comparator; readings off the scale or the wrong way round;
            a window before the letter or ending before it begins; no paraphrase; a case to be named
            that is not named.
    """
    from outspoken.desk.models import Ask

    name = f"{letter.slug} ask {given.get('number', '')}".strip()
    if not str(given.get("paraphrase", "")).strip():
        raise DeskError(name, "has no paraphrase", "say in your own words what is asked")
    if given.get("verb") not in Ask.Verb.values:
        raise DeskError(name, f"{given.get('verb')!r} is no verb", ", ".join(Ask.Verb.values))
    for key in ("issues", "comparators"):
        for code in given.get(key) or ():
            if code not in codebook.issues and code not in codebook.agendas:
                raise DeskError(name, f"{code!r} is no issue", "see 'outspoken codebook show'")
    two_readings(given.get("weakest") or {}, given.get("strongest") or {}, name)
    start, end = given.get("window_start"), given.get("window_end")
    if start and end and end < start:
        raise DeskError(name, f"has a window from {start} to {end}", "turn the days round")
    written = letter.written_on
    for day in (start, end):
        if written and day and day < written:
            raise DeskError(
                name,
                f"has a window of {day}, before the letter of {written}",
                "nothing can be asked for a day that is past",
            )
    if given.get("verb") == "name_case" and not given.get("cases"):
        raise DeskError(name, "asks to name a case and names none", "say whose")
    if given.get("verb") in ("prominence", "firmness") and not given.get("comparators"):
        raise DeskError(name, "compares with nothing", "name the comparators, as in ECO, SEC")


def save_ask(
    letter: Letter,
    given: Mapping[str, Any],
    codebook: Codebook,
    *,
    ask: Ask | None = None,
    by: str = "",
) -> Ask:
    """Add an ask or change one, after `check_ask`. A quote is found in the letter, or refused."""
    from django.db import transaction
    from django.db.models import Max

    from outspoken.desk.models import Ask

    with transaction.atomic():
        before = values(ask, *ASK_FIELDS) if ask else None
        merged = {**(before or {}), **_days(given)}
        if ask is None and not merged.get("number"):
            last = letter.asks.aggregate(last=Max("number"))["last"]
            merged["number"] = (last or 0) + 1
        _merge_days(merged)
        check_ask(letter, merged, codebook)
        row = ask or Ask(letter=letter)
        for name in ASK_FIELDS:
            if name in merged:
                setattr(row, name, merged[name])
        _anchor(letter, row)
        if ask is None and letter.asks.filter(number=row.number).exists():
            raise DeskError(f"{letter.slug} ask {row.number}", "is there already", "number it anew")
        row.save()
        record(
            f"ask {'changed' if ask else 'added'}", str(row), before, values(row, *ASK_FIELDS), by
        )
    return row


def _days(given: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(given) - set(ASK_FIELDS))
    if unknown:
        raise DeskError("ask", f"has the unknown field {unknown[0]!r}", ", ".join(ASK_FIELDS))
    return dict(given)


def _merge_days(merged: dict[str, Any]) -> None:
    for key in ("window_start", "window_end"):
        value = merged.get(key)
        if isinstance(value, str):
            try:
                merged[key] = date.fromisoformat(value) if value else None
            except ValueError:
                raise DeskError(value, "is no day", "write it as 2013-04-13") from None


def _anchor(letter: Letter, ask: Ask) -> None:
    """Keep a quote where it stands in the letter; a quote that is not there is no quote."""
    if not ask.quote:
        ask.quote_start = ask.quote_end = None
        ask.quote_sha256 = ""
        return
    text = letter.text
    start = ask.quote_start
    if start is None or text[start : start + len(ask.quote)] != ask.quote:
        start = text.find(ask.quote)
    if text and start < 0:
        raise DeskError(
            str(ask), "quotes words that are not in the letter", "copy them as they stand"
        )
    ask.quote_sha256 = sha256(ask.quote)
    if text:
        ask.quote_start, ask.quote_end = start, start + len(ask.quote)


def settle_ask(ask: Ask, state: str, *, by: str = "") -> Ask:
    """Confirm or reject an ask, or put it back to suggested."""
    from django.db import transaction

    if state not in ("suggested", "confirmed", "rejected"):
        raise DeskError(state, "is no state of an ask", "suggested, confirmed or rejected")
    with transaction.atomic():
        before = values(ask, "state")
        ask.state = state
        ask.save()
        record(f"ask {state}", str(ask), before, values(ask, "state"), by)
    return ask


def set_lineage(ask: Ask, earlier: Ask | None, how: str, *, by: str = "") -> Ask:
    """Say that an ask repeats, hardens or softens an earlier one; None takes it back.

    Raises:
        DeskError: an unknown word, itself, a later letter, or a circle.
    """
    from django.db import transaction

    if earlier is not None:
        if how not in LINEAGES:
            raise DeskError(how, "is no lineage", ", ".join(LINEAGES))
        at: Ask | None = earlier
        while at is not None:
            if at.pk == ask.pk:
                raise DeskError(str(ask), "would descend from itself", "name an earlier ask")
            at = at.earlier
        mine, theirs = ask.letter.written_on, earlier.letter.written_on
        if mine and theirs and theirs > mine:
            raise DeskError(str(earlier), f"is of {theirs}, after {mine}", "name an earlier ask")
    with transaction.atomic():
        before = {"earlier": str(ask.earlier or ""), "lineage": ask.lineage}
        ask.earlier, ask.lineage = earlier, how if earlier is not None else ""
        ask.save()
        record(
            "ask lineage", str(ask), before,
            {"earlier": str(earlier or ""), "lineage": ask.lineage}, by,
        )  # fmt: skip
    return ask


def suggest_lineage(ask: Ask) -> tuple[Ask, str] | None:
    """The latest earlier ask on the same verb and issues (or on a harder verb), and how this differs.

    Compared by what satisfies: the strongest reading's firmness, then its venue.
    """
    from outspoken.desk.models import Ask

    if not ask.letter.written_on:
        return None
    earlier = Ask.objects.filter(
        state="confirmed",
        letter__written_on__lt=ask.letter.written_on,
        letter__counterpart=ask.letter.counterpart,
    ).order_by("-letter__written_on", "number")
    for other in earlier:
        if other.verb != ask.verb or not set(other.issues) & set(ask.issues):
            continue
        mine, theirs = _demand(ask), _demand(other)
        return other, "repeats" if mine == theirs else "hardens" if mine > theirs else "softens"
    return None


def _demand(ask: Ask) -> tuple[int, int]:
    return (ask.strongest.get("firmness", 0), ask.strongest.get("venue", 0))

"""A draft that members of a coalition sign, each by a private link, before a deadline.

A link's secret is shown once, when it is made; the desk keeps only its SHA-256. A signature is
under one version: after a change it no longer counts, and the member is asked again. Nothing is
mailed: whoever coordinates sends the links.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256 as digest
from typing import TYPE_CHECKING

from outspoken.errors import DeskError
from outspoken.scorecard.letters import add_signatory, sha256
from outspoken.scorecard.log import person, record, values

if TYPE_CHECKING:
    from outspoken.desk.models import Letter, Signatory

SECRET_BYTES = 24
LONGEST_TEXT = 200_000
_ANSWER = ("organisation", "state", "person", "title", "version_signed")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where with the current version, as organisations in their order."""

    signed: tuple[str, ...]
    asked_again: tuple[str, ...]
    declined: tuple[str, ...]
    waiting: tuple[str, ...]


def open_for_signing(letter: Letter, deadline: datetime, *, by: str = "") -> Letter:
    """Open a draft for signatures until a moment in time (with its zone).

    Raises:
        DeskError: no text, no draft, or a deadline that is past or has no zone.
    """
    from django.db import transaction

    if letter.state not in ("draft", "open"):
        raise DeskError(letter.slug, f"is {letter.state}, not a draft", "start a new letter")
    if not letter.text.strip():
        raise DeskError(letter.slug, "has no text to sign", "write it first")
    if deadline.tzinfo is None:
        raise DeskError(str(deadline), "has no time zone", "write it as 2013-04-09T18:00+00:00")
    if deadline <= datetime.now(UTC):
        raise DeskError(deadline.isoformat(), "is past", "name a later moment")
    with transaction.atomic():
        before = values(letter, "state", "deadline")
        letter.state, letter.deadline = "open", deadline
        letter.save()
        record("letter opened", letter.slug, before, values(letter, "state", "deadline"), by)
    return letter


def invite(
    letter: Letter, organisation: str, *, contact: str = "", by: str = ""
) -> tuple[Signatory, str]:
    """Invite a member; returns the row and the secret of its link, which is not kept.

    Raises:
        DeskError: a member that is there already, or a letter that is out.
    """
    _may_change(letter)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = add_signatory(
        letter, organisation, by=by, contact=contact, state="invited", token_hash=_hash(secret)
    )
    return row, secret


def renew(signatory: Signatory, *, by: str = "") -> str:
    """A new link for a member, where the old one was lost or went astray; the old one ends."""
    from django.db import transaction

    _may_change(signatory.letter)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        signatory.token_hash = _hash(secret)
        if signatory.state in ("suggested", "confirmed"):
            signatory.state = "invited"
        signatory.save()
        record("link renewed", str(signatory), None, {"organisation": signatory.organisation}, by)
    return secret


def by_secret(secret: str) -> Signatory | None:
    """The member whose link this is; None for a link that is none."""
    from outspoken.desk.models import Signatory

    if not secret or len(secret) > 100:
        return None
    found = Signatory.objects.select_related("letter").filter(token_hash=_hash(secret)).first()
    return found if found is not None and found.token_hash else None


def answer(
    signatory: Signatory,
    signs: bool,
    version: int,
    *,
    person_name: str = "",
    title: str = "",
) -> Signatory:
    """A member signs or declines the version that it has read; it may change its mind until the end.

    Raises:
        DeskError: the deadline is past, the letter is closed, or the text has changed since.
    """
    from django.db import transaction

    from outspoken.desk.models import Letter

    with transaction.atomic():
        # Read anew inside the transaction: the text may have changed while the page was open.
        letter = Letter.objects.get(pk=signatory.letter_id)
        if letter.state != "open":
            raise DeskError(letter.title, "is not open for signatures", "ask who coordinates it")
        if letter.deadline and datetime.now(UTC) > letter.deadline:
            raise DeskError(letter.title, "the deadline is past", "ask who coordinates it")
        if version != letter.version:
            raise DeskError(
                letter.title,
                f"was changed while you read version {version}",
                f"read version {letter.version}, then answer",
            )
        before = values(signatory, *_ANSWER)
        signatory.state = "signed" if signs else "declined"
        signatory.person = person_name.strip()[:200] or signatory.person
        signatory.title = title.strip()[:200] or signatory.title
        signatory.version_signed = version if signs else None
        signatory.answered_at = datetime.now(UTC)
        signatory.save()
        record(
            "signed" if signs else "declined", str(signatory), before, values(signatory, *_ANSWER),
            signatory.person or signatory.organisation,
        )  # fmt: skip
    return signatory


def revise(letter: Letter, text: str, *, by: str = "") -> Letter:
    """Change a draft: a new version, under which everyone is asked again. The same text is no change.

    Raises:
        DeskError: empty, too long, or a letter that is out.
    """
    from django.db import transaction

    from outspoken.desk.models import LetterVersion

    _may_change(letter)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise DeskError(letter.slug, "would be empty", "write the text")
    if len(text) > LONGEST_TEXT:
        raise DeskError(letter.slug, f"is longer than {LONGEST_TEXT:,} characters", "shorten it")
    if text == letter.text:
        return letter
    with transaction.atomic():
        before = {"version": letter.version, "sha256": sha256(letter.text)}
        number = 1 if letter.version == 1 and not letter.text else letter.version + 1
        LetterVersion.objects.update_or_create(
            letter=letter,
            number=number,
            defaults={"text": text, "text_sha256": sha256(text), "by": person(by)},
        )
        letter.text, letter.version = text, number
        letter.save()
        # A quote is a place in the text: what no longer stands there is no quote any more.
        for ask in letter.asks.exclude(quote=""):
            at = text.find(ask.quote)
            ask.quote_start, ask.quote_end = (at, at + len(ask.quote)) if at >= 0 else (None, None)
            ask.save()
        record(
            "letter revised", letter.slug, before, {"version": number, "sha256": sha256(text)}, by
        )
    return letter


def standing(letter: Letter) -> Standing:
    """Who has signed the current version, who signed an older one, who declined, who is awaited."""
    rows = list(letter.signatories.all())
    signed = [s for s in rows if s.state == "signed"]
    return Standing(
        signed=_names([s for s in signed if s.version_signed == letter.version]),
        asked_again=_names([s for s in signed if s.version_signed != letter.version]),
        declined=_names([s for s in rows if s.state == "declined"]),
        waiting=_names([s for s in rows if s.state == "invited"]),
    )


def send(letter: Letter, *, by: str = "") -> Letter:
    """Close the signing: the letter goes out with those who signed its last version.

    Raises:
        DeskError: nobody has, or members who signed an older version have not been heard again.
    """
    from django.db import transaction

    where = standing(letter)
    if letter.state != "open":
        raise DeskError(letter.slug, f"is {letter.state}, not open", "open it for signing first")
    if where.asked_again:
        raise DeskError(
            letter.slug,
            f"{', '.join(where.asked_again)} signed an older version",
            "wait for their answer, or take them off",
        )
    if not where.signed:
        raise DeskError(letter.slug, "has no signature under its last version", "wait for one")
    with transaction.atomic():
        before = values(letter, "state")
        letter.state = "sent"
        letter.sent_on = datetime.now(UTC).date()
        letter.written_on = letter.written_on or letter.sent_on
        letter.save()
        letter.signatories.exclude(token_hash="").update(token_hash="")
        record("letter sent", letter.slug, before, {"state": "sent", "signed": where.signed}, by)
    return letter


def remove(signatory: Signatory, *, by: str = "") -> None:
    """Take a member off a letter that is not out yet."""
    from django.db import transaction

    _may_change(signatory.letter)
    with transaction.atomic():
        record(
            "signatory removed", signatory.letter.slug, values(signatory, *_ANSWER), None, by
        )  # fmt: skip
        signatory.delete()


def final_signatories(letter: Letter) -> list[Signatory]:
    """Whose names stand under the letter, in order: confirmed ones, and signatures of its version."""
    rows: Iterable[Signatory] = letter.signatories.all()
    return [
        s
        for s in rows
        if s.state == "confirmed" or (s.state == "signed" and s.version_signed == letter.version)
    ]


def _may_change(letter: Letter) -> None:
    if letter.state not in ("draft", "open"):
        raise DeskError(letter.slug, f"is {letter.state} and cannot be changed", "start a new one")


def _hash(secret: str) -> str:
    return digest(secret.encode()).hexdigest()


def _names(rows: Sequence[Signatory]) -> tuple[str, ...]:
    return tuple(s.organisation for s in rows)

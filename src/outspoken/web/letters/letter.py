"""One letter: what it says of itself, its signatories, its asks; a person edits and confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from outspoken.errors import DeskError, InputError
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.letters.act import act, number_of, table_of, text_of
from outspoken.web.page import page

if TYPE_CHECKING:
    from outspoken.desk.models import Ask, Letter

FACTS = ("title", "addressee", "office", "government", "counterpart", "occasion", "source_url")


def found(slug: str) -> Letter:
    """The letter of this address."""
    from outspoken.desk.models import Letter

    row = Letter.objects.filter(slug=slug).first()
    if row is None:
        raise Http404(f"No letter is called {slug}.")
    return row


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A letter with its asks, each beside its words."""
    from outspoken.desk.models import Ask
    from outspoken.scorecard.letters import ASK_FIELDS, LETTER_FIELDS
    from outspoken.scorecard.log import values

    letter = found(slug)
    asks = list(letter.asks.select_related("earlier__letter"))
    codebook = at_hand.codebook()
    content = {
        "letter": {"slug": letter.slug, **values(letter, *LETTER_FIELDS, "version")},
        "signatories": [
            {"id": s.pk, **values(s, "organisation", "person", "title", "state", "version_signed")}
            for s in letter.signatories.all()
        ],
        "asks": [
            {
                "id": a.pk,
                **values(a, *ASK_FIELDS),
                "earlier": {"letter": a.earlier.letter.slug, "number": a.earlier.number}
                if a.earlier
                else None,
            }
            for a in asks
        ],
    }
    extra = {
        "text": letter.text,
        "verbs": Ask.Verb.choices,
        "issues": [(c, i.label) for c, i in codebook.issues.items() if i.parent == "HR"],
        "comparators": [
            *((a, words) for a, words in codebook.agendas.items() if a in ("ECO", "SEC")),
            *((c, i.label) for c, i in codebook.issues.items() if i.parent in ("ECO", "SEC")),
        ],
        "levels": range(6),
        "earlier_asks": _earlier(letter),
    }
    return page(request, "letters/letter.html", content, extra=extra)


def _earlier(letter: Letter) -> list[tuple[int, str]]:
    from outspoken.desk.models import Ask

    rows = Ask.objects.filter(state="confirmed").exclude(letter=letter).select_related("letter")
    if letter.written_on:
        rows = rows.filter(letter__written_on__lte=letter.written_on)
    return [
        (a.pk, f"{a.letter.written_on or ''} {a.letter.slug} {a.number}: {a.paraphrase}"[:160])
        for a in rows[:300]
    ]


@needs("editor")
@require_POST
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the letter says of itself."""
    from django.db import transaction

    from outspoken.scorecard.letters import LETTER_FIELDS
    from outspoken.scorecard.log import record, values

    letter = found(slug)

    def action() -> str:
        from datetime import date

        before = values(letter, *LETTER_FIELDS)
        for name in FACTS:
            longest = letter._meta.get_field(name).max_length or 300  # type: ignore[union-attr]
            value = text_of(request, name, longest=longest)
            setattr(letter, name, value.upper() if name in ("government", "counterpart") else value)
        day = text_of(request, "written_on")
        try:
            letter.written_on = date.fromisoformat(day) if day else None
        except ValueError:
            raise InputError(day, "is no day", "write it as 2013-04-10") from None
        early = (
            letter.asks.filter(window_start__lt=letter.written_on) if letter.written_on else None
        )
        if early is not None and early.exists():
            raise DeskError(day, "is after the window of an ask", "change the ask first")
        if not letter.addressee:
            raise DeskError(letter.slug, "would have no addressee", "say to whom it is written")
        letter.full_clean(exclude=["text", "title"], validate_unique=False)
        with transaction.atomic():
            letter.save()
            record(
                "letter changed",
                letter.slug,
                before,
                values(letter, *LETTER_FIELDS),
                request.user.get_username(),
            )
        return "Saved."

    return act(request, reverse("letters:letter", args=[slug]), action)


@needs("editor")
@require_POST
def ask(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Add an ask, change one, confirm or reject it."""
    from outspoken.scorecard.letters import save_ask, settle_ask

    letter = found(slug)
    row = letter.asks.filter(number=number).first() if number else None
    if number and row is None:
        raise Http404("This letter has no ask of that number.")

    def action() -> str:
        by = request.user.get_username()
        step = request.POST.get("step", "save")
        if step in ("confirmed", "rejected", "suggested") and row is not None:
            settle_ask(row, step, by=by)
            return f"Ask {row.number}: {step}."
        saved = save_ask(letter, _given(request, row), at_hand.codebook(), ask=row, by=by)
        return f"Ask {saved.number} saved."

    back = reverse("letters:letter", args=[slug]) + (f"#ask-{number}" if number else "#asks")
    return act(request, back, action)


def _given(request: HttpRequest, row: Ask | None) -> dict[str, Any]:
    given: dict[str, Any] = {
        "paraphrase": text_of(request, "paraphrase"),
        "quote": text_of(request, "quote"),
        "verb": text_of(request, "verb"),
        "issues": request.POST.getlist("issues") or ["HR"],
        "comparators": request.POST.getlist("comparators"),
        "target": text_of(request, "target", longest=3).upper(),
        "cases": [c.strip() for c in text_of(request, "cases").split(";") if c.strip()],
        "with_counterpart": bool(request.POST.get("with_counterpart")),
        "window_start": text_of(request, "window_start"),
        "window_end": text_of(request, "window_end"),
        "unscorable": text_of(request, "unscorable", longest=300),
        "note": text_of(request, "note"),
    }
    for reading in ("weakest", "strongest"):
        given[reading] = {
            "firmness": number_of(request, f"{reading}_firmness"),
            "venue": number_of(request, f"{reading}_venue"),
            "words": text_of(request, f"{reading}_words"),
        }
    if row is None:
        # What a person writes is what a person stands behind.
        given["state"] = "confirmed"
    return given


@needs("editor")
@require_POST
def lineage(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say how an ask stands to an earlier one."""
    from outspoken.desk.models import Ask
    from outspoken.scorecard.letters import set_lineage

    row = found(slug).asks.filter(number=number).first()
    if row is None:
        raise Http404("This letter has no ask of that number.")

    def action() -> str:
        earlier = Ask.objects.filter(pk=number_of(request, "earlier")).first()
        how = text_of(request, "how", longest=20)
        set_lineage(row, earlier, how, by=request.user.get_username())
        return f"Ask {row.number} {how} {earlier}." if earlier else "Taken back."

    return act(request, reverse("letters:letter", args=[slug]) + f"#ask-{number}", action)


@needs("editor")
@require_POST
def signatories(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm the recognised signatories, add one, take one off, or import a CSV."""
    from outspoken.scorecard import letters
    from outspoken.scorecard.log import record, values
    from outspoken.scorecard.signatories_csv import import_signatories

    letter = found(slug)

    def action() -> str:
        by = request.user.get_username()
        step = request.POST.get("step", "")
        if step == "confirm":
            return f"{letters.confirm_signatories(letter, by=by)} signatories confirmed."
        if step == "add":
            state = "confirmed" if letter.state in ("sent", "recorded") else "invited"
            made = letters.add_signatory(
                letter, text_of(request, "organisation", longest=200), state=state, by=by
            )
            return f"{made.organisation} added."
        if step == "import":
            return f"{import_signatories(letter, *table_of(request, 'file'), by=by)} signatories added."
        if step == "remove":
            row = letter.signatories.filter(pk=number_of(request, "id")).first()
            if row is None:
                raise DeskError("signatory", "is not there", "reload the page")
            record("signatory removed", letter.slug, values(row, "organisation", "state"), None, by)
            row.delete()
            return f"{row.organisation} taken off."
        raise InputError("step", "is unknown", "reload the page")

    return act(request, reverse("letters:letter", args=[slug]) + "#signatories", action)


def download(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The final text as DOCX or PDF, or the signatories as CSV."""
    from outspoken.scorecard.signatories_csv import export_signatories
    from outspoken.scorecard.writing import docx, pdf

    letter = found(slug)
    made, kind = {
        "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "pdf": (pdf, "application/pdf"),
        "signatories": (lambda x: export_signatories(x).encode(), "text/csv; charset=utf-8"),
    }[form]
    ending = {"signatories": "-signatories.csv"}.get(form, f".{form}")
    response = HttpResponse(made(letter), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{letter.slug}{ending}"'
    return response

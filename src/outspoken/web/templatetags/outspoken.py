"""Words, numbers and addresses as every page writes them. All templates have these tags."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from outspoken.model import Firmness
from outspoken.report.chart import AGENDAS
from outspoken.report.html import LINKAGES, percent, times
from outspoken.report.links import is_safe, to_sentence

register = template.Library()
register.filter("percent", percent)
register.filter("times", times)

ROLES = {
    "principal": "the official",
    "official": "others of the government",
    "counterpart": "the other side",
    "journalist": "a journalist",
    "moderator": "a moderator",
    "unknown": "speaker unknown",
}
GENRES = {
    "transcript_joint": "joint press conference",
    "transcript_solo": "press conference",
    "interview": "interview",
    "speech": "speech",
    "readout": "readout",
    "statement": "statement",
    "joint_statement": "joint statement",
    "briefing": "briefing",
    "background": "background briefing",
    "factsheet": "fact sheet",
    "letter": "letter",
    "oped": "opinion piece",
    "": "text",
}
SOFTENING = {
    "EUPHEMISM": "spoken around",
    "HEDGE": "hedged",
    "MINIMISER": "made small",
    "PAIRED": "paired with praise or interest",
    "PREMISE": "as the other side's premise",
    "EQUIVALENCE": "set beside one's own faults",
}


@register.filter
def country(iso3: str) -> str:
    """A country's name."""
    from outspoken.web import at_hand

    if iso3 in ("SELF", "GENERIC"):
        return {"SELF": "own country", "GENERIC": "nobody in particular"}[iso3]
    return at_hand.world().name(iso3) or iso3


@register.filter
def agenda(code: str) -> str:
    """An agenda's name."""
    from outspoken.web import at_hand

    return AGENDAS.get(code) or at_hand.codebook().agendas.get(code, code)


@register.filter
def issue(code: str) -> str:
    """An issue's name."""
    from outspoken.web import at_hand

    found = at_hand.codebook().issues.get(code)
    return found.label if found else code


@register.filter
def is_rights(code: str) -> bool:
    """Whether an issue is of the rights agenda."""
    from outspoken.web import at_hand

    return at_hand.codebook().agenda(code) == "HR"


@register.filter
def role(code: str) -> str:
    """A role in words."""
    return ROLES.get(code, code)


@register.filter
def genre(code: str) -> str:
    """A kind of text in words."""
    return GENRES.get(code, code)


@register.filter
def firmness(level: int | str | None) -> str:
    """A level of firmness in words; nothing where a rule is named and no level was given."""
    if level is None or level == "" or not 0 <= int(level) < len(Firmness.NAMES):
        return ""
    return Firmness.NAMES[int(level)]


@register.filter
def linkage(code: str) -> str:
    """A linkage in words."""
    return LINKAGES.get(code, code)


@register.filter
def softening(code: str) -> str:
    """A softening flag in words."""
    return SOFTENING.get(code, code.lower())


@register.filter
def many(number: int | None, words: str) -> str:
    """A number with its word: `{{ n|many:"sentence,sentences" }}`."""
    one, _, more = words.partition(",")
    number = number or 0
    return f"{number:,} {one if number == 1 else more or one + 's'}"


@register.filter
def safe_url(url: str) -> str:
    """An address of a document, where it may become a link; else nothing."""
    return url if url and is_safe(url) else ""


@register.simple_tag
def sentence_url(document_id: str, start: int, end: int) -> str:
    """The permanent address of a sentence."""
    return reverse("sentence", args=[document_id, start, end])


@register.simple_tag
def source_url(url: str, text: str) -> str:
    """The publisher's page, opened at the sentence."""
    return to_sentence(url or "", text)


@register.simple_tag
def sentences_url(**filters: Any) -> str:
    """The list of the sentences behind a figure: the search page with these filters."""
    return search_url(filters)


def search_url(filters: dict[str, Any]) -> str:
    """The search page with these filters."""
    kept = [(k, v) for k, v in filters.items() if v not in (None, "", [], ())]
    return f"{reverse('search')}?{urlencode(kept, doseq=True)}"


@register.simple_tag
def figure(text: Any, address: str, what: str = "") -> SafeString:
    """A figure, which is always a link to its sentences. `what` is read aloud after it."""
    if not address:
        return format_html("{}", text)
    return format_html(
        '<a class="figure" href="{}">{}<span class="away">, {}</span></a>',
        address,
        text,
        what or "show the sentences",
    )


@register.filter
def split(words: str | None, separator: str = " ") -> list[str]:
    """A text's pieces."""
    return [piece for piece in (words or "").split(separator) if piece]


@register.filter
def opens(figure: Any) -> str:
    """The list of the sentences behind a figure."""
    from outspoken.web.finding import address_of

    return address_of(figure)


@register.filter
def svg(drawn: str | None) -> SafeString:
    """A chart that was drawn here; texts in it are escaped by the drawing."""
    return mark_safe(drawn or "")  # noqa: S308


@register.filter
def range_of(figure: Any, form: str = "share") -> str:
    """A figure's interval in words; "" where none can be given."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    if form == "times":
        return f"{times(math.exp(figure.low))} to {times(math.exp(figure.high))}"
    if form == "plain":
        return f"{figure.low:.2f} to {figure.high:.2f}"
    return f"{percent(figure.low)} to {percent(figure.high)}"


MEASURES = {
    "attention HR": "Share of words on rights",
    "attention ECO": "Share of words on the economy",
    "attention SEC": "Share of words on security",
    "parity HR:ECO": "Words on rights for one on the economy",
    "parity HR:SEC": "Words on rights for one on security",
    "firmness-parity HR:comparators": "Chance that rights are put more firmly than comparators",
    "prompted": "Rights sentences said only when asked",
    "softening": "Rights sentences that are softened",
    "linkage": "Rights sentences tied to another agenda",
}


@register.filter
def measure(name: str) -> str:
    """A measure in words."""
    return MEASURES.get(name, name)


@register.filter
def why(figure: Any) -> str:
    """What a reader must know beside a figure, without what is said once for the whole page."""
    notes = [n for n in figure.note.split("; ") if not n.startswith(("mixed", "comparison is"))]
    return "; ".join(notes)


@register.filter
def exponent(value: float | None) -> float | None:
    """A log ratio as the ratio."""
    return None if value is None else math.exp(value)


@register.filter
def named(line: Any, measure: str) -> Any:
    """A line's figure of this name."""
    return next((f for f in line.figures if f.measure == measure), None)


@register.filter
def get(table: Any, key: Any) -> Any:
    """A value of a table."""
    return table.get(key) if table else None


@register.simple_tag(takes_context=True)
def twin(context: template.Context, ending: str) -> str:
    """The address of this page's data."""
    from outspoken.web.page import twin_address

    return twin_address(context["request"], ending)


@register.filter
def can(user: Any, role: str) -> bool:
    """Whether the account has this role or a higher one: `{% if user|can:"coder" %}`."""
    from outspoken.web.accounts import may

    return may(user, role)

"""The form that takes an answer: what can be chosen, and what was filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from outspoken.coders.lexicon.utterance import COMPARATORS
from outspoken.errors import InputError
from outspoken.model import GENERIC, SELF, Firmness, Linkage, Role, Soft
from outspoken.report.html import LINKAGES
from outspoken.review.answer import Answer, read
from outspoken.web import at_hand
from outspoken.web.templatetags.outspoken import ROLES, SOFTENING

LARGEST = 64 * 1024
"""Bytes of one answer."""


def choices(answer: Answer | None = None, targets: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the form offers; `targets` are the countries to be offered first."""
    given = answer or Answer()
    codebook = at_hand.codebook()
    agendas = [
        {
            "label": label,
            "issues": [
                {
                    "code": issue.code,
                    "label": issue.label,
                    "definition": issue.definition,
                    "chosen": issue.code in given.issues,
                }
                for issue in codebook.issues.values()
                if issue.parent == code
            ],
        }
        for code, label in codebook.agendas.items()
    ]
    named = [
        (GENERIC, "nobody in particular, the world"),
        (SELF, "the speaker's own country"),
        *((country.iso3, country.name) for country in at_hand.world().countries),
    ]
    first = [one for one in named if one[0] in targets]
    return {
        "answer": given,
        "cases": "; ".join(given.cases),
        "agendas": [agenda for agenda in agendas if agenda["issues"]],
        "targets": [
            {"code": code, "label": label, "chosen": code in given.target}
            for code, label in dict.fromkeys([*first, *named])
        ],
        "levels": list(enumerate(Firmness.NAMES)),
        "linkages": [(link.value, LINKAGES.get(link.value, "none")) for link in Linkage],
        "softenings": [
            {"code": flag.value, "label": SOFTENING[flag.value], "chosen": flag.value in given.soft}
            for flag in Soft
        ],
        "roles": [(role.value, ROLES[role.value]) for role in Role],
        "comparators": " ".join(sorted(COMPARATORS)),
    }


def sent(request: HttpRequest) -> tuple[dict[str, Any], Answer]:
    """What was sent, as JSON by the page's script or as a plain form: its fields, and the answer.

    Raises:
        InputError: not readable, or no answer.
    """
    if request.content_type == "application/json":
        fields = posted(request)
        value = fields.get("answer")
    else:
        fields = {name: request.POST.get(name, "") for name in ("key", "document", "start", "end")}
        fields["seen"] = bool(request.POST.get("seen"))
        value = _filled(request)
    return fields, read(value, at_hand.codebook(), at_hand.world())


def posted(request: HttpRequest) -> dict[str, Any]:
    """The JSON table in a request.

    Raises:
        InputError: too large, or no such thing.
    """
    try:
        if len(request.body) > LARGEST:
            raise InputError("answer", "is far larger than an answer is", "shorten the note")
        fields = json.loads(request.body)
    except (ValueError, RecursionError):
        raise InputError("answer", "is not JSON", "reload the page") from None
    if not isinstance(fields, dict):
        raise InputError("answer", "is not a table of fields", "reload the page")
    return fields


def place_in(fields: Mapping[str, Any]) -> tuple[str, int, int]:
    """The sentence that was answered.

    Raises:
        InputError: not named.
    """
    try:
        return str(fields["document"])[:64], int(fields["start"]), int(fields["end"])
    except (KeyError, TypeError, ValueError):
        raise InputError("answer", "names no sentence", "reload the page") from None


def _filled(request: HttpRequest) -> dict[str, Any]:
    form = request.POST
    firmness = form.get("firmness", "")
    return {
        "issues": form.getlist("issues"),
        "target": form.getlist("target"),
        "firmness": int(firmness) if firmness in {"0", "1", "2", "3", "4", "5"} else None,
        "linkage": form.get("linkage", ""),
        "soft": form.getlist("soft"),
        "cases": form.get("cases", "").split(";"),
        "role": form.get("role", ""),
        "unsure": bool(form.get("unsure")),
        "note": form.get("note", ""),
    }

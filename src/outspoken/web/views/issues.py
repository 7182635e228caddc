"""Issues and cases: who raised them, when, how firmly, to whom; what happened."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from outspoken.search.query import Query
from outspoken.web import at_hand, charts, finding
from outspoken.web.page import page

SPOKEN = "('principal', 'official', 'counterpart')"
SHOWN = 15


def index(request: HttpRequest) -> HttpResponse:
    """Every issue with how often which side named it."""
    counts: dict[str, dict[str, int]] = {}
    query = "select name, role, sum(sentences) n from said where kind = 'issue' group by name, role"
    for row in at_hand.remember("issues", lambda: at_hand.index().all(query)):
        counts.setdefault(row["name"], {})[row["role"]] = row["n"]
    book = at_hand.codebook()
    agendas: dict[str, list[dict[str, Any]]] = {}
    for code, issue in book.issues.items():
        agendas.setdefault(issue.parent, []).append(
            {"issue": code, "label": issue.label, "counts": counts.get(code, {})}
        )
    order = sorted(agendas, key=lambda agenda: agenda != "HR")
    content = {"agendas": [{"agenda": a, "issues": agendas[a]} for a in order]}
    rows = [
        {"agenda": a, "issue": i["issue"], "label": i["label"], **i["counts"]}
        for a in order
        for i in agendas[a]
    ]
    return page(request, "issues.html", content, rows=rows, name="issues")


def issue(request: HttpRequest, code: str) -> HttpResponse:
    """One issue."""
    book = at_hand.codebook()
    about = book.issues.get(code)
    if about is None:
        raise Http404(f"The codebook has no issue {code}.")
    found = who("issue", code)
    years = by_year("issue", code)
    latest = finding.look(
        Query(issue=(code,), role=("principal", "official", "counterpart"), own="yes"),
        limit=SHOWN,
        counted=False,
    )
    firmness = [
        {
            "level": level,
            "sentences": finding.number(
                Query(
                    issue=(code,), firmness=(str(level),), own="yes",
                    role=("principal", "official"), scope="foreign",
                )
            ),
        }
        for level in range(6)
    ]  # fmt: skip
    content = {
        "issue": {
            "code": code,
            "label": about.label,
            "agenda": about.parent,
            "definition": about.definition,
            "include": about.include,
            "exclude": about.exclude,
        },
        "who": found,
        "years": years,
        "firmness": firmness if any(row["sentences"] for row in firmness) else [],
        "latest": lines_of(latest),
    }
    chart = charts.counts(years, "sentences by officials")
    return page(
        request, "issue.html", content, rows=found, chart=chart, name=code,
        extra={"speaking": ["principal", "official"]},
    )  # fmt: skip


def cases(request: HttpRequest) -> HttpResponse:
    """Every case that is on the desk or named in the record."""
    from outspoken.desk.models import Case

    named = {
        row["name"]: row
        for row in at_hand.index().all(
            f"select name, sum(sentences) sentences, sum(case when role in {SPOKEN} then sentences"  # noqa: S608
            " else 0 end) by_officials, min(year) first, max(year) last from said"
            " where kind = 'case' group by name"
        )
    }
    rows = []
    for case in Case.objects.prefetch_related("events"):
        counts = [named.pop(name) for name in (case.name, *case.aliases) if name in named]
        rows.append(
            {
                "name": case.name,
                "slug": case.slug,
                "country": case.country,
                "at_risk": case.at_risk,
                "sentences": sum(c["sentences"] for c in counts),
                "by_officials": sum(c["by_officials"] for c in counts),
                "last": max((c["last"] for c in counts), default=""),
                "event": next((str(e) for e in case.events.order_by("-date")[:1]), ""),
            }
        )
    rows += [
        {"name": n, "slug": "", "country": _country(n), "at_risk": False, "event": "", **row}
        for n, row in named.items()
    ]
    rows.sort(key=lambda row: (-row["by_officials"], row["name"]))
    return page(request, "cases.html", {"cases": rows}, rows=rows, name="cases")


def case(request: HttpRequest, name: str) -> HttpResponse:
    """One case: who named the person, when, to whom; what happened."""
    from outspoken.desk.models import Case

    held = Case.objects.filter(slug=name).first() or Case.objects.filter(name=name).first()
    names = [held.name, *held.aliases] if held else [name]
    marks = ",".join("?" * len(names))
    found = at_hand.index().all(
        "select speaker, role, government, counterpart, year, sum(sentences) sentences from said"  # noqa: S608
        f" where kind = 'case' and name in ({marks})"
        " group by speaker, role, government, counterpart, year order by year desc, sentences desc",
        names,
    )
    if held is None and not found:
        raise Http404(f"Nobody in this record names {name}, and no case has this address.")
    latest = finding.look(Query(case=tuple(names)), limit=50)
    events = (
        [
            {
                "date": e.date, "precision": str(e.precision), "kind": str(e.kind),
                "title": e.title, "source_url": e.source_url,
            }
            for e in held.events.order_by("date")
        ]
        if held
        else []
    )  # fmt: skip
    content = {
        "name": held.name if held else name,
        "names": names,
        "country": held.country if held else _country(name),
        "summary": held.summary if held else "",
        "at_risk": bool(held and held.at_risk),
        "who": found,
        "events": events,
        "sentences": lines_of(latest),
        "total": latest.total,
    }
    return page(request, "case.html", content, rows=found, name="case")


def who(kind: str, name: str) -> list[dict[str, Any]]:
    """Who named it, most sentences first; journalists' words are theirs alone and left out."""
    return at_hand.index().all(
        "select speaker, role, government, count(distinct counterpart) counterparts,"  # noqa: S608
        " group_concat(distinct nullif(counterpart, '')) with_whom, min(year) first,"
        f" max(year) last, sum(sentences) sentences from said where kind = ? and name = ?"
        f" and role in {SPOKEN} group by speaker, role, government"
        " order by sentences desc, speaker limit 40",
        [kind, name],
    )


def by_year(kind: str, name: str) -> list[dict[str, Any]]:
    """Sentences a year of the record's own officials."""
    return at_hand.index().all(
        "select year, sum(sentences) sentences from said where kind = ? and name = ?"
        " and role in ('principal', 'official') and year != '' group by year order by year",
        [kind, name],
    )


def lines_of(found: finding.Found) -> list[dict[str, Any]]:
    """Found sentences as plain rows."""
    from outspoken.web.views.search import plain_row

    return [plain_row(line, document) for line, document in found.rows]


def _country(name: str) -> str:
    known = at_hand.world().case(name)
    return known.country if known else ""

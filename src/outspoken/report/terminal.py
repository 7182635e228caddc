"""The report in a terminal, and as plain values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from outspoken.codebook import Codebook
from outspoken.measures import LABEL
from outspoken.report.content import EngagementReport, Provenance, Quote
from outspoken.report.html import between, percent, times

INTERVALS = ("attention HR", "parity HR:ECO", "parity HR:SEC")


def show(reports: Sequence[EngagementReport], provenance: Provenance, codebook: Codebook) -> None:
    """Print tables and rights sentences."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(title=f"Share of the official's words ({LABEL})", title_justify="left")
    for name in (
        "engagement",
        "words",
        "rights",
        "economy",
        "security",
        "rights÷eco",
        "rights÷sec",
    ):
        table.add_column(name, justify="left" if name == "engagement" else "right")
    for r in reports:
        shares = {a.agenda: a for a in r.principal.agendas}
        table.add_row(
            f"{r.start} {r.counterpart}, {r.kind}",
            f"{r.principal.words:,}",
            *(percent(shares[a].share) if a in shares else "–" for a in ("HR", "ECO", "SEC")),
            *(times(p.times) for p in r.principal.parities),
        )
    console.print(table)
    for r in reports:
        console.print(f"\n[bold]{r.slug}[/bold]  {r.official} and {r.counterpart_name}, {r.kind}")
        if r.unheard:
            console.print("  no words of the official are held: nothing can be said")
        elif r.silent:
            console.print(
                f"  no rights issue in {r.principal.sentences} sentences of the official, as held"
            )
        if r.principal.rights:
            told = [
                f"{name} {between(f)}{f'; {f.verdict}' if f.verdict else ''}"
                for name, f in r.principal.figures.items()
                if name in INTERVALS and between(f)
            ]
            console.print(f"  95 % intervals: {', '.join(told) or 'none, too little is held'}")
        for quote in r.principal.rights:
            console.print(f"  {_line(quote, codebook)}", markup=False)
        if r.told:
            console.print(
                f"  officials before and after: {len(r.told)} sentences on rights, not counted"
            )
        missing = [e.what for e in r.expected if not e.held]
        if missing:
            console.print(f"  not held: {', '.join(missing)}")
    console.print(
        f"\ncoder {provenance.coder}, codebook {provenance.codebook_hash[:16]}, "
        f"manifest {provenance.manifest_hash[:16]}, Outspoken {provenance.version}"
    )


def _line(quote: Quote, codebook: Codebook) -> str:
    coded = quote.coded
    labels = ", ".join(codebook.issues[code].label for code in coded.rights)
    firm = "" if coded.firmness is None else f", firmness {coded.firmness}"
    return f"“{coded.text}” [{labels}{firm}] {coded.document_id[:12]}:{coded.start}-{coded.end}"


def plain(reports: Sequence[EngagementReport], provenance: Provenance) -> dict[str, Any]:
    """The whole report as plain values."""
    return {
        "label": LABEL,
        "provenance": asdict(provenance),
        "engagements": [
            {
                "slug": r.slug,
                "official": r.official,
                "counterpart": r.counterpart,
                "kind": r.kind,
                "start": r.start,
                "end": r.end,
                "documents": [asdict(d) for d in r.documents],
                "expected": [asdict(e) for e in r.expected],
                "voices": [
                    {
                        "role": v.role.value,
                        "words": v.words,
                        "sentences": v.sentences,
                        "attention": [asdict(a) for a in v.agendas],
                        "parity": [{**asdict(p), "times": p.times} for p in v.parities],
                        "figures": [figure.row() for figure in v.figures.values()],
                        "rights": [
                            {
                                "document_id": q.coded.document_id,
                                "start": q.coded.start,
                                "end": q.coded.end,
                                "text": q.coded.text,
                                "issues": q.coded.rights,
                                "firmness": q.coded.firmness,
                                "prompted": q.coded.prompted,
                                "linkage": q.coded.linkage,
                                "soft": q.coded.soft,
                                "link": q.link,
                            }
                            for q in v.rights
                        ],
                    }
                    for v in r.voices
                ],
                "mentioned": r.breadth.mentioned,
                "not_mentioned": r.breadth.not_mentioned,
            }
            for r in reports
        ],
    }

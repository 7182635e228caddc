"""`outspoken measure`: the figures of engagements as a table."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Annotated, Any

import typer


def command(
    engagement: Annotated[
        str, typer.Argument(help="An engagement's name; leave it out for a series.")
    ] = "",
    official: Annotated[str, typer.Option(help="Series: part of the official's name.")] = "",
    counterpart: Annotated[str, typer.Option(help="Series: the counterpart (ISO3).")] = "",
    since: Annotated[str, typer.Option(help="Series: first day (ISO).")] = "",
    until: Annotated[str, typer.Option(help="Series: last day (ISO).")] = "",
    scope: Annotated[str, typer.Option(help="foreign, or counterpart.")] = "foreign",
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
) -> None:
    """Attention, parity and who raised it for each engagement, with the counts beneath (n)."""
    from outspoken.cli.console import emit_json, say
    from outspoken.cli.report import chosen_reports
    from outspoken.errors import InputError
    from outspoken.measures import LABEL
    from outspoken.report.html import percent, times

    if form not in ("table", "csv", "json"):
        raise InputError(f"--format {form}", "is no format", "table, csv or json")
    reports, _, _ = chosen_reports(
        engagement, official, counterpart, since, until, scope, workspace
    )
    rows = [row for report in reports for row in _rows(report)]
    if form == "json":
        emit_json({"label": LABEL, "rows": rows})
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    else:
        say(LABEL)
        for row in rows:
            value = (
                times(row["estimate"])
                if row["measure"].startswith("parity")
                else percent(row["estimate"])
            )
            say(
                f"{row['engagement']}  {row['role']:11}  {row['measure']:16}  {value:>8}  n = {row['sentences']} of {row['of_sentences']} sentences"
            )
        say("the sentences behind each figure: outspoken report ENGAGEMENT")


def _rows(report: Any) -> list[dict[str, Any]]:
    rows = []
    for voice in report.voices:
        if not voice.words:
            continue
        base = {"engagement": report.slug, "role": voice.role.value}
        for a in voice.agendas:
            rows.append(
                {
                    **base,
                    "measure": f"attention {a.agenda}",
                    "estimate": a.share,
                    "sentences": a.sentences,
                    "of_sentences": a.of_sentences,
                    "words": a.words,
                    "of_words": a.of_words,
                }
            )
        for p in voice.parities:
            rows.append(
                {
                    **base,
                    "measure": f"parity HR:{p.comparator}",
                    "estimate": p.times,
                    "sentences": p.rights_sentences,
                    "of_sentences": p.rights_sentences + p.comparator_sentences,
                    "words": p.rights_words,
                    "of_words": p.rights_words + p.comparator_words,
                }
            )
    return rows

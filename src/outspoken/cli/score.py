"""`outspoken score`: hold a letter's asks against engagements, and decide."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outspoken.cli.console import emit_json, say
from outspoken.errors import DeskError

if TYPE_CHECKING:
    from outspoken.desk.models import Verdict
    from outspoken.workspace import Workspace

app = typer.Typer(
    help="Verdicts on asks: proposed by rule, decided by people.", no_args_is_help=True
)
Where = Annotated[Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
By = Annotated[str, typer.Option(help="Who decides; your user name if not given.")]


def open_desk(workspace: Path | None) -> Workspace:
    """The workspace with its desk connected."""
    from outspoken import desk
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    desk.connect(opened.desk_path)
    return opened


@app.command()
def run(
    letter: Annotated[str, typer.Argument(help="A letter's name, or the beginning of it.")],
    engagements: Annotated[
        list[str] | None, typer.Argument(help="Engagements; the letter's own if none is named.")
    ] = None,
    standing: Annotated[
        bool,
        typer.Option(help="Take the asks as a yardstick for engagements the letter was not about."),
    ] = False,
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """Propose a verdict for every confirmed ask, with the sentences that it rests on."""
    from outspoken.engagements.decisions import find as find_engagement
    from outspoken.scorecard.letters import find
    from outspoken.scorecard.verdicts import score

    opened = open_desk(workspace)
    chosen = find(letter)
    named = [find_engagement(slug) for slug in engagements or ()]
    named = named or list(chosen.engagements.all())
    if not named:
        raise DeskError(
            chosen.slug, "is about no engagement on the desk", "name one after the letter"
        )
    _tell(score(opened, chosen, named, standing=standing), as_json)


@app.command()
def show(
    letter: Annotated[str, typer.Argument(help="A letter's name, or the beginning of it.")],
    sentences: Annotated[bool, typer.Option(help="Print the sentences too.")] = False,
    workspace: Where = None,
    as_json: AsJson = False,
) -> None:
    """The scorecard of a letter as it stands."""
    from outspoken.desk.models import Verdict
    from outspoken.scorecard.letters import find

    open_desk(workspace)
    rows = Verdict.objects.filter(ask__letter=find(letter)).select_related("ask", "engagement")
    _tell(list(rows.order_by("engagement__start", "ask__number")), as_json, sentences=sentences)


@app.command()
def decide(
    letter: Annotated[str, typer.Argument(help="A letter's name.")],
    ask: Annotated[int, typer.Argument(help="The ask's number.")],
    engagement: Annotated[str, typer.Argument(help="The engagement.")],
    value: Annotated[
        str,
        typer.Argument(
            help="kept, partly, not_found, contradicted or not_assessable.", metavar="verdict"
        ),
    ],
    by: By = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
    workspace: Where = None,
) -> None:
    """Decide a verdict. A second person's decision is kept beside the first."""
    from outspoken.scorecard.verdicts import decide as decide_verdict
    from outspoken.scorecard.verdicts import standing_of

    open_desk(workspace)
    verdict = decide_verdict(_verdict(letter, ask, engagement), value, by=by, note=note)
    say(f"{verdict.ask} in {verdict.engagement.slug}: {value}, {standing_of(verdict)}")


@app.command("reply")
def reply_(
    letter: Annotated[str, typer.Argument(help="A letter's name.")],
    ask: Annotated[int, typer.Argument(help="The ask's number.")],
    engagement: Annotated[str, typer.Argument(help="The engagement.")],
    text: Annotated[str, typer.Argument(help="What was answered, in its own words.")],
    official: Annotated[str, typer.Option(help="Who answered.")],
    on: Annotated[str, typer.Option(help="When (ISO).")],
    url: Annotated[str, typer.Option(help="Where it can be read.")] = "",
    by: By = "",
    workspace: Where = None,
) -> None:
    """Store an official's answer beside a verdict."""
    from outspoken.scorecard.verdicts import reply

    open_desk(workspace)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise DeskError(on, "is no day", "write it as 2013-04-13") from None
    made = reply(
        _verdict(letter, ask, engagement), on=day, by=official, text=text, source_url=url,
        entered_by=by,
    )  # fmt: skip
    say(f"reply of {made.by} on {made.date} kept")


def _verdict(letter: str, ask: int, engagement: str) -> Verdict:
    from outspoken.desk.models import Verdict
    from outspoken.engagements.decisions import find as find_engagement
    from outspoken.scorecard.letters import find

    chosen, about = find(letter), find_engagement(engagement)
    found = Verdict.objects.filter(ask__letter=chosen, ask__number=ask, engagement=about).first()
    if found is None:
        raise DeskError(
            f"{chosen.slug} ask {ask}",
            f"has no verdict in {about.slug}",
            "run 'outspoken score run'",
        )
    return found


def _tell(rows: list[Verdict], as_json: bool, *, sentences: bool = False) -> None:
    from outspoken.scorecard.verdicts import standing_of, wording_of

    if as_json:
        emit_json([_plain(v) for v in rows])
        return
    last = ""
    for v in rows:
        if v.engagement.slug != last:
            last = v.engagement.slug
            say(f"\n{last}")
        robust = "" if v.proposed_weakest == v.proposed_strongest else ", not robust"
        say(f"  {v.ask.number:>3}  {wording_of(v)} ({standing_of(v)}{robust})  {v.ask.paraphrase}")
        say(f"       {v.reason}")
        if sentences:
            for s in v.sentences.all():
                say(f"       “{s.text}” [{s.why}] {s.document_id[:12]}:{s.start}-{s.end}")
    say(f"\n{len(rows)} verdicts. A proposal is no verdict until a person has decided it.")


def _plain(v: Verdict) -> dict[str, Any]:
    from outspoken.scorecard.verdicts import standing_of, wording_of

    return {
        "letter": v.ask.letter.slug,
        "ask": v.ask.number,
        "paraphrase": v.ask.paraphrase,
        "engagement": v.engagement.slug,
        "proposed": v.proposed,
        "weakest": v.proposed_weakest,
        "strongest": v.proposed_strongest,
        "decided": v.decided,
        "standing": standing_of(v),
        "wording": wording_of(v),
        "reason": v.reason,
        "provenance": v.provenance,
        "sentences": [
            {
                "document_id": s.document_id,
                "start": s.start,
                "end": s.end,
                "text": s.text,
                "why": s.why,
            }
            for s in v.sentences.all()
        ],
        "replies": [
            {"date": r.date, "by": r.by, "text": r.text, "url": r.source_url}
            for r in v.replies.all()
        ],
    }

"""`outspoken demo`: the whole path on the bundled sample."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

NAME = "Outspoken sample"


def command(
    folder: Annotated[Path, typer.Argument(help="Where to make the workspace.")] = Path("demo"),
) -> None:
    """Run the whole path on the bundled sample and say where the report is."""
    import shutil
    import tomllib
    from importlib.resources import as_file, files

    from outspoken import desk
    from outspoken.cli.console import say, say_failed
    from outspoken.coding import code
    from outspoken.engagements.decisions import choose, store
    from outspoken.engagements.grouping import group
    from outspoken.engagements.occasion import read_occasions
    from outspoken.errors import WorkspaceError
    from outspoken.ingest import add
    from outspoken.report.gather import agendas_of, gather
    from outspoken.report.html import render
    from outspoken.report.terminal import show
    from outspoken.sources import captures
    from outspoken.workspace import Workspace, write_whole

    if folder.exists() and any(folder.iterdir()):
        # Only a folder that the demo itself made is made anew.
        try:
            ours = Workspace.open(folder).settings.name == NAME
        except WorkspaceError:
            ours = False
        if not ours:
            raise WorkspaceError(str(folder), "holds other files", "name another folder")
        shutil.rmtree(folder)
    sample = files("outspoken.sample")
    countries = tomllib.loads((sample / "countries.toml").read_text("utf-8"))["countries"]
    workspace = Workspace.init(folder, name=NAME, home="XVA", target="XKE", countries=countries)
    with as_file(sample / "record") as record:
        added = add(workspace, captures([record]))
    say(
        f"1  add          {added.added} documents, {added.sentences} sentences, {len(added.failed)} not readable"
    )
    say_failed(added.failed, [])
    coded = code(workspace)
    say(
        f"2  code         {coded.coded} sentences with a code, {coded.rights} of them on human rights"
    )
    desk.connect(workspace.desk_path)
    store(group(read_occasions(workspace.lake, workspace.world()), "XVA"), replacing=True)
    engagements = [e for e in choose(counterpart="XKE") if e.documents.exists()]
    say(
        f"3  engagements  {len(engagements)} of Valdoria with Kestria, from titles, places and dates"
    )
    codebook = workspace.codebook()
    reports, provenance = gather(workspace, codebook, engagements)
    page = render(
        reports, provenance, codebook, agendas_of(codebook), title="Valdoria and Kestria, 2024"
    )
    output = workspace.path / "report.html"
    write_whole(output, page.encode())
    say("4  report\n")
    show(reports, provenance, codebook)
    say(f"\nThe countries and people of this sample are invented. Open the report:\n  {output}")

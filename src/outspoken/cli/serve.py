"""`outspoken serve`: the pages over the workspace at hand; `outspoken user`: who may sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    port: Annotated[int, typer.Option(help="Port.", min=1, max=65535)] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine's need accounts.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="A name that the server answers to (may be repeated)."),
    ] = None,
    https: Annotated[
        bool,
        typer.Option("--https", help="A proxy in front speaks HTTPS: cookies are sent there only."),
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes.", min=1, max=64)] = 1,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the pages in the browser.")
    ] = True,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
    ] = None,
) -> None:
    """Open the workspace in the browser: read, search, review."""
    import os
    import socket

    from outspoken.cli.console import say
    from outspoken.errors import InputError
    from outspoken.web import open_workspace
    from outspoken.web.secrets import new_entry
    from outspoken.web.server import is_loopback, run
    from outspoken.workspace import Workspace

    opened = Workspace.open(workspace)
    local = is_loopback(host)
    if name or not local:
        os.environ["OUTSPOKEN_HOSTS"] = ",".join([*(name or ()), *(() if local else (host,))])
    if https:
        os.environ["OUTSPOKEN_HTTPS"] = "1"
    if not local:
        os.environ["OUTSPOKEN_SHARED"] = "1"
    open_workspace(opened)
    from outspoken.web.accounts import has_accounts

    if not local and not has_accounts():
        raise InputError(
            f"--host {host}",
            "would let others in, and nobody has an account",
            "make one first: outspoken user add NAME --role administrator",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise InputError(
                f"{host}:{port}", f"cannot be listened on ({error.strerror})", "try --port 8766"
            ) from None
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    if local:
        address += f"enter?token={new_entry(opened)}"
    say(f"{opened.settings.name or opened.path.name}: {address}")
    say(
        "The address opens once, on this machine. Stop with Ctrl-C."
        if local
        else "Stop with Ctrl-C."
    )

    def ready() -> None:
        if browser and local:
            import threading
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    from django.db import connections

    connections.close_all()  # a database connection must not cross into a worker process
    run(opened.path, host.strip("[]"), port, workers=workers, ready=ready)

"""`outspoken serve`: the pages over the workspace at hand; `outspoken user`: who may sign in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outspoken.workspace import Workspace


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
    _index(opened)
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


SMALL = 3
"""Parts of the record that are indexed before the pages open; more are indexed behind them."""


def _index(opened: Workspace) -> None:
    from outspoken.search import missing, refresh

    codebook = opened.codebook()
    behind, _ = missing(opened, codebook)
    if 0 < behind <= SMALL:
        refresh(opened, codebook)


user = typer.Typer(
    name="user", help="Accounts of people who share the pages.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The workspace's folder.")
]


def _desk(workspace: Path | None) -> None:
    from outspoken.web import open_workspace
    from outspoken.workspace import Workspace

    open_workspace(Workspace.open(workspace))


@user.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[
        str, typer.Option(help="reader, coder, editor or administrator.")
    ] = "reader",
    password: Annotated[
        str,
        typer.Option(
            prompt=True, hide_input=True, confirmation_prompt=True,
            envvar="OUTSPOKEN_PASSWORD", help="Asked for where not given; 12 characters or more.",
        ),
    ] = "",
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Make an account, or give an account a new password and role."""
    from outspoken.cli.console import say
    from outspoken.errors import InputError

    _desk(workspace)
    from django.contrib.auth.models import User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from outspoken.web.accounts import ROLES, log_account, role_of, set_role

    if role not in ROLES:
        raise InputError(f"--role {role}", "is no role", "one of " + ", ".join(ROLES))
    if not name.strip() or len(name) > 150:
        raise InputError("name", "is empty or too long", "give one of at most 150 characters")
    held = User.objects.filter(username=name).first()
    account = held or User(username=name)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise InputError("password", "; ".join(error.messages), "choose another") from None
    with transaction.atomic():
        before = role_of(held) if held else None
        account.set_password(password)
        account.is_active = True
        account.save()
        set_role(account, role)
        log_account("account changed" if held else "account made", name, before, role)
    say(f"{name}: {role}")


@user.command("list")
def show(workspace: WorkspaceOption = None) -> None:
    """List the accounts."""
    from outspoken.cli.console import say

    _desk(workspace)
    from django.contrib.auth.models import User

    from outspoken.web.accounts import role_of

    for account in User.objects.order_by("username"):
        how = "" if account.has_usable_password() else ", this machine's user, no password"
        say(f"{account.username}: {role_of(account)}{how}{'' if account.is_active else ', closed'}")


@user.command("close")
def close(
    name: Annotated[str, typer.Argument(help="The account.")], workspace: WorkspaceOption = None
) -> None:
    """Close an account: it can sign in no more; what it did keeps its name."""
    from outspoken.cli.console import say
    from outspoken.errors import InputError

    _desk(workspace)
    from django.contrib.auth.models import User
    from django.db import transaction

    from outspoken.web.accounts import log_account, role_of

    account = User.objects.filter(username=name).first()
    if account is None:
        raise InputError(name, "has no account here", "see 'outspoken user list'")
    with transaction.atomic():
        account.is_active = False
        account.set_unusable_password()
        account.save()
        log_account("account closed", name, role_of(account), None)
    say(f"{name}: closed")

"""The reference of all commands, made from their own help: `python -m outspoken.cli.reference`."""

from __future__ import annotations

from typing import Any


def reference() -> str:
    """docs/reference.md as text."""
    import typer

    from outspoken.cli import app

    lines = [
        "# Commands",
        "",
        "Made from the commands' own help by `python -m outspoken.cli.reference`; a test refuses a",
        "difference. Every command prints what it did; problems are one line each on standard error,",
        "naming the input and the mend, with exit code 1.",
        "",
    ]
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        for words, one in _each(name, command):
            lines += _section(words, one)
    return "\n".join(lines).rstrip() + "\n"


def _each(name: str, command: Any) -> list[tuple[str, Any]]:
    subs = getattr(command, "commands", None)
    if not subs:
        return [(name, command)]
    return [(f"{name} {sub}", one) for sub, one in subs.items()]


def _section(words: str, command: Any) -> list[str]:
    lines = [f"## `outspoken {words}`", "", " ".join((command.help or "").split()), ""]
    rows = []
    for parameter in command.params:
        if parameter.name == "help":
            continue
        shown = ", ".join(f"`{opt}`" for opt in getattr(parameter, "opts", [parameter.name]))
        if parameter.param_type_name == "argument":
            shown = f"`{parameter.name.upper()}`"
        rows.append(f"| {shown} | {' '.join((getattr(parameter, 'help', '') or '').split())} |")
    if rows:
        lines += ["| option | meaning |", "|---|---|", *rows, ""]
    return lines


if __name__ == "__main__":
    print(reference(), end="")

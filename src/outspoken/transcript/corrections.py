"""A person's corrections of speaker tables: label -> role, for one document.

Kept in `corrections.toml` in the workspace, because people made them; `add` reads them, and `doctor`
writes them and has the document read again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from outspoken.errors import WorkspaceError
from outspoken.model import Role

FILE = "corrections.toml"


def read_corrections(workspace: Path) -> dict[str, dict[str, str]]:
    """Document id -> label -> role.

    Raises:
        WorkspaceError: the file is not readable, or names a role that does not exist.
    """
    path = workspace / FILE
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(str(path), f"cannot be read ({error})", "mend the file") from None
    for document_id, labels in table.items():
        for label, role in labels.items():
            if role not in list(Role):
                raise WorkspaceError(
                    str(path),
                    f"{role!r} for {label!r} of {document_id[:12]} is no role",
                    f"one of {', '.join(Role)}",
                )
    return table


def write_correction(workspace: Path, document_id: str, label: str, role: Role) -> None:
    """Add one correction; the others stay."""
    import tomlkit

    from outspoken.workspace import write_whole

    corrections: dict[str, Mapping[str, str]] = dict(read_corrections(workspace))
    corrections[document_id] = {**corrections.get(document_id, {}), label: role.value}
    write_whole(workspace / FILE, tomlkit.dumps(corrections).encode())

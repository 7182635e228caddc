"""The state of a workspace: what could not be read, what is not known, what was corrected."""

from __future__ import annotations

from typing import Any

from outspoken.errors import InputError
from outspoken.model import Role
from outspoken.transcript.corrections import write_correction
from outspoken.workspace import Workspace


def examine(workspace: Workspace) -> dict[str, Any]:
    """Everything that a person should know of or can mend, as plain values."""
    lake = workspace.lake
    with lake.connect() as db:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return db.execute(query).fetchall()

        unknown = rows(
            "select label, count(distinct document_id), sum(turns), min(document_id), any_value(basis)"
            " from speakers where role = 'unknown' and label <> '' group by label order by 3 desc, 1"
        )
        return {
            "documents": rows("select count(*) from documents")[0][0],
            "sentences": rows("select count(*) from sentences")[0][0],
            "archive": [f"{f.name} {f.problem}" for f in workspace.archive.verify()],
            "unreadable": [
                problem if name in problem else f"{name}: {problem}"
                for name, problem in rows(
                    "select name, problem from documents where status <> 'ok' order by name"
                )
            ],
            "undated": [
                name
                for (name,) in rows(
                    "select name from documents where status = 'ok' and published_on is null"
                    " and event_date is null order by name"
                )
            ],
            "unplaced": [
                name
                for (name,) in rows(
                    "select name from documents where status = 'ok' and coalesce(government, '') = ''"
                    " order by name"
                )
            ],
            "unknown_labels": [
                {
                    "label": label,
                    "documents": documents,
                    "turns": turns,
                    "example": example,
                    "basis": basis,
                }
                for label, documents, turns, example, basis in unknown
            ],
        }


def correct(workspace: Workspace, document: str, label: str, role: str) -> int:
    """Store a person's role for a label and read the document anew; returns documents changed.

    Raises:
        InputError: no such role, document or label.
    """
    if role not in list(Role):
        raise InputError(role or "--role", "is no role", f"one of {', '.join(Role)}")
    if not label or not document:
        raise InputError("doctor", "needs --label and --document to correct", "name both")
    rows = workspace.lake.read(
        "select distinct document_id from speakers where label = ? and starts_with(document_id, ?)",
        [label, document],
    ).to_pylist()
    if len(rows) != 1:
        raise InputError(
            f"{label} in {document}", f"is in {len(rows)} documents", "see 'outspoken doctor'"
        )
    from outspoken.ingest import add

    document_id = rows[0]["document_id"]
    with workspace.lock():
        write_correction(workspace.path, document_id, label, Role(role))
    add(workspace)
    return len(rows)

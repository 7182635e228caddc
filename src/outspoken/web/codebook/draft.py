"""A changed codebook before anyone adopts it: made from the one at hand, kept as a file, adopted.

A draft is named by its hash and lies in `.drafts/` of the workspace. Adopting it makes it the
workspace's own codebook; the one before stays beside it under its hash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from outspoken.codebook import Codebook, load
from outspoken.codebook.check import Finding, check
from outspoken.codebook.schema import parse
from outspoken.durable import write_whole
from outspoken.errors import CodebookError, DeskError
from outspoken.workspace import SETTINGS, Workspace

LISTS = ("strong", "lone", "weak", "company", "beside", "masks")
"""What of an issue can be changed on the page; definitions are changed in the file."""
FILE = "codebook.yaml"
_checked: dict[str, set[str]] = {}
MOST_TERMS = 1000
LONGEST = 300


def terms_in(text: str) -> list[str]:
    """Terms, one a line.

    Raises:
        CodebookError: far too many, or one far too long.
    """
    terms = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(terms) > MOST_TERMS:
        raise CodebookError("terms", f"are more than {MOST_TERMS:,}", "take some out")
    for term in terms:
        if len(term) > LONGEST or not term.isprintable():
            raise CodebookError(term[:40], f"is longer than {LONGEST} letters", "shorten it")
    return list(dict.fromkeys(terms))


def change(book: Codebook, code: str, lists: Mapping[str, Sequence[str]]) -> Codebook:
    """The codebook with other terms for one issue.

    Raises:
        CodebookError: it cannot be used so.
    """
    content = deepcopy(dict(book.content))
    issue = content["issues"][code]
    for name in LISTS:
        if lists.get(name):
            issue[name] = list(lists[name])
        else:
            issue.pop(name, None)
    return parse(content, "the draft")


def faults(book: Codebook, draft: Codebook) -> list[Finding]:
    """What is wrong with the draft that is not wrong with the codebook that it was made from."""
    if book.hash not in _checked:
        _checked.clear()
        _checked[book.hash] = {str(one) for one in check(book)}
    return [one for one in check(draft) if str(one) not in _checked[book.hash]]


def keep(workspace: Workspace, draft: Codebook) -> str:
    """Keep a draft; its name."""
    name = draft.hash[:16]
    folder = workspace.path / ".drafts"
    folder.mkdir(mode=0o700, exist_ok=True)
    write_whole(folder / f"{name}.yaml", _written(draft))
    return name


def open_draft(workspace: Workspace, name: str) -> Codebook:
    """A kept draft.

    Raises:
        DeskError: there is none of this name.
    """
    path = workspace.path / ".drafts" / f"{name}.yaml"
    if not re.fullmatch(r"[0-9a-f]{16}", name) or not path.is_file():
        raise DeskError("this trial", "is not kept here any more", "make the change again")
    return load(path)


def adopt(workspace: Workspace, draft: Codebook, *, by: str) -> Path:
    """Make a draft the workspace's own codebook. The one before stays under its hash."""
    import tomlkit

    from outspoken.desk.models import Change

    old = workspace.codebook()
    path = workspace.path / FILE
    with workspace.lock(0):
        if path.is_file():
            write_whole(workspace.path / f"codebook-{old.hash[:12]}.yaml", path.read_bytes())
        write_whole(path, _written(draft))
        settings = workspace.path / SETTINGS
        document = tomlkit.parse(settings.read_text("utf-8"))
        if document.get("codebook") != FILE:
            # Before any table: a key after one would belong to it.
            tables = {k: document.pop(k) for k, v in list(document.items()) if isinstance(v, dict)}
            document["codebook"] = FILE
            for key, value in tables.items():
                document[key] = value
            write_whole(settings, tomlkit.dumps(document).encode())
        Change.objects.create(
            by=by,
            action="codebook.adopt",
            subject=draft.hash[:16],
            before={"hash": old.hash},
            after={"hash": draft.hash, "file": FILE},
        )
    return path


def _written(draft: Codebook) -> bytes:
    import yaml

    text = yaml.safe_dump(
        dict(draft.content), sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
    return f"# A codebook of this workspace; terms as in `outspoken codebook`.\n{text}".encode()

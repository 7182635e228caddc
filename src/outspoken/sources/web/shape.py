"""JSON answers as documents: which part of the answer is which field.

A path is names and numbers with dots between ("links.organisations.0.title"); `*` stands for every
item of a list ("parts.*.body"), whose texts become paragraphs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from outspoken.errors import InputError


def at(value: Any, path: str) -> Any:
    """What lies at a path, or None."""
    if not path:
        return value
    head, _, rest = path.partition(".")
    if head == "*":
        if not isinstance(value, list):
            return None
        found = [at(item, rest) for item in value]
        return [item for item in found if item is not None]
    if isinstance(value, dict):
        return at(value[head], rest) if head in value else None
    if isinstance(value, list) and head.lstrip("-").isdigit():
        place = int(head)
        return at(value[place], rest) if -len(value) <= place < len(value) else None
    return None


def text_at(value: Any, path: str) -> str:
    """The text at a path; those of a list as paragraphs, other values as written in JSON."""
    found = at(value, path)
    if found is None or isinstance(found, dict):
        return ""
    if isinstance(found, list):
        return "\n\n".join(part for part in (text_at(item, "") for item in found) if part)
    return found if isinstance(found, str) else json.dumps(found)


def row_of(
    content: bytes,
    shape: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    name: str,
) -> dict[str, str] | InputError:
    """The fields of a document in a JSON answer.

    Args:
        content: the answer.
        shape: field -> path.
        values: field -> a value as it stands -> the value that it means.
        name: what messages call the document.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return InputError(name, "is not the JSON that the recipe expects", "mend the recipe")
    row = {field: text_at(value, path) for field, path in shape.items()}
    row = {field: values.get(field, {}).get(text, text) for field, text in row.items()}
    row = {field: text for field, text in row.items() if text.strip()}
    if "text" not in row:
        return InputError(
            name,
            f"has no text at {shape.get('text', 'text')!r}",
            "leave it out, or mend the recipe",
        )
    return row

"""Where documents come from. A source yields captures; what it cannot read comes as an error.

A package outside adds a source with an entry point in the group `outspoken.sources`, whose value is
a callable `(path, mapping) -> Iterator[Capture | InputError]` and whose name is the file ending
that it reads (".mbox").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.files import read_file, walk
from outspoken.sources.tables import TABLES, read_table

GROUP = "outspoken.sources"
Source = Callable[[Path, Mapping[str, str]], Iterator[Capture | InputError]]


def captures(
    paths: Sequence[Path], mapping: Mapping[str, str] | None = None
) -> Iterator[Capture | InputError]:
    """Captures of files, folders (recursive, in order of name) and tables.

    Args:
        paths: what to add.
        mapping: for tables, field ("text", "title", ...) -> the column that holds it.
    """
    readers = _readers()
    for path in paths:
        for found in walk(path):
            if isinstance(found, InputError):
                yield found
                continue
            file, key = found
            reader = readers.get(file.suffix.lower())
            if reader is not None:
                yield from reader(file, mapping or {})
            else:
                yield read_file(file, key)


def _readers() -> dict[str, Source]:
    from importlib.metadata import entry_points

    readers: dict[str, Source] = dict.fromkeys(TABLES, read_table)
    for entry in entry_points(group=GROUP):
        readers[entry.name] = entry.load()
    return readers

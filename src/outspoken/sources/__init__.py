"""Where documents come from. A source yields captures; what it cannot read comes as an error.

A package outside adds a source with an entry point in the group `outspoken.sources`. Its name is
the file ending that it reads (".mbox"), its value a callable `(path, key, mapping) ->
Iterator[Capture | InputError]`; `key` is the file's own, and those of its documents start with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from outspoken.errors import InputError
from outspoken.model import Capture
from outspoken.sources.files import read_file, walk
from outspoken.sources.mail import read_mail, read_mailbox
from outspoken.sources.tables import TABLES, check_mapping, read_table
from outspoken.sources.warc import ENDINGS, read_warc

GROUP = "outspoken.sources"
Source = Callable[[Path, str, Mapping[str, str]], Iterator[Capture | InputError]]


def captures(
    paths: Sequence[Path], mapping: Mapping[str, str] | None = None
) -> Iterator[Capture | InputError]:
    """Captures of files, folders (recursive, in order of name) and tables.

    Args:
        paths: what to add.
        mapping: for tables, field ("text", "title", ...) -> the column that holds it.

    Raises:
        InputError: the mapping names a field that documents do not have.
    """
    check_mapping(mapping or {})
    return _captures(paths, mapping or {})


def _captures(paths: Sequence[Path], mapping: Mapping[str, str]) -> Iterator[Capture | InputError]:
    readers = _readers()
    for path in paths:
        for found in walk(path):
            if isinstance(found, InputError):
                yield found
                continue
            file, key = found
            reader = _reader_of(file.name.lower(), readers)
            if reader is None:
                yield read_file(file, key)
            else:
                yield from reader(file, key, mapping)


def _reader_of(name: str, readers: Mapping[str, Source]) -> Source | None:
    """The reader of the longest ending that the name has (".warc.gz" before ".gz")."""
    endings = [ending for ending in readers if name.endswith(ending)]
    return readers[max(endings, key=len)] if endings else None


def _readers() -> dict[str, Source]:
    from importlib.metadata import entry_points

    readers: dict[str, Source] = dict.fromkeys(TABLES, read_table)
    readers |= dict.fromkeys(ENDINGS, read_warc)
    readers |= {".eml": read_mail, ".mbox": read_mailbox}
    for entry in entry_points(group=GROUP):
        readers[entry.name] = entry.load()
    return readers

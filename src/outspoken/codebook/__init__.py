"""Codebooks: what is measured, as data. `load()` gives the default one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from outspoken.codebook.schema import Codebook, Coordination, Issue, parse
from outspoken.errors import CodebookError

__all__ = ["DEFAULT", "Codebook", "Coordination", "Issue", "load"]

DEFAULT = Path(__file__).with_name("default.yaml")


def load(path: Path | None = None) -> Codebook:
    """The codebook at `path`, or the one that comes with the software.

    Raises CodebookError, with the line where YAML tells it, for a file that cannot be used.
    """
    if path is None:
        return _default()
    return parse(_whole(path), str(path))


@cache
def _default() -> Codebook:
    return parse(_whole(DEFAULT), "the default codebook")


def _whole(path: Path) -> Any:
    """A codebook's content with the file that it includes, which stands beside it or comes with us.

    `include: speech_acts.yaml` takes in top-level tables (`cues`) that the codebook itself lacks,
    so that one list of cue words serves several codebooks. The hash is that of the whole.
    """
    content = _read(path)
    if not isinstance(content, dict) or "include" not in content:
        return content
    name = content.pop("include")
    if not isinstance(name, str) or not name:
        raise CodebookError(str(path), "include is not a file's name", "write include: NAME.yaml")
    beside = path.parent / name
    included = _read(beside if beside.is_file() else DEFAULT.parent / name)
    if not isinstance(included, dict) or not all(isinstance(v, dict) for v in included.values()):
        raise CodebookError(
            str(beside), "is not tables only", "write 'cues:' and below it the words"
        )
    for key, table in included.items():
        if key in content:
            raise CodebookError(
                str(path), f"{key} stands here and in {name}", "take it out of one of them"
            )
        content[key] = table
    return content


def _read(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open("rb") as file:
            return yaml.load(file, Loader=_unique(loader))  # noqa: S506 (a safe loader)
    except OSError as error:
        raise CodebookError(str(path), f"cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        what = getattr(error, "problem", None) or str(error)
        raise CodebookError(
            str(path), f"{where}{what}", "mend the YAML there; terms with : or * need quotes"
        ) from None


def _unique(base: Any) -> Any:
    """A loader that refuses a key written twice: YAML would silently keep the last."""
    import yaml

    def mapping(loader: Any, node: Any) -> Any:
        loader.flatten_mapping(node)
        seen: set[Any] = set()
        for key, _ in node.value:
            name = loader.construct_object(key, deep=True)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name!r} stands twice", key.start_mark
                )
            seen.add(name)
        return loader.construct_mapping(node, deep=True)

    unique: Any = type("UniqueLoader", (base,), {})
    unique.add_constructor("tag:yaml.org,2002:map", mapping)
    return unique

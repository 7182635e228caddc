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
    return parse(_read(path), str(path))


@cache
def _default() -> Codebook:
    return parse(_read(DEFAULT), "the default codebook")


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

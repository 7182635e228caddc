"""The desk as plain text: one JSON file a table and a `desk.toml` that vouches for them.

    desk.toml            format, and for each table its rows and the SHA-256 of its file
    engagement.json      a list of rows, in order; one field a line, so that versions compare well
    review.json ...

The same desk gives the same bytes. Rows have no numbers: where one refers to another it says its
name (an engagement's slug; a letter's slug and the ask's number), so that a desk can be read back
anywhere. Accounts are not part of it: people are named in words.

An export is whole or it is refused: `desk.toml` is written last, and a file that is missing, cut,
or changed since is found by its hash. An import is one transaction: all or nothing.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken.durable import write_whole
from outspoken.errors import InputError

if TYPE_CHECKING:
    from django.db.models import Field, Model

FORMAT = 1
CONTENTS = "desk.toml"
LARGEST = 2_000_000_000
"""Bytes of one table's file; a desk of a million reviews has less."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "engagement": ("slug",),
    "letter": ("slug",),
    "ask": ("letter", "number"),
    "verdict": ("ask", "engagement"),
    "sample": ("slug",),
    "case": ("slug",),
}
"""Tables that others refer to, and the fields that name a row."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What was written or read: rows by table, those with none left out."""

    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


def export(folder: Path) -> Told:
    """Write the whole connected desk into a folder: new, empty, or that of an earlier export.

    Files are readable for their owner alone: the desk holds what is private (contacts, notes).

    Raises:
        InputError: the folder holds other files.
    """
    _accept(folder)
    tables = {name: _rows(model) for name, model in snapshot()}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    contents = [f"format = {FORMAT}", ""]
    for name, rows in tables.items():
        content = _written(rows)
        path = folder / f"{name}.json"
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
            path.chmod(0o600)
        digest = hashlib.sha256(content).hexdigest()
        contents += [f"[{name}]", f"rows = {len(rows)}", f'sha256 = "{digest}"', ""]
    write_whole(folder / CONTENTS, "\n".join(contents).encode())
    for path in folder.glob("*.json"):
        if path.stem not in tables:
            path.unlink()
    return Told({name: len(rows) for name, rows in tables.items() if rows})


def load(folder: Path, *, edited: bool = False, replace: bool = False) -> Told:
    """Read an export into the connected desk, whole or not at all.

    Args:
        folder: of the export.
        edited: take files that were changed since they were exported, as long as every row is right.
        replace: give up what the desk holds now, also people's log of changes; without it only an
            empty desk is filled.

    Raises:
        InputError: not whole, of another version, a row that is wrong, or the desk is not empty.
    """
    from django.db import DataError, IntegrityError, transaction

    tables = read(folder, edited=edited)
    models = dict(_models())
    with transaction.atomic():
        held = {name for name, model in models.items() if model._default_manager.exists()}
        if held and not replace:
            raise InputError(
                str(folder),
                f"would be mixed with what the desk holds ({', '.join(sorted(held))})",
                "import into a new workspace, or give --replace",
            )
        for name in reversed(models):
            models[name]._default_manager.all().delete()
        try:
            _store(folder, models, tables)
        except (DataError, IntegrityError) as error:
            raise InputError(
                str(folder), f"has rows that the desk cannot hold ({error})", "mend the file"
            ) from None
    return Told({name: len(rows) for name, rows in tables.items() if rows})


def read(folder: Path, *, edited: bool = False) -> dict[str, list[Row]]:
    """The rows of an export, checked to be whole; nothing is stored.

    Raises:
        InputError: a file that is missing, unknown, cut, changed or not what it should be.
    """
    contents = _contents(folder)
    known = dict(_models())
    for name in contents.keys() | {path.stem for path in folder.glob("*.json")}:
        if name not in known or name not in contents:
            raise InputError(
                f"{folder.name}/{name}.json", "is no table of this desk", "take it out"
            )
    tables: dict[str, list[Row]] = {}
    for name, model in known.items():
        path = folder / f"{name}.json"
        if name not in contents:
            # A table that came with a later version of the software: nobody had written into it.
            tables[name] = []
            continue
        rows = _table(path, contents[name], edited)
        fields = [f.name for f in _fields(model)]
        for number, row in enumerate(rows, 1):
            if not isinstance(row, dict) or set(row) - set(fields):
                strange = sorted(set(row) - set(fields)) if isinstance(row, dict) else [row]
                raise InputError(
                    f"{path.name} row {number}", f"has no place for {strange[0]!r}", "take it out"
                )
        tables[name] = rows
    return tables


def snapshot() -> Iterator[tuple[str, type[Model]]]:
    """The desk's tables, to be read as they are at one moment."""
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        yield from _models()


def _accept(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(str(folder), "is a file", "name a folder")
    if (folder / CONTENTS).exists():
        return
    if any(path for path in folder.iterdir() if not path.name.startswith(".")):
        raise InputError(
            str(folder), "holds other files", "name a new folder, or that of an earlier export"
        )


def _models() -> Iterator[tuple[str, type[Model]]]:
    """Every table, those that are referred to before those that refer to them."""
    from django.apps import apps

    left = sorted(apps.get_app_config("desk").get_models(), key=lambda m: m._meta.model_name or "")
    done: set[type[Model]] = set()
    while left:
        for model in left:
            needed = {f.related_model for f in _fields(model) if f.is_relation} - {model}
            if needed <= done:
                yield model._meta.model_name or "", model
                done.add(model)
                left.remove(model)
                break
        else:
            raise AssertionError(f"tables refer to each other in a circle: {left}")


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    """A table's fields as they are written: without its number, with the lists of other rows."""
    plain = [f for f in model._meta.concrete_fields if not f.primary_key]
    return [*plain, *model._meta.many_to_many]


def _rows(model: type[Model]) -> list[Row]:
    fields = _fields(model)
    related = [f.name for f in fields if f.many_to_one]
    many = [f.name for f in fields if f.many_to_many]
    query = model._default_manager.order_by("pk").select_related(*related).prefetch_related(*many)
    named = [(_order(model, row), row.pk, _row(row, fields)) for row in query]
    return [row for _, _, row in sorted(named, key=lambda entry: entry[:2])]


def _order(model: type[Model], row: Model) -> str:
    """By name where rows have one, else in the order in which they came."""
    if model._meta.model_name in NAMES:
        return json.dumps(_name(row), ensure_ascii=False)
    return ""


def _row(row: Model, fields: Sequence[Field[Any, Any]]) -> Row:
    written: Row = {}
    for field in fields:
        value = getattr(row, field.name)
        if field.many_to_many:
            written[field.name] = sorted((_name(other) for other in value.all()), key=json.dumps)
        elif field.is_relation:
            written[field.name] = None if value is None else _name(value)
        elif value is None or isinstance(value, (bool, int, float, str, list, dict)):
            written[field.name] = value
        else:
            written[field.name] = field.value_to_string(row)
    return written


def _name(row: Model) -> Any:
    """What names a row: its slug, or the names of its parts."""
    parts = [getattr(row, part) for part in NAMES[row._meta.model_name or ""]]
    told = [_name(part) if hasattr(part, "_meta") else part for part in parts]
    return told[0] if len(told) == 1 else told


def _written(rows: Sequence[Row]) -> bytes:
    return (json.dumps(rows, indent=1, ensure_ascii=False) + "\n").encode()


def _contents(folder: Path) -> dict[str, Mapping[str, Any]]:
    path = folder / CONTENTS
    try:
        contents = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(
            str(folder), f"has no {CONTENTS}: it is no export, or one that was cut short",
            "export again",
        ) from None  # fmt: skip
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "export again") from None
    if contents.pop("format", None) != FORMAT:
        raise InputError(str(path), f"is not of format {FORMAT}", "use the version that wrote it")
    for name, told in contents.items():
        if not isinstance(told, dict) or not isinstance(told.get("sha256"), str):
            raise InputError(str(path), f"does not say what {name} holds", "export again")
    return contents


def _table(path: Path, told: Mapping[str, Any], edited: bool) -> list[Row]:
    name = f"{path.parent.name}/{path.name}"
    if path.is_symlink() or not path.is_file():
        raise InputError(name, "is missing: half a desk is not taken", "fetch the whole export")
    if path.stat().st_size > LARGEST:
        raise InputError(name, f"is larger than {LARGEST:,} bytes", "fetch the whole export again")
    content = path.read_bytes()
    if not edited and hashlib.sha256(content).hexdigest() != told["sha256"]:
        raise InputError(
            name,
            "is not what was exported: it was cut, mixed with another export, or edited",
            "fetch the whole export again, or give --edited if you changed it yourself",
        )
    try:
        rows = json.loads(content, parse_constant=_no_number)
        _clean(rows)
    except (ValueError, RecursionError) as error:
        raise InputError(name, f"is not JSON ({error})", "mend it, or export again") from None
    if not isinstance(rows, list) or (not edited and len(rows) != told.get("rows")):
        raise InputError(name, "is not the list of rows that was exported", "export again")
    return rows


def _store(
    folder: Path, models: Mapping[str, type[Model]], tables: Mapping[str, list[Row]]
) -> None:
    """Put rows in, then what they say of rows of their own table."""
    for name, model in models.items():
        by_name: dict[type[Model], dict[str, Any]] = {}
        stored: list[tuple[int, Row, Model]] = []
        for number, row in enumerate(tables[name], 1):
            place = f"{folder.name}/{name}.json row {number}"
            stored.append((number, row, _put(model, row, by_name, place)))
        for field in _fields(model):
            if not field.is_relation or not (field.many_to_many or field.related_model is model):
                continue
            for number, row, instance in stored:
                place = f"{folder.name}/{name}.json row {number}"
                if field.many_to_many:
                    others = [
                        _find(field, one, by_name, place) for one in row.get(field.name) or ()
                    ]
                    getattr(instance, field.name).set(others)
                elif row.get(field.name) is not None:
                    value = _find(field, row[field.name], by_name, place)
                    model._default_manager.filter(pk=instance.pk).update(**{field.name: value})


def _put(
    model: type[Model], row: Row, by_name: dict[type[Model], dict[str, Any]], place: str
) -> Model:
    from django.core.exceptions import ValidationError

    instance = model()
    for field in _fields(model):
        if field.name not in row or field.many_to_many:
            continue
        value = row[field.name]
        try:
            if not field.is_relation:
                setattr(instance, field.attname, _checked(field, value, instance))
            elif field.related_model is not model:
                number = None if value is None else _find(field, value, by_name, place)
                setattr(instance, field.attname, number)
        except ValidationError as error:
            raise InputError(place, f"{field.name}: {error.messages[0]}", "mend it") from None
        except (TypeError, ValueError) as error:
            raise InputError(place, f"{field.name}: {error}", "mend it") from None
    # As a row is restored, not as one is made: times of making stay what they were.
    instance.save_base(raw=True, force_insert=True)
    return instance


def _checked(field: Field[Any, Any], value: Any, instance: Model) -> Any:
    """A value as the field holds it: right kind, length, range, one of the choices.

    Addresses are kept as they are: the desk took them as they stood on a page, and a desk that was
    written out must come back.
    """
    from django.core.validators import EmailValidator, URLValidator

    value = field.to_python(value)
    if value is None and not field.null:
        raise ValueError("is empty")
    if value in field.empty_values:
        return value
    field.validate(value, instance)
    for validator in field.validators:
        if not isinstance(validator, URLValidator | EmailValidator):
            validator(value)
    return value


def _find(
    field: Field[Any, Any], name: Any, by_name: dict[type[Model], dict[str, Any]], place: str
) -> Any:
    """The number of the row with this name in the table that a field refers to."""
    other: Any = field.related_model
    if other not in by_name:
        by_name[other] = {json.dumps(_name(row)): row.pk for row in other._default_manager.all()}
    found = by_name[other].get(json.dumps(name))
    if found is None:
        raise InputError(
            place, f"{field.name}: there is no {other._meta.model_name} {name!r}", "mend it"
        )
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _clean(value: Any) -> None:
    """Refuse texts that no database can hold.

    Raises:
        ValueError: half a character, or a zero byte.
    """
    if isinstance(value, str):
        value.encode("utf-8")
        if "\0" in value:
            raise ValueError("a text with a zero byte")
    elif isinstance(value, dict):
        for key, one in value.items():
            _clean(key)
            _clean(one)
    elif isinstance(value, list):
        for one in value:
            _clean(one)

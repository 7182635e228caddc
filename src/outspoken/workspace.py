"""A workspace: one folder with the settings, the archive, the lake and the desk of a project.

outspoken.toml     settings
archive/           original bytes and their manifest
lake/              Parquet tables, made by machines, can be made again; the setting `lake` puts the
                   tables elsewhere, the search index and the pages' figures stay here
desk.sqlite3       what people decided, cannot be made again
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outspoken import engine
from outspoken.archive import Archive
from outspoken.durable import write_whole
from outspoken.errors import WorkspaceError

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.lake import Lake
    from outspoken.world import World

__all__ = ["LOCK_TIMEOUT", "SETTINGS", "Settings", "Workspace", "write_whole"]

SETTINGS = "outspoken.toml"
FORMAT = 1
"""The layout's number; a workspace of a later one is refused instead of misread."""
LOCK_TIMEOUT = 600.0
"""Seconds that a second run waits for the first."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `outspoken.toml` says.

    `home` is the government whose officials are the speakers where a document does not say (ISO3);
    `target` the counterpart that reports take where none is named; `countries` adds to the known
    ones (see `world.load`); `engine` says where the work runs (see `engine.run`).

    `lake` is where the tables lie if not in the workspace: a folder, or ``s3://BUCKET/PREFIX`` with
    the server's address in `lake_endpoint` (empty for Amazon's) and its region in `lake_region`.
    """

    name: str
    home: str = ""
    target: str = ""
    codebook: Path | None = None
    countries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    engine: str = ""
    lake: str = ""
    lake_endpoint: str = ""
    lake_region: str = ""


class Workspace:
    """An opened workspace."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.archive = Archive(path / "archive")
        self.desk_path = path / "desk.sqlite3"

    @property
    def lake(self) -> Lake:
        """The tables."""
        from outspoken.lake import Lake
        from outspoken.lake.storage import storage

        root, given = self.path / "lake", self.settings
        return Lake(root, storage(given.lake, given.lake_endpoint, given.lake_region, root))

    def world(self) -> World:
        """The countries and officials that this workspace knows."""
        from outspoken import world

        return world.load(self.settings.countries or None)

    def codebook(self) -> Codebook:
        """The workspace's codebook: its own file, or the built-in one."""
        from outspoken.codebook import load

        return load(self.settings.codebook)

    @classmethod
    def init(
        cls,
        path: Path,
        *,
        name: str = "",
        home: str = "",
        target: str = "",
        countries: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Workspace:
        """Make a workspace in a new or empty folder.

        Raises:
            WorkspaceError: the folder is a workspace already, or holds other files.
        """
        import tomlkit

        path = path.resolve()
        if (path / SETTINGS).exists():
            raise WorkspaceError(str(path), "is a workspace already", "use it, or name another")
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise WorkspaceError(str(path), "is not an empty folder", "name a new or empty one")
        document = tomlkit.document()
        document.add(tomlkit.comment("Settings of an Outspoken workspace; edit freely."))
        document["format"] = FORMAT
        document["name"] = name or path.name
        document["home"] = _iso3(home, "home")
        document["target"] = _iso3(target, "target")
        if countries:
            document["countries"] = dict(countries)
        try:
            path.mkdir(parents=True, exist_ok=True)
            write_whole(path / SETTINGS, tomlkit.dumps(document).encode())
        except OSError as error:
            raise WorkspaceError(str(path), f"cannot be made ({error.strerror})", "") from None
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | None = None) -> Workspace:
        """Open a workspace: at `path`, at $OUTSPOKEN_WORKSPACE, or here or in a folder above.

        Raises:
            WorkspaceError: there is none, or its settings cannot be read.
        """
        wanted = path or (Path(p) if (p := os.environ.get("OUTSPOKEN_WORKSPACE")) else None)
        if wanted is not None:
            if not (wanted / SETTINGS).is_file():
                raise WorkspaceError(str(wanted), "is no workspace", "make one: outspoken init")
            return cls(wanted.resolve(), _read_settings(wanted.resolve() / SETTINGS))
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder, _read_settings(folder / SETTINGS))
        raise WorkspaceError(str(here), "is not in a workspace", "make one: outspoken init FOLDER")

    @contextmanager
    def lock(self, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
        """Hold the workspace for writing; a second run waits, and says for whom.

        The lock is the operating system's, so it is free again the moment its holder ends, however
        it ends.

        Raises:
            WorkspaceError: still held after `timeout` seconds.
        """
        import filelock

        lock = filelock.FileLock(self.path / ".lock")
        holder = self.path / ".lock.holder"
        try:
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout:
                if timeout > 0:
                    print(
                        f"outspoken: waiting up to {timeout:.0f} s for {_holder(holder)}",
                        file=sys.stderr,
                    )
                lock.acquire(timeout=max(timeout, 0))
        except filelock.Timeout:
            raise WorkspaceError(
                str(self.path),
                f"is being written by {_holder(holder)}, and two at once would spoil it",
                "try again when that run has ended",
            ) from None
        try:
            command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]])
            who = {"pid": os.getpid(), "command": command, "since": time.strftime("%H:%M")}
            write_whole(holder, json.dumps(who).encode())
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        return f"process {who['pid']} ({who['command']}, since {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another run"


def _iso3(code: str, setting: str) -> str:
    code = code.strip().upper()
    if code and (len(code) != 3 or not code.isalpha()):
        raise WorkspaceError(setting, f"{code!r} is no ISO3 code", "as in USA or AUS")
    return code


def _read_settings(path: Path) -> Settings:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(str(path), f"cannot be read ({error})", "mend the file") from None
    if table.get("format") != FORMAT:
        raise WorkspaceError(
            str(path), f"is of format {table.get('format')}, not {FORMAT}", "use another version"
        )
    countries = table.get("countries", {})
    codebook = table.get("codebook", "")
    if not isinstance(countries, dict) or not isinstance(codebook, str):
        raise WorkspaceError(str(path), "has a setting of the wrong kind", "see docs/reference.md")
    for code in countries:
        _iso3(code, f"countries.{code}")
    return Settings(
        name=str(table.get("name", "")),
        home=_iso3(str(table.get("home", "")), "home"),
        target=_iso3(str(table.get("target", "")), "target"),
        codebook=(path.parent / codebook).resolve() if codebook else None,
        countries=countries,
        engine=engine.check(str(table.get("engine", ""))),
        **_place(table),
    )


def _place(table: Mapping[str, Any]) -> dict[str, str]:
    """The settings that say where the lake lies; none of them may hold a secret."""
    found = {name: str(table.get(name, "")) for name in ("lake", "lake_endpoint", "lake_region")}
    kind, _, rest = found["lake"].partition("://")
    if rest and (kind != "s3" or not re.fullmatch(r"[\w.-]+(/[\w./=-]*)?", rest)):
        raise WorkspaceError(
            "lake",
            "is no place: keys never stand in it",
            "a folder, or s3://BUCKET/PREFIX; credentials come from the environment",
        )
    endpoint = found["lake_endpoint"]
    if endpoint and not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?", endpoint):
        raise WorkspaceError("lake_endpoint", "is no address", "as in https://storage.example:9000")
    return {**found, "lake_endpoint": endpoint.rstrip("/")}

"""Server time of every page and of search on a large record.

    python -m benchmarks.pages WORKSPACE FOLDER --sentences 5000000 --rounds 40

Takes a coded workspace, repeats its record into FOLDER until it has so many sentences (each copy
under its own document hashes, years shifted, so that nothing is merged), indexes it, and asks each page for
different subjects through Django's own handler in this process, as a worker of the server does. Two
times are given for a page: elapsed, and processor time of this thread; on a busy machine the second
is the one to compare. Figures of series are worked out behind the pages (`web/kept.py`): the time
that they take is given by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from benchmarks.results import Figure, emit, pace

QUERIES = (
    "rights", '"human rights"', "the", "journalist*", "trade -china", "Tibet OR Xinjiang",
    "we must", '"rule of law"', "prison*", "democracy freedom",
)  # fmt: skip


def repeat(source: Path, goal: Path, sentences: int) -> None:
    """A workspace with the record of `source` as many times as it takes."""
    import shutil

    from outspoken.model import DOCUMENTS
    from outspoken.workspace import Workspace

    of = Workspace.open(source)
    codebook = of.codebook()
    goal.mkdir(parents=True)
    settings = (source / "outspoken.toml").read_text("utf-8")
    if of.settings.codebook:
        folder = of.settings.codebook.parent
        for path in folder.glob("*.yaml"):
            shutil.copy(path, goal / path.name)
        name = of.settings.codebook.name
        lines = [
            f'codebook = "{name}"' if line.startswith("codebook") else line
            for line in settings.splitlines()
        ]
        settings = "\n".join(lines)
    (goal / "outspoken.toml").write_text(settings, "utf-8")
    shutil.copy(source / "desk.sqlite3", goal / "desk.sqlite3")
    to = Workspace.open(goal)
    codings = {
        part.rpartition("@")[0]: part
        for part in of.lake.parts("codings", coder="lexicon", codebook=codebook.hash)
    }
    if not codings:
        raise SystemExit(f"{source}: is not coded with its codebook; run: outspoken code")
    written, copy = 0, 0
    while written < sentences:
        for part in sorted(of.lake.parts("documents")):
            if part not in codings or written >= sentences:
                continue
            tables = {name: of.lake.read_part(name, part)
                      for name in ("documents", "sentences", "speakers")}  # fmt: skip
            coded = of.lake.read_part(
                "codings", codings[part], coder="lexicon", codebook=codebook.hash
            )
            name = part if copy == 0 else f"{copy:02}{part}"
            for table, data in tables.items():
                shifted = _renamed(data, copy)
                if table == "documents" and copy:
                    shifted = _later(shifted, copy).cast(DOCUMENTS)
                to.lake.write_part(table, name, shifted)
            to.lake.write_part(
                "codings", codings[part] if copy == 0 else f"{copy:02}{codings[part]}",
                _renamed(coded, copy), coder="lexicon", codebook=codebook.hash,
            )  # fmt: skip
            written += tables["sentences"].num_rows
        copy += 1
    print(f"{written:,} sentences in {copy} copies")


def _renamed(table: pa.Table, copy: int) -> pa.Table:
    if not copy:
        return table
    hashes = [
        hashlib.sha256(f"{copy}/{old}".encode()).hexdigest()
        for old in table["document_id"].to_pylist()
    ]
    place = table.column_names.index("document_id")
    table = table.set_column(place, "document_id", pa.array(hashes, pa.string()))
    if "source_key" in table.column_names:
        keys = [f"{copy}/{key}" for key in table["source_key"].to_pylist()]
        place = table.column_names.index("source_key")
        table = table.set_column(place, "source_key", pa.array(keys, pa.string()))
    return table


def _later(table: pa.Table, copy: int) -> pa.Table:
    """Days of a copy are some years later, so that a day has no more documents than in life."""
    from datetime import timedelta

    for name in ("published_on", "event_date"):
        days = [d + timedelta(days=1461 * copy) if d else d for d in table[name].to_pylist()]
        table = table.set_column(table.column_names.index(name), name, pa.array(days, pa.date32()))
    return table


def measure(workspace: Path, rounds: int, seed: int, wait: bool) -> dict[str, Any]:
    """Times of every page, in milliseconds."""
    from outspoken import web
    from outspoken.workspace import Workspace

    web.open_workspace(Workspace.open(workspace))
    from django.test import Client

    from outspoken.web import at_hand
    from outspoken.web.accounts import local_user

    client = Client(SERVER_NAME="localhost")
    client.force_login(local_user())
    pages = subjects(at_hand.index(), random.Random(seed), rounds)
    found: dict[str, Any] = {
        "sentences": at_hand.index().value("select count(*) from sentences"),
        "pages": {},
    }
    for name, addresses in pages.items():
        if not addresses:
            print(f"{name:14} left out: the record has no engagements")
            continue
        if wait:
            for address in dict.fromkeys(addresses[:6]):
                _until_made(client, address)
        client.get(addresses[0])
        elapsed, busy = [], []
        for address in addresses:
            began, worked = time.perf_counter(), time.thread_time()
            answer = client.get(address)
            if answer.streaming:
                list(answer)
            elapsed.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.thread_time() - worked))
            assert answer.status_code == 200, (address, answer.status_code)
        found["pages"][name] = {
            "p50": _at(elapsed, 0.5), "p95": _at(elapsed, 0.95),
            "processor_p50": _at(busy, 0.5), "processor_p95": _at(busy, 0.95),
            "asked": len(addresses),
        }  # fmt: skip
        print(f"{name:14} {json.dumps(found['pages'][name])}", flush=True)
    return found


def _until_made(client: Any, address: str) -> None:
    joined = "&" if "?" in address else "?"
    began = time.perf_counter()
    while client.get(f"{address}{joined}format=json").status_code == 202:
        time.sleep(0.2)
        if time.perf_counter() - began > 900:
            print(f"   figures of {address} not made in 15 minutes")
            return
    if time.perf_counter() - began > 1:
        print(f"   figures of {address}: {time.perf_counter() - began:.1f} s behind the page")


def _at(values: list[float], share: float) -> float:
    return round(statistics.quantiles(values, n=100)[int(share * 100) - 1], 1)


def subjects(index: Any, chance: random.Random, rounds: int) -> dict[str, list[str]]:
    """Addresses of every page, different ones where a page has a subject."""
    from outspoken.desk.models import Engagement
    from outspoken.search import reading
    from outspoken.search.query import Query, find
    from outspoken.web import at_hand

    def some(values: list[Any]) -> list[Any]:
        return [chance.choice(values) for _ in range(rounds)]

    documents = [
        r["document_id"]
        for r in index.all("select document_id from documents where found = 1 limit 4000")
    ]
    officials = [r["name"] for r in index.all(
        "select name from people where side = 'principal' and name != '' group by name"
        " order by count(*) desc limit 6")]  # fmt: skip
    countries = [r["country"] for r in index.all(
        "select country from people where side = 'counterpart' and country != '' group by country"
        " order by count(*) desc limit 6")]  # fmt: skip
    slugs = list(
        Engagement.objects.filter(documents__isnull=False)
        .exclude(state__in=["rejected", "merged"])
        .distinct()
        .values_list("slug", flat=True)
    )
    issues = list(at_hand.codebook().issues)
    lines = [
        line for line, _ in reading.by_ids(index, find(index, Query(agenda=("HR",)), limit=200))
    ]
    sentences = [f"/sentence/{x.document_id}/{x.start}-{x.end}" for x in lines]
    filters = ("", "&role=principal", "&agenda=HR", "&at_least=3", "&since=2022-01-01&until=2022-12-31",
               "&counterpart=CHN&agenda=HR")  # fmt: skip
    return {
        "overview": ["/"] * rounds,
        "engagements": some(["/engagements", "/engagements?year=2022", "/engagements?page=3"]),
        "engagement": [f"/engagements/{slug}" for slug in some(slugs[:6])] if slugs else [],
        "officials": ["/officials"] * rounds,
        "official": [f"/official/{quote(name)}" for name in some(officials)],
        "counterpart": [f"/counterpart/{code}" for code in some(countries)],
        "issues": ["/issues"] * rounds,
        "issue": [f"/issue/{code}" for code in some(issues)],
        "cases": ["/cases"] * rounds,
        "documents": some(["/documents", "/documents?year=2022"]),
        "document": [f"/document/{d}" for d in some(documents)],
        "sentence": some(sentences),
        "search": [f"/search?q={quote(q)}{chance.choice(filters)}" for q in some(list(QUERIES))],
        "methods": ["/methods"] * rounds,
    }


def main() -> None:
    """Repeat, index, measure."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("workspace", type=Path)
    read.add_argument("folder", type=Path, nargs="?")
    read.add_argument("--sentences", type=int, default=5_000_000)
    read.add_argument("--rounds", type=int, default=40)
    read.add_argument("--seed", type=int, default=1)
    read.add_argument("--cold", action="store_true", help="do not wait for series beforehand")
    given = read.parse_args()
    from outspoken.search import refresh
    from outspoken.workspace import Workspace

    goal = given.folder or given.workspace
    if given.folder and not given.folder.exists():
        repeat(given.workspace, given.folder, given.sentences)
    opened = Workspace.open(goal)
    began, worked = time.perf_counter(), time.process_time()
    parts = refresh(opened, opened.codebook())
    if parts:
        size = (opened.lake.root / "search.sqlite3").stat().st_size / 2**20
        print(
            f"indexed {parts} parts in {time.perf_counter() - began:.0f} s"
            f" ({time.process_time() - worked:.0f} s of processor), {size:,.0f} MB"
        )
    found, fixed = measure(goal, given.rounds, given.seed, not given.cold), pace()
    print(json.dumps(found, indent=1))
    figures = list[Figure]()
    for name, times in found["pages"].items():
        figures += [
            Figure(f"{name}, {which}", times[which], "ms", "lower")
            for which in ("p50", "p95", "processor_p50", "processor_p95")
        ]
        relative = times["processor_p50"] / (1000 * fixed)
        figures.append(Figure(f"{name}, of the fixed work", relative, "times", "lower", 0.5))
    size = given.sentences if given.folder else found["sentences"]
    emit("pages", figures, settings={"sentences": size, "rounds": given.rounds})


if __name__ == "__main__":
    main()

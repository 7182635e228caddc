"""Building the index from the lake's parts, and keeping it up to date.

The unit is a batch: when its documents are read anew or its codings change, its rows are taken out
and put in again in one transaction. A killed run leaves the index as it was after its last batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import filelock

from outspoken.lake import SAME
from outspoken.search import tags
from outspoken.search.passage import spaced
from outspoken.search.reading import names_of
from outspoken.search.said import count
from outspoken.search.schema import (
    FILE,
    JOINT,
    MISSING,
    QUOTED,
    TRANSLATED,
    Index,
    base_of,
    open_index,
    packed,
    span_of,
    unpacked,
)

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.lake import Lake
    from outspoken.workspace import Workspace

CODED = (
    "target", "firmness", "mode", "voice", "disclaimed", "linkage", "soft", "cases", "specificity",
    "prompted", "prompted_wide", "answered", "rules",
)  # fmt: skip
FACTS = (
    "name", "original_sha256", "media_type", "url", "published_at", "published_on", "event_date",
    "place", "place_country", "publisher", "principals", "counterparts", "translated", "truncated",
    "basis", "text_sha256", "pipeline", "retrieved_at", "source_key", "version",
)  # fmt: skip
BATCH = 500


def wanted(lake: Lake, coder: str, codebook: str) -> dict[str, str]:
    """Each part of documents with the part of codings that belongs to it ("" where uncoded)."""
    documents = lake.parts("documents")
    found = dict.fromkeys(documents, "")
    for part in lake.parts("codings", coder=coder, codebook=codebook):
        name = part.rpartition("@")[0] if "@" in part else part
        if name in found:
            found[name] = part
        elif part in found:
            found[part] = part
    return found


def missing(workspace: Workspace, codebook: Codebook, *, coder: str = "lexicon") -> tuple[int, int]:
    """How many parts are not in the index as the lake has them now, of how many."""
    lake = workspace.lake
    now = _keyed(wanted(lake, coder, codebook.hash), coder, codebook.hash)
    if not (lake.root / FILE).exists():
        return len(now), len(now)
    index = open_index(lake.root)
    try:
        held = _held(index)
    finally:
        index.close()
    gone = held.keys() - now.keys()
    return len({p for p, c in now.items() if held.get(p) != c} | gone), len(now)


def refresh(
    workspace: Workspace,
    codebook: Codebook,
    *,
    coder: str = "lexicon",
    progress: Callable[[int, int], None] = lambda done, of: None,
    wait: float = 0,
) -> int:
    """Bring the index up to date; how many batches were put in or taken out.

    Two at once would do the same work twice: the second waits `wait` seconds, then leaves it.
    """
    lake = workspace.lake
    lock = filelock.FileLock(lake.root / ".search.lock")
    if not lake.root.exists():
        return 0
    try:
        with lock.acquire(timeout=wait):
            return _refresh(lake, codebook, coder, progress)
    except filelock.Timeout:
        return 0


def _refresh(
    lake: Lake, codebook: Codebook, coder: str, progress: Callable[[int, int], None]
) -> int:
    index = open_index(lake.root, writable=True)
    try:
        now = wanted(lake, coder, codebook.hash)
        keyed = _keyed(now, coder, codebook.hash)
        held = _held(index)
        _follow(index, lake, keyed, held)
        old = [part for part, key in held.items() if keyed.get(part) != key]
        new = sorted(part for part, key in keyed.items() if held.get(part) != key)
        work = len({*old, *new})
        # A part that lies in the index under another coding is taken out and put in at one stroke.
        for done, part in enumerate(sorted({*old, *new}), start=1):
            with index.writing() as db:
                if part in held:
                    _take_out(index, part)
                if part in now:
                    _put_in(index, lake, part, now[part], coder, codebook)
                    db.execute("insert into parts values (?, ?)", [part, keyed[part]])
            progress(done, work)
        if work:
            with index.writing() as db:
                _set_current(index)
                db.execute("delete from said where sentences <= 0")
                db.execute("insert or replace into meta values ('state', ?)", [_state(keyed)])
            if not any(held):
                index.db.execute("insert into words(words) values ('optimize')")
            index.db.execute("analyze")
        return work
    finally:
        index.close()


def _follow(index: Index, lake: Lake, keyed: Mapping[str, str], held: dict[str, str]) -> None:
    """Documents whose rows were only put into another part of the lake are said to lie there."""
    for part, whole in lake.listing("documents").items():
        key = keyed.get(part, "")
        sources = [p for p in whole.of if p in held and _coded_by(held[p]) == _coded_by(key)]
        if part in held or not sources:
            continue
        marks = ",".join("?" * len(sources))
        query = f"select source_key, version from versions where part in ({marks})"  # noqa: S608
        there = {(row["source_key"], row["version"]) for row in index.all(query, sources)}
        columns = ["source_key", "version", "document_id"]
        rows = lake.read_part("documents", part, columns).to_pylist()
        if not all((row["source_key"], row["version"]) in there for row in rows):
            continue
        with index.writing() as db:
            db.executemany(
                f"update versions set part = ? where source_key = ? and version = ?"  # noqa: S608
                f" and part in ({marks})",
                [(part, row["source_key"], row["version"], *sources) for row in rows],
            )
            db.executemany(
                f"update documents set part = ? where document_id = ? and part in ({marks})",  # noqa: S608
                [(part, row["document_id"], *sources) for row in rows],
            )
            db.execute("insert into parts values (?, ?)", [part, key])
        held[part] = key


def _coded_by(key: str) -> tuple[str, str]:
    """Coder, codebook and the coder's version of a part in the index; which part aside."""
    where, _, codings = key.rpartition("/")
    return where, codings.rpartition("@")[2]


def _keyed(parts: Mapping[str, str], coder: str, codebook: str) -> dict[str, str]:
    return {part: f"{coder}/{codebook[:12]}/{codings}" for part, codings in parts.items()}


def _held(index: Index) -> dict[str, str]:
    return {row["part"]: row["codings"] for row in index.all("select * from parts")}


def _state(keyed: Mapping[str, str]) -> str:
    from hashlib import sha256

    return sha256(json.dumps(sorted(keyed.items())).encode()).hexdigest()[:16]


def _take_out(index: Index, part: str) -> None:
    db = index.db
    rows = index.all("select number, base, found from documents where part = ?", [part])
    for row in rows:
        if row["found"]:
            _forget(index, _indexed(index, row["number"], row["base"]))
            count(index, row["number"], row["base"], -1)
        db.execute("delete from sentences where id between ? and ?", span_of(row["base"]))
    numbers = [(row["number"],) for row in rows]
    for table in ("people", "texts", "speakers"):
        db.executemany(f"delete from {table} where number = ?", numbers)  # noqa: S608
    for table in ("documents", "versions", "parts"):
        db.execute(f"delete from {table} where part = ?", [part])  # noqa: S608


def _indexed(index: Index, number: int, base: int) -> Iterator[tuple[int, str, str]]:
    """(id, text, tags) of a document's sentences as they went into the full-text index."""
    document = index.one("select * from documents where number = ?", [number])
    body = index.value("select body from texts where number = ?", [number])
    if document is None or body is None:
        return
    facts = json.loads(document["facts"])
    text = unpacked(body)
    shared = _shared_tags(document, facts)
    names = names_of(index, number)
    parents = json.loads(index.meta(f"parents/{facts['parents']}") or "{}")
    rows = index.all("select * from sentences where id between ? and ? order by id", span_of(base))
    for row in rows:
        codes = json.loads(row["codes"]) if row["codes"] else None
        own = tags.tags_of_sentence(
            names.get(row["speaker"], row["speaker"]),
            row["role"],
            bool(row["flags"] & QUOTED),
            codes,
            parents,
        )
        yield row["id"], spaced(text[row["start"] : row["end"]]), " ".join([*shared, *own])


def _shared_tags(document: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    return tags.tags_of_document(
        document["government"] or "",
        document["genre"] or "",
        document["language"] or "",
        [person["country"] for person in facts["counterparts"]],
        [person["name"] for person in facts["principals"]],
        facts["publisher"] or "",
    )


def _put_in(
    index: Index, lake: Lake, part: str, codings: str, coder: str, codebook: Codebook
) -> None:
    told = [f"parents/{codebook.hash[:12]}", json.dumps(codebook.parents)]
    index.db.execute("insert or replace into meta values (?, ?)", told)
    for at in range(lake.slices(part)):
        _put_in_slice(index, lake, part, at, codings, coder, codebook)


def _put_in_slice(
    index: Index, lake: Lake, part: str, at: int, codings: str, coder: str, codebook: Codebook
) -> None:
    db = index.db
    parents = codebook.parents
    stamp = codebook.hash[:12]
    documents = lake.read_part("documents", part, slice_=at).to_pylist()
    db.executemany(
        "insert into versions values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                d["source_key"], d["version"], d["document_id"], part, d["status"],
                _iso(d["retrieved_at"]), d["problem"], d["name"],
            )
            for d in documents
        ],
    )  # fmt: skip
    known = _known(index, [d["document_id"] for d in documents])
    readable: dict[str, dict[str, Any]] = {}
    for d in documents:
        # A part of further addresses repeats rows whose sentences lie in another part.
        if d["status"] == "ok" and d["document_id"] not in known and not part.startswith(SAME):
            readable.setdefault(d["document_id"], d)
    order = sorted(readable.values(), key=lambda d: (_day(d) or date.min, d["document_id"]))
    sentences = _by_document(lake.read_part("sentences", part, _COLUMNS, slice_=at).to_pylist())
    speakers = _by_document(lake.read_part("speakers", part, slice_=at).to_pylist())
    where = {"coder": coder, "codebook": codebook.hash}
    coded = (
        _by_document(lake.read_part("codings", codings, slice_=at, **where).to_pylist())
        if codings
        else {}
    )
    number = index.value("select coalesce(max(number), 0) from documents")
    for document in order:
        number += 1
        key = document["document_id"]
        _put_in_document(
            index,
            number,
            document,
            sentences.get(key, []),
            speakers.get(key, []),
            {row["n"]: row for row in coded.get(key, [])},
            part=part,
            coded=bool(codings),
            parents=parents,
            stamp=stamp,
        )


_COLUMNS = [
    "document_id", "n", "turn", "paragraph", "start", "end", "words", "speaker", "role",
    "translated", "quoted", "joint", "missing",
]  # fmt: skip


def _put_in_document(
    index: Index,
    number: int,
    document: Mapping[str, Any],
    sentences: Sequence[Mapping[str, Any]],
    speakers: Sequence[Mapping[str, Any]],
    codings: Mapping[int, Mapping[str, Any]],
    *,
    part: str,
    coded: bool,
    parents: Mapping[str, str],
    stamp: str,
) -> None:
    db = index.db
    day = _day(document)
    base = base_of(day, number)
    text = document["text"] or ""
    facts = {name: _plain(document[name]) for name in FACTS} | {"parents": stamp}
    facts["basis"] = dict(document["basis"] or ())
    names = {s["label"]: s["name"] or s["label"] for s in speakers}
    shared = _shared_tags(document, facts)
    rows, words, rights = [], [], 0
    for sentence in sentences:
        found = codings.get(sentence["n"])
        codes = _codes(found) if found else None
        own = tags.tags_of_sentence(
            names.get(sentence["speaker"], sentence["speaker"]),
            sentence["role"],
            bool(sentence["quoted"]),
            codes,
            parents,
        )
        rights += codes is not None and any(
            parents.get(h["issue"]) == "HR" for h in codes["issues"]
        )
        identity = base + sentence["n"]
        flags = (
            TRANSLATED * bool(sentence["translated"])
            + QUOTED * bool(sentence["quoted"])
            + JOINT * bool(sentence["joint"])
            + MISSING * bool(sentence["missing"])
        )
        rows.append(
            (
                identity, sentence["turn"], sentence["paragraph"], sentence["start"],
                sentence["end"], sentence["words"], sentence["speaker"], sentence["role"], flags,
                json.dumps(codes, ensure_ascii=False, separators=(",", ":")) if codes else None,
            )
        )  # fmt: skip
        said = text[sentence["start"] : sentence["end"]]
        words.append((identity, spaced(said), " ".join([*shared, *own])))
    db.execute(
        "insert into documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
        [
            number, document["document_id"], base, part, day.isoformat() if day else None,
            document["title"] or document["name"], document["government"], document["genre"],
            document["language"], document["words"], len(sentences), rights, int(coded),
            json.dumps(facts, ensure_ascii=False),
        ],
    )  # fmt: skip
    db.execute("insert into texts values (?, ?)", [number, packed(text)])
    db.executemany(
        "insert into people values (?, ?, ?, ?, ?)",
        [
            (number, p["name"], p["office"], p["country"], side)
            for side, people in (
                ("principal", facts["principals"]),
                ("counterpart", facts["counterparts"]),
            )
            for p in people
        ],
    )
    db.executemany(
        "insert into speakers values (?, ?, ?, ?, ?)",
        [(number, s["label"], s["name"], s["role"], s["basis"]) for s in speakers],
    )
    db.executemany("insert into sentences values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.executemany("insert into words(rowid, text, tags) values (?, ?, ?)", words)
    count(index, number, base, 1)


def _codes(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: row[name] for name in CODED if row.get(name) not in (None, "", [], False)}
    # False is an answer here, None is none.
    for name in ("prompted", "prompted_wide", "answered"):
        if row.get(name) is False:
            found[name] = False
    found["issues"] = row["issues"] or []
    return found


def _set_current(index: Index) -> None:
    """Keep to be found what counts: the latest readable version at some address.

    What is current no more keeps its page and its address, but no search finds it.
    """
    index.db.execute("drop table if exists temp.current")
    index.db.execute(
        "create temp table current as select distinct document_id from (select document_id,"
        " row_number() over (partition by source_key order by version desc) r"
        " from versions where status = 'ok') where r = 1"
    )
    changed = index.all(
        "select number, base, found from documents"
        " where found != (document_id in (select document_id from temp.current))"
    )
    for row in changed:
        words = _indexed(index, row["number"], row["base"])
        count(index, row["number"], row["base"], -1 if row["found"] else 1)
        if row["found"]:
            _forget(index, words)
        else:
            index.db.executemany(
                "insert into words(rowid, text, tags) values (?, ?, ?)", list(words)
            )
        index.db.execute(
            "update documents set found = ? where number = ?", [1 - row["found"], row["number"]]
        )


def _forget(index: Index, words: Iterable[tuple[int, str, str]]) -> None:
    """The full-text index keeps no texts, so what was put in must be told to take it out."""
    index.db.executemany(
        "insert into words(words, rowid, text, tags) values ('delete', ?, ?, ?)", list(words)
    )


def _known(index: Index, document_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(document_ids), BATCH):
        some = document_ids[at : at + BATCH]
        marks = ",".join("?" * len(some))
        found |= {
            row["document_id"]
            for row in index.all(
                f"select document_id from documents where document_id in ({marks})",  # noqa: S608
                some,
            )
        }
    return found


def _by_document(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["document_id"], []).append(row)
    return found


def _day(document: Mapping[str, Any]) -> date | None:
    """The day that a sentence is of: when it was said where that is known, else published."""
    day: date | None = document["event_date"] or document["published_on"]
    return day


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [
            {k: v or "" for k, v in item.items()} if isinstance(item, dict) else item
            for item in value
        ]
    return _iso(value)

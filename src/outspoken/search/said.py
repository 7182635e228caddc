"""Counts of what was said, kept beside the sentences so that pages about issues read few rows."""

from __future__ import annotations

import json
from collections import Counter

from outspoken.model import SELF
from outspoken.search.reading import names_of
from outspoken.search.schema import QUOTED, Index, span_of


def count(index: Index, number: int, base: int, sign: int) -> None:
    """Add a document's sentences to the counts of what was said, or take them away."""
    document = index.one("select * from documents where number = ?", [number])
    if document is None:
        return
    facts = json.loads(document["facts"])
    government = document["government"] or ""
    theirs = {p["country"] for p in facts["counterparts"]} - {"", government}
    counterpart = next(iter(theirs)) if len(theirs) == 1 else ""
    year = (document["date"] or "")[:4]
    names = names_of(index, number)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    newest: dict[tuple[str, str, str, str], int] = {}
    spoken: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    parents = json.loads(index.meta(f"parents/{facts['parents']}") or "{}")
    rows = index.all(
        "select id, speaker, role, flags, codes from sentences where id between ? and ?",
        span_of(base),
    )
    for row in rows:
        if row["flags"] & QUOTED:
            continue
        spoken[row["role"]] += 1
        if not row["codes"]:
            continue
        codes = json.loads(row["codes"])
        speaker = names.get(row["speaker"], row["speaker"])
        issues = {hit["issue"] for hit in codes["issues"]}
        keys = [("issue", issue, row["role"], speaker) for issue in issues]
        keys += [("case", case, row["role"], speaker) for case in set(codes.get("cases", ()))]
        counts.update(keys)
        if codes.get("target") != [SELF]:
            newest.update(dict.fromkeys(keys, row["id"]))
            rights[row["role"]] += any(parents.get(issue) == "HR" for issue in issues)
    index.db.executemany(
        "insert into said values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set"
        " sentences = sentences + excluded.sentences, last = max(last, excluded.last)"
        if sign > 0
        else "insert into said values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set"
        " sentences = sentences + excluded.sentences,"
        " last = case when last = excluded.last then 0 else last end",
        [
            (*key[:3], government, key[3], counterpart, year, sign * n, newest.get(key, 0))
            for key, n in counts.items()
        ],
    )
    index.db.execute("delete from roles where number = ?", [number])
    if sign > 0:
        index.db.executemany(
            "insert into roles values (?, ?, ?, ?)",
            [(number, role, n, rights[role]) for role, n in spoken.items()],
        )

"""Which documents a figure is about: chosen on the record, or gathered by engagements.

Both become one table, `picks`, in the lake's DuckDB: a row for each document (and counterpart, where
figures are asked for by counterpart) with its group, its cluster and how its roles are to be read.

Comparison is within genre and language (method, section 3): a government that publishes transcripts
is not compared with one that publishes readouts. So genre and language always part a series, unless
mixing is asked for, and then the figure says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from outspoken.errors import InputError
from outspoken.measures.visibility import venue
from outspoken.model import Genre

if TYPE_CHECKING:
    import duckdb

    from outspoken.desk.models import Engagement
    from outspoken.lake import Lake

PERIODS = ("year", "quarter", "month")
DIMENSIONS = ("engagement", "official", "government", "counterpart", "genre", "language", *PERIODS)
UNKNOWN = "unknown"
"""Stands for a genre or language that is not known; also as a filter."""
ACCOUNTS = (Genre.READOUT, Genre.STATEMENT, Genre.FACTSHEET)
"""Texts in which a government tells of a talk; in the other side's, every role is that side's."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen. Empty means all; days are ISO dates, countries ISO3 codes."""

    engagement: str = ""
    official: str = ""
    government: str = ""
    counterpart: str = ""
    genre: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            day = getattr(self, name)
            try:
                if day:  # "20210318" too is understood; DuckDB and the lake want it one way.
                    object.__setattr__(self, name, date.fromisoformat(day).isoformat())
            except ValueError:
                raise InputError(f"--{name} {day}", "is no day", "as in 2021-03-18") from None
        if self.genre and self.genre not in {*Genre, UNKNOWN}:
            known = ", ".join(g.value for g in Genre if g)
            raise InputError(f"--genre {self.genre}", "is no genre", f"one of {known}")

    def options(self) -> str:
        """As options of `outspoken sentences`."""
        import shlex

        words = [self.engagement] if self.engagement else []
        for one in fields(self):
            value = getattr(self, one.name)
            if value and one.name != "engagement":
                words.append(f"--{one.name} {shlex.quote(value)}")
        return " ".join(words)

    def within(self, dimension: str, label: str) -> Selection:
        """The part of it that a group's label names."""
        if dimension in PERIODS:
            first, last = _days(label)
            since = max(first, self.since) if self.since else first
            until = min(last, self.until) if self.until else last
            return replace(self, since=since, until=until)
        return replace(self, **{dimension: label})


def _days(period: str) -> tuple[str, str]:
    """First and last day of "2021", "2021-Q3" or "2021-07"."""
    if len(period) == 4:
        return f"{period}-01-01", f"{period}-12-31"
    year, _, part = period.partition("-")
    first = int(part[1]) * 3 - 2 if part.startswith("Q") else int(part)
    last = first + 2 if part.startswith("Q") else first
    after = date(int(year) + last // 12, last % 12 + 1, 1)
    return f"{year}-{first:02}-01", (after - timedelta(days=1)).isoformat()


def connect(
    lake: Lake,
    selection: Selection,
    engagements: Sequence[Engagement] | None,
    *,
    coder: str,
    codebook: str,
) -> duckdb.DuckDBPyConnection:
    """The lake's tables, of which only the parts are opened that can hold a chosen document."""
    if engagements is not None:
        gathered = [d.document_id for e in engagements for d in e.documents.all()]
        return lake.connect(coder=coder, codebook=codebook, documents=gathered)
    return lake.connect(
        coder=coder,
        codebook=codebook,
        government=selection.government,
        since=selection.since,
        until=selection.until,
    )


_DAY = "coalesce(event_date, published_on)"
_LABELS = {
    "official": "coalesce(principals[1].name, '')",
    "government": "coalesce(government, '')",
    "counterpart": "counterpart",
    "genre": "coalesce(nullif(genre, ''), 'unknown')",
    "language": "coalesce(nullif(language, ''), 'unknown')",
    "year": f"coalesce(strftime({_DAY}, '%Y'), '')",
    "quarter": f"coalesce(strftime({_DAY}, '%Y') || '-Q' || quarter({_DAY}), '')",
    "month": f"coalesce(strftime({_DAY}, '%Y-%m'), '')",
}
_COUNTRIES = (
    "list_distinct(list_filter(list_transform(coalesce(counterparts, []), lambda p: p.country),"
    " lambda c: c is not null and c <> '' and c <> coalesce(government, '')))"
)
# The long way is gone only for documents with several people on the other side.
_ONLY_COUNTRY = (
    "case when len(counterparts) = 1 and counterparts[1].country is distinct from government"
    " then coalesce(counterparts[1].country, '') when coalesce(len(counterparts), 0) <= 1 then ''"
    f" when len({_COUNTRIES}) = 1 then {_COUNTRIES}[1] else '' end"
)
_COLUMNS = "document_id, principals, counterparts, government, genre, language, place_country"


def pick_documents(
    db: duckdb.DuckDBPyConnection, selection: Selection, by: Sequence[str]
) -> list[tuple[str, ...]]:
    """Put every document of the record that is chosen into `picks`; the groups' labels."""
    where, params = ["true"], []
    for name in ("government", "genre", "language"):
        if value := getattr(selection, name):
            where.append(f"{_LABELS[name]} = ?")
            params.append(value)
    if selection.since:
        where.append(f"{_DAY} >= cast(? as date)")
        params.append(selection.since)
    if selection.until:
        where.append(f"{_DAY} <= cast(? as date)")
        params.append(selection.until)
    if selection.official:
        where.append(
            "len(list_filter(coalesce(principals, []),"
            " lambda p: contains(lower(p.name), lower(?)))) > 0"
        )
        params.append(selection.official)
    by_country = selection.counterpart or "counterpart" in by
    country = f"unnest({_COUNTRIES})" if by_country else _ONLY_COUNTRY
    labels = ", ".join(f"{_LABELS[name]} as l{i}" for i, name in enumerate(by)) or "'' as l0"
    db.execute(
        f"create or replace temp table picked as select *, {labels} from ("  # noqa: S608
        f"select {_COLUMNS}, event_date, published_on, {country} as counterpart from current"
        f" where {' and '.join(where)})"
        + (" where counterpart = ?" if selection.counterpart else ""),
        [*params, *([selection.counterpart] if selection.counterpart else [])],
    )
    return _pick(db, max(len(by), 1), "'own'", "")


def pick_engagements(
    db: duckdb.DuckDBPyConnection,
    engagements: Sequence[Engagement],
    selection: Selection,
    by: Sequence[str],
    phases: Sequence[str] = ("during",),
) -> list[tuple[str, ...]]:
    """Put the documents that engagements gathered into `picks`; the groups' labels.

    In the other government's text its own official is the principal; seen from the engagement that
    is the counterpart, and what it tells of our official's words is its account of them.
    """
    rows: list[dict[str, Any]] = []
    for engagement in engagements:
        day = engagement.start.isoformat()
        known = {
            "engagement": engagement.slug,
            "official": engagement.official,
            "government": engagement.government,
            "counterpart": engagement.counterpart,
            "year": day[:4],
            "quarter": f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}",
            "month": day[:7],
        }
        rows += [
            {"document_id": gathered.document_id, **known}
            for gathered in engagement.documents.all()
            if str(gathered.phase) in phases
        ]
    names = ["document_id", "engagement", "official", "government", "counterpart", *PERIODS]
    table = pa.table({name: [row[name] for row in rows] for name in names},
                     schema=pa.schema([(name, pa.string()) for name in names]))  # fmt: skip
    db.register("gathered", table)
    labels = (
        ", ".join(
            f"coalesce(d.{name}, '') as l{i}"
            if name in ("genre", "language")
            else f"g.{name} as l{i}"
            for i, name in enumerate(by)
        )
        or "'' as l0"
    )
    where, params = ["true"], []
    for name in ("genre", "language"):
        if value := getattr(selection, name):
            where.append(f"{_LABELS[name]} = ?")
            params.append(value)
    accounts = ", ".join(f"'{genre.value}'" for genre in ACCOUNTS)
    db.execute(
        f"create or replace temp table picked as select d.document_id, d.genre, d.language,"  # noqa: S608
        f" d.place_country, g.counterpart, g.engagement, {labels},"
        f" case when d.government is distinct from g.counterpart then 'own'"
        f" when d.genre in ({accounts}) then 'account' else 'other' end as reading"
        f" from gathered g join current d using (document_id) where {' and '.join(where)}",
        params,
    )
    cluster = "document_id" if "engagement" in by else "engagement"
    return _pick(db, max(len(by), 1), "reading", cluster)


def _pick(
    db: duckdb.DuckDBPyConnection, labels: int, reading: str, cluster: str
) -> list[tuple[str, ...]]:
    """`picks` from `picked`: numbered groups and clusters, and each document's venue.

    `place` numbers the rows by group, in the order of the documents' hashes within it: at random,
    and the same each time. `cluster` is what is resampled; empty where every row is its own.
    """
    columns = ", ".join(f"l{i}" for i in range(labels))
    combinations = db.sql(
        "select distinct coalesce(genre, ''), coalesce(place_country, ''), counterpart from picked"
    ).fetchall()
    found = [(*one, venue(*one)) for one in combinations]
    table = {
        "genre": [one[0] for one in found],
        "place_country": [one[1] for one in found],
        "counterpart": [one[2] for one in found],
        "venue": [v.value if (v := one[3]) else None for one in found],
    }
    names = ("genre", "place_country", "counterpart")
    strings: list[pa.Field[Any]] = [pa.field(name, pa.string()) for name in names]
    schema = pa.schema([*strings, pa.field("venue", pa.int8())])
    db.register("venues", pa.table(table, schema=schema))
    own = "row_number() over ()" if not cluster else f"dense_rank() over (order by {cluster})"
    # A document that two engagements of one group gathered counts once.
    once = "qualify row_number() over (partition by grp, document_id order by cluster) = 1"
    db.execute(
        f"create or replace temp table picks as select *,"  # noqa: S608
        " cast(row_number() over (order by grp, hash(document_id)) - 1 as integer) as place"
        " from (select * from (select p.document_id, p.counterpart,"
        f" cast(dense_rank() over (order by {columns}) - 1 as integer) as grp,"
        f" cast({own} - 1 as integer) as cluster, {reading} as reading, v.venue,"
        f" coalesce(p.genre, '') = 'readout' as readout, {columns},"
        " coalesce(p.genre, '') as genre, coalesce(p.language, '') as language"
        " from picked p left join venues v on v.genre = coalesce(p.genre, '')"
        " and v.place_country = coalesce(p.place_country, '') and v.counterpart = p.counterpart)"
        f" {once if cluster else ''})"
    )
    rows = db.sql(f"select distinct grp, {columns} from picks order by grp").fetchall()  # noqa: S608
    return [tuple(str(label) for label in row[1:]) for row in rows]

"""From the lake's summaries to totals by group: what a series is made of.

Only the columns that the asked measures need are read. Which these are is found by asking the
measures themselves: each is run once over sums that note what they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from outspoken.measures.firmness import COMPARATORS, strata
from outspoken.measures.frame import Scope
from outspoken.measures.measure import Measure
from outspoken.measures.people import NOBODY, People
from outspoken.measures.position import positions
from outspoken.measures.totals import Array, Sums, Totals, corrected, with_columns
from outspoken.model import GENERIC, SELF, Role
from outspoken.summaries.cells import COUNTS
from outspoken.summaries.tally import Tally, difference

if TYPE_CHECKING:
    import duckdb

MOST = 1000
"""Clusters of a group; more documents than these are put together at random."""

_SIDES = ("principal", "official", "counterpart")
_READ_AS: Mapping[str, Mapping[str, str]] = {
    "own": {},
    "account": dict.fromkeys(_SIDES, "counterpart"),
    "other": dict(zip(_SIDES, ("counterpart", "counterpart", "principal"), strict=True)),
}
"""Whose words a role's are, seen from the engagement, by whose text it is (see `selection`)."""
_PLACES = frozenset(
    ("openings", "placed", "place", "rank", "ranked", "first", "readouts", "before:HR")
)


@dataclass(frozen=True, slots=True)
class _Asked(Sums):
    """Sums that note what they are asked for; every number is one."""

    wanted: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Array:
        self.wanted.add(name)
        return np.array(1.0)

    def starting(self, prefix: str) -> dict[str, Array]:
        self.wanted.add(prefix)
        return {}


def wanted(measures: Iterable[Measure]) -> set[str]:
    """The names of sums that these measures are functions of."""
    asked = _Asked({}, np.zeros(0))
    with np.errstate(all="ignore"):
        for measure in measures:
            for function in (measure.value, measure.n, measure.of, measure.against):
                function(asked)
    return asked.wanted


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a series: its labels, its totals, and what texts it is made of.

    `corrected` are its totals with people's answers in them, where `labelled` of its sentences are
    enough for that.
    """

    labels: tuple[str, ...]
    totals: Totals
    documents: int
    genres: Mapping[str, int]
    languages: Mapping[str, int]
    corrected: Totals | None = None
    labelled: int = 0


def read_groups(
    db: duckdb.DuckDBPyConnection,
    labels: Sequence[tuple[str, ...]],
    measures: Sequence[Measure],
    *,
    role: str = "principal",
    scope: Scope = "foreign",
    agendas: Sequence[str] = (),
    unit: str = "documents",
    coded: People = NOBODY,
    parents: Mapping[str, str] | None = None,
) -> list[Group]:
    """Totals of every group in `picks` (see `selection`), over the summaries of `db`.

    Args:
        db: of `Lake.connect`, with `picks` made.
        labels: of the groups, in their order.
        measures: what will be asked of the totals.
        role: whose sentences.
        scope: see `frame`; ``counterpart`` takes each document's own counterpart.
        agendas: all agendas, rights first; needed for position only.
        unit: what a cluster is, for the words beside an interval.
        coded: what people coded; groups with enough of it are corrected.
        parents: issue -> agenda; needed with `coded`.
    """
    names = wanted(measures)
    placed = bool(names & _PLACES)
    if placed:
        names |= {"opening_words", *(f"agenda:{a}:sentences" for a in agendas)}
    if any(name.startswith("strata:") for name in names):
        for key in ("agenda:HR", *COMPARATORS.values()):
            names |= {f"{key}:f{level}" for level in range(6)}
    means = {name.partition(":")[2] for name in names if name.startswith("each:")}
    names |= {f"agenda:{agenda}:credited_words" for agenda in means} | {"words", "sentences"}
    if any(name.startswith(("seen:", "venued")) for name in names):
        names |= {"agenda:HR:credited_words"}
    _own(db, role, scope, names)
    rows = db.sql(
        "select place, grp, cluster, venue, readout from picks order by place"
    ).fetchnumpy()
    size = len(rows["grp"])
    columns: dict[str, Array] = {}
    for name, places, values in _numbers(db, names, placed):
        column = columns.setdefault(name, np.zeros(size))
        column[places] = values
    spoke = columns["sentences"] > 0 if "sentences" in columns else np.zeros(size, dtype=bool)
    if not spoke.any():
        return []
    changes: dict[int, list[tuple[Tally, float]]] = {}
    if coded.by_document and parents is not None:
        changes = _changes(db, coded, role, scope, parents, names)
    kept = np.flatnonzero(spoke)
    rows = {name: values[kept] for name, values in rows.items()}
    columns = {name: column[kept] for name, column in columns.items()}
    columns["readout"] = rows["readout"].astype(float)
    known = np.ma.getmaskarray(rows["venue"])
    seen = np.where(known, 0.0, np.ma.filled(rows["venue"], 0).astype(float) / 5)
    credited = columns.get("agenda:HR:credited_words", np.zeros(len(kept)))
    columns["seen:HR"] = seen * credited
    columns["venued:HR"] = np.where(known, 0.0, credited)
    columns["venued"] = np.where(known, 0.0, 1.0)
    texts = _texts(db)
    made: list[Group] = []
    index = {name: i for i, name in enumerate(columns)}
    matrix = np.stack(list(columns.values()), axis=1)
    edges = np.searchsorted(rows["grp"], np.arange(len(labels) + 1))
    for number, (begin, end) in enumerate(pairwise(edges)):
        if begin == end:
            continue
        data = Totals(index, matrix[begin:end], int(end - begin), unit)
        if placed:
            data = positions(data, agendas)
        clusters = rows["cluster"][begin:end]
        final = _limit(_by_cluster(_clusters(data, clusters, unit), means))
        own = [
            (at, change, weight)
            for at, place in enumerate(rows["place"][begin:end].tolist() if changes else ())
            for change, weight in changes.get(place, ())
        ]
        people = None
        if _enough(own):
            people = _limit(_by_cluster(_clusters(corrected(data, own), clusters, unit), means))
        genres, languages = texts[number]
        made.append(
            Group(labels[number], final, int(end - begin), genres, languages, people, len(own))
        )
    return made


LABELS = 100
"""Coded sentences that a group needs of its own to be corrected by them; and of rights sentences
among them, by people's answer or by the machine's:"""
RIGHTS_LABELS = 20


def _changes(
    db: duckdb.DuckDBPyConnection,
    coded: People,
    role: str,
    scope: Scope,
    parents: Mapping[str, str],
    names: set[str],
) -> dict[int, list[tuple[Tally, float]]]:
    """What people's answers change at each place; "touched" marks a sentence on rights."""
    found: dict[int, list[tuple[Tally, float]]] = {}
    query = (
        "select place, document_id, counterpart from picks where document_id in (select unnest(?))"
    )
    for place, document, country in db.execute(query, [list(coded.by_document)]).fetchall():
        counterpart = country or "-"
        for one in coded.by_document[document]:
            human, machine = one.tallies(role, scope, counterpart, parents)
            rights = human.get("agenda:HR:sentences", 0) or machine.get("agenda:HR:sentences", 0)
            change = {k: v for k, v in difference(human, machine).items() if k in names}
            change["touched"] = 1.0 if rights else 0.0
            found.setdefault(place, []).append((change, one.weight))
    return found


def _enough(changes: Sequence[tuple[int, Tally, float]]) -> bool:
    touched = sum(change["touched"] for _, change, _ in changes)
    return len(changes) >= LABELS and touched >= RIGHTS_LABELS


def reading_role(reading: str, role: str) -> str:
    """Whose words a role's are, seen from the engagement."""
    return _READ_AS[reading].get(role, role)


def _own(db: duckdb.DuckDBPyConnection, role: str, scope: Scope, names: set[str]) -> None:
    """The asked role's cells, with whether they carry credit in the scope."""
    if scope == "counterpart":
        counts = (
            f"len(target) = 0 or list_contains(target, '{GENERIC}')"
            " or list_contains(target, counterpart)"
        )
    else:
        counts = f"len(target) = 0 or target <> ['{SELF}']"
    readings = [row[0] for row in db.sql("select distinct reading from picks").fetchall()]
    possible = sorted(
        {r for reading in readings for r in Role if reading_role(reading, r.value) == role}
    )
    spoken_as = ", ".join(f"'{r.value}'" for r in possible) or "''"
    cases = " ".join(
        f"when reading = '{reading}' and role = '{role}' then '{read_as}'"
        for reading, roles in _READ_AS.items()
        for role, read_as in roles.items()
    )
    plain = [name for name in COUNTS if name in names]
    lists = {
        "agendas": "agenda:", "issues": "issue:", "comparators": "comparators:",
        "linkage": "linkage:", "soft": "soft:", "specificity": "specificity:", "runs": "run",
    }  # fmt: skip
    nested = [c for c, start in lists.items() if any(n.startswith(start) for n in names)]
    columns = ", ".join(f"s.{c}" for c in dict.fromkeys((*plain, *nested, "words", "sentences")))
    db.execute(
        f"create or replace temp table own as select place, ({counts}) as counts,"  # noqa: S608
        f" {columns} from summaries s join picks using (document_id)"
        f" where s.role in ({spoken_as}) and case {cases} else role end = ?",
        [role],
    )


def _texts(db: duckdb.DuckDBPyConnection) -> dict[int, tuple[dict[str, int], dict[str, int]]]:
    """How many documents of which genre and language each group has."""
    found: dict[int, tuple[dict[str, int], dict[str, int]]] = {}
    query = (
        "select grp, genre, language, count(*) from picks where place in (select place from own)"
        " group by all order by all"
    )
    for grp, genre, language, count in db.sql(query).fetchall():
        genres, languages = found.setdefault(grp, ({}, {}))
        genres[genre] = genres.get(genre, 0) + count
        languages[language] = languages.get(language, 0) + count
    return found


_UNCREDITED = ("words", "sentences", "courtesy_words", "courtesy_sentences", "opening_words")
_FIELDS = ("sentences", "words", "credit", "credited_words")


def _numbers(
    db: duckdb.DuckDBPyConnection, names: set[str], placed: bool
) -> Iterable[tuple[str, Any, Any]]:
    """Each wanted sum: its name, the documents' places, the values there."""
    plain = [name for name in COUNTS if name in names]
    sums = ", ".join(
        f"sum({n}) as {n}" if n in _UNCREDITED else f"sum({n}) filter (where counts) as {n}"
        for n in plain
    )
    table = db.sql(
        f"select place, {sums} from own group by place"  # noqa: S608
    ).fetchnumpy()
    for name in plain:
        yield name, table["place"], np.ma.filled(table[name], 0)
    for kind, column in (("agenda", "agendas"), ("issue", "issues")):
        keys = sorted({n.split(":")[1] for n in names if n.startswith(f"{kind}:")})
        if keys:
            yield from _keyed(db, kind, column, keys, names, placed)
    if any(name.startswith("comparators:") for name in names):
        yield from _levelled(db, "comparators", "comparators:f", 6)
    if any(name.startswith("specificity:") for name in names):
        yield from _levelled(db, "specificity", "specificity:", 5)
    for kind in ("linkage", "soft"):
        if any(name.startswith(f"{kind}:") for name in names):
            query = (
                f"select place, x.name as key, sum(x.sentences) as n from (select place,"  # noqa: S608
                f" unnest({kind}) as x from own where counts)"
                " group by place, key"
            )
            for key, places, values in _by_key(db.sql(query).fetchnumpy(), ["n"]):
                yield f"{kind}:{key}", places, values["n"]
    if any(name.startswith("run") for name in names):
        query = (
            "select place, cast(x as varchar) as key, count(*) as n from (select place,"
            " unnest(runs) as x from own where counts)"
            " group by place, key"
        )
        for key, places, values in _by_key(db.sql(query).fetchnumpy(), ["n"]):
            yield f"run:{key}", places, values["n"]
        query = "select place, sum(len(runs)) as n from own where counts group by place"
        table = db.sql(query).fetchnumpy()
        yield "runs", table["place"], np.ma.filled(table["n"], 0)


def _keyed(
    db: duckdb.DuckDBPyConnection,
    kind: str,
    column: str,
    keys: Sequence[str],
    names: set[str],
    placed: bool,
) -> Iterable[tuple[str, Any, Any]]:
    """Sums of agendas or issues."""
    fields = [f for f in _FIELDS if f in ("sentences", "words") or kind == "agenda"]
    fields = [f for f in fields if any(n.endswith(f":{f}") for n in names)] or ["sentences"]
    levels = any(n.startswith(f"{kind}:") and n[-3:-1] == ":f" for n in names)
    parts = [f"sum(x.{f}) as {f}" for f in fields]
    if levels:
        parts += [f"sum(coalesce(x.firmness[{i + 1}], 0)) as f{i}" for i in range(6)]
    if placed and kind == "agenda":
        parts.append("min(x.before) as before")
    wanted_keys = ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
    query = (
        f"select place, x.{kind} as key, {', '.join(parts)} from (select place,"  # noqa: S608
        f" unnest({column}) as x from own where counts)"
        f" where x.{kind} in ({wanted_keys}) group by place, key"
    )
    made = [part.rpartition(" ")[2] for part in parts]
    for key, places, values in _by_key(db.sql(query).fetchnumpy(), made):
        for name, numbers in values.items():
            yield (
                f"before:{key}" if name == "before" else f"{kind}:{key}:{name}",
                places,
                numbers,
            )


def _levelled(
    db: duckdb.DuckDBPyConnection, column: str, prefix: str, of: int
) -> Iterable[tuple[str, Any, Any]]:
    """Sums of a list column, place by place."""
    parts = ", ".join(f"sum(coalesce({column}[{i + 1}], 0)) as x{i}" for i in range(of))
    table = db.sql(
        f"select place, {parts} from own where counts"  # noqa: S608
        " group by place"
    ).fetchnumpy()
    for i in range(of):
        yield f"{prefix}{i}", table["place"], np.ma.filled(table[f"x{i}"], 0)


def _by_key(
    table: Mapping[str, Any], columns: Sequence[str]
) -> Iterable[tuple[str, Any, dict[str, Any]]]:
    keys = np.asarray(table["key"])
    for key in dict.fromkeys(keys.tolist()):
        here = keys == key
        values = {c: np.ma.filled(table[c], 0)[here].astype(float) for c in columns}
        yield key, table["place"][here], values


def _clusters(data: Totals, clusters: Any, unit: str) -> Totals:
    """Documents of one cluster (an engagement) added together."""
    _, places = np.unique(clusters, return_inverse=True)
    if len(places) == int(places.max()) + 1:
        return data
    values = np.zeros((int(places.max()) + 1, data.values.shape[1]))
    np.add.at(values, places, data.values)
    return Totals(data.names, values, len(values), unit)


def _by_cluster(data: Totals, means: Iterable[str]) -> Totals:
    """With the columns that are each cluster's own: its share of every agenda, its theta."""
    each = data.each
    words = each["words"]
    spoke = words > 0
    columns = {
        f"each:{agenda}": np.divide(
            each[f"agenda:{agenda}:credited_words"], words, out=np.zeros_like(words), where=spoke
        )
        for agenda in means
    }
    data = with_columns(data, {**columns, "each": spoke.astype(float)})
    return strata(data) if "comparators:f0" in data.names else data


def _limit(data: Totals) -> Totals:
    """At most `MOST` clusters. They come in the order of their documents' hashes: at random."""
    if len(data) <= MOST:
        return data
    values = np.zeros((MOST, data.values.shape[1]))
    np.add.at(values, np.arange(len(data)) % MOST, data.values)
    return Totals(data.names, values, data.documents, data.unit)

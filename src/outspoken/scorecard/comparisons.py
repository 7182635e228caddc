"""The comparisons of method section 5 that registered events allow, and what they do not show.

Three designs, in order of credibility: named against not-named cases of the same list; events
around visits against pseudo-visits; and, among named cases, firmness and venue against time to
release. Each says how large an effect it could have seen. None of them says "because".
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

SEED = 9999
DRAWS = 9_999
WINDOWS = ((-30, -1), (0, 30), (31, 90))
FEWEST_CASES = 8
"""Cases below which no comparison of cases is computed; the list itself is shown."""
FEWEST_VISITS = 4
NOT_TO_BE_CLAIMED = (
    "that a sentence caused a release",
    "that silence caused an arrest",
    "that there was no improvement, because no event is registered",
    "that public words work better, or worse, than quiet diplomacy in general",
)
CONFOUNDERS = (
    "easy cases may have been chosen, and some releases were due anyway",
    "other governments and organisations acted at the same time, and so may a private channel have",
    "reporting rises with attention, so events of named cases are better known",
    "new detentions may replace releases, so arrests are counted too",
    "worse practice provokes more speech: more speech and more repression is what one expects",
)
RELEASES = ("release", "parole")


@dataclass(frozen=True, slots=True)
class Detained:
    """A case as the comparison sees it: days since the start of the custody. None: not yet."""

    case: str
    start: date
    named: date | None
    released: date | None
    firmness: int | None = None
    venue: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One result in words and figures. `computed` is false where the data are too few."""

    name: str
    computed: bool
    words: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    detectable: str = ""


def by_case(cases: Sequence[Detained], until: date) -> Comparison:
    """Releases a year in custody, after being named against not (yet) being named.

    A case counts as not named until the day it is named, so that nobody has to survive to be named
    ("immortal time"). The rate ratio has an exact conditional 95 % interval (the releases after
    naming are binomial given all releases).
    """
    name = "named and not-named cases"
    used = [c for c in cases if c.start <= until]
    named = [c for c in used if c.named is not None]
    if len(used) < FEWEST_CASES or not named or len(named) == len(used):
        return Comparison(
            name, False, f"{len(named)} of {len(used)} cases were named: too few to compare"
        )
    released, years = [0, 0], [0.0, 0.0]
    for c in used:
        end = min(c.released or until, until)
        switch = min(max(c.named, c.start), end) if c.named else end
        years[0] += max((switch - c.start).days, 0) / 365.25
        years[1] += max((end - switch).days, 0) / 365.25
        if c.released and c.released <= until:
            released[1 if c.named and c.named <= c.released else 0] += 1
    if sum(released) == 0 or min(years) <= 0:
        return Comparison(name, False, f"no release among {len(used)} cases is registered")
    low, high = _exact(released[1], sum(released), years[1], years[0])
    ratio = (released[1] / years[1]) / (released[0] / years[0]) if released[0] else None
    told = (
        f"{released[1]} releases in {years[1]:.1f} years in custody after being named, "
        f"{released[0]} in {years[0]:.1f} years without"
    )
    return Comparison(
        name, True, told, ratio, low, high, None, _smallest_ratio(sum(released), years)
    )


def _exact(k: int, n: int, exposed: float, other: float) -> tuple[float, float]:
    """Exact 95 % bounds of a rate ratio, from the binomial share of exposed events."""
    from scipy.stats import beta

    low = float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0
    scale = other / exposed
    odds = [p / (1 - p) if p < 1 else math.inf for p in (low, high)]
    return odds[0] * scale, odds[1] * scale


def _smallest_ratio(releases: int, years: Sequence[float]) -> str:
    """The smallest rate ratio above 1 that such data would show in four of five trials (5 %, two-sided)."""
    from scipy.stats import binom

    null = years[1] / sum(years)
    critical = int(binom.ppf(0.975, releases, null)) + 1
    for ratio in np.arange(1.1, 50.05, 0.1):
        share = ratio * years[1] / (ratio * years[1] + years[0])
        if float(binom.sf(critical - 1, releases, share)) >= 0.8:
            return f"a rate {ratio:.1f} times as high would have been seen in four of five trials"
    return "no rate ratio up to 50 would have been seen in four of five trials"


def around_visits(
    visits: Sequence[date],
    events: Sequence[date],
    *,
    excluded: Sequence[date] = (),
    seed: int = SEED,
) -> list[Comparison]:
    """Events in windows around visits, against pseudo-visits within the same year and month.

    `excluded` are days (congresses, anniversaries, other visits) that no pseudo-visit may be.
    p = (1 + #{T* >= T}) / (B + 1), two-sided by the distance from the pseudo-visits' mean.
    """
    if len(visits) < FEWEST_VISITS or not events:
        few = f"{len(visits)} visits, {len(events)} events: too few to compare"
        return [Comparison("events around visits", False, few)]
    random = np.random.default_rng(seed)
    days = np.array([d.toordinal() for d in events])
    barred = {d.toordinal() for d in excluded}
    pools = [_same_month(v, barred) for v in visits]
    drawn = np.stack([random.choice(pool, DRAWS) for pool in pools], axis=1)
    actual = np.array([v.toordinal() for v in visits])
    results = []
    for first, last in WINDOWS:
        seen = _within(actual[None, :], days, first, last)[0]
        null = _within(drawn, days, first, last)
        mean, spread = float(null.mean()), float(null.std())
        far = np.abs(null - mean) >= abs(seen - mean) - 1e-9
        p = (1 + int(far.sum())) / (DRAWS + 1)
        results.append(
            Comparison(
                name=f"events {_days(first, last)}",
                computed=True,
                words=(
                    f"{seen:.2f} events a visit; {mean:.2f} around pseudo-visits of the same months"
                ),
                estimate=float(seen - mean),
                low=float(seen - mean - 1.96 * spread),
                high=float(seen - mean + 1.96 * spread),
                p=p,
                detectable=(
                    f"a difference of {2.8 * spread:.2f} events a visit would have been seen in four "
                    f"of five trials ({len(visits)} visits)"
                ),
            )
        )
    return results


def _same_month(visit: date, barred: set[int]) -> np.ndarray:
    last = calendar.monthrange(visit.year, visit.month)[1]
    days = [date(visit.year, visit.month, d).toordinal() for d in range(1, last + 1)]
    free = [d for d in days if d not in barred]
    return np.array(free or [visit.toordinal()])


def _within(visits: np.ndarray, days: np.ndarray, first: int, last: int) -> np.ndarray:
    """Mean number of events from `first` to `last` days after each visit, one value a row."""
    ordered = np.sort(days)
    upto = np.searchsorted(ordered, visits + last, side="right")
    before = np.searchsorted(ordered, visits + first, side="left")
    mean: np.ndarray = (upto - before).mean(axis=1)
    return mean


def _days(first: int, last: int) -> str:
    if last < 0:
        return f"{-first} to {-last} days before"
    return f"{first} to {last} days after"


def dose(cases: Sequence[Detained], until: date, *, seed: int = SEED) -> list[Comparison]:
    """Among named cases: does firmness, or venue, of the naming go with days until release?

    Cases that are still held rank behind every release, by the days since they were named.
    """
    from scipy.stats import rankdata

    named = [c for c in cases if c.named is not None and c.named <= until]
    results = []
    for what in ("firmness", "venue"):
        name = f"{what} of the naming and days until release"
        used = [c for c in named if getattr(c, what) is not None]
        levels = np.array([getattr(c, what) for c in used], dtype=float)
        if len(used) < FEWEST_CASES or len(set(levels)) < 2:
            results.append(Comparison(name, False, f"{len(used)} named cases: too few to compare"))
            continue
        waits = np.array(
            [(min(c.released or until, until) - (c.named or until)).days for c in used]
        )
        # Those still held rank behind every release.
        waits = waits + np.array([0 if c.released else 100_000 for c in used])
        ranks, doses = rankdata(waits), rankdata(levels)
        rho = float(np.corrcoef(doses, ranks)[0, 1])
        random = np.random.default_rng(seed)
        null = np.array([np.corrcoef(random.permutation(doses), ranks)[0, 1] for _ in range(1999)])
        p = (1 + int((np.abs(null) >= abs(rho) - 1e-9).sum())) / 2000
        results.append(
            Comparison(
                name, True, f"rank correlation {rho:+.2f} over {len(used)} cases", rho, p=p,
                detectable=f"a correlation of {2.8 / math.sqrt(len(used) - 1):.2f} would have been seen",
            )
        )  # fmt: skip
    return results


def detained(
    events: Sequence[tuple[str, date, str]],
    named: Mapping[str, tuple[date, int, int]],
) -> list[Detained]:
    """Cases from events (case, day, kind) and their first naming (day, firmness, venue).

    Custody starts with the first arrest, charge or sentence; a case without one is left out.
    """
    starts: dict[str, date] = {}
    ends: dict[str, date] = {}
    for case, day, kind in sorted(events, key=lambda e: e[1]):
        if kind in ("arrest", "rearrest", "charge", "sentence"):
            starts.setdefault(case, day)
        elif kind in RELEASES and case in starts:
            ends.setdefault(case, day)
    found = []
    for case, start in starts.items():
        naming = named.get(case)
        if naming is None:
            found.append(Detained(case, start, None, ends.get(case)))
        else:
            found.append(Detained(case, start, naming[0], ends.get(case), naming[1], naming[2]))
    return found


def since(day: date, events: Sequence[date], days: int) -> int:
    """Events from a day until so many days after it."""
    return sum(day <= e <= day + timedelta(days=days) for e in events)

"""Linkage, softening, who raised it, specificity (method, sections 2.4 to 2.7 and 3.6).

All of rights sentences. Linkage to another agenda counts as plus (rights serve another aim,
relations depend on rights, a cost for abuses) or as minus (kept apart); "trade will bring freedom"
(REVERSE) is linkage, but neither. A euphemism where no right is named is softening, never a mention:
the second softening rate counts such sentences above and below the line.

Where no question can be put (readouts, speeches) nothing is prompted, and that says nothing: those
sentences are in neither side of the prompted share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from outspoken.measures.measure import Measure
from outspoken.measures.totals import Array, Sums

PLUS = ("INSTRUMENTAL", "CONDITIONAL", "CONSEQUENCE")
MINUS = ("DECOUPLING",)
ALL_LINKS = (*PLUS, *MINUS, "REVERSE")
SPECIFICS = 5


def rights(sums: Sums) -> Array:
    """Rights sentences."""
    return sums["agenda:HR:sentences"]


def links(sums: Sums, kinds: tuple[str, ...]) -> Array:
    """Rights sentences with a link of these kinds."""
    total: Array = sum((sums[f"linkage:{kind}"] for kind in kinds), start=rights(sums) * 0)
    return total


def net_linkage(sums: Sums) -> Array:
    """(plus - minus) / (plus + minus), in [-1, 1]."""
    plus, minus = links(sums, PLUS), links(sums, MINUS)
    net: Array = (plus - minus) / (plus + minus)
    return net


def specificity(sums: Sums) -> Array:
    """Mean number of {named case, law or charge, place, number or date} in a rights sentence."""
    counts = sums.numbered("specificity:", SPECIFICS)
    mean: Array = sum(k * counts[..., k] for k in range(SPECIFICS)) / counts.sum(-1)
    return mean


Count = Callable[[Sums], Array]


def _share(name: str, n: Count, of: Count, lists: str, missing: str, **more: Any) -> Measure:
    return Measure(
        name=name,
        unit=more.pop("unit", "share of rights sentences"),
        scale="logit",
        value=lambda sums: n(sums) / of(sums),
        n=n,
        of=of,
        lists=lists,
        against=lambda sums: "" if float(of(sums)) > 0 else missing,
        **more,
    )


def measures() -> Iterator[Measure]:
    """The shares of manner, and net linkage."""
    none = "no rights sentence"
    yield _share("linkage", lambda s: links(s, ALL_LINKS), rights, "--agenda HR --linked", none)
    for kind in ALL_LINKS:
        yield _share(
            f"linkage {kind}",
            lambda s, kind=kind: s[f"linkage:{kind}"],  # type: ignore[misc]
            rights,
            f"--linkage {kind}",
            none,
        )
    yield Measure(
        name="linkage (net)",
        unit="-1 kept apart, 1 tied together",
        scale="identity",
        value=net_linkage,
        n=lambda s: links(s, PLUS),
        of=lambda s: links(s, (*PLUS, *MINUS)),
        lists="--agenda HR --linked",
        against=lambda s: "" if float(links(s, (*PLUS, *MINUS))) > 0 else "no link with a sign",
        note="n of plus, of plus and minus",
    )
    yield _share("softening", lambda s: s["softened"], rights, "--agenda HR --softened", none)
    yield _share(
        "softening (with euphemisms)",
        lambda s: s["softened"] + s["euphemisms"],
        lambda s: rights(s) + s["euphemisms"],
        "--softened",
        none,
        note="sentences that may speak around rights count as softening, never as mentions",
    )
    yield _share("softening (disclaimed)", lambda s: s["disclaimed"], rights, "--disclaimed", none)
    unasked = "no question could have prompted it"
    asked: Count = lambda s: s["prompted"] + s["volunteered"]  # noqa: E731
    yield _share("prompted", lambda s: s["prompted"], asked, "--agenda HR --prompted", unasked)
    yield _share(
        "prompted (any rights question)",
        lambda s: s["prompted_wide"],
        asked,
        "--agenda HR --prompted",
        unasked,
    )
    yield Measure(
        name="specificity",
        unit="specifics in a rights sentence, 0 to 4",
        scale="identity",
        value=specificity,
        n=lambda s: rights(s) - s["specificity:0"],
        of=rights,
        lists="--agenda HR --specific",
        against=lambda s: "" if float(rights(s)) > 0 else none,
    )


def answered() -> Iterator[Measure]:
    """Of questions on rights: how many were answered. Of the journalists' sentences."""
    yield _share(
        "answered",
        lambda s: s["answered"],
        lambda s: s["asked"],
        "--role journalist --agenda HR",
        "no question on rights",
        unit="share of questions' sentences on rights",
    )

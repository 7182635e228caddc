"""Figures and charts that take longer than a reader should wait: made once, kept, made again when
the record changes.

A page asks for a result and gets it, or None while it is being made; the page then says so and asks
again. Results lie in `lake/.pages/` as JSON under a name made of the question and of the record's
state, so that a restart costs nothing and nothing stale is ever shown.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outspoken.durable import write_whole
from outspoken.errors import InputError, OutspokenError
from outspoken.measures.ask import Line
from outspoken.measures.figure import Figure
from outspoken.web import at_hand

PATIENCE = 0.03
"""Seconds that a page waits for a result before it says that it is being made."""
HELD = 2000
"""Results kept in memory; the files keep the rest."""
RETRY = 60.0
"""Seconds before a question that failed is tried again."""

_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="figures")
_running: dict[str, Future[Any]] = {}
_memory: OrderedDict[str, Any] = OrderedDict()
_failed: dict[str, tuple[float, OutspokenError]] = {}
_lock = threading.Lock()


def result(question: Mapping[str, Any], make: Callable[[], Any], *, wait: float = PATIENCE) -> Any:
    """The result of a question about the record (plain values); None while it is being made.

    Raises:
        OutspokenError: it cannot be made; said once to whoever asks, tried again after a minute.
    """
    key = _key(question)
    with _lock:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    path = _folder() / f"{key}.json"
    try:
        return _hold(key, json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        pass
    failed = _failed.get(key)
    if failed is not None and time.monotonic() - failed[0] < RETRY:
        raise failed[1]
    with _lock:
        future = _running.get(key)
        if future is None:
            future = _running[key] = _pool.submit(_make, key, path, make)
    try:
        return future.result(timeout=wait)
    except TimeoutError:
        return None


def _make(key: str, path: Path, make: Callable[[], Any]) -> Any:
    from django.db import connections

    try:
        made = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(made, ensure_ascii=False).encode())
        return _hold(key, made)
    except Exception as error:
        # What failed once must not take down every page that asks again.
        said = error if isinstance(error, OutspokenError) else InputError("figures", str(error))
        _failed[key] = (time.monotonic(), said)
        if said is not error:
            logging.getLogger("outspoken.web").exception("figures")
        raise said from error
    finally:
        connections.close_all()
        with _lock:
            _running.pop(key, None)


def _hold(key: str, value: Any) -> Any:
    with _lock:
        _memory[key] = value
        _memory.move_to_end(key)
        while len(_memory) > HELD:
            _memory.popitem(last=False)
    return value


def _key(question: Mapping[str, Any]) -> str:
    from outspoken import __version__

    whole = {
        **question,
        "state": at_hand.state(),
        "codebook": at_hand.codebook().hash,
        "workspace": str(at_hand.workspace().path),
        "version": __version__,
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()[:40]


def _folder() -> Path:
    return at_hand.workspace().path / "lake" / ".pages"


def sweep(keep: int = 20_000) -> None:
    """Take the oldest results away."""
    files = sorted(_folder().glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in files[keep:]:
        path.unlink(missing_ok=True)


# ------------------------------------------------------------------ figures


@dataclass(frozen=True, slots=True)
class Made:
    """Figures, or why there are none: still being made, or a problem that names its mend."""

    lines: tuple[Line, ...] = ()
    pending: bool = False
    problem: str = ""

    def by_name(self) -> dict[str, Figure]:
        """The figures of all lines under their measures' names."""
        return {figure.measure: figure for line in self.lines for figure in line.figures}


def figures(
    *,
    names: Sequence[str] = (),
    selection: Mapping[str, str] | None = None,
    engagements: bool = False,
    engagement: str = "",
    by: Sequence[str] = (),
    role: str = "principal",
    scope: str = "foreign",
    mix: bool = True,
    wait: float = PATIENCE,
) -> Made:
    """Figures of the measures (`measures.ask.figures`).

    With `engagements`, over the documents of engagements that are not rejected; with `engagement`,
    over those of this one; else over all documents of the record.
    """
    question = {
        "figures": list(names), "selection": dict(selection or {}), "by": list(by), "role": role,
        "scope": scope, "mix": mix, "people": _people_stamp(), "engagements": _engagements_stamp(engagement) if engagements or engagement else "",
    }  # fmt: skip

    def make() -> Any:
        from outspoken.engagements.decisions import choose, find
        from outspoken.measures import ask
        from outspoken.measures.selection import Selection
        from outspoken.web.page import plain

        chosen = None
        picked = Selection(**dict(selection or {}))
        if engagement:
            chosen = [find(engagement)]
            picked = replace(picked, engagement=engagement)
        elif engagements:
            chosen = [e for e in choose() if e.documents.exists()]
            for name in ("government", "counterpart", "official"):
                wanted = getattr(picked, name)
                if wanted:
                    chosen = [e for e in chosen if getattr(e, name) == wanted]
            if not chosen:
                return []
        lines = ask.figures(
            at_hand.workspace(),
            names=names,
            selection=picked,
            engagements=chosen,
            by=by,
            role=role,
            scope=scope,  # type: ignore[arg-type]
            mix=mix,
            codebook=at_hand.codebook(),
        )
        return [plain(line) for line in lines]

    try:
        made = result(question, make, wait=wait)
    except OutspokenError as error:
        return Made(problem=str(error))
    if made is None:
        return Made(pending=True)
    return Made(tuple(line_of(row) for row in made))


def line_of(row: Mapping[str, Any]) -> Line:
    """A line as it was kept."""
    return Line(
        row["labels"], row["documents"], tuple(Figure(**figure) for figure in row["figures"])
    )


def _engagements_stamp(slug: str = "") -> str:
    """What the desk says of engagements, so that a decision makes figures anew."""
    from outspoken.desk.models import Engagement, EngagementDocument

    rows = EngagementDocument.objects.filter(engagement__slug=slug) if slug else None
    if rows is not None:
        return slug + str(sorted(rows.values_list("document_id", "phase")))
    gone = Engagement.objects.filter(state__in=["rejected", "merged"]).count()
    last = EngagementDocument.objects.order_by("-id").values_list("id", flat=True).first()
    held = EngagementDocument.objects.count()
    return f"{Engagement.objects.count()}/{gone}/{last}/{held}"


def _people_stamp() -> str:
    """How far people's codes have come, which correct figures."""
    from outspoken.desk.models import Review

    standing = Review.objects.filter(sample__isnull=False, withdrawn_at__isnull=True)
    last = Review.objects.order_by("-id").values_list("id", flat=True).first()
    return f"{last}/{standing.count()}"

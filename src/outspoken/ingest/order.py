"""At the end of a run: the lake's parts are put in order where that is worth it (`lake.arrange`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from outspoken import engine
from outspoken.errors import InputError
from outspoken.ingest.batches import Plan, name_of
from outspoken.lake.arrange import groups, rewrite

CHEAP = frozenset({"lexicon"})
"""Coders whose older codings may go when parts are joined: to make them again costs time alone."""


def put_in_order(
    plan: Plan, *, workers: int | None = None, runs_on: str = ""
) -> Iterator[int | InputError]:
    """Rewrite what is worth it; how many parts became others, group by group, or what stayed.

    Needs the workspace's lock. Parts of another manifest are left alone.
    """
    lake = plan.workspace.lake
    name = partial(name_of, pipeline=plan.pipeline, corrections=plan.corrections)
    todo = groups(lake, lake.parts("documents") - plan.alone, name, CHEAP)
    run = engine.run(
        rewrite,
        todo,
        setup=engine.stateless,
        workers=0 if len(todo) < 2 else workers,
        engine=runs_on,
    )
    for group, result in run:
        if isinstance(result, list):
            lake.commit(result, group.parts)
            yield len(group.parts)
        elif isinstance(result, engine.WorkerDied):
            yield InputError(group.parts[0], "could not be put in order", "it stays as it was")
        else:
            yield result

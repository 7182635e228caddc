"""What runs beside the pages: the index and the summaries follow the record."""

from __future__ import annotations

import logging
import threading
import time

from outspoken.errors import OutspokenError
from outspoken.web import at_hand

EVERY = 15.0
"""Seconds between two looks at the lake."""

_started = threading.Event()
_behind = [0, 0]


def behind() -> tuple[int, int]:
    """Parts of the record that the index lacks, of how many, at the last look."""
    return _behind[0], _behind[1]


def start() -> None:
    """Begin to follow the record, once a process."""
    if not _started.is_set():
        _started.set()
        threading.Thread(target=_follow, name="keeper", daemon=True).start()


def _advance(done: int, of: int) -> None:
    _behind[0] = of - done


def _follow() -> None:
    from outspoken.search import missing, refresh
    from outspoken.web import kept

    log = logging.getLogger("outspoken.web")
    kept.sweep()
    # Loaded before someone waits for the first chart.
    import altair  # noqa: F401
    import vl_convert

    vl_convert.vegalite_to_svg({"mark": "point", "data": {"values": [{}]}})
    while True:
        try:
            workspace, codebook = at_hand.workspace(), at_hand.codebook()
            _behind[:] = missing(workspace, codebook)
            if _behind[0]:
                refresh(workspace, codebook, progress=_advance)
        except (OutspokenError, OSError) as error:
            log.warning("the search index: %s", error)
        except Exception:
            log.exception("the search index")
        time.sleep(EVERY)

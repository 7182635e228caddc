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


def start() -> None:
    """Begin to follow the record, once a process."""
    if not _started.is_set():
        _started.set()
        threading.Thread(target=_follow, name="keeper", daemon=True).start()


def _follow() -> None:
    from outspoken.search import missing, refresh
    from outspoken.web import kept

    log = logging.getLogger("outspoken.web")
    kept.sweep()
    while True:
        try:
            workspace, codebook = at_hand.workspace(), at_hand.codebook()
            if missing(workspace, codebook)[0]:
                refresh(workspace, codebook)
        except (OutspokenError, OSError) as error:
            log.warning("the search index: %s", error)
        except Exception:
            log.exception("the search index")
        time.sleep(EVERY)

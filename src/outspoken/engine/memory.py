"""Memory of a worker: what is freed goes back to the system.

The C library of Linux puts large pieces where they can be given back one by one, until it has seen
some freed: from then on it takes them from one heap, which is soon full of holes. A worker that
coded 230,000 sentences then held 187 MB instead of 168, and it grew on.
"""

from __future__ import annotations

import ctypes
import sys

LARGE = 262_144
"""Bytes from which a piece of memory is one by itself."""
SPARE = 4_000_000
"""Bytes at the heap's end that a process may keep."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # malloc.h


def give_back() -> None:
    """Have this process give back what it frees, where the system's library can."""
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, LARGE)
        mallopt(_TRIM_THRESHOLD, SPARE)

"""Outspoken measures how governments speak about human rights in their diplomacy.

In a notebook:

    import outspoken
    record = outspoken.Workspace.open("my-record")
    outspoken.figures(record, names=["attention HR"], by=["year"])

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Arrow chooses its memory when it is first loaded; its usual pool keeps most of what is given back.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

_OFFERED = {
    "Workspace": "outspoken.workspace",
    "Selection": "outspoken.measures.selection",
    "Filter": "outspoken.measures.sentences",
    "Figure": "outspoken.measures.figure",
    "figures": "outspoken.measures.ask",
    "sentences": "outspoken.measures.sentences",
    "silences": "outspoken.measures.omissions",
    "absences": "outspoken.measures.omissions",
    "composite": "outspoken.measures.composite",
    "compare": "outspoken.measures.readouts",
    "first_engagement": "outspoken.measures.tone",
    "krippendorff_alpha": "outspoken.measures.reliability",
}
"""What a notebook needs, and where it is."""


def __getattr__(name: str) -> Any:
    if name in _OFFERED:
        return getattr(import_module(_OFFERED[name]), name)
    raise AttributeError(f"module 'outspoken' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_OFFERED])

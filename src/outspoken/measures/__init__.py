"""Measures: pure functions over a table of coded sentences (method, section 3).

Every figure is a count made by a coder until people's codes correct it; `LABEL` is what must stand
beside an uncorrected one.
"""

from __future__ import annotations

LABEL = "detector count, not corrected by human coding"

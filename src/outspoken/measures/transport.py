"""Correction by the coder's rates, for groups with too few coded sentences of their own (method 3.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from outspoken.measures.correction import Rates, rates, rogan_gladen
from outspoken.measures.figure import CORRECTED, Figure
from outspoken.measures.frame import Scope
from outspoken.measures.measure import Measure
from outspoken.measures.people import People
from outspoken.measures.series import LABELS, RIGHTS_LABELS


class Transport:
    """The coder's rates of the whole sample, for groups with too few coded sentences of their own."""

    def __init__(self, coded: People, role: str, scope: Scope, parents: Mapping[str, str]) -> None:
        self.sample = ", ".join(coded.samples)
        self._coded = coded
        self._tallies = [
            (one, *one.tallies(role, scope, "-", parents))
            for own in coded.by_document.values()
            for one in own
        ]
        self._rates: dict[str, Rates | None] = {}

    def correct(self, figure: Figure, measure: Measure) -> Figure:
        """The figure corrected by sensitivity and specificity; as it is where that cannot be."""
        if not measure.presence or figure.estimate is None or len(self._tallies) < LABELS:
            return figure
        found = self._of(measure.presence)
        if found is None or min(found.positives, found.negatives) < RIGHTS_LABELS:
            return figure
        se = (figure.high - figure.low) / 3.92 if figure.high is not None and figure.low else 0.0
        interval = rogan_gladen(figure.estimate, se, found)
        if interval is None:
            return figure
        low, high = interval.at(figure.level)
        inside = figure.low is not None and low is not None and high is not None
        return replace(
            figure,
            estimate=interval.estimate,
            low=max(low, 0.0) if inside and low is not None else None,
            high=min(high, 1.0) if inside and high is not None else None,
            label=CORRECTED,
            correction=f"{interval.method}, of sample {self.sample}; "
            "assumes that the coder errs here as in the sample",
        )

    def _of(self, presence: str) -> Rates | None:
        if presence not in self._rates:
            human = np.array([h.get(presence, 0.0) > 0 for _, h, _ in self._tallies], dtype=float)
            machine = np.array([m.get(presence, 0.0) > 0 for _, _, m in self._tallies], dtype=float)
            weights = np.array([one.weight * one.words for one, _, _ in self._tallies])
            clusters = [one.document_id for one, _, _ in self._tallies]
            self._rates[presence] = rates(human, machine, weights, clusters)
        return self._rates[presence]

"""The trained coder: linear heads over sentence vectors that correct the lexicon where sure.

It refines the lexicon and never stands alone: clauses, firmness, linkage, softening and cases are
the lexicon's. Where a head is sure (its probability outside the model's band) it adds an issue or
takes one away; inside the band the lexicon's answer stands with the tier `unsure`. Every departure
and every doubt is a rule of the coding. An added issue's span is the whole sentence, tier
`trained`: no words in particular show it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outspoken.coders import Coder
from outspoken.coders.trained.decide import decide
from outspoken.coders.trained.features import rows
from outspoken.coders.trained.model import Model, load
from outspoken.errors import InputError, WorkspaceError
from outspoken.model import Coding, Passage

if TYPE_CHECKING:
    from outspoken.codebook import Codebook
    from outspoken.world import World

SETTING = "OUTSPOKEN_MODEL"
NAME = "model.npz"
VERSION = "1"


class TrainedCoder:
    """The lexicon's codings, corrected by a model."""

    name = "trained"

    def __init__(self, codebook: Codebook, lexicon: Coder, model: Model) -> None:
        if model.about["codebook"] != codebook.hash:
            raise InputError(
                "trained model", "was trained with another codebook", "train it again with this one"
            )
        self._parents = {code: issue.parent for code, issue in codebook.issues.items()}
        self._lexicon = lexicon
        self._model = model
        self.version = f"{VERSION}-{model.hash[:12]}-lexicon-{lexicon.version}"

    def code(self, passage: Passage) -> list[Coding]:
        """The sentences with an issue or a doubt, in order."""
        if not passage.sentences:
            return []
        model = self._model
        first = {coding.n: coding for coding in self._lexicon.code(passage)}
        table = rows(passage, first, model.embeddings, model.layout, self._parents)
        chances = model.probabilities(table)
        low, _ = model.band
        # A sentence of which every head is sure that it is nothing needs no second look.
        open_: NDArray[np.bool_] = np.any(chances > low, axis=1)
        codings = []
        for i, sentence in enumerate(passage.sentences):
            coding = first.get(sentence.n)
            if coding is None and not open_[i]:
                continue
            coded = decide(sentence, coding, chances[i], model, self._parents)
            if coded is not None:
                codings.append(coded)
        return codings


def find_model() -> Path:
    """Where the model is: $OUTSPOKEN_MODEL, or `model.npz` of the workspace at hand.

    Raises:
        InputError: neither is there.
    """
    from outspoken.workspace import Workspace

    if given := os.environ.get(SETTING):
        return Path(given)
    try:
        path = Workspace.open(None).path / NAME
    except WorkspaceError:
        path = None
    if path is None or not path.is_file():
        raise InputError(
            "trained",
            "has no model",
            f"make one with 'outspoken train' and set {SETTING} to it, "
            f"or put it into the workspace as {NAME}",
        )
    return path


def open_coder(codebook: Codebook, world: World) -> TrainedCoder:
    """The coder with the model at hand."""
    from outspoken import coders

    return TrainedCoder(codebook, coders.get("lexicon", codebook, world), load(find_model()))

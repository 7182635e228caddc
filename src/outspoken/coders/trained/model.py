"""A trained model: linear heads over the features, and the single file that holds them.

Each head answers yes or no with a probability. Its calibration is folded into its weights, so that
a file holds one matrix, one row of offsets, the pieces and vectors, and a header in JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outspoken.coders.trained import embed, store
from outspoken.coders.trained.embed import Embeddings
from outspoken.coders.trained.features import Layout
from outspoken.errors import InputError

ISSUE, AGENDA, TARGET = "issue", "agenda", "target"
MEND = "make it again with 'outspoken train'"


@dataclass(frozen=True, slots=True)
class Head:
    """One question: an issue, an agenda, or a target (SELF, GENERIC); `examples` said yes."""

    kind: str
    name: str
    examples: int


@dataclass(frozen=True, slots=True)
class Model:
    """Heads with their weights. `usual` is each agenda's most frequent issue in training.

    A probability inside `band` (low, high) is no answer: there the lexicon's stands.
    """

    layout: Layout
    heads: tuple[Head, ...]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    band: tuple[float, float]
    usual: Mapping[str, str]
    embeddings: Embeddings
    about: Mapping[str, Any]
    hash: str = ""

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """One column a head."""
        scores = np.clip(rows @ self.weights + self.offsets, -30, 30)
        result: NDArray[np.float32] = 1 / (1 + np.exp(-scores))
        return result


def save(model: Model, path: Path) -> None:
    """Write a model's file."""
    header = {
        **model.about,
        "issues": list(model.layout.issues),
        "agendas": list(model.layout.agendas),
        "heads": [[h.kind, h.name, h.examples] for h in model.heads],
        "band": list(model.band),
        "usual": dict(model.usual),
        "pieces": list(model.embeddings.pieces),
    }
    arrays = {
        "weights": model.weights.astype("<f4"),
        "offsets": model.offsets.astype("<f4"),
        "vectors": model.embeddings.vectors.astype("<f2"),
    }
    store.write(path, "model", header, arrays)


def load(path: Path) -> Model:
    """Read a model's file, which may come from anywhere.

    Raises:
        InputError: it cannot be read, is no model, or its parts do not fit each other.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", MEND) from None
    header, arrays = store.read(content, str(path), "model")
    try:
        model = _assemble(header, arrays, hashlib.sha256(content).hexdigest(), str(path))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(str(path), f"is no whole model ({error})", MEND) from None
    return model


def _assemble(header: dict[str, Any], arrays: store.Arrays, digest: str, name: str) -> Model:
    pieces = header.pop("pieces")
    if not isinstance(pieces, list):
        raise TypeError("pieces are no list")
    embeddings = embed.make(pieces, arrays["vectors"], name)
    columns = Layout(embeddings.dimensions, _words(header["issues"]), _words(header["agendas"]))
    heads = tuple(_head(one) for one in header["heads"])
    for head in heads:
        known = {ISSUE: columns.issues, AGENDA: columns.agendas, TARGET: ("SELF", "GENERIC")}
        if head.name not in known[head.kind]:
            raise ValueError(f"head of an unknown {head.kind}")
    low, high = (float(bound) for bound in header["band"])
    if not 0 <= low <= high <= 1:
        raise ValueError("band is out of order")
    usual = {str(agenda): str(issue) for agenda, issue in header["usual"].items()}
    if not set(usual) <= set(columns.agendas) or not set(usual.values()) <= set(columns.issues):
        raise ValueError("usual issues of no agenda")
    weights, offsets = arrays["weights"], arrays["offsets"]
    if weights.shape != (columns.width, len(heads)) or offsets.shape != (len(heads),):
        raise ValueError("weights do not fit the heads")
    if not (np.isfinite(weights).all() and np.isfinite(offsets).all()):
        raise ValueError("weights are no numbers")
    return Model(
        columns,
        heads,
        weights.astype(np.float32),
        offsets.astype(np.float32),
        (low, high),
        usual,
        embeddings,
        {key: header[key] for key in ("codebook", "labels", "sentences", "versions", "embeddings")},
        digest,
    )


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("a list of words is none")
    if len(set(value)) != len(value):
        raise ValueError("a word stands twice")
    return tuple(value)


def _head(value: object) -> Head:
    if not isinstance(value, list):
        raise TypeError("a head is no list")
    kind, name, examples = value
    return Head(str(kind), str(name), int(examples))

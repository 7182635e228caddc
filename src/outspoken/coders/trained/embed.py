"""Static sentence vectors: the mean of the vectors of a sentence's word pieces.

The pieces and vectors are made beforehand (`tools/make_embeddings.py`). Cutting words into pieces
is the greedy longest match of WordPiece (Y. Wu et al., 2016, arXiv:1609.08144) over lower-cased
text without accents, as the model that the vectors are from does it. It is written out here because
it is short, and because a model's file then holds only words and numbers, no program of rules.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from outspoken.coders.trained import store
from outspoken.errors import InputError

_WORDS = re.compile(r"[^\W_]+|[^\s\w]|_")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LONGEST = 100
_REMEMBERED = 200_000
UNKNOWN = frozenset({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"})


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Pieces and their vectors; `hash` identifies them."""

    pieces: tuple[str, ...]
    vectors: NDArray[np.float32]
    hash: str
    _index: dict[str, int] = field(repr=False)
    _seen: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text; zeros for a text without a known piece."""
        ids: list[int] = []
        counts = np.zeros(len(texts), dtype=np.int64)
        for i, text in enumerate(texts):
            before = len(ids)
            for word in _WORDS.findall(_plain(text)):
                ids += self._seen.get(word) or self._cut(word)
            counts[i] = len(ids) - before
        result = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        filled = np.flatnonzero(counts)
        if len(filled):
            starts = np.cumsum(counts) - counts
            # In chunks of texts, so that a long document's pieces are never all expanded at once.
            for at in range(0, len(filled), 512):
                some = filled[at : at + 512]
                first, last = starts[some[0]], starts[some[-1]] + counts[some[-1]]
                vectors = self.vectors[np.array(ids[first:last])]
                result[some] = np.add.reduceat(vectors, starts[some] - first, axis=0)
            norms = np.linalg.norm(result, axis=1, keepdims=True)
            np.divide(result, norms, out=result, where=norms > 0)
        return result

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self._seen[word] = pieces = tuple(self._pieces(word))
        return pieces

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST:
            return []
        found: list[int] = []
        at = 0
        while at < len(word):
            lead = "##" if at else ""
            for end in range(len(word), at, -1):
                piece = self._index.get(lead + word[at:end])
                if piece is not None:
                    found.append(piece)
                    at = end
                    break
            else:
                return []
        return found


def _plain(text: str) -> str:
    text = text.lower()
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFD", text))


def make(pieces: Sequence[object], vectors: NDArray[np.floating], name: str) -> Embeddings:
    """Embeddings of given pieces and vectors.

    Raises:
        InputError: they do not fit each other or hold something other than words and numbers.
    """
    mend = "make them again with tools/make_embeddings.py"
    words = tuple(piece for piece in pieces if isinstance(piece, str))
    if vectors.ndim != 2 or not len(words) == len(pieces) == len(vectors) or not vectors.size:
        raise InputError(name, "has vectors that do not fit its pieces", mend)
    wide = vectors.astype(np.float32)
    if not np.isfinite(wide).all():
        raise InputError(name, "has vectors that are no numbers", mend)
    digest = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass"))
    digest.update(vectors.astype("<f2").tobytes())
    index = {word: i for i, word in enumerate(words) if word not in UNKNOWN}
    return Embeddings(words, wide, digest.hexdigest(), index)


def load(path: Path) -> Embeddings:
    """The embeddings of a file made by `tools/make_embeddings.py`.

    Raises:
        InputError: the file cannot be read or is none.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            str(path),
            f"cannot be read ({error.strerror})",
            "make it with tools/make_embeddings.py",
        ) from None
    header, arrays = store.read(content, str(path), "embeddings")
    pieces = header.get("pieces")
    if not isinstance(pieces, list) or "vectors" not in arrays:
        raise InputError(str(path), "has no pieces or vectors", "make it again")
    return make(pieces, arrays["vectors"], str(path))

"""Names that must not leave: persons at risk, and cases whose family has not agreed.

A text that names one of them is withheld whole, since the words around a name tell who it is. What
is about to leave is searched once more, byte by byte, before it moves into place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from outspoken.errors import OutspokenError

WITHHELD = "[withheld: names a person at risk]"
_TEXTS = (".html", ".csv", ".json", ".md", ".cff", ".txt", ".svg", ".yaml")


class LeakError(OutspokenError):
    """Something that must not leave was about to."""


LONG_ENOUGH = 5
"""Letters of a part of a name that is withheld by itself, as in "the Sorel case"."""
_HONOURS = r"(?:mr|mrs|ms|miss|dr|prof|professor|father|pastor|lama)"


@dataclass(frozen=True, slots=True)
class Guard:
    """The names to keep, as they are compared: words without case, accents and punctuation.

    A text is withheld for a whole name, for a long part of one, and for a short part after "Mr",
    "Ms" and the like. That withholds too much rather than too little.
    """

    names: tuple[tuple[str, ...], ...]
    _whole: re.Pattern[str] | None = None
    _parts: re.Pattern[str] | None = None

    @classmethod
    def of(cls, names: Iterable[str]) -> Guard:
        """A guard of these names and aliases."""
        found = tuple(sorted({tuple(w) for name in names if (w := _words(name))}))
        if not found:
            return cls(())
        # Between two words of a name anything that is no letter may stand: blanks, hyphens of an
        # address, "%20" (undone before the search).
        whole = "|".join(r"[\W_]+".join(map(re.escape, words)) for words in found)
        words = sorted({word for name in found for word in name})
        alone = [re.escape(word) for word in words if len(word) >= LONG_ENOUGH]
        called = "|".join(map(re.escape, words))
        parts = "|".join([*alone, rf"{_HONOURS}[\W_]+(?:{called})"])
        return cls(found, _bounded(whole), _bounded(parts))

    def hides(self, *texts: object) -> bool:
        """Whether one of these texts names, or all but names, a person who must not be named."""
        return any(
            pattern.search(flat)
            for text in texts
            if text and (flat := _flat(str(text)))
            for pattern in (self._whole, self._parts)
            if pattern is not None
        )

    def leaks(self, text: str) -> bool:
        """Whether a whole name stands in a text that is about to leave."""
        return self._whole is not None and bool(self._whole.search(_flat(text)))

    def text(self, text: str) -> str:
        """The text, or the words that stand for it."""
        return WITHHELD if self.hides(text) else text

    def url(self, url: str) -> str:
        """The address, or none where it tells the name."""
        return "" if self.hides(url) else url


def _bounded(told: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{told})(?![^\W_])")


def _flat(text: str) -> str:
    bare = unicodedata.normalize("NFKD", unquote(text))
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", _flat(name))


def guard() -> Guard:
    """The guard of the desk at hand: cases at risk, and those without consent."""
    from django.db.models import Q

    from outspoken.desk.models import Case

    kept = Case.objects.filter(Q(at_risk=True) | Q(consent=False))
    return Guard.of(name for case in kept for name in (case.name, case.slug, *case.aliases))


def check_files(folder: Path, kept: Guard) -> None:
    """Search everything that is about to leave.

    Raises:
        LeakError: the file in which a name stands.
    """
    if not kept.names:
        return
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        if path.suffix == ".parquet":
            text = _parquet(path)
        elif path.suffix in _TEXTS:
            text = path.read_text("utf-8")
        elif path.suffix == ".pdf":
            text = _pdf(path)
        else:
            text = path.name
        if kept.leaks(text) or kept.leaks(path.name):
            raise LeakError(
                str(path.relative_to(folder)),
                "would name a person at risk",
                "nothing was published; please report this",
            )


def _parquet(path: Path) -> str:
    import pyarrow.parquet as pq

    return "\n".join(str(v) for row in pq.read_table(path).to_pylist() for v in row.values())


def _pdf(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(
            document[n].get_textpage().get_text_bounded() for n in range(len(document))
        )
    finally:
        document.close()

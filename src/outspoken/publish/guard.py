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


@dataclass(frozen=True, slots=True)
class Guard:
    """The names to keep, as they are compared: words without case, accents and punctuation."""

    names: tuple[tuple[str, ...], ...]
    _searched: re.Pattern[str] | None = None

    @classmethod
    def of(cls, names: Iterable[str]) -> Guard:
        """A guard of these names and aliases."""
        found = tuple(sorted({tuple(w) for name in names if (w := _words(name))}))
        pattern = None
        if found:
            # Between two words of a name anything that is no letter may stand: blanks, hyphens of
            # an address, "%20" (undone before the search).
            told = "|".join(r"[\W_]+".join(map(re.escape, words)) for words in found)
            pattern = re.compile(rf"(?<![^\W_])(?:{told})(?![^\W_])")
        return cls(found, pattern)

    def hides(self, *texts: object) -> bool:
        """Whether one of these texts names a person who must not be named."""
        if self._searched is None:
            return False
        return any(self._searched.search(_flat(str(text))) for text in texts if text)

    def text(self, text: str) -> str:
        """The text, or the words that stand for it."""
        return WITHHELD if self.hides(text) else text

    def url(self, url: str) -> str:
        """The address, or none where it tells the name."""
        return "" if self.hides(url) else url


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
        if kept.hides(text, path.name):
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

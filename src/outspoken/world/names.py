"""How names of countries and people are written: folding, formal forms, titles with surnames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_FORMS = re.compile(
    r"^(?:the )?(?:(?:arab|arabic|federal|federative|islamic|democratic|socialist|peoples?|"
    r"people's|plurinational|bolivarian|oriental|cooperative|hellenic|hashemite|independent|"
    r"united|former yugoslav|co operative|lao) )*"
    r"(?:republic|kingdom|state|sultanate|commonwealth|principality|grand duchy|duchy|union|"
    r"federation|states|emirate|confederation|government) of (?:the )?"
)
_TITLE_WORDS = (
    "president elect|vice president|deputy prime minister|prime minister|vice premier|premier|"
    "president|chancellor|taoiseach|king|queen|crown prince|prince|emir|amir|sultan|pope|sheikh|"
    "minister of foreign affairs|minister for foreign affairs|external affairs minister|"
    "foreign affairs minister|foreign minister|foreign secretary|defen[cs]e minister|"
    "finance minister|minister|deputy secretary of state|deputy secretary|under secretary|"
    "assistant secretary|secretary of [a-z]+(?: [a-z]+)?|secretary of the treasury|"
    "press secretary|secretary general|secretary|high representative|"
    "national security advis[eo]r|state counsell?or|director|general secretary|chairman|"
    "senior general|general|commodore|senator|congressman|congresswoman|representative|rep|"
    "speaker|leader|ambassador|treasurer|attorney general|governor general|governor|"
    "supreme leader|ayatollah|spokesperson|spokesman|spokeswoman|"
    "pm|mr|ms|mrs|dr|sir|dame|lord|baroness|his excellency|her excellency|h e|administrator"
)
_TITLE = re.compile(rf"^(?:(?:{_TITLE_WORDS}) )+(?:of [a-z]+ )?")

_ASIDE = re.compile(r"\s*\([^)]*\)")

# What a holder of an office is called before the surname.
_STYLES = {
    "President": ("President",),
    "President of the Commission": ("President", "Commission President"),
    "President of the Council": ("President", "Council President"),
    "President of the Government": ("Prime Minister", "President"),
    "Vice President": ("Vice President",),
    "Interim President": ("President", "Interim President"),
    "Prime Minister": ("Prime Minister",),
    "Taoiseach": ("Taoiseach", "Prime Minister"),
    "Premier": ("Premier", "Prime Minister"),
    "Vice Premier": ("Vice Premier",),
    "Deputy Prime Minister": ("Deputy Prime Minister",),
    "Chancellor": ("Chancellor",),
    "King": ("King",),
    "Secretary of State": ("Secretary", "Secretary of State"),
    "Secretary of Defense": ("Secretary", "Secretary of Defense", "Defense Secretary"),
    "Secretary of the Treasury": ("Secretary", "Treasury Secretary"),
    "Secretary of Commerce": ("Secretary", "Commerce Secretary"),
    "Secretary of Homeland Security": ("Secretary",),
    "Foreign Secretary": ("Foreign Secretary",),
    "Foreign Minister": ("Foreign Minister", "Minister", "Minister of Foreign Affairs"),
    "External Affairs Minister": ("External Affairs Minister", "Minister", "Foreign Minister"),
    "Defense Minister": ("Defense Minister", "Minister of Defense"),
    "High Representative": ("High Representative",),
    "State Councilor": ("State Councilor",),
    "General Secretary": ("General Secretary",),
    "National Security Advisor": ("National Security Advisor", "National Security Adviser"),
    "Press Secretary": ("Press Secretary",),
    "Treasurer": ("Treasurer",),
    "Attorney General": ("Attorney General",),
    "Supreme Leader": ("Supreme Leader",),
}
# Titles that an office answers to when a text names its holder by title and surname.
_ANSWERS = re.compile(r"^(?:mr|ms|mrs|dr|sir|h e|his excellency|her excellency|pm|leader)$")
_IRREGULAR = ("s", "sh", "ese", "ch", "x", "z", "men", "man", "woman", "'ivoire")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, dots or hyphens, single spaces, straight apostrophes."""
    plain = unicodedata.normalize("NFKD", text.translate(_ODD))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.replace("-", " ").replace("‑", " ").replace(".", "").replace("’", "'")
    return " ".join(plain.lower().split())


_ODD = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "s"}
)


def plain_forms(phrase: str) -> Iterator[str]:
    """Folded readings of a country's name: as written, without "the", without "Republic of"."""
    key = fold(_ASIDE.sub("", phrase))
    yield fold(phrase)
    yield key
    yield key.removeprefix("the ")
    yield _FORMS.sub("", key)


def plurals(demonym: str) -> tuple[str, ...]:
    """The demonym and, where it is regular, its plural."""
    if demonym.endswith(_IRREGULAR) or (demonym.endswith("i") and "-" in demonym):
        return (demonym,)
    return (demonym, f"{demonym}s")


def person(name: str) -> str:
    """A person's name folded, without initials and Jr."""
    words = fold(name).replace(",", " ").split()
    return " ".join(w for w in words if len(w) > 1 and w not in ("jr", "sr")) or fold(name)


def untitled(name: str) -> tuple[str, str]:
    """The title that a folded name begins with, and the rest: ("president", "xi")."""
    match = _TITLE.match(name)
    if not match or match.end() == len(name):
        return "", name
    return match.group().strip(), name[match.end() :]


def styled(office: str, surname: str) -> Iterator[str]:
    """How the holder of an office is called with title and surname."""
    for style in _STYLES.get(office, ()):
        yield f"{style} {surname}"


def answers(office: str, title: str) -> bool:
    """Whether the holder of an office may be called by this folded title."""
    if not title or _ANSWERS.match(title):
        return True
    own = {fold(style) for style in _STYLES.get(office, (office,))} | {fold(office)}
    return any(title == one or title.startswith(f"{one} ") for one in own)

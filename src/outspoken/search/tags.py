"""Codes and facts of a sentence as tokens of the full-text index.

A token is a letter for its kind and the value, with what is no letter or digit written as a number,
so that the tokenizer leaves it whole: HR_TIBET is `ihr5ftibet`. `m3` stands on every sentence that
puts rights with firmness 3 or more, `zz` on every sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from outspoken.coders.lexicon.utterance import COMPARATORS
from outspoken.model import SELF

RIGHTS = "HR"
KINDS = {
    "government": "g",
    "counterpart": "c",
    "speaker": "o",
    "role": "r",
    "issue": "i",
    "agenda": "a",
    "firmness": "f",
    "at_least": "m",
    "target": "t",
    "linkage": "l",
    "soft": "s",
    "prompted": "p",
    "case": "k",
    "genre": "d",
    "quoted": "q",
    "softened": "b",
    "publisher": "u",
    "principal": "n",
    "language": "v",
    "foreign": "w",
    "rights_level": "h",
    "issue_level": "j",
    "disclaimed": "x",
    "specific": "y",
}
ANY = "zz"


def token(kind: str, value: str) -> str:
    """The token of a value of a kind."""
    letter = KINDS[kind]
    folded = unicodedata.normalize("NFKD", value).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return letter + "".join(
        c if c.isascii() and c.isalnum() else f"{ord(c):x}" for c in plain.strip()
    )


def tags_of_document(
    government: str,
    genre: str,
    language: str,
    counterparts: Iterable[str],
    principals: Iterable[str],
    publisher: str,
) -> list[str]:
    """The tokens that all sentences of a document have."""
    found = [ANY, token("genre", genre or "unknown"), token("language", language or "unknown")]
    if government:
        found.append(token("government", government))
    if publisher:
        found.append(token("publisher", publisher))
    found += [
        token("counterpart", country)
        for country in dict.fromkeys(counterparts)
        if country and country != government
    ]
    return found + [token("principal", name) for name in dict.fromkeys(principals) if name]


def tags_of_sentence(
    speaker: str,
    role: str,
    quoted: bool,
    codes: Mapping[str, Any] | None,
    parents: Mapping[str, str],
) -> list[str]:
    """The tokens of a sentence's own facts and codes."""
    found = [token("role", role)]
    if speaker:
        found.append(token("speaker", speaker))
    if quoted:
        found.append(token("quoted", "yes"))
    target = codes.get("target", ()) if codes else ()
    if list(target) != [SELF]:
        found.append(token("foreign", "yes"))
    if not codes:
        return found
    levels = levels_of(codes, parents)
    for issue, level in levels.items():
        found.append(token("issue", issue))
        if level is not None:
            found.append(token("issue_level", f"{issue}:{level}"))
    found += [
        token("agenda", agenda)
        for agenda in dict.fromkeys(parents[issue] for issue in levels if issue in parents)
    ]
    rights = [k for issue, k in levels.items() if parents.get(issue) == RIGHTS and k is not None]
    if rights:
        found.append(token("rights_level", str(max(rights))))
        found += [token("at_least", str(k)) for k in range(max(rights) + 1)]
    if codes.get("firmness") is not None:
        found.append(token("firmness", str(codes["firmness"])))
    found += [token("target", country) for country in target]
    if codes.get("linkage"):
        found += [token("linkage", codes["linkage"]), token("linkage", "any")]
    soft = codes.get("soft", ())
    found += [token("soft", flag) for flag in soft]
    if any(flag != "EQUIVALENCE" for flag in soft):
        found.append(token("softened", "yes"))
    if codes.get("disclaimed"):
        found.append(token("disclaimed", "yes"))
    if codes.get("specificity"):
        found.append(token("specific", "yes"))
    if codes.get("prompted") is not None:
        found.append(token("prompted", "yes" if codes["prompted"] else "no"))
    found += [token("case", name) for name in codes.get("cases", ())]
    return found


def levels_of(codes: Mapping[str, Any], parents: Mapping[str, str]) -> dict[str, int | None]:
    """The firmness of each issue in a sentence, as the measures take it (`summaries.tally`)."""
    levels: dict[str, int | None] = {}
    for hit in codes["issues"]:
        if hit["issue"] in parents:
            levels[hit["issue"]] = hit.get("firmness")
    whole = codes.get("firmness")
    if whole is None or any(level is not None for level in levels.values()):
        return levels
    return {
        issue: whole if parents[issue] == RIGHTS or issue in COMPARATORS else None
        for issue in levels
    }

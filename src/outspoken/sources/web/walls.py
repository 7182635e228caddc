"""Pages that are not the document: cookie walls, "page not found" sent as a page, challenges.

Taken for the document they would be an empty record that looks like silence.
"""

from __future__ import annotations

import re

SHORT = 2500
"""Characters of visible text; a longer page holds the document besides its notice."""
_TAG = re.compile(
    r"<(?:script|style|noscript|template)\b.*?</(?:script|style|template)>|<[^>]+>", re.I | re.S
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_CONSENT = re.compile(
    r"\b(?:accept (?:all )?cookies|cookie (?:consent|notice|settings|preferences|policy)"
    r"|(?:uses?|enable|accept) cookies|before you continue|your privacy choices|manage consent"
    r"|cookies akzeptieren|accepter (?:les )?cookies|aceptar (?:las )?cookies)\b",
    re.I,
)
_CHALLENGE = re.compile(
    r"\b(?:checking your browser|verify (?:that )?you are (?:a )?human|enable javascript"
    r"|javascript is (?:required|disabled)|attention required|just a moment|are you a robot"
    r"|access denied)\b",
    re.I,
)
_NOT_FOUND = re.compile(
    r"^\W*(?:error\s*)?(?:404\b|page (?:not found|unavailable|does not exist)|not found\b"
    r"|(?:this|the) page (?:cannot|can't|could not) be found|seite nicht gefunden"
    r"|page introuvable|p[áa]gina no encontrada)",
    re.I,
)


def wall(content: bytes, media_type: str) -> tuple[str, str]:
    """What a page is instead of the document, and the mend; ("", "") if it is one.

    Only short pages are judged: a long one holds its text whatever notice lies over it.
    """
    if "html" not in media_type.lower() and b"<html" not in content[:2000].lower():
        return "", ""
    markup = content[:200_000].decode("utf-8", "replace")
    title = _TITLE.search(markup)
    visible = " ".join(_TAG.sub(" ", markup).split())
    if len(visible) > SHORT:
        return "", ""
    if title and _NOT_FOUND.match(title[1].strip()):
        return "says that the page is not found, though it is sent as one", "check the address"
    if _CHALLENGE.search(visible):
        return (
            "shows a check for browsers instead of the page",
            "save it from a browser and add the folder",
        )
    notices = _CONSENT.findall(visible)
    if notices and len(_CONSENT.sub("", visible)) < SHORT / 4:
        return (
            "shows a cookie notice instead of the page",
            "save it from a browser and add the folder",
        )
    return "", ""

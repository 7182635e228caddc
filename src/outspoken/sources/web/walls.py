"""Pages that are not the document: cookie walls, "page not found" sent as a page, challenges.

Taken for the document they would be an empty record that looks like silence.
"""

from __future__ import annotations

import re

SHORT = 2500
"""Characters of visible text; a longer page holds the document besides its notice."""
LEAST = 60
"""Characters besides notices from which a page says something of its own."""
_FURNITURE = frozenset(
    ("footer", "nav", "aside", "form", "header", "script", "style", "noscript", "head", "button")
)
_NOTICE = re.compile(r"cookie|consent|gdpr|privacy", re.I)
_ABOUT = re.compile(r"\b(?:cookies?|consent|privacy|before you continue)\b", re.I)
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
    if _CONSENT.search(visible) and len(_besides_notices(markup)) < LEAST:
        return (
            "shows a cookie notice instead of the page",
            "save it from a browser and add the folder",
        )
    return "", ""


def _besides_notices(markup: str) -> str:
    """The words of a page without its furniture, its notices, and sentences about cookies.

    Most pages carry a notice besides their text, in a footer or a layer of their own.
    """
    from lxml import etree, html

    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"))
    except (etree.LxmlError, ValueError):
        return markup
    for element in list(tree.iter()):
        names = f"{element.get('id', '')} {element.get('class', '')}"
        dropped = element.tag in _FURNITURE or _NOTICE.search(names)
        if dropped and element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()
    text = " ".join(" ".join(tree.itertext()).split())
    return " ".join(part for part in re.split(r"(?<=[.!?])\s", text) if not _ABOUT.search(part))

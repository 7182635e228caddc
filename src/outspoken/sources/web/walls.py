"""Pages that are not the document: cookie walls, "page not found" sent as a page, challenges.

Taken for the document they would be an empty record that looks like silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 300_000
"""Bytes of a page that is looked at; walls are small."""
SHORT = 2500
"""Characters of visible text; a longer page holds the document besides its notice."""
LEAST = 60
"""Characters besides notices from which a page says something of its own."""
_FURNITURE = frozenset(
    ("footer", "nav", "aside", "form", "header", "script", "style", "noscript", "head", "button")
)
_NOTICE = re.compile(r"cookie|consent|gdpr|privacy", re.I)
_ABOUT = re.compile(r"\b(?:cookies?|consent|privacy|before you continue)\b", re.I)
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
    r"^\W*(?:error\s*)?(?:404\b|page (?:not found|unavailable|does not exist)|not found\s*(?:$|[|–-])"
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
    if len(content) > LONGEST:
        return "", ""
    tree = _tree(content)
    if tree is None:
        return "", ""
    title = " ".join((tree.findtext(".//title") or "").split())
    for element in list(tree.iter("script", "style", "noscript", "template", "title")):
        element.drop_tree()
    visible = " ".join(" ".join(tree.itertext()).split())
    if len(visible) > SHORT:
        return "", ""
    if _NOT_FOUND.match(title):
        return "says that the page is not found, though it is sent as one", "check the address"
    if _CHALLENGE.search(visible):
        return (
            "shows a check for browsers instead of the page",
            "save it from a browser and add the folder",
        )
    if _CONSENT.search(visible) and len(_besides_notices(tree)) < LEAST:
        return (
            "shows a cookie notice instead of the page",
            "save it from a browser and add the folder",
        )
    return "", ""


def _tree(content: bytes) -> HtmlElement | None:
    from lxml import etree, html

    try:
        return html.document_fromstring(content)
    except (etree.LxmlError, ValueError):
        return None


def _besides_notices(tree: HtmlElement) -> str:
    """The words of a page without its furniture, its notices, and sentences about cookies.

    Most pages carry a notice besides their text, in a footer or a layer of their own.
    """
    for element in list(tree.iter()):
        names = f"{element.get('id', '')} {element.get('class', '')}"
        dropped = element.tag in _FURNITURE or _NOTICE.search(names)
        if dropped and element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()
    text = " ".join(" ".join(tree.itertext()).split())
    return " ".join(part for part in re.split(r"(?<=[.!?])\s", text) if not _ABOUT.search(part))

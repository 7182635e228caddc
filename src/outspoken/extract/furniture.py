"""What surrounds a page's text: menus, notices, lists of other pages, share buttons. Left out.

Three signs, each with the same guard: an element that holds a good part of the page's text is never
furniture, whatever it is called (old sites put the whole page into one form, new ones call their
main column "has-sidebar").
"""

from __future__ import annotations

import itertools
import re

from lxml import html

GUARD = 0.4
"""Share of the page's text from which an element is no furniture."""
_TAGS = frozenset(("nav", "aside", "footer", "form", "dialog", "menu"))
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog")
)
_NAMES = frozenset(
    [
        "advert",
        "advertisement",
        "breadcrumb",
        "breadcrumbs",
        "byline-share",
        "comments",
        "consent",
        "cookie",
        "cookiebar",
        "cookies",
        "cookiebanner",
        "eupopup",
        "feedback",
        "footer",
        "gdpr",
        "hilfsnavigation",
        "infobar",
        "jumplinks",
        "langswitcher",
        "languageswitcher",
        "menu",
        "nav",
        "navbar",
        "navigation",
        "newsletter",
        "onetrust",
        "overlay",
        "pager",
        "paging",
        "pagination",
        "popup",
        "print",
        "readnext",
        "recommended",
        "related",
        "relatedarticles",
        "relatedcontent",
        "relatedlinks",
        "rightbar",
        "search",
        "seealso",
        "share",
        "sharebar",
        "sharing",
        "shariff",
        "sidebar",
        "sidenav",
        "skip",
        "skiplink",
        "skiplinks",
        "social",
        "socialmedia",
        "subscribe",
        "tagcloud",
        "toolbar",
        "topbar",
    ]
)
"""Words of a class or id that name furniture."""
_PAIRS = frozenset(
    (
        "back top", "more news", "latest news", "other news", "read next", "see also", "skip link",
        "skip links", "also like", "most read", "page tools", "quick links", "useful links",
    )
)  # fmt: skip
_NOT = frozenset(("has", "with", "no", "without", "main", "body", "content", "article", "page"))
"""Before or after a furniture word these make it the name of something else."""
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HEADINGS = frozenset(("a", "li", "h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "div", "span"))
_RELATED = re.compile(
    r"^(?:related(?: (?:content|links|news|articles|information|documents|topics|pages|items|stories))?"
    r"|see also|read (?:more|next|also)|more (?:news|on this|from|stories|information|press releases)\b.{0,40}"
    r"|share(?: (?:this(?: page| article)?|on|via))?|follow us(?: on)?.{0,30}|latest (?:news|updates)"
    r"|(?:other|recent|most read) (?:news|articles|posts|press releases)|explore (?:the topic|more)"
    r"|you may also (?:like|be interested in)|tags|topics|contact(?:s| us)?|downloads?"
    r"|zum thema|mehr zum thema|verwandte (?:artikel|themen|inhalte)|weitere informationen"
    r"|sur le m[êe]me (?:sujet|th[èe]me)|[àa] lire aussi|voir aussi|ver tambi[ée]n"
    r"|noticias relacionadas|contenido relacionado|artigos relacionados)\s*:?$",
    re.I,
)
_NOTICE = re.compile(
    r"^(?:skip to (?:main )?content|jump to (?:main )?content|back to top|top of page|print(?: this)?(?: page)?"
    r"|share(?: this)?(?: page)?|you are here:?.{0,80}|listen to this page|e-?mail this page"
    r"|(?:this|our) (?:web)?site uses cookies\b.{0,300}|we use (?:\w+ )?cookies\b.{0,300}"
    r"|aller au contenu(?: principal)?|zum inhalt springen|(?:accept|reject) all(?: cookies)?)$",
    re.I | re.S,
)
LINKED = 0.8
"""Share of its text in links from which a block is a list of other pages."""
LEAST_LINKS = 3
LINK_LENGTH = 140
"""Characters of a link on average; longer ones are a text that is linked throughout."""


def drop_furniture(tree: html.HtmlElement) -> None:
    """Take the furniture out of a page, in place."""
    whole = _length(tree)
    if not whole:
        return
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in ("html", "body", "head", "article", "main"):
            continue
        if _is_furniture(element) and _length(element) < GUARD * whole:
            _drop(element)
    for element in list(tree.iter("ul", "ol", "div", "section", "table", "td", "dl", "p")):
        if (
            element.getroottree().getroot() is tree
            and _is_list_of_links(element)
            and _length(element) < GUARD * whole
        ):
            _drop(element)
    for element in list(tree.iter(*_HEADINGS)):
        words = " ".join(element.text_content().split())
        if len(words) > 400 or not words:
            continue
        if _NOTICE.match(words) or (
            len(words) < 60 and _RELATED.match(words) and not _says_more(element)
        ):
            _drop(element)


def _is_furniture(element: html.HtmlElement) -> bool:
    tag = element.tag
    if tag in _TAGS or (element.get("role") or "").lower() in _ROLES:
        return True
    if tag == "header":
        # A site's header is furniture, an article's holds its title and date.
        return not any(parent.tag in ("article", "main") for parent in element.iterancestors())
    if element.get("aria-modal") == "true":
        return True
    return any(_names_furniture(name) for name in _names(element))


def _names(element: html.HtmlElement) -> list[str]:
    return [*(element.get("class") or "").split(), element.get("id") or ""]


def _names_furniture(name: str) -> bool:
    """Whether a class or id names furniture: "share-links", "block--related", not "has-sidebar"."""
    if not name:
        return False
    words = [word.lower() for word in _WORDS.findall(name)]
    if any(word in _NOT for word in words[:1]) or (
        len(words) > 1 and words[-1] in ("content", "body", "main", "wrapper", "layout")
    ):
        return False
    if any(word in _NAMES for word in words[:3]):
        return True
    return any(f"{a} {b}" in _PAIRS for a, b in itertools.pairwise(words))


def _is_list_of_links(element: html.HtmlElement) -> bool:
    links = [link for link in element.iter("a") if link.get("href")]
    if len(links) < LEAST_LINKS:
        return False
    linked = sum(_length(link) for link in links)
    return linked >= LINKED * _length(element) and linked <= LINK_LENGTH * len(links)


def _says_more(heading: html.HtmlElement) -> bool:
    """Whether text follows a heading before the next one: then it heads a part of the text."""
    following = heading.getnext()
    return following is not None and _length(following) > 200 and following.tag not in ("ul", "ol")


def _length(element: html.HtmlElement) -> int:
    return len(" ".join("".join(element.itertext()).split()))


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()

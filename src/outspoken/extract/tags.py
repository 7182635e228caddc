"""HTML's elements by what they do to text."""

from __future__ import annotations

_BREAKING = """
    address article aside blockquote body center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody
    tfoot thead tr ul title caption summary
"""
_DROPPED = """
    script style noscript template svg iframe object embed button select textarea input head math
    canvas audio video map
"""
_OTHER = """
    a abbr acronym applet area b base basefont bdi bdo big blink br cite code col colgroup comment
    data datalist del dfn dir em font frame frameset hgroup i image img ins kbd keygen label legend
    link mark marquee menu menuitem meta meter nobr noframes optgroup option output param picture
    progress q rb rp rt rtc ruby s samp search slot small source spacer span strike strong sub sup
    td th time track tt u var wbr xml
"""
BREAKING = frozenset(_BREAKING.split())
"""They begin and end a paragraph."""
DROPPED = frozenset(_DROPPED.split())
"""What is in them is no part of the text."""
CELLS = frozenset(("td", "th"))
BOLD = frozenset(("b", "strong"))
KNOWN = BREAKING | DROPPED | frozenset(_OTHER.split())
"""Any other, such as "<inaudible>", was typed by a transcriber."""

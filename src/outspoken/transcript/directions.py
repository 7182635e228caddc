"""Stage directions: "(Applause.)", "(As interpreted.)", "(Inaudible)". They are nobody's words."""

from __future__ import annotations

import re

_WORDS = (
    r"(?:scattered |loud |continued |no |light )?(?:applause|laughter|laughs?|laughing|chuckles?|cheers?|cheering|booing)"
    r"|inaudible|indiscernible|unintelligible|unclear|off[- ]?mi[ck](?:e|rophone)?|cross[- ]?talk|ph(?:onetic)?|sic"
    r"|(?:simultaneous |consecutive )?(?:as |via |through |by )?(?:an? |the )?(?:interpret(?:ed|er|ation|ing)|translat(?:ed|or|ion))(?: from \w+)?"
    r"|(?:speak(?:s|ing) |spoken |said )?in (?:arabic|bahasa|cantonese|chinese|czech|dari|dutch|english|farsi|filipino|french|german"
    r"|greek|hebrew|hindi|hungarian|indonesian|italian|japanese|khmer|korean|malay|mandarin|pashto|persian|polish|portuguese"
    r"|russian|spanish|swahili|tagalog|thai|turkish|ukrainian|urdu|vietnamese|[a-z]+(?:ish|ian|ese|an))"
    r"|in progress|pause[sd]?|begins?|break|recess|gavel\w*|end(?:s|ed)?(?: of (?:transcript|recording|audio))?"
    r"|audio (?:gap|break|drops?|cuts? out)|technical (?:difficult\w+|issues?)|video (?:plays|is played|presentation)|music plays?"
    r"|(?:gestures?|points?|pointing|nods?|shakes hands?|shrugs|sighs|coughs|sneezes|whispers?|sings?|raises hand|toasts?)(?: [\w ]{0,40})?"
    r"|(?:a |the )?(?:moment of silence|toast|document|gift|bill|order|proclamation|photo\w*|video|medal|award) (?:is |was )?(?:observed|offered|signed|shown|played|presented|taken)"
    r"|referring to [\w’' ]{1,60}|holds up [\w’' ]{1,60}"
)
DIRECTION = re.compile(rf"[(\[]\s*(?:{_WORDS})\s*[.!,…]*\s*[)\]]", re.I)
INTERPRETED = re.compile(
    r"[(\[]\s*(?:(?:as|via|through|by)\s+(?:an?\s+|the\s+)?(?:interpret\w+|translat\w+)|(?:simultaneous |consecutive )?(?:interpretation|translation)[^)\]]{0,20}"
    r"|interpreted|translated[^)\]]{0,20})[.\s]*[)\]]",
    re.I,
)
MISSING = re.compile(
    r"[(\[]\s*(?:inaudible|indiscernible|unintelligible|unclear|off[- ]?mi[ck]\w*|cross[- ]?talk)[^)\]]*[)\]]",
    re.I,
)
ORIGINAL = re.compile(
    r"[(\[]\s*(?:speak(?:s|ing) )?in (?!english|progress)[A-Za-z]{4,12}[.\s]*[)\]]", re.I
)


def blank(text: str) -> str:
    """The text with every direction turned into spaces: same length, same offsets."""
    if "(" not in text and "[" not in text:
        return text
    return DIRECTION.sub(lambda match: " " * len(match[0]), text)

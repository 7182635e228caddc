"""Documents of a meeting between governments, in which common words speak of the relationship.

"A good friend", "the visit", "our discussions" are said of colleagues, hospitals and farmers as much
as of another country. In a joint press conference, a toast at a state dinner, a readout of a call or
a briefing on a journey abroad they are about the relationship. The title tells: it names another
country, or a visit, a summit, a body of several governments.
"""

from __future__ import annotations

import re

from outspoken.model import Passage
from outspoken.world import World

_ENCOUNTER = re.compile(
    r"\b(?:(?:state|official|working) (?:visit|dinner|lunch(?:eon)?|banquet)|bilateral|trilateral"
    r"|arrival ceremony|(?:upcoming|foreign|overseas) (?:trip|visit|travel)|G-?[78]|G-?20|APEC|ASEAN"
    r"|Quad|CHOGM|Commonwealth Heads|East Asia Summit|Leaders[’'] (?:Summit|Meeting|Talks|Retreat)"
    r"|Summit of the Americas|Pacific Islands Forum|European (?:Council|Union|Commission)|U\.?S\.?-EU"
    r"|(?:foreign|external affairs) minister|taoiseach|chancellor|secretary[- ]general"
    r"|(?:his|her) (?:excellency|majesty|holiness))\b",
    re.I,
)


def is_encounter(passage: Passage, world: World, home: str) -> bool:
    """Whether the title says that a document is of or about a meeting with other governments."""
    title = passage.metadata.title
    if any(code != home for code in passage.targets):
        return True
    return bool(title) and (
        bool(_ENCOUNTER.search(title))
        or any(code not in (home, "EUE") for _, _, code in world.find_countries(title))
    )

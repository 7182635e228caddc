"""The genre of a text, from its title, its address and its opening words."""

from __future__ import annotations

import re

from outspoken.model import Genre

_FORMS: tuple[tuple[Genre, str], ...] = (
    (Genre.FACTSHEET, r"^\W*(?:updated |state )?fact ?sheets?\b"),
    (
        Genre.BACKGROUND,
        r"\bbackground (?:press |media |conference )?(?:call|briefing|conference|gaggle|remarks)"
        r"|\bon[- ]background\b|\bbriefing (?:by|with) (?:a )?senior (?:\w+ )?officials?\b"
        r"|\bpress call (?:by|with) (?:a )?senior (?:\w+ )?officials?\b",
    ),
    (
        Genre.LETTER,
        r"^(?:a |an |the )?(?:text of (?:a |the )?)?(?:joint |open )?(?:letters?|messages?)"
        r" (?:from .{3,60} )?(?:to|for|on|regarding|transmitting|congratulating)\b|^presidential"
        r" message\b|^letter from\b",
    ),
    (Genre.READOUT, r"\breadout\b|^summary of .{3,60} (?:call|meeting)"),
    (
        Genre.TRANSCRIPT_JOINT,
        r"\bjoint (?:press|media|news) (?:conference|availability|briefing|opportunity|remarks|event)"
        r"|\bjoint (?:doorstop|remarks|appearance|interview)|\bremarks .*\bjoint (?:press )?statement"
        r"|\b2 ?\+ ?2 press\b",
    ),
    (
        Genre.JOINT_STATEMENT,
        r"\bjoint (?:[\w’'-]+ ){0,3}?(?:statement|communiqu|declaration|vision|leaders)"
        r"|\bleaders?['’]s? (?:[\w-]+ ){0,3}(?:statement|declaration|communiqu)"
        r"|\bcommuniqu[eé]\b|\bstatement of (?:the )?(?:[\w-]+ )?(?:leaders|heads of)\b"
        r"|^the (?:[\w-]+ )?(?:declaration|principles|statement)\b(?!.*\bby\b)"
        r"|^(?!.*\b(?:by|from|president|of)\b)[\w ]+\bdeclaration on\b|\bleaders statement\b"
        r"|^(?:[\w ]+ )?(?:summit|leaders.? meeting) (?:chairman.?s )?(?:statement|declaration)"
        r"|\b(?:trilateral|quadrilateral)\b.*\bstatement\b",
    ),
    (
        Genre.TRANSCRIPT_SOLO,
        r"\bpress conference\b|\bpress availability\b|\bdoor ?stop\b|\b(?:news|media) conference\b"
        r"|\bexchange with reporters\b|\bin press gaggle\b|\bpress opportunity\b"
        r"|\bquestions? and answers?\b|\bq ?& ?a\b|\b(?:before|after|upon) (?:marine|air force) (?:one|two)"
        r" (?:departure|arrival)|\bmedia availability\b"
        r"|^remarks .*\b(?:gaggle|press statements?)\b",
    ),
    (
        Genre.BRIEFING,
        r"\bpress (?:briefing|gaggle|call)\b|\b(?:daily|regular|noon) (?:press )?briefing\b"
        r"|\bbriefing (?:by|with|on|previewing|to preview)\b|\bgaggle\b|\bconference call\b"
        r"|^press briefing|\bbriefing by\b",
    ),
    (
        Genre.INTERVIEW,
        r"\binterview(?:ed)?\b|\b(?:CNN|televised|TV|NBC|ABC)\b.*\btown hall\b|\bin (?:a |an )?(?:moderated |virtual |armchair |live )*"
        r"conversation\b|\bradio\b|\btalkback\b|\bfireside chat\b|^(?:transcript of )?chat\b"
        r"|\bmoderated (?:conversation|discussion)\b",
    ),
    (Genre.OPED, r"\bop[- ]?ed\b|\bopinion (?:piece|article)\b|\bcommentary:"),
    (
        Genre.SPEECH,
        r"^(?:transcript (?:of|by) )?(?:[\w’'.,-]+ ){0,5}?(?:remarks|address|speech|toasts?|lecture"
        r"|keynote|eulogy|oration)\b|\b(?:address|speech|remarks) (?:by|as|of|at|to|in|on|given)\b"
        r"|\b(?:opening|launch) of\b|\bministerial statement\b|\bstatement to (?:the )?(?:house"
        r"|parliament|senate)\b|\b(?:luncheon|dinner|banquet|reception)\b|\b(?:address|speech)\b"
        r"|\bstate of the union\b",
    ),
    (
        Genre.STATEMENT,
        r"\bstatements?\b|\bmedia release\b|\bpress release\b|\bproclamation\b|\bnotice\b"
        r"|\bmemorandum\b|\bexecutive order\b|\bdetermination\b|\bnominat|\bannounce|\bappoint"
        r"|\bdisaster declaration\b|\bsigned into law\b|\breleases?\b|\bICYMI\b|\bbills? signed\b",
    ),
)
_STARTS: tuple[tuple[re.Pattern[str], frozenset[Genre]], ...] = (
    # What a title begins with limits what the rest of it can say of the form.
    (
        re.compile(r"(?:corrected:? |excerpts (?:from|of) )*(?:remarks|toasts?)\b", re.I),
        frozenset((Genre.TRANSCRIPT_JOINT, Genre.TRANSCRIPT_SOLO, Genre.INTERVIEW, Genre.SPEECH)),
    ),
    (
        re.compile(r"(?:[\w’'-]+ ){0,2}statements? (?:by|from|of|on|regarding|as)\b", re.I),
        frozenset((Genre.JOINT_STATEMENT, Genre.STATEMENT, Genre.READOUT)),
    ),
    (
        re.compile(r"(?:a |an )?(?:memorandum|notice|proclamation|executive order)\b", re.I),
        frozenset((Genre.STATEMENT,)),
    ),
)
_PATTERNS = tuple((genre, re.compile(pattern, re.I)) for genre, pattern in _FORMS)
_SECTIONS = {
    # Parts of addresses under which publishers file a genre.
    "statements-releases": Genre.STATEMENT,
    "presidential-actions": Genre.STATEMENT,
    "legislation": Genre.STATEMENT,
    "speeches-remarks": Genre.SPEECH,
    "press-briefings": Genre.BRIEFING,
    "speeches": Genre.SPEECH,
    "speech": Genre.SPEECH,
    "readouts": Genre.READOUT,
    "fact-sheets": Genre.FACTSHEET,
    "factsheets": Genre.FACTSHEET,
    "interviews": Genre.INTERVIEW,
    "statements": Genre.STATEMENT,
}
_RELEASED = re.compile(r"\b(?:releases|launches|publishes|announces)\b", re.I)
_TALK = re.compile(
    r"(?:['’]s?|\bhis|\bher|\btheir|\bthe)\s+(?:[\w-]+ ){0,4}?(?:call|meeting|conversation|discussion"
    r"|visit|travel|trip|participation|talks|engagement|dinner|lunch)s?\b",
    re.I,
)
_HELD = re.compile(
    r"\b(?:spoke|met|held|convened|hosted|travel+ed|joined|called|participated|discussed|welcomed"
    r"|received|led|concluded|hold|meets)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|looks? forward|is (?:scheduled|expected)|plans? to|upcoming)\b", re.I
)
OPENING = 500
"""Characters in which a text says whether it tells of what was or of what will be."""


def genre_of(title: str, text: str, url: str) -> tuple[Genre, str]:
    """Genre and its basis; a statement that tells of a talk just held is its readout."""
    possible = next((genres for start, genres in _STARTS if start.match(title)), None)
    for genre, pattern in _PATTERNS:
        match = pattern.search(title)
        if match is None or (possible is not None and genre not in possible):
            continue
        if genre is Genre.FACTSHEET and _RELEASED.search(title[: match.start()]):
            continue
        if genre is Genre.STATEMENT and _TALK.search(title) and re.search(r"\bon\b", title, re.I):
            opening = text[:OPENING]
            held, ahead = _HELD.search(opening), _AHEAD.search(opening)
            if held and not (ahead and ahead.start() < held.start()):
                return Genre.READOUT, "the title and the opening: it tells of a talk"
        return genre, "the title"
    for part in reversed(url.lower().split("/")):
        if part in _SECTIONS:
            return _SECTIONS[part], "the address"
    return Genre.UNKNOWN, ""

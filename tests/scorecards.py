"""What the tests of letters, verdicts and publishing share: the sample workspace, a letter, rows."""

from __future__ import annotations

import shutil
from datetime import date

from outspoken import desk
from outspoken.measures.figure import Figure
from outspoken.measures.frame import Coded
from outspoken.model import Role
from outspoken.scorecard.criteria import Criterion, Reading
from outspoken.scorecard.evidence import Record, Said, Source
from outspoken.scorecard.statement import Item, Statement
from outspoken.workspace import Workspace

VISIT = "2024-03-12-marsh-xke-visit"
MEETING = "2024-09-24-marsh-xke-meeting"
CALL = "2024-06-18-marsh-xke-call"


def open_copy(sample, folder):
    """The sample workspace, copied so that a test may decide in it."""
    shutil.copytree(sample, folder)
    workspace = Workspace.open(folder)
    desk.connect(workspace.desk_path)
    return workspace


FACTS = {
    "slug": "2024-03-01-marsh-xke",
    "title": "Letter to Minister Marsh before her visit to Kestria",
    "written_on": date(2024, 3, 1),
    "addressee": "Elena Marsh",
    "office": "Foreign Minister",
    "government": "XVA",
    "counterpart": "XKE",
}
MEMBERS = ("Open Page", "Watch Valdoria", "Kestrian Lawyers' Aid")


def ask(number=1, **given):
    """An ask as a form or a case file gives it."""
    return {
        "number": number,
        "paraphrase": "Raise freedom of expression",
        "verb": "raise",
        "issues": ["HR_EXPRESSION"],
        "target": "XKE",
        "weakest": {"firmness": 0, "venue": 2, "words": "named in a public text"},
        "strongest": {"firmness": 2, "venue": 3, "words": "a concern, live"},
        "window_start": date(2024, 3, 12),
        "window_end": date(2024, 3, 13),
        "state": "confirmed",
        **given,
    }


def source(document_id="a" * 64, **given):
    values = {
        "title": "Press conference",
        "genre": "transcript_joint",
        "phase": "during",
        "day": date(2024, 3, 12),
        "government": "XVA",
        "url": "https://v.example/1",
        "language": "en",
        "excerpt": False,
        "venue": 5,
    }
    return Source(document_id=document_id, **{**values, **given})


def said(text="We are concerned.", *, issues=("HR_EXPRESSION",), firmness=2, at=None, **given):
    """One sentence as evidence."""
    at = at or source()
    values = {
        "turn": 0,
        "start": 0,
        "end": len(text),
        "words": len(text.split()),
        "speaker": "MINISTER",
        "role": Role.PRINCIPAL,
        "joint": False,
        "quoted": False,
        "target": ("XKE",),
        "linkage": "",
        "soft": (),
        "cases": (),
        "prompted": False,
        "n": 0,
    }
    disclaimed = given.pop("disclaimed", False)
    values.update(given)
    agendas = (
        {"HR": 1.0} if any(i.startswith("HR") for i in issues) else {"SEC": 1.0} if issues else {}
    )
    coded = Coded(
        document_id=at.document_id, text=text, issues=tuple(issues), firmness=firmness,
        agendas=agendas, tally={}, **values,
    )  # fmt: skip
    return Said(coded, at, dict.fromkeys(issues, firmness), disclaimed)


PARENTS = {
    "HR_EXPRESSION": "HR", "HR_TIBET": "HR", "SEC_CYBER": "SEC", "SEC_REGIONAL": "SEC",
    "ECO_TRADE": "ECO",
}  # fmt: skip


def record(*sentences, parity=None, sources=None):
    """A record of one engagement."""
    found = sources or tuple({s.source.document_id: s.source for s in sentences}.values())
    return Record(
        slug="visit", government="XVA", counterpart="XKE", start=date(2024, 3, 12),
        end=date(2024, 3, 13), said=sentences, sources=tuple(found), parents=PARENTS,
        parity=parity or {},
    )  # fmt: skip


def item(state="held", *, read=True, primary=True, title="Press conference"):
    return Item(
        title, "transcript_joint", "during", date(2024, 3, 12), "", "XVA", "", "", state,
        "a" * 64 if state == "held" else "", primary, ("Reader",) if read else (),
    )  # fmt: skip


WHOLE = Statement((item(),))


def criterion(verb="raise", *, weakest=(0, 2), strongest=(2, 3), **given):
    return Criterion(
        verb=verb, issues=given.pop("issues", ("HR_EXPRESSION",)), target=given.pop("target", "XKE"),
        weakest=Reading(*weakest), strongest=Reading(*strongest), **given,
    )  # fmt: skip


def parity(estimate, low, high, verdict, comparator="ECO"):
    return Figure(
        measure=f"parity HR:{comparator}", subject="visit", estimate=estimate, low=low, high=high,
        verdict=verdict,
    )  # fmt: skip

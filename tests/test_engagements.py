"""Engagements: what one text says of a talk, how texts are grouped, what people decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outspoken import desk, world
from outspoken.engagements import decisions
from outspoken.engagements.coverage import expected
from outspoken.engagements.grouping import Gathered, Proposal, family_of, group
from outspoken.engagements.history import Double, read_history
from outspoken.engagements.occasion import Occasion, day_of, kind_of, occasions
from outspoken.errors import DeskError, InputError
from outspoken.model import Genre

WORLD = world.load(
    {
        "XVA": {"name": "Valdoria", "capital": "Aldmere"},
        "XKE": {"name": "Kestria", "capital": "Norrgrad"},
    }
)


@pytest.mark.parametrize(
    ("title", "opening", "kind"),
    [
        ("Readout of Minister Marsh's Call with Minister Lomov of Kestria", "", "call"),
        ("Readout of Minister Marsh's Video Call with Minister Lomov", "", "call"),
        ("Readout of Minister Marsh's Virtual Meeting with President Ossian", "", "meeting"),
        ("Remarks by A and B of Kestria Before Bilateral Meeting", "", "meeting"),
        ("Remarks by A and B in Joint Press Conference", "", "meeting"),
        ("Readout of the Strategic and Economic Dialogue with Kestria", "", "dialogue"),
        ("Minister Marsh's Travel to Kestria", "", "visit"),
        ("Readout of Minister Marsh with Minister Lomov", "She spoke by phone today.", "call"),
        ("Statement on Kestria", "", ""),
    ],
)
def test_kind_is_read_from_the_title_then_the_opening(title, opening, kind):
    assert kind_of(title, opening) == kind


@pytest.mark.parametrize(
    ("opening", "published", "ahead", "day"),
    [
        (
            "The Minister met virtually on November 15 with ...",
            date(2021, 11, 16),
            False,
            "2021-11-15",
        ),
        ("They spoke today.", date(2021, 2, 10), False, "2021-02-10"),
        ("She met yesterday with ...", date(2024, 3, 1), False, "2024-02-29"),
        ("Last night the two spoke.", date(2024, 1, 1), False, "2023-12-31"),
        ("Relations began on January 1, 1979.", date(2021, 2, 10), False, "2021-02-10"),
        ("She will meet him on 14 March.", date(2024, 3, 6), True, "2024-03-14"),
        ("She will speak with him tomorrow.", date(2024, 3, 6), True, "2024-03-07"),
        ("They will meet on January 3.", date(2023, 12, 28), True, "2024-01-03"),
        ("On February 30 nothing happened.", date(2024, 2, 28), False, "2024-02-28"),
    ],
)
def test_the_day_of_a_talk(opening, published, ahead, day):
    assert day_of(opening, published, None, ahead=ahead).isoformat() == day


def document(**given):
    row = {
        "document_id": "a" * 64,
        "title": "Readout of Foreign Minister Elena Marsh's Call with Radek Lomov of Kestria",
        "genre": "readout",
        "government": "XVA",
        "principals": [{"name": "Elena Marsh", "office": "Foreign Minister", "country": "XVA"}],
        "counterparts": [{"name": "Radek Lomov", "office": "", "country": "XKE"}],
        "published_on": date(2024, 3, 12),
        "event_date": None,
        "place": "",
        "place_country": "",
        "text": "They spoke today.",
    }
    return {**row, **given}


def test_a_text_without_counterpart_or_date_is_no_occasion():
    assert occasions(document(counterparts=[]), WORLD) == []
    assert occasions(document(published_on=None), WORLD) == []
    (one,) = occasions(document(), WORLD)
    assert (one.official, one.counterpart, one.kind, one.core) == (
        "Elena Marsh",
        "XKE",
        "call",
        True,
    )


@pytest.mark.parametrize("genre", ["letter", "oped"])
def test_what_others_write_of_a_visit_is_no_evidence_that_it_took_place(genre):
    title = "Letter to Foreign Minister Elena Marsh before her visit to Kestria"
    assert occasions(document(genre=genre, title=title), WORLD) == []


def test_meeting_the_press_abroad_is_a_visit():
    row = document(
        genre="transcript_solo", title="Press Availability by Foreign Minister Marsh",
        counterparts=[], place="Embassy, Norrgrad", place_country="XKE",
    )  # fmt: skip
    (one,) = occasions(row, WORLD)
    assert (one.counterpart, one.kind) == ("XKE", "visit")
    assert occasions({**row, "place_country": "XVA"}, WORLD) == []


def occasion(number, day, *, kind="meeting", core=True, official="Elena Marsh", **given):
    return Occasion(
        document_id=f"{number:064x}",
        title="",
        genre=given.pop("genre", Genre.READOUT),
        official=official,
        office="Foreign Minister",
        government=given.pop("government", "XVA"),
        counterpart=given.pop("counterpart", "XKE"),
        people=given.pop("people", ("Radek Lomov",)),
        kind=kind,
        day=date.fromisoformat(day),
        published=date.fromisoformat(given.pop("published", day)),
        ahead=given.pop("ahead", False),
        core=core,
    )


def test_texts_of_one_event_are_one_engagement_under_every_form_of_the_name():
    (one,) = group(
        [
            occasion(1, "2024-03-12"),
            occasion(2, "2024-03-13", official="Marsh"),
            occasion(3, "2024-03-12", core=False, ahead=True, published="2024-03-06"),
            occasion(4, "2024-03-13", core=False, genre=Genre.BACKGROUND),
        ]
    )
    assert (one.start.isoformat(), one.end.isoformat()) == ("2024-03-12", "2024-03-13")
    assert one.official == "Elena Marsh"
    assert [d.phase for d in one.documents] == ["during", "during", "before", "after"]
    assert one.slug == "2024-03-12-marsh-xke-meeting"


def test_a_call_and_a_meeting_on_neighbouring_days_are_two():
    found = group([occasion(1, "2024-03-12", kind="call"), occasion(2, "2024-03-13")])
    assert [p.kind for p in found] == ["call", "meeting"]


def test_two_officials_two_counterparts_or_distant_days_are_kept_apart():
    found = group(
        [
            occasion(1, "2024-03-12"),
            occasion(2, "2024-03-12", official="Tomas Arden"),
            occasion(3, "2024-03-12", counterpart="XMO"),
            occasion(4, "2024-03-16"),
        ]
    )
    assert len(found) == 4


def test_an_announcement_alone_stands_and_says_that_no_text_is_held():
    (one,) = group([occasion(1, "2024-03-12", core=False, ahead=True)])
    assert "no text of it is held" in one.note


def test_the_other_sides_text_joins_ours_instead_of_standing_alone():
    theirs = occasion(
        2, "2024-03-12", official="Radek Lomov", government="XKE", counterpart="XVA",
        people=("Elena Marsh",),
    )  # fmt: skip
    assert len(group([occasion(1, "2024-03-12"), theirs])) == 2
    (one,) = group([occasion(1, "2024-03-12"), theirs], home="XVA")
    assert one.official == "Elena Marsh"
    assert "other side's" in one.documents[1].basis


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Joseph R. Biden, Jr.", "biden"),
        ("BIDEN", "biden"),
        ("Andrés López Obrador", "obrador"),
        ("", ""),
    ],
)
def test_family_of(name, family):
    assert family_of(name) == family


# ------------------------------------------------------------------ the desk


@pytest.fixture
def at_desk(tmp_path):
    desk.connect(tmp_path / "desk.sqlite3")
    from django.db import connections

    yield
    connections["default"].close()


def proposal(slug="2024-03-12-marsh-xke-visit", documents=("1", "2"), **given):
    fields = {
        "title": "t",
        "kind": "visit",
        "official": "Elena Marsh",
        "office": "",
        "government": "XVA",
        "counterpart": "XKE",
        "people": (),
        "start": date(2024, 3, 12),
        "end": date(2024, 3, 13),
        "place": "",
        "place_country": "",
        "origin": "suggested from titles, places and dates",
    }
    gathered = tuple(Gathered(d * 64, "during", "readout") for d in documents)
    return Proposal(slug=slug, documents=gathered, **{**fields, **given})


def held(slug):
    return sorted(d.document_id[0] for d in decisions.find(slug).documents.all())


@pytest.mark.usefixtures("at_desk")
class TestDecisions:
    def test_storing_again_changes_nothing(self):
        assert decisions.store([proposal()]).new == ["2024-03-12-marsh-xke-visit"]
        again = decisions.store([proposal()])
        assert (again.new, again.updated, again.unchanged) == (
            [],
            [],
            ["2024-03-12-marsh-xke-visit"],
        )

    def test_a_suggestion_follows_the_record_until_a_person_decides(self):
        decisions.store([proposal()])
        decisions.store([proposal(documents="123")], replacing=True)
        assert held("2024-03-12") == ["1", "2", "3"]
        decisions.decide("2024-03-12", "confirmed")
        kept = decisions.store([proposal(documents="4")], replacing=True)
        assert kept.kept == ["2024-03-12-marsh-xke-visit"]
        assert held("2024-03-12") == ["1", "2", "3"]

    def test_what_is_no_longer_proposed_is_withdrawn_unless_decided(self):
        decisions.store([proposal(), proposal("2024-06-01-marsh-xke-call", "5")])
        decisions.decide("2024-06-01", "rejected")
        assert decisions.store([], replacing=True).withdrawn == ["2024-03-12-marsh-xke-visit"]
        assert decisions.find("2024-06-01").state == "rejected"

    def test_merge_moves_documents_and_days_and_is_logged(self):
        from outspoken.desk.models import Change

        decisions.store(
            [
                proposal(),
                proposal(
                    "2024-03-15-marsh-xke-call", "5", start=date(2024, 3, 15), end=date(2024, 3, 15)
                ),
            ]
        )
        merged = decisions.merge(["2024-03-12", "2024-03-15"])
        assert held("2024-03-12") == ["1", "2", "5"]
        assert merged.end == date(2024, 3, 15)
        assert merged.state == "confirmed"
        entry = Change.objects.get()
        assert entry.action == "engagement merge"
        assert len(entry.before) == 2
        assert len(entry.after["documents"]) == 3
        # A later suggestion of the merged one does not bring it back.
        assert decisions.store([proposal("2024-03-15-marsh-xke-call", "5")]).kept

    def test_split_leaves_both_with_their_documents(self):
        decisions.store([proposal(documents="123")])
        new = decisions.split("2024-03-12-marsh-xke-visit", ["3"])
        assert held("2024-03-12-marsh-xke-visit") == ["1", "2"]
        assert held(new.slug) == ["3"]

    @pytest.mark.parametrize(
        ("act", "words"),
        [
            (lambda: decisions.find("1999"), "no engagement"),
            (lambda: decisions.merge(["2024-03-12", "2024-03-12"]), "two different"),
            (lambda: decisions.merge(["2024-03-12", "2024-05"]), "one counterpart"),
            (lambda: decisions.split("2024-03-12", ["1", "2"]), "at least one"),
            (lambda: decisions.split("2024-03-12", ["9"]), "names 0 documents"),
            (lambda: decisions.find("2024"), "several"),
            (lambda: decisions.choose(since="last week"), "2022-11-14"),
        ],
    )
    def test_impossible_decisions_are_refused_with_one_line_and_change_nothing(self, act, words):
        decisions.store([proposal(), proposal("2024-05-01-marsh-xmo-call", "7", counterpart="XMO")])
        before = [decisions.snapshot(e) for e in decisions.choose()]
        with pytest.raises(DeskError, match=words) as caught:
            act()
        assert "\n" not in str(caught.value)
        assert [decisions.snapshot(e) for e in decisions.choose()] == before

    def test_a_suggestion_inside_an_imported_visit_gives_it_its_documents(self):
        decisions.store([proposal("imported", (), origin="Office of the Historian, record 1")])
        stored = decisions.store([proposal("2024-03-12-marsh-xke-meeting", "1", kind="meeting")])
        assert stored.joined == ["imported"]
        assert held("imported") == ["1"]


# ------------------------------------------------------------------ import


TRIPS = """<trips>
<trip><id>1</id><role>secretary</role><name>Anna Example</name><start-date>2013-04-13</start-date>
<end-date>2013-04-14</end-date><country id="china">China, People’s Republic of</country>
<locale>Beijing</locale><remarks>Met the President.</remarks></trip>
<trip><id>1</id><role>secretary</role><name>Anna Example</name><start-date>2013-04-13</start-date>
<end-date>2013-04-14</end-date><country id="china">China, People’s Republic of</country>
<locale>Beijing</locale></trip>
<trip><id>2</id><role>secretary</role><name>Anna Example</name><start-date>soon</start-date>
<country>Japan</country></trip>
<trip><id>3</id><role>secretary</role><name>Anna Example</name><start-date>2013-05-02</start-date>
<end-date>2013-05-01</end-date><country>Japan</country></trip>
<trip><id>4</id><role>secretary</role><name>Anna Example</name><start-date>2013-05-02</start-date>
<end-date>2013-05-02</end-date><country>Atlantis</country></trip>
</trips>"""


def test_import_takes_doubles_once_and_names_bad_records(tmp_path):
    (tmp_path / "trips.xml").write_text(TRIPS, "utf-8")
    found = list(read_history(tmp_path, WORLD))
    (good,) = [p for p in found if isinstance(p, Proposal)]
    assert (good.counterpart, good.place, good.start.isoformat()) == (
        "CHN",
        "Beijing",
        "2013-04-13",
    )
    problems = [str(p) for p in found if isinstance(p, InputError)]
    assert len(problems) == 3
    assert all(text in " ".join(problems) for text in ("record 2", "ends (2013-05-01)", "Atlantis"))


def test_import_refuses_what_is_no_xml(tmp_path):
    (tmp_path / "x.xml").write_text("<trips><trip>", "utf-8")
    (problem,) = read_history(tmp_path / "x.xml", WORLD)
    assert "not readable XML" in str(problem)


def test_the_real_lists_are_read(shared):
    trips = list(read_history(shared / "engagements/travels/secretary-travels", WORLD))
    beijing = [
        p
        for p in trips
        if isinstance(p, Proposal) and p.counterpart == "CHN" and p.start == date(2013, 4, 13)
    ]
    assert [p.place for p in beijing] == ["Beijing"]
    assert [p.official for p in beijing] == ["John Kerry"]  # as suggestions call him
    assert beijing[0].people == ("Xi Jinping", "Li Keqiang", "Wang Yi")
    assert "the source prints 'Li Liqiang'" in beijing[0].note
    assert [str(p) for p in trips if isinstance(p, InputError)] == []
    doubles = [p for p in trips if isinstance(p, Double)]
    assert len(doubles) == 3


# ------------------------------------------------------------------ coverage


def test_what_is_not_held_is_said_to_be_not_held():
    rows = expected(
        "visit", "XVA", "XKE", [("d1", Genre.READOUT, "XVA"), ("d2", Genre.READOUT, "XKE")]
    )
    by_name = {row.what: row.held for row in rows}
    assert by_name["readout or joint statement"] == ("d1",)
    assert by_name["the other side's account"] == ("d2",)
    assert by_name["joint press conference"] == ()


def press_conference(text, **more):
    row = {
        "document_id": "p" * 64, "title": "Press conference by Minister Marsh", "text": text,
        "genre": "transcript_solo", "government": "XVA", "published_on": date(2024, 3, 13),
        "event_date": None, "place": "Grand Hotel", "place_country": "",
        "principals": [{"name": "Elena Marsh", "office": "Foreign Minister", "country": "XVA"}],
        "counterparts": [], **more,
    }  # fmt: skip
    return occasions(row, WORLD)


TELLING = "I met the Minister of Kestria. Kestria heard us on prisoners. Kestria will answer."


@pytest.mark.parametrize(
    ("text", "days", "joined"),
    [
        (TELLING, 0, True),
        (TELLING, 1, True),
        (TELLING, 3, False),
        (TELLING, -1, False),
        ("We spoke of fish. Kestria was named once.", 0, False),
    ],
    ids=["of the day", "of the day after", "too late", "before it", "names it in passing"],
)
def test_an_officials_press_conference_joins_the_talk_it_tells_of(text, days, joined):
    talk = occasion(7, (date(2024, 3, 13) - timedelta(days=days)).isoformat())
    proposals = group([talk, *press_conference(text)])
    assert len(proposals) == 1
    phases = {d.document_id[-1]: d.phase for d in proposals[0].documents}
    assert phases == ({"7": "during", "p": "during"} if joined else {"7": "during"})


def test_a_press_conference_alone_makes_no_engagement():
    assert group(press_conference(TELLING)) == []

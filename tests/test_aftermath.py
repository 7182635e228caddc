"""What followed: cases and events, the time line, and comparisons that claim no cause."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.engagements.decisions import decide, find
from outspoken.errors import DeskError, InputError
from outspoken.scorecard import letters
from outspoken.scorecard.aftermath import followed
from outspoken.scorecard.cases import add_event, import_cases, import_events, save_case
from outspoken.scorecard.comparisons import Detained, around_visits, by_case, detained, dose
from scorecards import FACTS, MEETING, VISIT, open_copy

CASES = "name,country,aliases,at_risk\nIlia Brandt,XKE,I. Brandt,no\nMira Sorel,XKE,,yes\n"
EVENTS = (
    "date,kind,title,case,source_url\n"
    "2023-02-05,arrest,Ilia Brandt arrested,Ilia Brandt,https://n.example/1\n"
    "2024-10,release,Ilia Brandt freed,I. Brandt,https://n.example/2\n"
)


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    return open_copy(sample_workspace, tmp_path / "w")


def test_cases_and_events_come_from_csv_with_how_exactly_a_day_is_known(workspace):
    from outspoken.desk.models import Event

    assert import_cases(CASES, "cases.csv") == 2
    assert import_events(EVENTS, "events.csv") == (2, 0)
    assert import_events(EVENTS, "events.csv") == (0, 2)
    release = Event.objects.get(kind="release")
    assert (release.date.isoformat(), release.precision) == ("2024-10-01", "month")
    assert release.case.name == "Ilia Brandt"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "2024-10-01,release,Freed,Nobody Known,https://n.example/2",
            "'Nobody Known' is not known",
        ),
        ("2024-10-01,party,Freed,Ilia Brandt,https://n.example/2", "kind 'party' is none"),
        ("2024-13-01,release,Freed,Ilia Brandt,https://n.example/2", "is no day"),
        ("2024-10-01,release,Freed,Ilia Brandt,", "has no source"),
        ("2024-10-01,release,Freed,Ilia Brandt,javascript:1", "no web address"),
        ("2024-10-01,release,,Ilia Brandt,https://n.example/2", "has no title"),
        ("2024-10-01,release,a,b,https://n.example/2,c", "more cells"),
        ("2023-02-05,arrest,Again,Ilia Brandt,https://n.example/9", "stands there twice"),
    ],
)
def test_one_wrong_event_and_none_is_saved(workspace, line, words):
    from outspoken.desk.models import Event

    import_cases(CASES, "cases.csv")
    with pytest.raises(InputError, match=words) as error:
        import_events(EVENTS + line + "\n", "events.csv")
    assert "line 4" in str(error.value)
    assert not Event.objects.exists()


def test_a_registered_event_is_not_overwritten(workspace):
    import_cases(CASES, "cases.csv")
    import_events(EVENTS, "events.csv")
    with pytest.raises(InputError, match="registered otherwise"):
        import_events(
            "date,kind,title,case,source_url,slug\n2023-02-06,arrest,x,Ilia Brandt,https://n.example/1,"
            "2023-02-05-arrest-ilia-brandt\n",
            "e.csv",
        )


def test_a_case_stands_once_and_a_name_at_risk_stays_out_of_the_log(workspace):
    from outspoken.desk.models import Change

    save_case({"name": "Mira Sorel", "country": "XKE", "at_risk": True})
    with pytest.raises(DeskError, match="is a case already"):
        save_case({"name": "mira sorel", "country": "XKE"})
    with pytest.raises(DeskError, match="is no country"):
        save_case({"name": "A", "country": "Kestria"})
    logged = " ".join(str(c.after) + c.subject for c in Change.objects.all())
    assert "Sorel" not in logged
    assert "sorel" not in logged


def test_the_time_line_holds_letters_engagements_namings_and_events_in_order(workspace):
    import_cases(CASES, "cases.csv")
    import_events(EVENTS, "events.csv")
    letters.create(FACTS)
    chosen = [decide(slug, "confirmed") for slug in (VISIT, MEETING)]
    found = followed(workspace, chosen, counterpart="XKE")
    assert [e.day for e in found.entries] == sorted(e.day for e in found.entries)
    assert [e.what for e in found.entries][:3] == ["event", "letter", "engagement"]
    named = [e for e in found.entries if e.what == "named"]
    assert named
    assert all("Brandt" in e.quote or "Sorel" in e.quote for e in named)
    assert not any(c.computed for c in found.comparisons)
    assert any("caused a release" in words for words in found.not_to_be_claimed)


def test_a_naming_in_a_journalists_question_is_none(workspace):
    from outspoken.scorecard.timeline import namings

    import_cases(CASES, "cases.csv")
    for naming in namings(workspace, [find(VISIT), find(MEETING)]):
        row = workspace.lake.read(
            "select role from sentences where document_id = ? and start = ?",
            [naming.document_id, naming.start],
        )
        assert row["role"][0].as_py() == "principal"


DAY = date(2015, 1, 1)


def custody(n, named, days):
    return Detained(
        f"c{n}", DAY, DAY + timedelta(days=100) if named else None,
        DAY + timedelta(days=days) if days else None, firmness=n % 4, venue=n % 3,
    )  # fmt: skip


def test_time_before_the_naming_counts_as_not_named():
    cases = [custody(n, n < 5, 400 if n < 5 else 0) for n in range(10)]
    found = by_case(cases, DAY + timedelta(days=1000))
    assert found.computed
    assert "5 releases in 4.1 years" in found.words
    # 5 x 100 days before the naming and 5 x 1000 days of those never named.
    assert "in 15.1 years without" in found.words
    assert found.low > 1
    assert "four of five trials" in found.detectable


def test_equal_rates_are_not_told_apart():
    cases = [custody(n, n % 2 == 0, 500) for n in range(12)]
    found = by_case(cases, DAY + timedelta(days=1000))
    assert found.low < 1 < found.high


def test_few_cases_or_no_release_is_no_comparison():
    assert not by_case([custody(1, True, 300)], DAY + timedelta(days=900)).computed
    cases = [custody(n, n < 5, 0) for n in range(10)]
    assert "no release" in by_case(cases, DAY + timedelta(days=900)).words


def test_the_exact_interval_covers_as_it_says():
    from outspoken.scorecard.comparisons import _exact

    random = np.random.default_rng(1)
    true, exposed, other = 2.0, 8.0, 20.0
    hits = 0
    for _ in range(400):
        a, b = random.poisson(0.6 * true * exposed), random.poisson(0.6 * other)
        low, high = _exact(a, a + b, exposed, other)
        hits += low <= true <= high
    assert hits >= 0.94 * 400


def test_events_that_follow_visits_are_seen_and_others_are_not():
    visits = [date(year, month, 2) for year in (2012, 2013, 2014, 2015) for month in (3, 8)]
    after = [v + timedelta(days=d) for v in visits for d in (3, 5, 8)]
    before, close, late = around_visits(visits, after)
    assert close.estimate > 1
    assert close.p < 0.01
    even = [date(2012, 1, 1) + timedelta(days=12 * n) for n in range(120)]
    assert all(c.p > 0.05 for c in around_visits(visits, even))
    assert around_visits(visits, after) == [before, close, late]
    assert not around_visits(visits[:2], after)[0].computed


def test_dose_needs_variety_and_numbers():
    cases = [
        Detained(f"c{n}", DAY, DAY, DAY + timedelta(days=1000 - 90 * n), firmness=n, venue=2)
        for n in range(9)
    ]
    firm, seen = dose(cases, DAY + timedelta(days=2000))
    assert firm.computed
    assert firm.estimate < -0.9
    assert firm.p < 0.01
    assert not seen.computed


def test_custody_starts_with_the_first_arrest_and_ends_with_the_first_release_after():
    events = [
        ("a", date(2014, 1, 1), "release"), ("a", date(2014, 2, 1), "arrest"),
        ("a", date(2014, 3, 1), "charge"), ("a", date(2015, 1, 1), "parole"),
        ("b", date(2015, 1, 1), "release"),
    ]  # fmt: skip
    (one,) = detained(events, {"a": (date(2014, 5, 1), 3, 4)})
    assert (one.start, one.released, one.firmness) == (date(2014, 2, 1), date(2015, 1, 1), 3)


def test_one_event_by_hand_is_checked_like_a_line(workspace):
    import_cases(CASES, "cases.csv")
    given = {"date": "2024-05-01", "kind": "charge", "title": "Charged", "case": "Ilia Brandt", "source_url": "https://n.example/3"}  # fmt: skip
    assert add_event(given).case.name == "Ilia Brandt"
    with pytest.raises(DeskError, match="registered already"):
        add_event(given)


def test_the_commands(workspace, tmp_path):
    run = CliRunner()

    def call(*words):
        result = run.invoke(app, ["cases", *words, "-w", str(workspace.path)])
        assert result.exit_code == 0, result.output
        return result.output

    (tmp_path / "c.csv").write_text(CASES)
    (tmp_path / "e.csv").write_text(EVENTS)
    assert "2 cases added" in call("import", str(tmp_path / "c.csv"))
    assert "2 events added" in call("import", str(tmp_path / "e.csv"), "--events")
    assert "AT RISK" in call("list")
    assert "at risk" in call("risk", "ilia-brandt")
    decide(VISIT, "confirmed")
    assert "Not to be claimed" in call("timeline", "--counterpart", "XKE")

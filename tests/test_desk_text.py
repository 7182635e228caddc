"""The desk as plain text: written out whole, read back whole, or refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outspoken import desk
from outspoken.errors import InputError


@pytest.fixture
def at_desk(tmp_path):
    """A desk with something in every table."""
    desk.connect(tmp_path / "one.sqlite3")
    from outspoken.desk import models as m

    fill(m)
    return tmp_path


def fill(m):
    visit = m.Engagement.objects.create(
        slug="visit-2024", title="Visit to Kestria", kind="visit", official="Ana Ilves",
        government="XVA", counterpart="XKE", start=date(2024, 3, 12), end=date(2024, 3, 13),
        counterpart_people=[{"name": "Oro Tamm"}], origin="titles",
    )  # fmt: skip
    m.Engagement.objects.create(
        slug="a-part-of-it", title="Talks", kind="meeting", official="Ana Ilves", government="XVA",
        counterpart="XKE", start=date(2024, 3, 12), end=date(2024, 3, 12), origin="titles",
        merged_into=visit, state="merged",
    )  # fmt: skip
    m.EngagementDocument.objects.create(engagement=visit, document_id="d" * 64, by_person=True)
    m.ExpectedDocument.objects.create(engagement=visit, title="Readout", date=date(2024, 3, 13))
    m.WholeReading.objects.create(document_id="d" * 64, by="mira")
    letter = m.Letter.objects.create(slug="joint", title="Joint letter", addressee="Ana Ilves",
                                     text="Dear Minister,\n\n“Raise it.” … — ü", source_url="x y")  # fmt: skip
    letter.engagements.add(visit)
    m.LetterVersion.objects.create(letter=letter, number=1, text="a", text_sha256="0", by="mira")
    m.Signatory.objects.create(letter=letter, organisation="Kestria Watch", contact="no address")
    first = m.Ask.objects.create(letter=letter, number=1, paraphrase="Raise it", verb="raise")
    second = m.Ask.objects.create(
        letter=letter, number=2, paraphrase="Say it in public", verb="raise_publicly",
        earlier=first, lineage="hardens", weakest={"firmness": 1}, issues=["HR_CRITICS"],
    )  # fmt: skip
    verdict = m.Verdict.objects.create(ask=second, engagement=visit, proposed="partly")
    m.VerdictSentence.objects.create(
        verdict=verdict, document_id="d" * 64, n=3, start=10, end=20, text="We raised it."
    )
    m.Reply.objects.create(verdict=verdict, date=date(2024, 5, 1), by="The ministry", text="No.")
    case = m.Case.objects.create(slug="ilo", name="Ilo Venn", country="XKE", at_risk=True)
    m.Event.objects.create(slug="ilo-freed", kind="release", date=date(2024, 6, 1), title="Freed",
                           case=case)  # fmt: skip
    sample = m.Sample.objects.create(slug="first", made_by="mira", strata={"rights": {"drawn": 1}})
    m.SampledSentence.objects.create(
        sample=sample, place=1, document_id="d" * 64, n=3, start=10, end=20, text="We raised it.",
        stratum="rights", probability=0.1,
    )  # fmt: skip
    for key, withdrawn in (("k1", datetime(2024, 5, 1, tzinfo=UTC)), ("k2", None), (None, None)):
        m.Review.objects.create(
            key=key, sample=sample if key else None, document_id="d" * 64, n=3, start=10, end=20,
            text="We raised it.", by="mira", issues=["HR_CRITICS"], target=["XKE"], firmness=2,
            codebook="c" * 64, withdrawn_at=withdrawn, machine={"issues": []},
        )  # fmt: skip
    m.Note.objects.create(subject="/", text="private", by="mira")
    m.SavedSearch.objects.create(name="critics", query={"issue": ["HR_CRITICS"]}, by="mira")
    m.Change.objects.create(by="mira", action="letter.add", subject="joint", before=None, after={})


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_table_is_written_and_comes_back_the_same(at_desk):
    from outspoken.desk.text import export, load

    told = export(at_desk / "out")
    from django.apps import apps

    tables = {model._meta.model_name for model in apps.get_app_config("desk").get_models()}
    assert set(told.rows) == tables, "fill() has no row of some table"
    desk.connect(at_desk / "two.sqlite3")
    assert load(at_desk / "out").rows == told.rows
    export(at_desk / "again")
    assert contents(at_desk / "again") == contents(at_desk / "out")


def test_what_rows_say_of_each_other_and_when_they_were_made_survives(at_desk):
    from outspoken.desk import models as m
    from outspoken.desk.text import export, load

    made = m.Change.objects.get().at
    export(at_desk / "out")
    desk.connect(at_desk / "two.sqlite3")
    load(at_desk / "out")
    assert m.Engagement.objects.get(slug="a-part-of-it").merged_into.slug == "visit-2024"
    assert m.Ask.objects.get(number=2).earlier == m.Ask.objects.get(number=1)
    assert [e.slug for e in m.Letter.objects.get().engagements.all()] == ["visit-2024"]
    assert m.Change.objects.get().at == made
    assert m.Review.objects.filter(withdrawn_at=None).count() == 2


def test_the_same_desk_gives_the_same_bytes_and_an_earlier_export_is_brought_up_to_date(at_desk):
    from outspoken.desk import models as m
    from outspoken.desk.text import export

    (at_desk / "out").mkdir()
    (at_desk / "out/.git").mkdir()
    export(at_desk / "out")
    before = {p.name: p.stat().st_mtime_ns for p in (at_desk / "out").glob("*.json")}
    m.Note.objects.all().delete()
    export(at_desk / "out")
    after = {p.name: p.stat().st_mtime_ns for p in (at_desk / "out").glob("*.json")}
    assert [name for name in before if before[name] != after[name]] == ["note.json"]
    assert json.loads((at_desk / "out/note.json").read_bytes()) == []
    assert (at_desk / "out/.git").is_dir()


def test_a_folder_with_other_files_is_left_alone(at_desk):
    from outspoken.desk.text import export

    (at_desk / "thesis").mkdir()
    (at_desk / "thesis/chapter.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        export(at_desk / "thesis")
    assert contents(at_desk / "thesis") == {"chapter.txt": b"mine"}


def spoil_missing(folder):
    (folder / "review.json").unlink()


def spoil_cut(folder):
    content = (folder / "review.json").read_bytes()
    (folder / "review.json").write_bytes(content[: len(content) // 2])


def spoil_no_contents(folder):
    (folder / "desk.toml").unlink()


def spoil_strange(folder):
    (folder / "accounts.json").write_text("[]")


def spoil_edit(folder):
    text = (folder / "review.json").read_text("utf-8")
    (folder / "review.json").write_text(text.replace('"mira"', '"moe"'), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_missing, "half a desk"),
        (spoil_cut, "was cut"),
        (spoil_no_contents, "no desk.toml"),
        (spoil_strange, "no table"),
        (spoil_edit, "--edited"),
    ],
)
def test_half_an_export_is_refused_and_nothing_is_stored(at_desk, spoil, said):
    from outspoken.desk import models as m
    from outspoken.desk.text import export, load

    export(at_desk / "out")
    spoil(at_desk / "out")
    desk.connect(at_desk / "two.sqlite3")
    with pytest.raises(InputError, match=said):
        load(at_desk / "out")
    assert not m.Engagement.objects.exists()


HOSTILE = [
    ("review", {"firmness": -3}, "firmness"),
    ("review", {"firmness": "many"}, "firmness"),
    ("review", {"by": "x" * 500}, "by"),
    ("review", {"kind": "vote"}, "kind"),
    ("review", {"sample": "no such sample"}, "there is no sample"),
    ("review", {"at": "yesterday"}, "at"),
    ("review", {"text": None}, "text"),
    ("review", {"__class__": "x"}, "__class__"),
    ("review", {"note": "\ud800"}, "not JSON"),
    ("review", {"note": "a\0b"}, "zero byte"),
    ("engagement", {"slug": "../../etc"}, "slug"),
    ("engagement", {"merged_into": "nowhere"}, "there is no engagement"),
    ("sampledsentence", {"probability": 7}, "cannot hold"),
    ("ask", {"letter": {"$ne": 1}}, "there is no letter"),
]


@pytest.mark.parametrize(("table", "change", "said"), HOSTILE)
def test_a_wrong_row_is_named_and_nothing_is_stored(at_desk, table, change, said):
    from outspoken.desk import models as m
    from outspoken.desk.text import export, load

    export(at_desk / "out")
    path = at_desk / "out" / f"{table}.json"
    rows = json.loads(path.read_bytes())
    rows[-1] |= change
    path.write_text(json.dumps(rows), "utf-8")
    desk.connect(at_desk / "two.sqlite3")
    with pytest.raises(InputError, match=said):
        load(at_desk / "out", edited=True)
    assert not m.Engagement.objects.exists()


@pytest.mark.parametrize("content", ["[" * 100_000, "{}", "[NaN]", "null", "", "[1]", "\xff"])
def test_what_is_no_list_of_rows_is_refused(at_desk, content):
    from outspoken.desk.text import export, load

    export(at_desk / "out")
    (at_desk / "out/note.json").write_text(content, "latin-1")
    desk.connect(at_desk / "two.sqlite3")
    with pytest.raises(InputError, match=r"note\.json"):
        load(at_desk / "out", edited=True)


def test_a_desk_in_use_is_only_replaced_when_asked(at_desk):
    from outspoken.desk import models as m
    from outspoken.desk.text import export, load

    export(at_desk / "out")
    m.Note.objects.create(subject="/", text="newer", by="mira")
    with pytest.raises(InputError, match="--replace"):
        load(at_desk / "out")
    assert m.Note.objects.count() == 2
    load(at_desk / "out", replace=True)
    assert m.Note.objects.count() == 1


def test_a_failed_replacement_leaves_the_desk_as_it_was(at_desk):
    from outspoken.desk import models as m
    from outspoken.desk.text import export, load

    export(at_desk / "out")
    path = at_desk / "out/savedsearch.json"
    rows = json.loads(path.read_bytes())
    path.write_text(json.dumps(rows * 2))
    with pytest.raises(InputError, match="cannot hold"):
        load(at_desk / "out", replace=True, edited=True)
    assert m.SavedSearch.objects.count() == 1
    assert m.Review.objects.count() == 3


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(text=TEXTS, value=PLAIN)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_and_any_value_round_trips(tmp_path, text, value):
    from outspoken.desk.text import export, load

    desk.connect(tmp_path / "one.sqlite3")
    from outspoken.desk import models as m

    m.Note.objects.all().delete()
    m.Change.objects.all().delete()
    m.Note.objects.create(subject="/", text=text, by="mira")
    m.Change.objects.create(by="mira", action="x", subject="y", before=value, after=[value])
    export(tmp_path / "out")
    desk.connect(tmp_path / "two.sqlite3")
    load(tmp_path / "out", replace=True)
    assert m.Note.objects.get().text == text
    assert m.Change.objects.get().before == value
    assert m.Change.objects.get().after == [value]


def test_the_tables_match_their_migrations(at_desk):
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(connection)
    changes = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps)
    ).changes(graph=loader.graph, trim_to_apps={"desk"})  # fmt: skip
    assert "desk" not in changes


def test_the_commands_carry_a_desk_to_another_workspace(tmp_path):
    from typer.testing import CliRunner

    from outspoken.cli import app
    from outspoken.workspace import Workspace

    def run(*arguments):
        return CliRunner().invoke(app, [str(a) for a in arguments])

    for name in ("one", "two"):
        Workspace.init(tmp_path / name)
    desk.connect(tmp_path / "one/desk.sqlite3")
    from outspoken.desk import models as m

    fill(m)
    told = run("export", tmp_path / "out", "-w", tmp_path / "one", "--json")
    assert json.loads(told.output)["rows"]["review"] == 3
    assert run("import", tmp_path / "out", "-w", tmp_path / "two").exit_code == 0
    again = run("import", tmp_path / "out", "-w", tmp_path / "two", "--replace", "--json")
    assert json.loads(again.output)["rows"]["review"] == 3
    assert (tmp_path / "two" / json.loads(again.output)["kept"] / "desk.toml").is_file()
    refused = run("import", tmp_path / "out", "-w", tmp_path / "two")
    assert refused.exit_code == 1
    assert "--replace" in str(refused.exception)

"""Adding documents: new, changed, again; tables; versions; corrections of speakers."""

from __future__ import annotations

import json
import shutil

import pytest

from outspoken.errors import InputError, OutspokenError, WorkspaceError
from outspoken.health import correct, examine
from outspoken.ingest import add
from outspoken.ingest.batches import pipeline_of
from outspoken.sources import captures
from outspoken.workspace import SETTINGS, Workspace

TALK = "MINISTER MARSH: We met.\n\nQ  Why?\n\nTOMAS BEREN: To speak.\n"


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace.init(
        tmp_path / "workspace", home="XVA", countries={"XVA": {"name": "Valdoria"}}
    )


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "talk.txt").write_text(TALK)
    (folder / "fish.md").write_text("# Remarks on fish\n\nFish matter.\n")
    (folder / ".hidden.txt").write_text("Not to be read.")
    return folder


def take(workspace, *paths, **mapping):
    return add(workspace, captures(list(paths), mapping), workers=0)


def versions(workspace, name):
    return [
        (row["version"], row["text"])
        for row in workspace.lake.read(
            "select version, text from documents where name like ? order by version", [f"%{name}"]
        ).to_pylist()
    ]


def test_a_folder_is_walked_and_adding_again_changes_nothing(workspace, papers):
    first = take(workspace, papers)
    assert (first.added, first.sentences) == (2, 4)
    parts = {p: p.stat().st_mtime_ns for p in workspace.path.rglob("*.parquet")}
    again = take(workspace, papers)
    assert (again.added, again.unchanged, again.sentences) == (0, 2, 0)
    assert {p: p.stat().st_mtime_ns for p in workspace.path.rglob("*.parquet")} == parts


def test_a_changed_document_is_a_new_version_beside_the_old(workspace, papers):
    take(workspace, papers)
    (papers / "fish.md").write_text("# Remarks on fish\n\nFish matter to us all.\n")
    report = take(workspace, papers)
    assert (report.changed, report.unchanged) == (1, 1)
    found = versions(workspace, "fish.md")
    assert [number for number, _ in found] == [1, 2]
    assert "to us all" in found[1][1]
    current = workspace.lake.read(
        "select version from current where name like '%fish.md'"
    ).to_pylist()
    assert current == [{"version": 2}]


def test_a_document_that_returns_to_an_earlier_version_is_current_again(workspace, papers):
    text = (papers / "fish.md").read_text()
    for content in (text, text + "\nMore of it.\n", text):
        (papers / "fish.md").write_text(content)
        take(workspace, papers)
    assert [number for number, _ in versions(workspace, "fish.md")] == [1, 2, 3]
    row = workspace.lake.read("select version, text from current where name like '%fish.md'")
    assert row.to_pylist()[0]["version"] == 3
    assert "More of it" not in row.to_pylist()[0]["text"]


def test_the_same_folder_elsewhere_holds_the_same_documents(workspace, papers, tmp_path):
    take(workspace, papers)
    moved = tmp_path / "elsewhere" / "papers"
    shutil.copytree(papers, moved)
    report = take(workspace, moved)
    assert report.sentences == 0
    assert workspace.lake.read("select count(*) as n from current").to_pylist() == [{"n": 2}]


TABLES = {
    "rows.csv": "Headline,Body,When\nFish,We spoke of fish.,2024-03-12\nGrain,And of grain.,\n",
    "rows.tsv": "Headline\tBody\tWhen\nFish\tWe spoke of fish.\t2024-03-12\nGrain\tAnd of grain.\t\n",
    "rows.jsonl": "\n".join(
        json.dumps(row)
        for row in (
            {"Headline": "Fish", "Body": "We spoke of fish.", "When": "2024-03-12"},
            {"Headline": "Grain", "Body": "And of grain.", "When": ""},
        )
    ),
}


@pytest.mark.parametrize("name", [*TABLES, "rows.parquet"])
def test_tables_have_one_document_a_row_with_mapped_columns(workspace, tmp_path, name):
    path = tmp_path / name
    if name.endswith("parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = [json.loads(line) for line in TABLES["rows.jsonl"].split("\n")]
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text(TABLES[name])
    mapping = {"text": "Body", "title": "Headline", "date": "When"}
    assert take(workspace, path, **mapping).added == 2
    rows = workspace.lake.read(
        "select title, text, cast(published_on as varchar) as day from documents order by title"
    ).to_pylist()
    assert rows == [
        {"title": "Fish", "text": "We spoke of fish.", "day": "2024-03-12"},
        {"title": "Grain", "text": "And of grain.", "day": None},
    ]


def test_a_table_that_grew_adds_only_its_new_rows(workspace, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("id,text\n1,We spoke.\n")
    take(workspace, path)
    path.write_text("id,text\n1,We spoke.\n2,We spoke again.\n")
    report = take(workspace, path)
    assert (report.added, report.unchanged) == (1, 1)


def test_a_column_that_is_not_there_is_said(workspace, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("id,text\n1,We spoke.\n")
    report = take(workspace, path, title="Headline")
    assert report.added == 0
    assert "Headline" in str(report.failed[0])
    with pytest.raises(InputError, match="is no field of a document"):
        captures([path], {"colour": "text"})


def test_a_pipeline_of_another_version_reads_all_anew_under_the_same_ids(
    workspace, papers, monkeypatch
):
    take(workspace, papers)
    before = workspace.lake.read("select document_id, n, start from sentences order by all")
    monkeypatch.setattr("outspoken.ingest.batches.PIPELINE", "another")
    report = add(workspace, workers=0)
    assert (report.reread, report.added) == (2, 0)
    assert workspace.lake.read("select document_id, n, start from sentences order by all") == before
    assert pipeline_of("XVA", {}) != pipeline_of("XKE", {})


def test_an_unknown_label_is_listed_and_a_person_corrects_it(workspace, papers):
    take(workspace, papers)
    (unknown,) = examine(workspace)["unknown_labels"]
    assert (unknown["label"], unknown["turns"]) == ("TOMAS BEREN", 1)
    assert correct(workspace, unknown["example"][:12], "TOMAS BEREN", "official") == 1
    assert examine(workspace)["unknown_labels"] == []
    row = workspace.lake.read("select role, basis from speakers where label = 'TOMAS BEREN'")
    assert row.to_pylist() == [{"role": "official", "basis": "corrected by a person"}]
    take(workspace, papers)  # a later run keeps what a person said
    assert examine(workspace)["unknown_labels"] == []


@pytest.mark.parametrize(
    ("label", "role", "words"),
    [
        ("TOMAS BEREN", "friend", "is no role"),
        ("NOBODY", "official", "is in 0 documents"),
        ("", "official", "needs --label"),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(workspace, papers, label, role, words):
    take(workspace, papers)
    (unknown,) = examine(workspace)["unknown_labels"]
    with pytest.raises(InputError, match=words):
        correct(workspace, unknown["example"], label, role)


# ------------------------------------------------------------------ the workspace


def test_a_folder_with_other_files_is_no_place_for_a_workspace(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match="not an empty folder"):
        Workspace.init(tmp_path)
    Workspace.init(tmp_path / "new")
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        Workspace.init(tmp_path / "new")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("format = 1\nhome = 'Valdoria'", "is no ISO3 code"),
        ("format = 99", "is of format 99"),
        ("format = ", "cannot be read"),
        ("format = 1\ncountries = 3", "wrong kind"),
    ],
)
def test_settings_that_are_wrong_are_named(tmp_path, settings, words):
    Workspace.init(tmp_path / "w")
    (tmp_path / "w" / SETTINGS).write_text(settings)
    with pytest.raises(OutspokenError, match=words):
        Workspace.open(tmp_path / "w")


def test_a_workspace_is_found_from_a_folder_inside_it(workspace, monkeypatch):
    inside = workspace.path / "notes"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert Workspace.open().path == workspace.path
    monkeypatch.chdir(workspace.path.parent)
    with pytest.raises(WorkspaceError, match="outspoken init"):
        Workspace.open()


def test_a_workspace_in_an_added_folder_does_not_add_itself(workspace, tmp_path, papers):
    report = take(workspace, tmp_path)
    assert report.added == 2
    assert take(workspace, tmp_path).unchanged == 2

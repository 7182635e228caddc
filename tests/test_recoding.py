"""Coding again: after a change of the codebook only what can differ, with the same tables."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.codebook import load
from outspoken.coding import code, explain
from outspoken.ingest import add
from outspoken.sources import captures
from outspoken.workspace import Workspace

QUERY = "select * from codings order by document_id, n"
SUMS = "select * from summaries order by all"


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.init(tmp_path / "w", home="XVA")
    with as_file(files("outspoken.sample") / "record") as record:
        add(made, captures([record]), workers=0)
    code(made, workers=0)
    return made


def with_term(workspace, term, issue="HR_TORTURE"):
    """The workspace, now with a codebook that has one term more."""
    content = deepcopy(dict(load(None).content))
    content["issues"][issue]["strong"].append(term)
    path = workspace.path / "codebook.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    settings = workspace.path / "outspoken.toml"
    settings.write_text(f'codebook = "codebook.yaml"\n{settings.read_text("utf-8")}', "utf-8")
    return Workspace.open(workspace.path)


def tables(workspace):
    codebook = workspace.codebook().hash
    return [workspace.lake.read(query, codebook=codebook).to_pylist() for query in (QUERY, SUMS)]


def full(workspace):
    """The tables as a run without anything to take over makes them."""
    for table in ("codings", "summaries"):
        shutil.rmtree(workspace.path / "lake" / table)
    report = code(workspace, workers=0)
    assert report.kept == 0
    return tables(workspace)


@pytest.mark.parametrize("term", ["Kestria*", "a word that nobody says", "journalist* ~6 prison*"])
def test_after_a_change_the_tables_are_those_of_a_full_coding(workspace, term):
    changed = with_term(workspace, term)
    report = code(changed, workers=0)
    found = tables(changed)
    assert found[0]
    assert found == full(changed)
    assert report.kept > 0


def test_documents_without_a_changed_term_are_not_coded_again(workspace, monkeypatch):
    changed = with_term(workspace, "a word that nobody says")
    monkeypatch.setattr(
        "outspoken.coders.lexicon.LexiconCoder.code", lambda self, passage: pytest.fail("coded")
    )
    report = code(changed, workers=0)
    assert report.kept > 10
    assert len(tables(changed)[0]) == report.coded


def test_another_version_of_the_coder_codes_everything_again(workspace, monkeypatch):
    changed = with_term(workspace, "a word that nobody says")
    monkeypatch.setattr("outspoken.coders.lexicon.LexiconCoder.version", "other")
    assert code(changed, workers=0).kept == 0


def test_a_damaged_memory_of_the_old_codebook_only_costs_time(workspace):
    changed = with_term(workspace, "a word that nobody says")
    for path in Path(workspace.path).rglob("codebook.json"):
        path.write_text("{")
    assert code(changed, workers=0).kept == 0


def test_explain_says_what_would_be_coded_and_why_and_codes_nothing(workspace):
    changed = with_term(workspace, "Kestria*")
    found = explain(changed)
    assert found.reuse is not None
    assert found.reuse.codebook == load(None).hash
    assert 0 < found.touched < found.documents
    result = CliRunner().invoke(app, ["code", "--explain", "-w", str(changed.path)])
    assert "1 terms of HR_TORTURE changed" in result.output
    as_json = CliRunner().invoke(app, ["code", "--explain", "--json", "-w", str(changed.path)])
    assert json.loads(as_json.output)["terms"] == ["Kestria*"]
    assert not changed.lake.parts("codings", coder="lexicon", codebook=changed.codebook().hash)
    code(changed, workers=0)
    again = CliRunner().invoke(app, ["code", "--explain", "-w", str(changed.path)])
    assert "everything is coded already" in again.output

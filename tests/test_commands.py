"""The commands as people type them: the documents' own examples, run as written."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from outspoken.cli import app

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def run(*arguments, cwd, ok=True):
    done = subprocess.run(
        [sys.executable, "-m", "outspoken", *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if ok:
        assert done.returncode == 0, done.stderr
    return done


def console_lines(path):
    for block in re.findall(r"```console\n(.*?)```", path.read_text("utf-8"), re.S):
        for line in block.splitlines():
            if line.startswith("$ outspoken "):
                yield line.removeprefix("$ outspoken ")


def test_the_tutorial_runs_as_written(tmp_path):
    shutil.copy(ROOT / "README.md", tmp_path / "README.md")
    lines = list(console_lines(ROOT / "docs/tutorial.md"))
    assert len(lines) >= 10
    for line in lines:
        run(*shlex.split(line), cwd=tmp_path)
    assert (tmp_path / "demo/report.html").is_file()


def commands_in_docs():
    for path in DOCS:
        for line in path.read_text("utf-8").splitlines():
            match = re.match(r"(?:\$ |    )?outspoken ([a-z]+)(?: ([a-z]+)\b)?", line.strip(" `"))
            if match:
                yield path.name, match[1], match[2] or ""


def known_commands():
    import typer

    group = typer.main.get_command(app)
    return {name: set(getattr(command, "commands", {})) for name, command in group.commands.items()}


def test_every_command_named_in_the_documents_exists():
    known = known_commands()
    for name, verb, sub in commands_in_docs():
        assert verb in known, f"{name}: outspoken {verb}"
        if known[verb] and sub:
            assert sub in known[verb], f"{name}: outspoken {verb} {sub}"


def test_every_command_has_help_and_stands_in_the_reference():
    reference = (ROOT / "docs/reference.md").read_text("utf-8")
    for name, subs in known_commands().items():
        for words in [[name, sub] for sub in subs] or [[name]]:
            result = CliRunner().invoke(app, [*words, "--help"])
            assert result.exit_code == 0
            assert len(result.output.split()) > 8, words
            assert f"`outspoken {' '.join(words)}`" in reference, words


def test_the_reference_is_what_the_code_says():
    from outspoken.cli.reference import reference

    written = (ROOT / "docs/reference.md").read_text("utf-8")
    assert written == reference(), "run: python -m outspoken.cli.reference > docs/reference.md"


def test_links_in_the_documents_lead_somewhere():
    for path in DOCS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_makefile_has_the_targets_that_the_readme_names():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text("utf-8"), re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_demo_leaves_other_peoples_folders_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = run("demo", str(tmp_path), cwd=tmp_path, ok=False)
    assert done.returncode == 1
    assert "holds other files" in done.stderr
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "nothing"], "no engagement"),
        (["report", "--scope", "moon"], "no scope"),
        (["measure", "--format", "pdf"], "table, csv, json or parquet"),
        (["report", "--since", "soon"], "no day"),
        (["engagements", "import", "missing.xml"], "does not exist"),
        (["doctor", "--label", "X", "--role", "boss", "--document", "a"], "no role"),
        (["code", "--coder", "oracle"], "known coders"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_the_mend(sample_workspace, arguments, words):
    done = run(*arguments, cwd=sample_workspace, ok=False)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert words in line
    assert line.startswith("outspoken: ")


def test_outside_a_workspace_the_mend_is_init(tmp_path):
    done = run("doctor", cwd=tmp_path, ok=False)
    assert "outspoken init" in done.stderr


def test_report_and_measure_as_json(sample_workspace):
    report = json.loads(run("report", "--json", cwd=sample_workspace).stdout)
    assert report["label"].startswith("detector count")
    assert len(report["provenance"]["codebook_hash"]) == 64
    slugs = [e["slug"] for e in report["engagements"]]
    assert slugs == sorted(slugs)
    rows = json.loads(run("measure", "--format", "json", cwd=sample_workspace).stdout)["rows"]
    assert {
        "engagement",
        "genre",
        "measure",
        "estimate",
        "low",
        "high",
        "n",
        "of",
        "sentences",
    } <= set(rows[0])

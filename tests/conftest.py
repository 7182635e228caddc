"""Fixtures that several test files share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from outspoken.codebook.matcher import Matcher
    from outspoken.coders.lexicon.issues import IssueFinder


def pytest_configure(config: pytest.Config) -> None:
    """One Django for all tests: the pages' settings hold the desk's."""
    from outspoken import web

    web.setup()


ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real record; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("OUTSPOKEN_SHARED", ROOT.parent / "shared"))
    if not (folder / "record").is_dir():
        pytest.skip(f"the real record is not at {folder} (set OUTSPOKEN_SHARED to its folder)")
    return folder


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample, run through the whole path once for all tests."""
    from typer.testing import CliRunner

    from outspoken.cli import app

    folder = tmp_path_factory.mktemp("sample") / "demo"
    result = CliRunner().invoke(app, ["demo", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """The default codebook's terms, without a world."""
    from outspoken import codebook
    from outspoken.codebook.matcher import Matcher

    return Matcher(codebook.load())


@pytest.fixture(scope="session")
def finder() -> IssueFinder:
    """The issues of the default codebook."""
    from outspoken import codebook
    from outspoken.coders.lexicon.issues import IssueFinder

    return IssueFinder(codebook.load())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of pages run once more where they fail: a browser on a busy machine can be late.

    What fails twice fails.
    """
    for item in items:
        if item.path.name.startswith("test_web_"):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))

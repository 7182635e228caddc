"""Codebooks: loading, refusing, hashing, checking, and trying them on a record."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from outspoken import codebook
from outspoken.cli.codebook import app
from outspoken.codebook.check import check
from outspoken.codebook.schema import canonical_hash
from outspoken.coders.lexicon.trial import compare, try_term
from outspoken.errors import CodebookError
from outspoken.model import Metadata, Passage, Role, Sentence

SMALL = """\
meta: {id: small, version: "1"}
agendas: {HR: Rights, ECO: Economy}
anchors: [jailed]
masks:
  HR: [right now]
issues:
  HR_X:
    parent: HR
    label: X
    definition: an issue
    examples: [The camps were closed.]
    strong: [prison camp*, right to speak]
    weak: [camps]
  ECO_X:
    parent: ECO
    label: Y
    definition: another
    examples: [Trade grew.]
    strong: [trade]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_default_codebook_is_clean_and_whole() -> None:
    book = codebook.load()
    assert check(book) == []
    assert len(book.issues) == 50
    for issue in book.issues.values():
        assert issue.label and issue.definition and issue.examples and issue.maps, issue.code


def test_every_issue_is_described_from_both_sides_and_has_sentences_to_try() -> None:
    for issue in codebook.load().issues.values():
        assert issue.include and issue.exclude, issue.code
        assert len(issue.examples) >= 3, issue.code
        assert len(issue.near_misses) >= 2, issue.code


def test_every_mapping_says_whether_it_was_checked() -> None:
    for issue in codebook.load().issues.values():
        schemes = issue.maps.keys() - {"checked", "unchecked", "letter"}
        said = {*issue.maps["checked"], *issue.maps.get("unchecked", ())}
        assert said == schemes, issue.code


def test_it_reads_the_same_without_the_fast_yaml_library() -> None:
    import yaml

    text = codebook.DEFAULT.read_text("utf-8")
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert yaml.safe_load(text) == yaml.load(text, Loader=fast)


def test_the_letter_that_seeded_it_has_an_issue_for_each_of_its_fifteen() -> None:
    named = [i for i in codebook.load().issues.values() if "letter" in i.maps and i.parent == "HR"]
    assert len(named) >= 15


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "    label: X\n",
            "    lable: X\n",
            r"issue HR_X has the unknown key 'lable'; known keys: .*label",
        ),
        ("    label: X\n", "", r"HR_X\.label is missing"),
        ("parent: ECO", "parent: EKO", r"issue ECO_X has the unknown parent 'EKO'"),
        ("strong: [trade]", "strong: {a: b}", r"ECO_X\.strong is not a list"),
        (
            "strong: [trade]",
            "strong: [trade, [x]]",
            r"ECO_X\.strong, entry 2 is missing or not a text",
        ),
        ("  HR: [right now]", "  HRX: [right now]", r"masks\.HRX is no issue or agenda"),
        ("    weak: [camps]", "    weak: [camps]\n    support: mine", r"HR_X\.support is 'mine'"),
        (
            "    weak: [camps]",
            "    weak: [camps]\n    yields: [HR_Q]",
            r"HR_X\.yields names the unknown issue 'HR_Q'",
        ),
        ("    weak: [camps]", "    weak: [camps]\n    window: page", r"HR_X\.window is 'page'"),
        (
            "    weak: [camps]",
            "    weak: [camps]\n    weak: [tents]",
            r"line \d+: the key 'weak' stands twice",
        ),
        ("anchors: [jailed]", "anchors: [jailed", r"line \d+: .*; mend the YAML there"),
        (SMALL, "", r"the codebook is not a table"),
        (SMALL, "\x00", r"book\.yaml: .*"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, wrong: str, right: str, message: str
) -> None:
    assert wrong in SMALL
    with pytest.raises(CodebookError, match=message):
        codebook.load(write(tmp_path, SMALL.replace(wrong, right)))


def test_a_codebook_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be read"):
        codebook.load(tmp_path / "none.yaml")


class TestHash:
    """The hash is of the content: order, layout and comments do not matter, a word does."""

    def test_layout_and_comments_do_not_matter(self, tmp_path: Path) -> None:
        one = codebook.load(write(tmp_path, SMALL)).hash
        other = codebook.load(write(tmp_path, "# a comment\n" + SMALL.replace("[", "[ "))).hash
        assert one == other

    def test_a_term_matters(self, tmp_path: Path) -> None:
        one = codebook.load(write(tmp_path, SMALL)).hash
        assert one != codebook.load(write(tmp_path, SMALL.replace("camps]", "camp]"))).hash

    def test_it_is_canonical_json(self) -> None:
        assert canonical_hash({"b": 1, "a": "é"}) == canonical_hash({"a": "e\u0301", "b": 1})
        assert (
            canonical_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        )


@pytest.mark.parametrize(
    ("wrong", "right", "finding"),
    [
        (
            "strong: [trade]",
            "strong: [trade, Trade]",
            "line 18, ECO_X strong: 'Trade' stands there already; keep one",
        ),
        (
            "weak: [camps]",
            "weak: [prison camp*]",
            "line 12, HR_X weak: 'prison camp*' stands as strong already; keep one",
        ),
        (
            "right to speak]",
            "right now]",
            "HR_X strong: 'right now' can never match: a mask hides it",
        ),
        ("right to speak]", "'x ~ y']", "HR_X strong: 'x ~ y' has a ~ that is not 'A ~n B'"),
        ("    examples: [Trade grew.]\n", "", "line 14, ECO_X: has no example"),
        ("    strong: [trade]\n", "", "line 14, ECO_X: has no terms"),
        (
            "  ECO_X:\n    parent: ECO",
            "  HR_Z: {parent: HR, label: Z, definition: z, examples: [z], strong: [prison camp*]}\n"
            "  ECO_X:\n    parent: ECO",
            "HR_X: 'prison camp*' is strong for HR_Z too; leave it with one",
        ),
    ],
)
def test_check_names_the_fault_and_its_mend(
    tmp_path: Path, wrong: str, right: str, finding: str
) -> None:
    assert wrong in SMALL
    found = check(codebook.load(write(tmp_path, SMALL.replace(wrong, right))))
    assert len(found) == 1
    assert finding in str(found[0])


def passage(*texts: str) -> Passage:
    sentences, start = [], 0
    for n, text in enumerate(texts):
        sentences.append(Sentence(n, 0, n, start, start + len(text), 3, "", Role.OFFICIAL))
        start += len(text) + 1
    return Passage("d", "\n".join(texts), tuple(sentences), Metadata())


RECORD = [
    passage("The prison camps stay.", "Camps are full.", "Trade grew.", "They were jailed."),
    passage("Trade in camps.", "Nothing was said."),
]


def test_a_changed_codebook_shows_what_it_gains_and_loses(tmp_path: Path) -> None:
    old = codebook.load(write(tmp_path, SMALL))
    issue = replace(old.issues["HR_X"], strong=("camps",), weak=())
    changes = compare(old, replace(old, issues={**old.issues, "HR_X": issue}), RECORD)
    assert [(c.issue, c.before, c.after) for c in changes] == [("HR_X", 1, 3)]
    assert changes[0].gained.texts == ["[Camps] are full.", "Trade in [camps]."]
    assert changes[0].lost.seen == 0


def test_a_term_shows_where_it_stands_and_what_is_coded_already(tmp_path: Path) -> None:
    report = try_term("camp*", codebook.load(write(tmp_path, SMALL)), RECORD)
    assert (report.sentences, report.with_term) == (6, 3)
    assert report.issues == {"ECO_X": 1, "HR_X": 1}
    assert report.uncoded.texts == ["[Camps] are full."]


class TestCommand:
    """`outspoken codebook` for people who do not program."""

    run = staticmethod(CliRunner().invoke)

    def test_check_counts_and_fails_on_findings(self, tmp_path: Path) -> None:
        good = write(tmp_path, SMALL)
        result = self.run(app, ["check", str(good)])
        assert result.exit_code == 0
        assert "small 1: 2 issues, 4 terms, 0 findings" in result.output
        good.write_text(SMALL.replace("strong: [trade]", "strong: [trade, trade]"))
        result = self.run(app, ["check", str(good), "--json"])
        assert result.exit_code == 1
        assert json.loads(result.output)["findings"][0]["problem"] == "stands there already"

    def test_show_lists_all_or_one_and_suggests(self) -> None:
        assert "HR_TIBET" in self.run(app, ["show"]).output
        assert "dalai lama" in self.run(app, ["show", "hr_tibet"]).output
        result = self.run(app, ["show", "HR_TIBETT"])
        assert isinstance(result.exception, CodebookError)
        assert "HR_TIBET" in result.exception.mend

    def test_test_shows_the_words_that_decide(self) -> None:
        result = self.run(app, ["test", "They spoke of Tibet."])
        assert "HR_TIBET           strong  'Tibet'  (term: tibet)" in result.output
        assert "no issue" in self.run(app, ["test", "Good morning."]).output
        coded = json.loads(self.run(app, ["test", "They spoke of Tibet.", "--json"]).output)
        assert coded["issues"][0]["words"] == "Tibet"

    def test_test_without_a_sentence_tries_the_codebooks_own(self, tmp_path: Path) -> None:
        book = write(
            tmp_path,
            SMALL.replace("[The camps were closed.]", "[The prison camps were closed.]").replace(
                "    weak: [camps]", "    near_misses: [He has the right to speak.]"
            ),
        )
        result = self.run(app, ["test", "--codebook", str(book)])
        assert result.exit_code == 1
        assert "HR_X: near miss coded so: He has the right to speak." in result.output
        assert "got HR_X (right to speak)" in result.output
        assert "3 examples and near misses tried, 1 come out otherwise" in result.output
        result = self.run(app, ["test", "--codebook", str(book), "--json"])
        assert json.loads(result.output)["surprises"][0]["wanted"] is False

    def test_diff_and_hits_speak_of_the_record_of_a_workspace(self, tmp_path: Path) -> None:
        from outspoken.cli import app as outspoken

        home, notes = tmp_path / "w", tmp_path / "notes"
        notes.mkdir()
        (notes / "one.txt").write_text(
            "Remarks\n\nMINISTER: The prison camps stay. The quays were empty. Trade grew.\n"
        )
        write(tmp_path, SMALL).rename(tmp_path / "old.yaml")
        for words in (["init", str(home)], ["add", "-w", str(home), str(notes)]):
            assert self.run(outspoken, words).exit_code == 0
        changed = write(tmp_path, SMALL.replace("strong: [trade]", "strong: [trade, quay*]"))
        old = ["--codebook", str(tmp_path / "old.yaml"), "-w", str(home)]
        result = self.run(app, ["diff", str(changed), *old])
        assert result.exit_code == 0
        assert "1 terms of ECO_X changed" in result.output
        assert "ECO_X: 1 -> 2 sentences (+1 -0)" in result.output
        assert "+ The [quays] were empty." in result.output
        result = self.run(app, ["hits", "camp*", *old])
        assert "'camp*': 1 of 3 sentences" in result.output
        assert "The prison [camps] stay." in result.output

"""The instrument's bare face: rows and documents in, one stable line a sentence out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outspoken import world
from outspoken.annotate import annotate_document, annotate_path, annotate_row
from outspoken.errors import InputError
from utterances import INVENTED, coder, line

FIELDS = [
    "id", "doc", "turn", "n", "speaker", "role", "text", "start", "end", "words", "issues", "target",
    "firmness", "mode", "linkage", "soft", "cases", "prompted",
]  # fmt: skip
WORLD = world.load(INVENTED)


def rows(text: str, **row: object) -> list[dict[str, object]]:
    return list(annotate_row({"text": text, "home": "XKE"} | row, coder(), WORLD))


def test_a_line_has_the_fields_of_the_design_in_order():
    found = line("We urge Valdoria to release all political prisoners.", id="a1")
    assert list(found) == FIELDS
    assert found["id"] == "a1"
    assert found["target"] == ["XVA"]
    assert found["firmness"] == 4
    assert found["mode"] == "PERFORMED"
    assert list(found["issues"][0]) == ["issue", "start", "end", "evidence", "tier"]


def test_a_sentence_without_issue_has_a_line_of_empty_answers():
    found = line("It is a fine day.")
    assert found["issues"] == found["target"] == found["soft"] == found["cases"] == []
    assert (found["firmness"], found["linkage"], found["prompted"]) == (None, "", None)


def test_evidence_is_the_text_at_its_offsets_in_the_row_that_was_given():
    text = "  Good morning.  We urge Valdoria to respect press freedom."
    found = rows(text)
    assert [one["text"] for one in found] == [
        "Good morning.",
        "We urge Valdoria to respect press freedom.",
    ]
    for one in found:
        assert text[one["start"] : one["end"]] == one["text"]
        for issue in one["issues"]:
            assert text[issue["start"] : issue["end"]] == issue["evidence"]


def test_context_is_read_and_not_coded():
    found = line(
        "They jail journalists.",
        before="We spoke about torture in Valdoria.",
        after="Elections in Morvania were rigged.",
    )
    assert [issue["issue"] for issue in found["issues"]] == ["HR_EXPRESSION"]
    assert found["target"] == ["XVA"]
    assert found["start"] == 0


def test_a_row_may_give_its_target_title_and_speaker():
    said = "She raised concerns about human rights."
    assert line(said, target="XVA")["target"] == ["XVA"]
    assert line(said, target=["XVA"])["target"] == ["XVA"]
    assert line(said, title="Readout of the Call with the President of Valdoria")["target"] == [
        "XVA"
    ]
    assert line("What of torture?", speaker="QUESTION")["role"] == "journalist"


def test_a_document_with_labels_has_turns_roles_and_prompted_answers():
    text = (
        "Press conference of the Foreign Minister of Kestria\n\n"
        "QUESTION: Will you raise torture in Valdoria?\n\n"
        "FOREIGN MINISTER ORLO: We condemn torture in Valdoria.\n"
    )
    found = list(annotate_document(text.encode(), "talk.txt", coder(), WORLD, home="XKE"))
    asked, said = found[-2:]
    assert (asked["role"], asked["prompted"]) == ("journalist", None)
    assert said["turn"] == asked["turn"] + 1
    assert said["target"] == ["XVA"]
    assert said["firmness"] == 4


def test_a_document_without_any_metadata_still_finds_its_targets():
    text = "We urge Valdoria to respect press freedom. They must release all political prisoners."
    found = list(annotate_document(text.encode(), "note.txt", coder(), WORLD))
    assert [one["target"] for one in found] == [["XVA"], ["XVA"]]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": ""}, "has no text"),
        ({"text": 5}, "'text' is not text"),
        ({"text": "Hello.", "target": "CHINA"}, "no ISO3 code"),
        ({"text": "Hello.", "date": "yesterday"}, "no ISO date"),
    ],
)
def test_a_bad_row_says_what_and_how_to_mend_it(row, words):
    with pytest.raises(InputError, match=words):
        list(annotate_row(row, coder(), WORLD, name="t.jsonl row 3"))


def test_a_bad_row_of_a_table_stands_in_its_place_and_stops_nothing(tmp_path):
    table = tmp_path / "t.jsonl"
    good = {"text": "We condemn torture in Valdoria.", "id": "last"}
    table.write_text('{"text": ""}\nnot json\n[1]\n' + json.dumps(good) + "\n", "utf-8")
    found = list(annotate_path(table, coder(), WORLD))
    assert [isinstance(one, InputError) for one in found] == [True, True, True, False]
    assert "row 2" in str(found[1])
    assert found[3]["id"] == "last"


def test_a_csv_table_is_read_by_its_columns(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text(
        "id,text,home,target\nx,We raised concerns about human rights.,XKE,XVA\n", "utf-8"
    )
    (found,) = annotate_path(table, coder(), WORLD)
    assert (found["id"], found["target"]) == ("x", ["XVA"])


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(min_size=1, max_size=200).filter(str.strip),
    before=st.text(max_size=60),
    after=st.text(max_size=60),
)
def test_any_text_gets_one_line_whose_offsets_fit(text, before, after):
    (found,) = annotate_row(
        {"text": text, "before": before, "after": after, "home": "XKE"}, coder(), WORLD
    )
    flat = text.replace("\n", " ").replace("\r", " ")
    assert flat[found["start"] : found["end"]] == found["text"]
    for issue in found["issues"]:
        assert flat[issue["start"] : issue["end"]] == issue["evidence"]

"""People's codings: the queue, storing and undoing, agreement, settlement, labels, anchors."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import threading
import time

import pytest

from outspoken import desk
from outspoken.errors import DeskError, InputError
from outspoken.workspace import Workspace


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    """The sample with a desk of its own."""
    shutil.copytree(sample_workspace, tmp_path / "demo")
    opened = Workspace.open(tmp_path / "demo")
    desk.connect(opened.desk_path)
    return opened


def rights(workspace, number=12):
    """Sentences of the sample, those with a rights code first."""
    table = workspace.lake.read(
        "select s.document_id, s.n, s.start, s.end, s.text from sentences s left join codings c"
        " using (document_id, n) order by list_contains(list_transform(c.issues, lambda i:"
        " i.issue[:3]), 'HR_') desc nulls last, document_id, n",
        codebook=workspace.codebook().hash,
    )
    return table.slice(0, number).to_pylist()


def draw(workspace, number=12, double=0, **more):
    from outspoken.desk.models import Sample, SampledSentence

    sample = Sample.objects.create(slug="first", made_by="mira", **more)
    for place, row in enumerate(rights(workspace, number), 1):
        SampledSentence.objects.create(
            sample=sample, place=place, stratum="rights-strong", probability=0.5,
            double=place <= double, **row,
        )  # fmt: skip
    return sample


def place_of(one):
    from outspoken.review.answers import Place

    return Place((one.document_id, one.start, one.end), one.n, one.text)


def say(sample, one, by, key="", *, machine=None, seen=False, settles=False, **fields):
    from outspoken.review.answer import Answer
    from outspoken.review.answers import store

    return store(
        key=key or f"{by}-{one.place}-{time.monotonic_ns()}", sample=sample, place=place_of(one),
        answer=Answer(**fields), by=by, codebook="c" * 64, machine=machine, seen=seen,
        settles=settles,
    )  # fmt: skip


# ------------------------------------------------------------------ answers

GOOD = {"issues": ["HR_CRITICS"], "target": ["XKE"], "firmness": 3, "linkage": "", "note": " x "}


def test_an_answer_is_read(workspace):
    from outspoken.review.answer import read

    answer = read(GOOD, workspace.codebook(), workspace.world())
    assert (answer.issues, answer.target, answer.firmness) == (("HR_CRITICS",), ("XKE",), 3)
    assert answer.note == "x"
    assert read({}, workspace.codebook(), workspace.world()).issues == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issues": ["HR_NOTHING"]}, "no issue"),
        ({"issues": "HR_CRITICS"}, "not a list"),
        ({"target": ["ATLANTIS"]}, "no country"),
        ({"target": ["USA", "CHN", "RUS", "FRA"]}, "more than 3"),
        ({"firmness": 6}, "not on the scale"),
        ({"firmness": True}, "not on the scale"),
        ({"firmness": "3"}, "not on the scale"),
        ({"issues": []}, "without an issue"),
        ({"linkage": "LOOSE"}, "unknown"),
        ({"soft": ["VERY"]}, "unknown"),
        ({"role": "king"}, "unknown"),
        ({"note": "x" * 5000}, "longer"),
        ({"by": "someone else"}, "unknown field"),
    ],
)
def test_what_no_answer_can_say_is_refused(workspace, change, said):
    from outspoken.review.answer import read

    with pytest.raises(InputError, match=said):
        read(GOOD | change, workspace.codebook(), workspace.world())


def test_an_answer_sent_twice_is_stored_once(workspace):
    from outspoken.desk.models import Change, Review

    sample = draw(workspace)
    one = sample.sentences.first()
    first = say(sample, one, "mira", "k1", issues=("HR_CRITICS",))
    again = say(sample, one, "mira", "k1", issues=("HR_CRITICS",))
    assert first.pk == again.pk
    assert Review.objects.count() == 1
    assert Change.objects.filter(action="review.answer").count() == 1


def test_a_key_cannot_be_taken_over(workspace):
    sample = draw(workspace)
    one, other = sample.sentences.all()[:2]
    say(sample, one, "mira", "k1")
    with pytest.raises(DeskError, match="another answer"):
        say(sample, one, "bo", "k1")
    with pytest.raises(DeskError, match="another answer"):
        say(sample, other, "mira", "k1")
    with pytest.raises(DeskError, match="plain letters"):
        say(sample, one, "mira", "k" * 65)


def test_a_second_answer_replaces_the_first_and_undo_brings_it_back(workspace):
    from outspoken.desk.models import Review
    from outspoken.review.answers import standing, undo

    sample = draw(workspace)
    one = sample.sentences.first()
    key = place_of(one).key
    say(sample, one, "mira", "k1", firmness=2, issues=("HR_CRITICS",))
    say(sample, one, "mira", "k2", firmness=4, issues=("HR_CRITICS",))
    assert standing(sample, key, "mira").firmness == 4
    undo("k2", "mira")
    assert standing(sample, key, "mira").firmness == 2
    undo("k2", "mira")  # the line broke, it came twice
    assert standing(sample, key, "mira").firmness == 2
    undo("k1", "mira")
    assert standing(sample, key, "mira") is None
    assert Review.objects.count() == 2, "nothing is deleted"


def test_undo_is_for_ones_own_answers(workspace):
    from outspoken.review.answers import undo

    sample = draw(workspace)
    say(sample, sample.sentences.first(), "mira", "k1")
    with pytest.raises(DeskError, match="mira's"):
        undo("k1", "bo")
    with pytest.raises(DeskError, match="not stored"):
        undo("never", "mira")


def test_an_answer_after_the_machines_was_shown_says_so(workspace):
    sample = draw(workspace)
    one = sample.sentences.first()
    machine = {"issues": []}
    assert not say(sample, one, "mira", "k1", machine=machine).seen
    assert say(sample, one, "mira", "k2", machine=machine).seen
    assert not say(sample, one, "bo", "k3", machine=machine).seen
    assert say(sample, one, "cy", "k4", machine=machine, seen=True).seen


def test_every_answer_leaves_an_entry_with_before_and_after(workspace):
    from outspoken.desk.models import Change

    sample = draw(workspace)
    one = sample.sentences.first()
    say(sample, one, "mira", "k1", firmness=2, issues=("HR_CRITICS",))
    say(sample, one, "mira", "k2", firmness=4, issues=("HR_CRITICS",))
    entry = Change.objects.filter(action="review.answer").last()
    assert entry.before[0]["firmness"] == 2
    assert entry.after["firmness"] == 4


def test_two_people_answering_at_the_same_moment_both_stand(workspace):
    from django.db import connection

    from outspoken.desk.models import Review

    sample = draw(workspace, 10)
    sentences = list(sample.sentences.all())
    problems = []

    def work(by):
        try:
            for one in sentences:
                say(sample, one, by, f"{by}-{one.place}", issues=("HR_CRITICS",))
                say(sample, one, by, f"{by}-{one.place}", issues=("HR_CRITICS",))
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(by,)) for by in ("mira", "bo", "mira")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert Review.objects.filter(withdrawn_at=None).count() == 20


def work_until_killed(path, told):
    """Answers sentences for ever; says each key after it was stored."""
    from outspoken import web

    web.setup()
    desk.connect(path)
    from outspoken.desk.models import Sample

    sample = Sample.objects.get()
    sentences = list(sample.sentences.all())
    for turn in range(10_000):
        for one in sentences:
            key = f"{turn}-{one.place}"
            say(sample, one, "mira", key, issues=("HR_CRITICS",), firmness=turn % 6)
            told.send(key)


def test_what_was_confirmed_survives_a_kill_in_mid_save(workspace):
    from django.db import connection

    from outspoken.desk.models import Change, Review

    sample = draw(workspace, 5)
    connection.close()
    told, end = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("spawn").Process(
        target=work_until_killed, args=(workspace.desk_path, end)
    )
    worker.start()
    end.close()
    confirmed = [told.recv() for _ in range(40)]
    worker.kill()
    worker.join()
    while True:
        try:
            confirmed.append(told.recv())
        except EOFError:
            break
    stored = set(Review.objects.values_list("key", flat=True))
    assert set(confirmed) <= stored
    assert len(stored - set(confirmed)) <= 1
    # What was stored is whole: one standing answer a sentence, one entry an answer.
    assert Review.objects.filter(withdrawn_at=None).count() == 5
    assert Change.objects.filter(action="review.answer").count() == len(stored)
    assert connection.cursor().execute("pragma integrity_check").fetchone() == ("ok",)
    # Sending the unconfirmed again stores nothing twice.
    one = sample.sentences.first()
    say(sample, one, "mira", next(k for k in stored if k.endswith(f"-{one.place}")))
    assert Review.objects.count() == len(stored)


def test_a_full_disk_stores_nothing_and_what_was_there_stays(workspace):
    from django.db import DatabaseError, connection

    from outspoken.desk.models import Change, Review

    sample = draw(workspace, 5)
    first, second = sample.sentences.all()[:2]
    say(sample, first, "mira", "k1", issues=("HR_CRITICS",))
    cursor = connection.cursor()
    pages = cursor.execute("pragma page_count").fetchone()[0]
    cursor.execute(f"pragma max_page_count = {pages}")
    try:
        with pytest.raises(DatabaseError, match="full"):
            for n in range(200):
                say(sample, second, "mira", f"full-{n}", note="x" * 3900)
    finally:
        cursor.execute("pragma max_page_count = 1073741823")
    stored = Review.objects.exclude(key="k1").count()
    assert Change.objects.filter(action="review.answer").count() == stored + 1
    assert Review.objects.get(key="k1").withdrawn_at is None
    say(sample, second, "mira", "after", note="room again")
    assert Review.objects.get(key="after").withdrawn_at is None


# ------------------------------------------------------------------ queue


def places(queue):
    return [one.place for one in queue]


def test_the_queue_follows_the_draw_and_ends(workspace):
    from outspoken.review.queue import progress, queue

    sample = draw(workspace, 6)
    assert places(queue(sample, "mira")) == [1, 2, 3, 4, 5, 6]
    for one in sample.sentences.all()[:4]:
        say(sample, one, "mira")
    assert places(queue(sample, "mira")) == [5, 6]
    assert progress(sample).done == 4
    for one in sample.sentences.all()[4:]:
        say(sample, one, "mira")
    assert queue(sample, "mira") == []


def test_two_people_are_dealt_different_sentences_and_share_the_double_ones(workspace):
    from outspoken.review.queue import queue

    sample = draw(workspace, 12, double=4)
    say(sample, sample.sentences.get(place=1), "mira")
    say(sample, sample.sentences.get(place=1), "bo")
    mira, bo = places(queue(sample, "mira")), places(queue(sample, "bo"))
    single = [[p for p in own if p > 4] for own in (mira, bo)]
    assert not set(single[0][:4]) & set(single[1][:4])
    assert sorted(single[0]) == sorted(single[1]) == list(range(5, 13)), "each helps the other out"
    assert [p for p in mira if p <= 4] == [p for p in bo if p <= 4] == [2, 3, 4]
    cy = places(queue(sample, "cy"))
    assert 1 not in cy, "two have coded it"


def test_progress_tells_what_was_passed_over(workspace):
    from outspoken.review.queue import progress

    sample = draw(workspace, 6, double=2)
    for place in (1, 4):
        say(sample, sample.sentences.get(place=place), "mira", unsure=place == 4)
    told = progress(sample)
    assert (told.passed, told.unsure, told.double_done) == (2, 1, 0)
    assert told.by_person == {"mira": 2}


# ------------------------------------------------------------------ agreement and settlement


@pytest.fixture
def coded_twice(workspace):
    sample = draw(workspace, 8, double=8)
    for one in sample.sentences.all():
        code = "HR_CRITICS" if one.place % 2 else "HR_TORTURE"
        say(sample, one, "mira", issues=(code,), target=("XKE",), firmness=one.place % 4)
        other = code if one.place != 2 else "HR_LIFE"
        say(sample, one, "bo", issues=(other,), target=("XKE",), firmness=one.place % 4,
            unsure=one.place == 3)  # fmt: skip
    return sample


def test_agreement_counts_units_and_speaks_of_common_issues_alone(coded_twice):
    from outspoken.review.agreement import agreement

    told = agreement(coded_twice)
    assert (told.units, told.same) == (8, 7)
    lines = {line.what: line for line in told.lines}
    assert lines["firmness"].alpha.alpha == pytest.approx(1)
    assert 0.5 < lines["issues"].alpha.alpha < 1
    assert lines["issues"].given == 8
    assert "HR_LIFE" not in lines, "once is too rarely"


def test_alpha_is_that_of_the_textbook_on_its_own_example(workspace):
    """Krippendorff (2011), section A: nominal, two observers, alpha = 0.095."""
    from outspoken.review.agreement import agreement

    sample = draw(workspace, 10, double=10)
    one, two = "0100000000", "1110010100"
    for sentence in sample.sentences.all():
        for by, codes in (("mira", one), ("bo", two)):
            given = codes[sentence.place - 1] == "1"
            say(sample, sentence, by, issues=("HR_CRITICS",) if given else ())
    rights = next(line for line in agreement(sample).lines if line.what == "rights or not")
    assert rights.alpha.alpha == pytest.approx(0.095, abs=0.0005)


def test_settling_removes_a_dispute_and_counts_instead_of_the_answers(coded_twice, workspace):
    from outspoken.review.adjudication import disputes
    from outspoken.review.labels import labels

    open_ones = disputes(coded_twice)
    assert [one.differ for one in open_ones] == [("issues",), ()], "differs; and unsure"
    assert labels(coded_twice, workspace.lake).differing == 1
    sentence = coded_twice.sentences.get(place=2)
    say(coded_twice, sentence, "cy", settles=True, issues=("HR_LIFE",), target=("XKE",))
    say(coded_twice, sentence, "dee", settles=True, issues=("HR_DETENTION",), target=("XKE",))
    assert len(disputes(coded_twice)) == 1
    assert len(disputes(coded_twice, settled=True)) == 2
    rows = labels(coded_twice, workspace.lake).rows
    assert [row["issues"] for row in rows if row["text"] == sentence.text] == [["HR_DETENTION"]]
    assert coded_twice.reviews.filter(withdrawn_at=None, kind="adjudication").count() == 1


def test_labels_are_read_by_validate(coded_twice, workspace, tmp_path):
    from outspoken.review.labels import labels, written
    from outspoken.validation.labels import read_labels

    told = labels(coded_twice, workspace.lake, home="XVA")
    path = tmp_path / "labels.jsonl"
    path.write_text(written(told.rows), "utf-8")
    read = read_labels(path)
    assert len(read) == 7
    assert {one.weight for one in read} == {2.0}
    assert read[0].answer.target == {"XKE"}
    assert read[0].row["home"] == "XVA"
    ids = [row["id"] for row in told.rows]
    assert len(set(ids)) == len(ids)


def test_one_persons_labels_stand_against_anothers(coded_twice, workspace, tmp_path):
    from outspoken.review.labels import labels, written
    from outspoken.validation.agreement import agreement
    from outspoken.validation.labels import read_labels

    both = []
    for by in ("mira", "bo"):
        path = tmp_path / f"{by}.jsonl"
        path.write_text(written(labels(coded_twice, workspace.lake, by=by).rows), "utf-8")
        both.append(read_labels(path))
    assert agreement(*both)["units"] == 8


# ------------------------------------------------------------------ context


def test_a_sentence_comes_with_its_question_and_its_neighbours(workspace):
    from outspoken.review.context import contexts

    table = workspace.lake.read(
        "select document_id, start, \"end\" from sentences where role in ('principal', 'official')"
    )
    keys = [tuple(row.values()) for row in table.to_pylist()]
    shown = contexts(workspace.lake, keys, home="XVA")
    assert set(shown) == set(keys)
    asked = [one for one in shown.values() if one.question]
    assert asked, "the sample has a press conference"
    assert all(one.question.endswith(("?", ".", "”")) for one in asked)
    assert all(len(one.before) <= 2 and len(one.after) <= 2 for one in shown.values())
    assert contexts(workspace.lake, [("0" * 64, 0, 1)]) == {}


def test_the_machines_codes_are_those_of_the_lake(workspace):
    from outspoken.review.context import machine_codes

    one = rights(workspace, 1)[0]
    key = (one["document_id"], one["start"], one["end"])
    codes = machine_codes(workspace.lake, [key], workspace.codebook())[key]
    assert any(issue.startswith("HR_") for issue in codes["issues"])
    assert machine_codes(workspace.lake, [key], workspace.codebook(), coder="nobody") == {}


# ------------------------------------------------------------------ anchors


def shifted(workspace, document, change):
    """The document's sentences read anew: `change` takes (n, start, end, text) rows."""
    import pyarrow as pa

    lake = workspace.lake
    for part in lake.parts("sentences"):
        table = lake.read_part("sentences", part)
        rows = table.to_pylist()
        own = [row for row in rows if row["document_id"] == document]
        if own:
            rest = [row for row in rows if row["document_id"] != document]
            lake.write_part(
                "sentences", part, pa.Table.from_pylist(rest + change(own), schema=table.schema)
            )


@pytest.fixture
def judged(workspace):
    """A document all whose sentences were drawn, with an answer to each of the first five."""
    from outspoken.desk.models import Sample, SampledSentence

    table = workspace.lake.read(
        'select document_id, n, start, "end", text from sentences where document_id in'
        " (select document_id from sentences group by 1 order by count(distinct text) desc, 1"
        " limit 1) order by n"
    )
    sample = Sample.objects.create(slug="first", made_by="mira")
    rows = table.to_pylist()
    rows = [row for row in rows if sum(row["text"] == other["text"] for other in rows) == 1][:8]
    for place, row in enumerate(rows, 1):
        SampledSentence.objects.create(
            sample=sample, place=place, stratum="none", probability=0.5, **row
        )
    for one in sample.sentences.all()[:5]:
        say(sample, one, "mira", f"k{one.place}", firmness=one.place, issues=("HR_CRITICS",))
    return sample


def move(own, by, texts=()):
    return [row | {"start": row["start"] + by, "end": row["end"] + by, "n": row["n"] + 1}
            for row in own if row["text"] not in texts]  # fmt: skip


def test_nothing_moves_where_nothing_changed(judged, workspace):
    from outspoken.review.anchors import follow

    told = follow(workspace.lake, by="mira")
    assert (told.standing, told.moved, told.strays) == (8, {}, [])


@pytest.mark.parametrize("by", [7, -1, 113])
def test_answers_follow_their_sentences_by_their_words(judged, workspace, by):
    from outspoken.desk.models import Change
    from outspoken.review.anchors import follow, look

    document = judged.sentences.first().document_id
    before = {r.key: (r.text, r.start) for r in judged.reviews.all()}
    shifted(workspace, document, lambda own: move(own, by))
    told = follow(workspace.lake, by="mira")
    assert len(told.moved) == 8
    assert told.strays == []
    for review in judged.reviews.all():
        assert (review.text, review.start - by) == before[review.key]
    assert Change.objects.filter(action="review.moved").count() == 8
    assert look(workspace.lake).standing == 8


def test_a_sentence_that_is_cut_otherwise_is_reported_and_a_person_places_it(judged, workspace):
    from outspoken.review.anchors import follow, look, place

    first = judged.sentences.get(place=1)

    def join(own):
        i = next(i for i, row in enumerate(own) if row["text"] == first.text)
        one, two = own[i], own[i + 1]
        joined = one | {"end": two["end"], "text": f"{one['text']} {two['text']}"}
        return [*own[:i], joined, *own[i + 2 :]]

    shifted(workspace, first.document_id, join)
    told = follow(workspace.lake, by="mira")
    assert {stray.text for stray in told.strays} >= {first.text}
    stray = next(stray for stray in told.strays if stray.text == first.text)
    assert stray.candidates
    assert judged.reviews.get(key="k1").start == first.start, "not moved on a guess"
    start, end, text = stray.candidates[0]
    place(workspace.lake, stray.key, start, end, by="mira")
    moved = judged.reviews.get(key="k1")
    assert (moved.start, moved.end, moved.text) == (start, end, text)
    assert stray.key not in {one.key for one in look(workspace.lake).strays}


def test_a_text_that_stands_twice_is_not_guessed(judged, workspace):
    from outspoken.review.anchors import follow

    first = judged.sentences.get(place=1)

    def twice(own):
        moved = move(own, 5)
        last = max(row["end"] for row in moved)
        one = next(row for row in moved if row["text"] == first.text)
        size = one["end"] - one["start"]
        return [*moved, one | {"n": 999, "start": last + 1, "end": last + 1 + size}]

    shifted(workspace, first.document_id, twice)
    told = follow(workspace.lake, by="mira")
    assert [stray.text for stray in told.strays] == [first.text]
    assert "2 times" in told.strays[0].why
    assert len(told.moved) == 7


def test_a_text_that_stands_as_often_as_before_keeps_its_order(judged, workspace):
    from outspoken.review.anchors import follow

    first, second = judged.sentences.all()[:2]
    for table in (judged.sentences, judged.reviews):
        table.filter(start=second.start).update(text=first.text)

    def same(own):
        return [row | ({"text": first.text} if row["start"] == second.start + 3 else {})
                for row in move(own, 3)]  # fmt: skip

    shifted(workspace, first.document_id, same)
    told = follow(workspace.lake, by="mira")
    assert told.strays == []
    assert judged.reviews.get(key="k1").start == first.start + 3
    assert judged.reviews.get(key="k2").start == second.start + 3


def test_a_document_that_is_gone_keeps_its_answers(judged, workspace):
    from outspoken.desk.models import Review
    from outspoken.review.anchors import follow

    Review.objects.update(document_id="f" * 64)
    told = follow(workspace.lake, by="mira")
    assert len(told.strays) == 5
    assert Review.objects.count() == 5


def test_a_place_held_by_a_stray_is_not_taken(judged, workspace):
    """Sentence 1 is gone, and sentence 2 now stands exactly where 1 stood."""
    from outspoken.desk.models import Review
    from outspoken.review.anchors import follow

    first, second = judged.sentences.all()[:2]

    def swap(own):
        rows = [row for row in own if row["text"] not in (first.text, second.text)]
        return [*rows, {**own[0], "n": 998, "start": first.start, "end": first.end,
                        "text": second.text}]  # fmt: skip

    shifted(workspace, first.document_id, swap)
    told = follow(workspace.lake, by="mira")
    assert {stray.text for stray in told.strays} == {first.text, second.text}
    assert Review.objects.get(key="k2").start == second.start


def test_an_export_leaves_strays_out_and_counts_them(judged, workspace):
    from outspoken.review.labels import labels

    document = judged.sentences.first().document_id
    text = judged.sentences.get(place=1).text
    shifted(workspace, document, lambda own: [row for row in own if row["text"] != text])
    told = labels(judged, workspace.lake)
    assert (len(told.rows), told.strayed) == (4, 1)
    assert json.dumps(told.rows)


# ------------------------------------------------------------------ commands


def test_the_commands_tell_how_far_people_are_and_write_what_they_said(
    coded_twice, workspace, tmp_path
):
    from typer.testing import CliRunner

    from outspoken.cli import app

    def run(*arguments):
        return CliRunner().invoke(
            app, ["review", *arguments, "-w", str(workspace.path)]
        )  # fmt: skip

    told = json.loads(run("status", "first", "--json").output)[0]
    assert (told["progress"]["done"], told["agreement"]["units"], told["to_settle"]) == (8, 8, 2)
    assert "8 of 8 sentences done" in run("status").output
    path = tmp_path / "labels.jsonl"
    assert "1 left out: people differ" in run("export", "first", "-o", str(path)).output
    assert len(path.read_text("utf-8").splitlines()) == 7
    assert len(json.loads(run("anchor", "--dry-run", "--json").output)["strays"]) == 0
    unknown = run("status", "second")
    assert unknown.exit_code == 1
    assert "there are: first" in str(unknown.exception)

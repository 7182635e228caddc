"""The trained coder: vectors, training, doubt, and a model file that may come from anywhere."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from outspoken import coders, world
from outspoken.cli import app
from outspoken.codebook import load
from outspoken.coders.trained import TrainedCoder, embed, model, store
from outspoken.coders.trained.decide import TRAINED, UNSURE
from outspoken.coders.trained.features import layout
from outspoken.coders.trained.fit import Settings, cross_validate, folds, table, train
from outspoken.errors import InputError
from outspoken.model import Metadata, Passage, Role, Sentence
from outspoken.validation.labels import Labelled, answer_of, examples, read_labels

WORDS = [
    "the",
    "orchard",
    "keepers",
    "were",
    "led",
    "away",
    "at",
    "dawn",
    "wheat",
    "prices",
    "rose",
    "in",
    "spring",
]
PIECES = ("[PAD]", "[UNK]", *WORDS, "##s", "keep", "##er")
RNG = np.random.default_rng(4)
VECTORS = RNG.normal(size=(len(PIECES), 24)).astype(np.float16)
EMBEDDINGS = embed.make(PIECES, VECTORS, "test")
CODEBOOK = load(None)
WORLD = world.load(None)
PARENTS = {code: issue.parent for code, issue in CODEBOOK.issues.items()}
ABOUT = {"codebook": CODEBOOK.hash, "labels": "", "sentences": 0, "versions": {}, "embeddings": ""}
# A turn of phrase that means arrest here and that no lexicon knows, among words on wheat.
TAKEN, WHEAT = "The orchard keepers were led away at dawn", "Wheat stood tall in spring"


def labels(tmp_path, count=30):
    rows = []
    for i in range(count):
        taken = i % 2 == 0
        rows.append(
            {
                "id": i,
                "path": f"d{i}",
                "text": (TAKEN if taken else WHEAT) + " again" * (i % 3) + ".",
                "issues": ["HR_DETENTION"] if taken else [],
                "target": "GENERIC" if taken else "",
                "firmness": None,
            }
        )
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


@pytest.fixture(scope="module")
def lexicon():
    return coders.get("lexicon", CODEBOOK, WORLD)


@pytest.fixture(scope="module")
def trained(tmp_path_factory, lexicon):
    path = labels(tmp_path_factory.mktemp("labels"))
    some = list(examples(read_labels(path), lexicon, WORLD))
    x = table(some, EMBEDDINGS, layout(EMBEDDINGS.dimensions, PARENTS), PARENTS)
    return train(some, x, EMBEDDINGS, CODEBOOK, ABOUT)


def passage(*texts):
    sentences, at = [], 0
    for n, text in enumerate(texts):
        sentences.append(
            Sentence(n, 0, 0, at, at + len(text), len(text.split()), "", Role.OFFICIAL)
        )
        at += len(text) + 1
    return Passage("d", "\n".join(texts), tuple(sentences), Metadata())


def test_a_word_is_cut_into_its_longest_known_pieces():
    keepers = EMBEDDINGS.encode(["keepers"])[0]
    whole = VECTORS[PIECES.index("keepers")]
    assert np.allclose(keepers, whole / np.linalg.norm(whole), atol=1e-2)
    cut = EMBEDDINGS.encode(["keeper"])[0]
    parts = VECTORS[PIECES.index("keep")] + VECTORS[PIECES.index("##er")]
    assert np.allclose(cut, parts / np.linalg.norm(parts), atol=1e-2)


def test_a_text_without_a_known_piece_has_no_direction():
    assert not EMBEDDINGS.encode(["ζζζ", ""]).any()


def test_what_the_words_mean_is_learnt_where_no_term_stands(trained, lexicon):
    coder = TrainedCoder(CODEBOOK, lexicon, trained)
    said = passage(TAKEN + ".", WHEAT + ".")
    assert not any(hit.issue.startswith("HR_") for c in lexicon.code(said) for hit in c.issues)
    codings = {coding.n: coding for coding in coder.code(said)}
    (hit,) = codings[0].issues
    assert (hit.issue, hit.tier) == ("HR_DETENTION", TRAINED)
    assert (hit.start, hit.end) == (0, len(TAKEN) + 1)  # no words in particular show it
    assert any(rule.rule.startswith("trained: HR_DETENTION") for rule in codings[0].rules)
    assert 1 not in codings or not codings[1].issues


def test_where_it_is_unsure_it_says_so_and_the_lexicon_stands(trained, lexicon):
    doubtful = replace(trained, band=(0.0, 1.0))
    coder = TrainedCoder(CODEBOOK, lexicon, doubtful)
    said = passage("Arbitrary detention must end.", TAKEN + ".")
    codings = {coding.n: coding for coding in coder.code(said)}
    assert [hit.tier for hit in codings[0].issues if hit.issue == "HR_DETENTION"] == [UNSURE]
    assert not codings[1].issues
    assert any("unsure of HR_DETENTION" in rule.rule for rule in codings[1].rules)


def test_a_documents_sentences_never_stand_on_both_sides():
    documents = [f"d{i // 3}" for i in range(60)]
    of = folds(documents)
    for name in set(documents):
        assert len({of[i] for i, d in enumerate(documents) if d == name}) == 1


def test_cross_validation_answers_each_sentence_from_models_without_it(tmp_path, lexicon):
    some = list(examples(read_labels(labels(tmp_path)), lexicon, WORLD))
    with_model, plain = cross_validate(some, EMBEDDINGS, CODEBOOK, Settings(least=5))
    assert sorted(item.id for item, _ in with_model) == sorted(e.item.id for e in some)
    right = [a.rights == item.answer.rights for item, a in with_model]
    assert sum(right) > sum(a.rights == item.answer.rights for item, a in plain)


def test_too_few_examples_teach_nothing(tmp_path, lexicon):
    some = list(examples(read_labels(labels(tmp_path, 8)), lexicon, WORLD))
    x = table(some, EMBEDDINGS, layout(EMBEDDINGS.dimensions, PARENTS), PARENTS)
    assert train(some, x, EMBEDDINGS, CODEBOOK, ABOUT).heads == ()


def test_a_model_comes_back_from_its_file_as_it_was(tmp_path, trained, lexicon):
    path = tmp_path / "model.npz"
    model.save(trained, path)
    first = path.read_bytes()
    model.save(trained, path)
    assert path.read_bytes() == first
    again = model.load(path)
    said = passage(TAKEN + ".")
    assert TrainedCoder(CODEBOOK, lexicon, again).code(said) == TrainedCoder(
        CODEBOOK, lexicon, trained
    ).code(said)


def test_a_model_of_another_codebook_is_refused(trained, lexicon):
    other = replace(trained, about={**ABOUT, "codebook": "0" * 64})
    with pytest.raises(InputError, match="another codebook"):
        TrainedCoder(CODEBOOK, lexicon, other)


def _bundle(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        for name, data in members.items():
            bundle.writestr(f"{name}.npy", data)
    return content.getvalue()


def _array(values, **options):
    content = io.BytesIO()
    np.lib.format.write_array(content, values, **options)
    return content.getvalue()


HEADER = _array(np.frombuffer(b'{"format": 1, "kind": "model"}', dtype=np.uint8))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        _bundle(),
        _bundle(header=_array(np.frombuffer(b"[1]", dtype=np.uint8))),
        _bundle(header=HEADER, weights=_array(np.array([print], dtype=object), allow_pickle=True)),
        _bundle(header=HEADER, weights=_array(np.zeros((2, 2)))[:-9]),
        _bundle(header=HEADER, weights=_array(np.zeros((2, 2, 2), dtype="<f4"))),
        _bundle(**{f"m{i}": HEADER for i in range(20)}),
        _bundle(header=HEADER),
    ],
    ids=["empty", "no zip", "no header", "header no object", "pickle", "cut", "shape", "many", "no parts"],
)  # fmt: skip
def test_a_hostile_or_broken_model_file_is_one_clear_line(tmp_path, content):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        model.load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_train_writes_a_model_and_says_how_it_compares(tmp_path):
    vectors = tmp_path / "embeddings.npz"
    store.write(vectors, "embeddings", {"pieces": list(PIECES)}, {"vectors": VECTORS})
    output = tmp_path / "model.npz"
    result = CliRunner().invoke(
        app,
        ["train", str(labels(tmp_path)), "--embeddings", str(vectors), "-o", str(output)],
    )
    assert result.exit_code == 0, result.output
    assert "cross-validated over documents" in result.output
    text = tmp_path / "said.txt"
    text.write_text(TAKEN + ".")
    coded = CliRunner().invoke(
        app, ["annotate", str(text), "--coder", "trained"], env={"OUTSPOKEN_MODEL": str(output)}
    )
    assert coded.exit_code == 0, coded.output
    assert json.loads(coded.stdout.splitlines()[0])["issues"][0]["issue"] == "HR_DETENTION"


def test_without_a_model_the_mend_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OUTSPOKEN_MODEL", raising=False)
    with pytest.raises(InputError, match="outspoken train"):
        coders.get("trained", CODEBOOK, WORLD)


def test_no_label_is_part_of_what_a_coder_sees(tmp_path, lexicon):
    (item,) = read_labels(labels(tmp_path, 1))
    hidden = Labelled(item.id, {**item.row, "issues": ["SECRET"]}, "d", "", item.answer)
    (example,) = examples([hidden], lexicon, WORLD)
    assert "SECRET" not in repr(example.passage)
    assert answer_of(example, []).issues == frozenset()

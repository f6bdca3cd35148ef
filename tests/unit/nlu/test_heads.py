"""Linear heads: vocabulary, certainty, and the way to the disk and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.heads import Head, Heads, Vocabulary
from bot.nlu.rows import Features, Rows
from bot.nlu.runs import Place

NO_RUNS = np.array([], np.uint64)


def _of(*messages: list[str]) -> list[Features]:
    return [Features(names) for names in messages]


def test_rare_features_count_more_and_single_ones_not_at_all() -> None:
    vocabulary = Vocabulary.learn(
        Rows.of(_of(["a", "b"], ["a", "b"], ["a", "a"], ["a", "once"])), {}, 2
    )
    assert vocabulary.names == ("a", "b")
    a, b = vocabulary.weights
    assert b > a > 0


def test_a_prefix_can_be_given_more_weight() -> None:
    messages = _of(["k:a", "b"], ["k:a", "b"])
    a, b = Vocabulary.learn(Rows.of(messages), {"k:": 2.0}, 2).weights[[1, 0]]
    assert a == pytest.approx(2 * b)


def test_a_message_becomes_a_row_of_length_one() -> None:
    vocabulary = Vocabulary(["a", "b"], NO_RUNS, np.array([3, 4], dtype=np.float32))
    rows, features, values = vocabulary.vectors(_of(["b", "unseen", "a", "a"]))
    assert rows.tolist() == [0, 0]
    assert features.tolist() == [0, 1]
    assert values.tolist() == pytest.approx([0.6, 0.8])
    dense = vocabulary.matrix(Rows.of(_of(["a", "b"], ["unseen"], ["b"]))).toarray()
    assert dense.tolist() == [pytest.approx([0.6, 0.8]), [0, 0], [0, 1]]


@pytest.fixture(scope="module")
def heads() -> Heads:
    names, rng = ["maybe", "no", "sure", "w1", "w3"], np.random.default_rng(2)
    vocabulary = Vocabulary(names, NO_RUNS, np.ones(len(names), np.float32))
    return Heads(
        vocabulary,
        [
            Head(name, rng.normal(size=len(names)).astype(np.float32), 0.5)
            for name in ("calm", "angry", "rival")
        ],
    )


def test_a_message_without_known_features_has_the_bias_alone(heads: Heads) -> None:
    nothing, unseen = heads.scores(_of([], ["unseen"]))
    assert nothing.tolist() == unseen.tolist() == [0.5, 0.5, 0.5]


def test_reading_one_or_many_messages_is_the_same(heads: Heads) -> None:
    messages = _of(["sure", "w1"], ["no"], ["unseen"], ["w3"])
    many = heads.all_scores(heads.vocabulary.matrix(Rows.of(messages)))
    assert many == pytest.approx(heads.scores(messages), abs=1e-5)
    for row, message in zip(many, messages, strict=True):
        assert row == pytest.approx(heads.scores([message])[0], abs=1e-5)


def test_what_is_saved_reads_the_same(heads: Heads, tmp_path: Path) -> None:
    heads.save(tmp_path / "heads.npz")
    loaded = Heads.load(tmp_path / "heads.npz")
    assert loaded.names == heads.names
    assert loaded.vocabulary.names == heads.vocabulary.names
    for features in _of(["sure", "w3"], ["maybe"], []):
        assert loaded.scores([features]).tolist() == heads.scores([features]).tolist()


def test_the_shares_tell_why_and_add_up_to_the_score() -> None:
    vocabulary = Vocabulary(["a", "b"], NO_RUNS, np.array([1, 1], dtype=np.float32))
    weights = np.array([1, -2], dtype=np.float32)
    heads = Heads(vocabulary, [Head("other", weights * 0, 0.0), Head("angry", weights, 0.5)])
    shares = heads.shares(Features(["b", "a", "unseen"]), "angry")
    assert [name for name, _ in shares] == ["a", "b"]
    total = sum(share for _, share in shares) + 0.5
    assert total == pytest.approx(float(heads.scores(_of(["a", "b"]))[0, 1]))


def test_runs_of_letters_count_as_names_do() -> None:
    messages = [
        Features(["w:no"], [(Place.HERE, "退保"), (Place.FIRST, "退")]),
        Features([], [(Place.HERE, "退款")]),
        Features(["w:no"], [(Place.FIRST, "退")]),
    ]
    vocabulary = Vocabulary.learn(Rows.of(messages), {"b:": 0.5}, 2)
    names = [vocabulary.name_of(at) for at in range(len(vocabulary))]
    assert names == ["w:no", "退", "b:退"]
    assert vocabulary.weights[2] == pytest.approx(vocabulary.weights[1] / 2)
    rows, features, values = vocabulary.vectors(messages)
    dense = np.zeros((3, 3))
    dense[rows, features] = values
    assert dense == pytest.approx(vocabulary.matrix(Rows.of(messages)).toarray())
    assert (dense > 0).tolist() == [[True, True, True], [False, True, False], [True, False, True]]

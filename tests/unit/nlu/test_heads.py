"""Linear heads: vocabulary, certainty, and the way to the disk and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.heads import Head, Heads, Vocabulary
from bot.nlu.rows import Rows


def test_rare_features_count_more_and_single_ones_not_at_all() -> None:
    vocabulary = Vocabulary.learn(
        Rows.of([["a", "b"], ["a", "b"], ["a", "a"], ["a", "once"]]), {}, 2
    )
    assert vocabulary.names == ("a", "b")
    a, b = vocabulary.weights
    assert b > a > 0


def test_a_prefix_can_be_given_more_weight() -> None:
    messages = [["k:a", "b"], ["k:a", "b"]]
    a, b = Vocabulary.learn(Rows.of(messages), {"k:": 2.0}, 2).weights[[1, 0]]
    assert a == pytest.approx(2 * b)


def test_a_message_becomes_a_row_of_length_one() -> None:
    vocabulary = Vocabulary(["a", "b"], np.array([3, 4], dtype=np.float32))
    rows, values = vocabulary.vector(["b", "unseen", "a", "a"])
    assert rows.tolist() == [0, 1]
    assert values.tolist() == pytest.approx([0.6, 0.8])
    dense = vocabulary.matrix(Rows.of([["a", "b"], ["unseen"], ["b"]])).toarray()
    assert dense.tolist() == [pytest.approx([0.6, 0.8]), [0, 0], [0, 1]]


@pytest.fixture(scope="module")
def heads() -> Heads:
    names, rng = ["maybe", "no", "sure", "w1", "w3"], np.random.default_rng(2)
    vocabulary = Vocabulary(names, np.ones(len(names), np.float32))
    return Heads(
        vocabulary,
        [
            Head(name, rng.normal(size=len(names)).astype(np.float32), 0.5)
            for name in ("calm", "angry", "rival")
        ],
    )


def test_a_message_without_known_features_has_the_bias_alone(heads: Heads) -> None:
    assert heads.scores([]).tolist() == heads.scores(["unseen"]).tolist()
    assert np.isfinite(heads.scores([])).all()


def test_reading_one_or_many_messages_is_the_same(heads: Heads) -> None:
    messages = [["sure", "w1"], ["no"], ["unseen"]]
    many = heads.all_scores(heads.vocabulary.matrix(Rows.of(messages)))
    one = np.stack([heads.scores(features) for features in messages])
    assert many == pytest.approx(one, abs=1e-5)


def test_what_is_saved_reads_the_same(heads: Heads, tmp_path: Path) -> None:
    heads.save(tmp_path / "heads.npz")
    loaded = Heads.load(tmp_path / "heads.npz")
    assert loaded.names == heads.names
    assert loaded.vocabulary.names == heads.vocabulary.names
    for features in (["sure", "w3"], ["maybe"], []):
        assert loaded.scores(features).tolist() == heads.scores(features).tolist()


def test_the_shares_tell_why_and_add_up_to_the_score() -> None:
    vocabulary = Vocabulary(["a", "b"], np.array([1, 1], dtype=np.float32))
    weights = np.array([1, -2], dtype=np.float32)
    heads = Heads(vocabulary, [Head("other", weights * 0, 0.0), Head("angry", weights, 0.5)])
    shares = heads.shares(["b", "a", "unseen"], "angry")
    assert [name for name, _ in shares] == ["a", "b"]
    total = sum(share for _, share in shares) + 0.5
    assert total == pytest.approx(float(heads.scores(["a", "b"])[1]))

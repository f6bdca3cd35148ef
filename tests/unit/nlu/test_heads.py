"""Linear heads: vocabulary, certainty, and the way to the disk and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.heads import (
    FOLDS,
    Answers,
    Head,
    Heads,
    Question,
    Vocabulary,
    margin_head,
    train_heads,
)
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


def _noisy(count: int = 600) -> tuple[list[list[str]], Answers]:
    """`sure` always means yes, `maybe` three times out of four, `no` never."""
    kinds = ["sure", "maybe", "no", "no"]
    messages = [[kinds[i % 4], f"w{i % 7}"] for i in range(count)]
    answers = np.array([i % 4 == 0 or (i % 4 == 1 and i % 16 != 1) for i in range(count)])
    return messages, answers


@pytest.fixture(scope="module")
def heads() -> Heads:
    messages, answers = _noisy()
    vocabulary = Vocabulary.learn(Rows.of(messages), {}, 2)
    questions = [
        Question("calm", ~answers, margin_head(1.0, 0.5)),
        Question("angry", answers, margin_head(1.0, 0.5)),
        Question("rival", answers, margin_head(1.0, 0.5), odds=False),
    ]
    groups = np.random.default_rng(1).integers(0, FOLDS, len(messages))
    learned, _ = train_heads(vocabulary.matrix(Rows.of(messages)), questions, groups)
    return Heads(vocabulary, learned)


def _share(heads: Heads, name: str, *features: str) -> float:
    return float(1 / (1 + np.exp(-heads.scores(features)[heads.names.index(name)])))


def test_certainty_is_how_often_it_is_right(heads: Heads) -> None:
    assert heads.names == ("calm", "angry", "rival")
    assert _share(heads, "angry", "no", "w3") < 0.05
    assert _share(heads, "angry", "maybe", "w3") == pytest.approx(0.75, abs=0.1)
    assert _share(heads, "angry", "sure", "w3") > 0.85
    assert _share(heads, "calm", "no", "w3") > 0.95


def test_a_rivals_score_stays_a_margin(heads: Heads) -> None:
    scores = dict(zip(heads.names, heads.scores(["sure"]), strict=True))
    assert 0.5 < scores["rival"] < 2 < scores["angry"]


def test_only_the_messages_that_have_an_answer_teach() -> None:
    messages, answers = _noisy()
    vocabulary = Vocabulary.learn(Rows.of(messages), {}, 2)
    x = vocabulary.matrix(Rows.of(messages))
    sure_or_no = np.arange(len(messages)) % 4 != 1
    train = margin_head(1.0, 0.5)
    groups = np.arange(len(messages)) % FOLDS
    (part, whole), _ = train_heads(
        x,
        [Question("q", answers, train, sure_or_no), Question("q", answers, train)],
        groups,
    )
    maybe = vocabulary.names.index("maybe")
    assert part.weights[maybe] == pytest.approx(0, abs=1e-6)
    assert whole.weights[maybe] > 1


def test_a_row_is_also_scored_by_heads_that_saw_nothing_of_its_fold() -> None:
    """The only message with a mark is known to the head, and unknown to the one it is scored by."""
    messages, answers = _noisy()
    answers[0] = True
    vocabulary = Vocabulary.learn(Rows.of([*messages, ["mark"], ["mark"]]), {}, 2)
    x = vocabulary.matrix(Rows.of([["mark"], *messages[1:]]))
    question = Question("q", answers, margin_head(1.0, 0.5), odds=False)
    (head,), apart = train_heads(x, [question], np.arange(len(messages)) % FOLDS)
    seen = float((x[0] @ head.weights)[0] + head.bias)
    assert seen > 0.5
    assert apart.shape == (len(messages), 1)
    assert apart[0, 0] < 0


def test_the_same_messages_teach_the_same() -> None:
    """Else a script that passes here fails elsewhere."""
    rng = np.random.default_rng(0)
    messages = [[f"w{n}" for n in rng.integers(0, 400, 12)] for _ in range(1500)]
    x = Vocabulary.learn(Rows.of(messages), {}, 1).matrix(Rows.of(messages))
    questions = [
        Question(f"q{n}", rng.random(len(messages)) < 0.3, margin_head(1.0, 0.5)) for n in range(8)
    ]
    groups = np.arange(len(messages)) % FOLDS
    (first, apart), (second, again) = (train_heads(x, questions, groups) for _ in range(2))
    assert [head.name for head in first] == [question.name for question in questions]
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(apart, again)


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


def test_a_question_that_everybody_answers_alike_cannot_be_learned() -> None:
    messages, answers = _noisy(30)
    x = Vocabulary.learn(Rows.of(messages), {}, 2).matrix(Rows.of(messages))
    question = Question("q", answers | True, margin_head(1.0, 0.5))
    with pytest.raises(ValueError, match="class"):
        train_heads(x, [question], np.arange(30) % FOLDS)

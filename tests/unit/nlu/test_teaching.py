"""Heads learned from labelled messages: certainty, folds, and the same twice."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.heads import Answers, Heads, Vocabulary
from bot.nlu.rows import Features, Rows
from bot.nlu.teaching import FOLDS, Question, train_heads


def _noisy(count: int = 600) -> tuple[list[Features], Answers]:
    """`sure` always means yes, `maybe` three times out of four, `no` never."""
    kinds = ["sure", "maybe", "no", "no"]
    messages = [Features([kinds[i % 4], f"w{i % 7}"]) for i in range(count)]
    answers = np.array([i % 4 == 0 or (i % 4 == 1 and i % 16 != 1) for i in range(count)])
    return messages, answers


@pytest.fixture(scope="module")
def heads() -> Heads:
    messages, answers = _noisy()
    vocabulary = Vocabulary.learn(Rows.of(messages), {}, 2)
    questions = [
        Question("calm", ~answers, 1.0, 0.5),
        Question("angry", answers, 1.0, 0.5),
        Question("rival", answers, 1.0, 0.5, odds=False),
    ]
    groups = np.random.default_rng(1).integers(0, FOLDS, len(messages))
    learned, _ = train_heads(vocabulary.matrix(Rows.of(messages)), questions, groups)
    return Heads(vocabulary, learned)


def _share(heads: Heads, name: str, *features: str) -> float:
    return float(1 / (1 + np.exp(-heads.scores([Features(features)])[0, heads.names.index(name)])))


def test_certainty_is_how_often_it_is_right(heads: Heads) -> None:
    assert heads.names == ("calm", "angry", "rival")
    assert _share(heads, "angry", "no", "w3") < 0.05
    assert _share(heads, "angry", "maybe", "w3") == pytest.approx(0.75, abs=0.1)
    assert _share(heads, "angry", "sure", "w3") > 0.85
    assert _share(heads, "calm", "no", "w3") > 0.95


def test_a_rivals_score_stays_a_margin(heads: Heads) -> None:
    scores = dict(zip(heads.names, heads.scores([Features(["sure"])])[0], strict=True))
    assert 0.5 < scores["rival"] < 2 < scores["angry"]


def test_only_the_messages_that_have_an_answer_teach() -> None:
    messages, answers = _noisy()
    vocabulary = Vocabulary.learn(Rows.of(messages), {}, 2)
    x = vocabulary.matrix(Rows.of(messages))
    sure_or_no = np.arange(len(messages)) % 4 != 1
    groups = np.arange(len(messages)) % FOLDS
    (part, whole), _ = train_heads(
        x,
        [Question("q", answers, 1.0, 0.5, sure_or_no), Question("q", answers, 1.0, 0.5)],
        groups,
    )
    maybe = vocabulary.names.index("maybe")
    assert part.weights[maybe] == pytest.approx(0, abs=1e-6)
    assert whole.weights[maybe] > 1


def test_a_row_is_also_scored_by_heads_that_saw_nothing_of_its_fold() -> None:
    """The only message with a mark is known to the head, and unknown to the one it is scored by."""
    messages, answers = _noisy()
    answers[0] = True
    vocabulary = Vocabulary.learn(
        Rows.of([*messages, Features(["mark"]), Features(["mark"])]), {}, 2
    )
    x = vocabulary.matrix(Rows.of([Features(["mark"]), *messages[1:]]))
    question = Question("q", answers, 1.0, 0.5, odds=False)
    (head,), apart = train_heads(x, [question], np.arange(len(messages)) % FOLDS)
    seen = float((x[0] @ head.weights)[0] + head.bias)
    assert seen > 0.5
    assert apart.shape == (len(messages), 1)
    assert apart[0, 0] < 0


def test_the_same_messages_teach_the_same() -> None:
    """Else a script that passes here fails elsewhere."""
    rng = np.random.default_rng(0)
    messages = [Features([f"w{n}" for n in rng.integers(0, 400, 12)]) for _ in range(1500)]
    x = Vocabulary.learn(Rows.of(messages), {}, 1).matrix(Rows.of(messages))
    questions = [Question(f"q{n}", rng.random(len(messages)) < 0.3, 1.0, 0.5) for n in range(8)]
    groups = np.arange(len(messages)) % FOLDS
    (first, apart), (second, again) = (train_heads(x, questions, groups) for _ in range(2))
    assert [head.name for head in first] == [question.name for question in questions]
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(apart, again)


def test_a_question_that_everybody_answers_alike_cannot_be_learned() -> None:
    messages, answers = _noisy(30)
    x = Vocabulary.learn(Rows.of(messages), {}, 2).matrix(Rows.of(messages))
    question = Question("q", answers | True, 1.0, 0.5)
    with pytest.raises(ValueError, match="class"):
        train_heads(x, [question], np.arange(30) % FOLDS)

"""Teaches linear heads from labelled messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.nlu.heads import Answers, Floats, Head

FOLDS = 4
"""Into which the data is divided for scores of messages a head has not seen; with fewer, heads that
teach the weigher know less than those that will be used."""


@dataclass(frozen=True)
class Question:
    """What one head, a support vector machine, is to learn.

    A no costs `cost`, a yes `lift` times the number of messages per yes as much: rare answers are
    not drowned, and common ones do not swallow everything. `rows` picks the messages that have an
    answer. `odds`: whether scores are to be log-odds; otherwise they stay margins, comparable among
    rivals.
    """

    name: str
    answers: Answers
    cost: float
    lift: float
    rows: Answers | None = None
    odds: bool = True


def train_heads(
    x: scipy.sparse.csr_matrix, questions: Sequence[Question], groups: NDArray[np.int64]
) -> tuple[list[Head], Floats]:
    """All heads, in the order of `questions`, and the scores that every row of `x` gets from heads
    which saw nothing of its fold: one column per question.

    `groups` numbers the folds 0 … FOLDS-1; messages of one writer and scene share a fold. Scores
    are log-odds, except margins where a question says so. Raises ValueError for a question that
    all messages answer alike.
    """
    from bot.nlu.solver import Task, solve  # noqa: PLC0415 — the compiler, which no reader needs

    for question in questions:
        _require_both_answers(question)

    def task(question: Question, among: Answers) -> Task:
        rows = among if question.rows is None else among & question.rows
        signs = np.where(rows, np.where(question.answers, 1, -1), 0).astype(np.int8)
        yes = int((signs > 0).sum())
        each = question.lift * int(rows.sum()) / max(1, yes)
        return Task(signs, yes=question.cost * each, no=question.cost)

    among = [np.ones(len(groups), bool), *(groups != fold for fold in range(FOLDS))]
    learned = solve(x, [task(question, rows) for rows in among for question in questions])
    heads, *apart = np.split(learned, len(among), axis=1)
    margins = np.zeros((len(groups), len(questions)), np.float32)
    for fold, weights in enumerate(apart):
        margins[groups == fold] = x[groups == fold] @ weights[:-1] + weights[-1]
    calibrated = [
        _calibrated(question, Head(question.name, column[:-1], float(column[-1])), scores)
        for question, column, scores in zip(questions, heads.T, margins.T, strict=True)
    ]
    return [head for head, _ in calibrated], np.stack([s for _, s in calibrated], axis=1)


def _require_both_answers(question: Question) -> None:
    answers = question.answers if question.rows is None else question.answers[question.rows]
    if answers.all() or not answers.any():
        missing = "counter-example" if answers.any() else "example"
        raise ValueError(f"The class {question.name} has no {missing} among the messages.")


def _calibrated(question: Question, head: Head, margins: Floats) -> tuple[Head, Floats]:
    """The head and what it gives messages it has not seen; what a margin is worth is learned
    from those."""
    if not question.odds:
        return head, margins
    rows = slice(None) if question.rows is None else question.rows
    scale = LogisticRegression(C=1e3).fit(
        margins[rows, None].astype(np.float64), question.answers[rows]
    )
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    weighed = Head(head.name, (head.weights * slope).astype(np.float32), head.bias * slope + shift)
    return weighed, (margins * slope + shift).astype(np.float32)

"""The solver against liblinear, which has the same objective."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from bot.nlu.solver import Task, solve

_MESSAGES = 2_000


def _problem(seed: int) -> tuple[scipy.sparse.csr_matrix, NDArray[np.bool_]]:
    """Rows of length one with a dozen of 300 features, and noisy answers."""
    rng = np.random.default_rng(seed)
    at = np.stack([rng.choice(300, 12, replace=False) for _ in range(_MESSAGES)])
    values = rng.random(at.shape).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    starts = np.arange(_MESSAGES + 1) * at.shape[1]
    x = scipy.sparse.csr_matrix((values.ravel(), at.ravel(), starts), shape=(_MESSAGES, 300))
    answers: NDArray[np.bool_] = x @ rng.normal(size=300) + rng.normal(size=_MESSAGES) / 3 > 0.4
    return x, answers


def _cost(
    x: scipy.sparse.csr_matrix, task: Task, weights: NDArray[np.float32], bias: float
) -> float:
    """What a support vector machine with squared hinge loss makes as small as it can."""
    miss = np.maximum(0, 1 - task.signs * (x @ weights + bias)) ** 2
    costs = np.where(task.signs > 0, task.yes, np.where(task.signs < 0, task.no, 0))
    return float(weights @ weights + bias**2) / 2 + float(costs @ miss)


@pytest.mark.parametrize(("yes", "no"), [(1.0, 1.0), (4.0, 0.3)])
def test_what_is_found_is_as_good_as_liblinears(yes: float, no: float) -> None:
    x, answers = _problem(1)
    task = Task(np.where(answers, 1, -1).astype(np.int8), yes, no)
    column = solve(x, [task])[:, 0]
    other = LinearSVC(C=1, tol=1e-6, max_iter=5_000, class_weight={False: no, True: yes})
    other.fit(x, answers)
    best = _cost(x, task, other.coef_[0], float(other.intercept_[0]))
    assert _cost(x, task, column[:-1], float(column[-1])) <= 1.001 * best


def test_questions_do_not_touch_each_other() -> None:
    """More than share a block, so that blocks meet their own questions as well."""
    x, _ = _problem(1)
    rng = np.random.default_rng(2)
    tasks = [Task(rng.choice([-1, 1], _MESSAGES).astype(np.int8), 1.0, 1.0) for _ in range(70)]
    together = solve(x, tasks)
    assert together.shape == (301, 70)
    for at in (0, 63, 64, 69):
        assert together[:, at] == pytest.approx(solve(x, [tasks[at]])[:, 0], abs=1e-5)


def test_a_message_without_an_answer_teaches_nothing() -> None:
    x, answers = _problem(1)
    signs = np.where(answers, 1, -1).astype(np.int8)
    signs[1_000:] = 0
    part = solve(x, [Task(signs, 1.0, 1.0)])
    signs[1_000:] = 1
    assert not np.allclose(solve(x, [Task(signs, 1.0, 1.0)]), part, atol=0.1)
    signs[1_000:] = 0
    x.data[x.indptr[1_000] :] = 0.5
    assert np.array_equal(solve(x, [Task(signs, 1.0, 1.0)]), part)

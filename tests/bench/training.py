"""Row 6: learning the heads, with our solver and with liblinear in turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from sklearn.svm import LinearSVC

from bot.config import ROOT
from bot.domain.reading import Intent
from bot.nlu.heads import Vocabulary
from bot.nlu.labels import read_folder
from bot.nlu.material import Material, Preparation
from bot.nlu.rows import Rows
from bot.nlu.solver import Task, solve
from tests.bench.figures import times
from tests.bench.report import Table

MESSAGES = 12_000
ROUNDS = 2
COST, LIFT = 1.0, 0.05
"""As heads of intents have them (bot/nlu/judging.py)."""
TOLERANCE = 0.3
"""Of liblinear; its own, 0.0001, takes three times as long and judges no better."""
Way = Callable[[scipy.sparse.csr_matrix, Sequence[Task]], NDArray[np.float32]]


async def measure() -> Table:
    """A head per intent from three quarters of some messages; how well they order the rest."""
    return await asyncio.to_thread(_measure)


def _measure() -> Table:
    x, intents = _messages()
    held = np.arange(len(intents)) % 4 == 0
    tasks = [_task(intents[~held] == name) for name in sorted(set(intents))]
    ways: dict[str, Way] = {"ours": solve, "liblinear": _liblinear}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    precision: dict[str, float] = {}
    solve(x[:100], [_task(intents[:100] == Intent.COMPLAIN.value)])  # compiles
    for turn in range(ROUNDS):
        for name in sorted(ways, reverse=turn % 2 == 1):
            begun = time.perf_counter()
            weights = ways[name](x[~held], tasks)
            seconds[name].append(time.perf_counter() - begun)
            precision[name] = _precision(x[held], weights, intents[held])
    ours, other = (min(seconds[name]) for name in ("ours", "liblinear"))
    return Table(
        "Learning the heads of intents",
        ("", "ours", "liblinear", "liblinear : ours"),
        (
            ("seconds", f"{ours:.2f}", f"{other:.2f}", times(other / ours)),
            (
                "mean average precision",
                *(f"{precision[name]:.3f}" for name in ("ours", "liblinear")),
                "",
            ),
        ),
        f"{len(tasks)} heads, {len(intents)} messages, {x.shape[1]} features; the best of {ROUNDS} "
        "rounds, in turns. Ours uses two threads, liblinear has one.",
    )


def _messages() -> tuple[scipy.sparse.csr_matrix, NDArray[np.str_]]:
    """By lot, always the same ones."""
    entries = read_folder(ROOT / "data" / "reading")
    chosen = np.random.default_rng(0).permutation(len(entries))[:MESSAGES]
    preparation = Preparation(
        Material.from_folders(ROOT / "data" / "reading", ROOT / "data" / "policy")
    )
    rows = Rows.of(preparation.prepare(entries[at].text).features for at in chosen)
    x = Vocabulary.learn(rows, {}, 3).matrix(rows)
    return x, np.array([entries[at].reading.intent.value for at in chosen])


def _task(yes: NDArray[np.bool_]) -> Task:
    each = COST * LIFT * len(yes) / max(1, int(yes.sum()))
    return Task(np.where(yes, 1, -1).astype(np.int8), yes=each, no=COST)


def _liblinear(x: scipy.sparse.csr_matrix, tasks: Sequence[Task]) -> NDArray[np.float32]:
    columns = []
    for task in tasks:
        weight = {-1: task.no, 1: task.yes}
        model = LinearSVC(C=1, tol=TOLERANCE, class_weight=weight, random_state=0)
        model.fit(x, task.signs)
        columns.append(np.append(model.coef_[0], model.intercept_))
    weights: NDArray[np.float32] = np.stack(columns, axis=1).astype(np.float32)
    return weights


def _precision(
    x: scipy.sparse.csr_matrix, weights: NDArray[np.float32], intents: NDArray[np.str_]
) -> float:
    scores = x @ weights[:-1] + weights[-1]
    names = sorted(set(intents))
    return float(
        np.mean(
            [
                average_precision_score(intents == name, column)
                for name, column in zip(names, scores.T, strict=True)
                if (intents == name).any()
            ]
        )
    )

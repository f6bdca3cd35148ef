"""What the scores of one message mean together.

Each head judges by itself: one finds the words of a complaint, another those of a question, a third
a lawyer. Small networks that see all of them learn how they go together (a lawyer in a question
threatens nobody), and have the last word on intent, complaint, causes and signals. They learn from
scores of heads that had not seen the message, as every message will be that comes in.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from bot.domain.reading import Cause, Intent, Reading
from bot.domain.triage import SignalName
from bot.nlu.heads import Floats
from bot.nlu.processes import shared_out

_NETWORKS = 3
_HIDDEN = 128
_BATCH = 256
_STEPS = 2000
_RESTRAINT = 0.1
"""Penalty on large weights."""
_QUESTIONS: Sequence[Callable[[Reading], bool]] = (
    lambda reading: reading.complaint,
    *((lambda reading, s=signal: s in reading.signals) for signal in SignalName),
    *((lambda reading, c=cause: c in reading.causes) for cause in Cause),
    *((lambda reading, i=intent: reading.intent is i) for intent in Intent),
)


@dataclass(frozen=True)
class Weighed:
    """Certainties between 0 and 1; those of intents add up to one."""

    complaint: float
    signals: Mapping[SignalName, float]
    causes: Mapping[Cause, float]
    intents: Mapping[Intent, float]


def inputs(judged: Floats, spotted: Sequence[float], raw: str, *, english: bool) -> Floats:
    """What the networks see of a message: the judge's scores, the best clause's score per signal,
    and the manner of the message."""
    manner = (math.log1p(len(raw)), "?" in raw or "？" in raw, english)
    return np.array([*judged, *spotted, *manner], dtype=np.float32)


class Weigher:
    """A few networks of one hidden layer; their mean counts."""

    def __init__(self, layers: Mapping[str, Floats]) -> None:
        self._layers = layers

    def weigh(self, seen: Floats) -> Weighed:
        """`seen`: what `inputs` makes of a message."""
        layers = self._layers
        x = (seen - layers["mean"]) / layers["scale"]
        hidden = np.maximum(x @ layers["in"] + layers["in_bias"], 0)
        scores = np.einsum("nh,nho->no", hidden, layers["out"]) + layers["out_bias"]
        odds = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).mean(axis=0).tolist()
        signals, causes = 1 + len(SignalName), 1 + len(SignalName) + len(Cause)
        every = sum(odds[causes:])
        return Weighed(
            complaint=odds[0],
            signals=dict(zip(SignalName, odds[1:signals], strict=True)),
            causes=dict(zip(Cause, odds[signals:causes], strict=True)),
            intents={i: o / every for i, o in zip(Intent, odds[causes:], strict=True)},
        )

    def save(self, path: Path) -> None:
        """As one `.npz` file."""
        np.savez(path, **self._layers)

    @classmethod
    def load(cls, path: Path) -> Weigher:
        """What `save` wrote."""
        with np.load(path) as data:
            return cls({name: data[name] for name in data.files})


def learn(seen: Floats, readings: Sequence[Reading]) -> Weigher:
    """From one row per message and what a person read in it."""
    mean, scale = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    x = (seen - mean) / scale
    answers = np.array([[asks(reading) for asks in _QUESTIONS] for reading in readings], dtype=int)
    networks = shared_out(_network, [(x, answers, seed) for seed in range(_NETWORKS)])
    stacked = {
        "in": np.stack([network.coefs_[0] for network in networks]),
        "in_bias": np.stack([network.intercepts_[0] for network in networks]),
        "out": np.stack([network.coefs_[1] for network in networks]),
        "out_bias": np.stack([network.intercepts_[1] for network in networks]),
    }
    layers = {"mean": mean, "scale": scale, **stacked}
    return Weigher({name: layer.astype(np.float32) for name, layer in layers.items()})


def _network(x: Floats, answers: NDArray[np.int_], seed: int) -> MLPClassifier:
    batch = min(_BATCH, len(x))
    rounds = math.ceil(_STEPS * batch / len(x))
    network = MLPClassifier(
        (_HIDDEN,),
        alpha=_RESTRAINT,
        batch_size=batch,
        learning_rate_init=2e-3,
        max_iter=rounds,
        n_iter_no_change=rounds,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # A fixed number of steps is meant: nothing is to converge.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return network.fit(x, answers)

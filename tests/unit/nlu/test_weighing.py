"""How the scores of one message are weighed against each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.domain.reading import Cause, Intent, Reading
from bot.domain.triage import SignalName
from bot.nlu.weighing import Weigher, inputs, learn

LAWYER = {SignalName.LEGAL: "律师"}


def _seen(
    complaint: float, question: float, lawyer: float
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return inputs(np.array([complaint, question], np.float32), [lawyer], "律师？", english=False)


@pytest.fixture(scope="module")
def weigher() -> Weigher:
    """A lawyer is a threat in a grievance and none in a question, whoever says it how loudly."""
    draw = np.random.default_rng(7)
    rows, readings = [], []
    for number in range(400):
        grievance = number % 2 == 0
        complaint, question = (1.0, -1.0) if grievance else (-1.0, 1.0)
        lawyer = 1.0 if number % 4 < 2 else 0.0
        noise = draw.normal(0, 0.1, 3)
        rows.append(_seen(complaint + noise[0], question + noise[1], lawyer + noise[2]))
        readings.append(
            Reading(Intent.COMPLAIN, True, causes=(Cause.CLAIM,), signals=LAWYER if lawyer else {})
            if grievance
            else Reading(Intent.ASK_PRODUCT, False)
        )
    return learn(np.stack(rows), readings)


def test_a_score_means_what_the_others_make_of_it(weigher: Weigher) -> None:
    threat = weigher.weigh(_seen(1, -1, 1))
    question = weigher.weigh(_seen(-1, 1, 1))
    assert threat.signals[SignalName.LEGAL] > 0.8
    assert question.signals[SignalName.LEGAL] < 0.2
    assert threat.complaint > 0.8
    assert question.complaint < 0.2
    assert threat.causes[Cause.CLAIM] > 0.8
    assert max(threat.intents, key=lambda i: threat.intents[i]) is Intent.COMPLAIN
    assert max(question.intents, key=lambda i: question.intents[i]) is Intent.ASK_PRODUCT


def test_every_question_has_an_answer_and_intents_are_shares(weigher: Weigher) -> None:
    found = weigher.weigh(_seen(1, -1, 0))
    assert set(found.signals) == set(SignalName)
    assert set(found.causes) == set(Cause)
    assert set(found.intents) == set(Intent)
    assert sum(found.intents.values()) == pytest.approx(1)
    assert all(0 <= odds <= 1 for odds in (found.complaint, *found.signals.values()))


def test_absurd_scores_stay_certainties(weigher: Weigher) -> None:
    found = weigher.weigh(_seen(1e6, -1e6, 1e6))
    assert 0 <= found.complaint <= 1
    assert sum(found.intents.values()) == pytest.approx(1)


def test_a_saved_weigher_weighs_the_same(weigher: Weigher, tmp_path: Path) -> None:
    weigher.save(tmp_path / "weigher.npz")
    assert Weigher.load(tmp_path / "weigher.npz").weigh(_seen(1, -1, 1)) == weigher.weigh(
        _seen(1, -1, 1)
    )


def test_learning_twice_gives_the_same() -> None:
    rows = np.stack([_seen(1, -1, 1), _seen(-1, 1, 0)] * 5)
    readings = [Reading(Intent.COMPLAIN, True), Reading(Intent.GREET, False)] * 5
    assert learn(rows, readings).weigh(rows[0]) == learn(rows, readings).weigh(rows[0])

"""What `qingting evaluate` measures, held against hand-made sums and scikit-learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, cohen_kappa_score, f1_score

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu.evaluation.bootstrap import Resamples
from bot.nlu.evaluation.facts import FactRow, measure_facts, normalised, read_facts, value_text
from bot.nlu.evaluation.metrics import average_precision, measure
from bot.nlu.evaluation.predictions import Row
from bot.nlu.labels import LabelError
from tests.unit.nlu.evaluated import ASK, COMPLAIN, INFORM, row, scores

GRIEVANCE = Reading(COMPLAIN, complaint=True)
QUESTION = Reading(ASK, complaint=False, topic=Topic.CLAIM)
FACT = Reading(INFORM, complaint=False)
LEGAL = SignalName.LEGAL


def made_up(count: int) -> list[Row]:
    """Random labels and half-right readings, the same every time."""
    random = np.random.default_rng(7)
    rows = []
    for i in range(count):
        anger = int(random.integers(5))
        intent = list(Intent)[int(random.integers(6))]
        causes = tuple(c for c in Cause if random.random() < 0.2)
        signals = {LEGAL: "x"} if random.random() < 0.3 else {}
        heard = scores(
            intent if random.random() < 0.6 else COMPLAIN,
            complaint=float(random.random()),
            anger=float(np.clip(anger + random.integers(-1, 2), 0, 4)),
            causes={c: float((c in causes) * 0.4 + random.random() * 0.5) for c in Cause},
            signals={LEGAL: round(bool(signals) * 0.3 + float(random.random()) * 0.6, 1)},
        )
        truth = Reading(intent, intent is COMPLAIN, Anger(anger), causes, None, signals)
        rows.append(row(truth, heard, line=i, scene=str(i // 3)))
    return rows


def test_complaints_found_and_false_alarms_are_counted_by_hand() -> None:
    rows = [
        *(row(GRIEVANCE, scores(complaint=score)) for score in (0.9, 0.8, 0.2)),
        *(row(QUESTION, scores(ASK, complaint=score)) for score in (0.9, 0.1, 0.1, 0.1)),
        row(FACT, scores(complaint=0.1)),
    ]
    found = measure(rows, rounds=50)["all"]
    assert found["complaint.recall"].value == pytest.approx(2 / 3)
    assert found["complaint.precision"].value == pytest.approx(2 / 3)
    assert found["complaint.false_alarms.questions"].value == pytest.approx(1 / 4)
    assert found["complaint.false_alarms.all"].value == pytest.approx(1 / 5)
    assert found["complaint.false_alarms.all"].count == 5
    assert found["topic.accuracy"].value == 1


def test_figures_agree_with_scikit_learn() -> None:
    rows = made_up(300)
    found = measure(rows, rounds=20)["all"]
    truth = [r.expected.reading for r in rows]
    intents = [t.intent.value for t in truth], [r.found.intent.value for r in rows]
    assert found["intent.macro_f1"].value == pytest.approx(f1_score(*intents, average="macro"))
    causes = (
        np.array([[c in t.causes for c in Cause] for t in truth]),
        np.array([[c in r.found.causes for c in Cause] for r in rows]),
    )
    assert found["cause.macro_f1"].value == pytest.approx(f1_score(*causes, average="macro"))
    anger = [int(t.anger) for t in truth], [int(r.found.anger) for r in rows]
    kappa = cohen_kappa_score(*anger, weights="quadratic")
    assert found["anger.kappa"].value == pytest.approx(kappa)
    shown = [LEGAL in t.signals for t in truth]
    certain = [r.scores.signals[LEGAL] for r in rows]
    curve = average_precision_score(shown, certain)
    assert found["signal.legal.average_precision"].value == pytest.approx(curve)
    said = [score >= 0.5 for score in certain]
    assert found["signal.legal.f1"].value == pytest.approx(f1_score(shown, said))


def test_a_draw_counts_a_message_as_often_as_it_was_drawn() -> None:
    truth = np.array([True, False, True, False, True])
    certain = np.array([0.9, 0.9, 0.5, 0.4, 0.1])
    samples = Resamples(list("abcde"), rounds=5)
    curves = average_precision(truth, certain, samples)
    for weights, curve in zip(samples.weights, curves, strict=True):
        if weights[truth].sum():
            expected = average_precision_score(truth, certain, sample_weight=weights)
            assert curve == pytest.approx(expected)


def test_every_interval_contains_its_figure() -> None:
    for figure in measure(made_up(120), rounds=200)["all"].values():
        if figure.value is not None:
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high


def test_the_same_messages_give_the_same_intervals() -> None:
    assert measure(made_up(60), rounds=50) == measure(made_up(60), rounds=50)


def test_a_scene_is_drawn_as_a_whole() -> None:
    weights = Resamples(["a", "b", "a", "b"], rounds=30).weights
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 1] == weights[:, 3]).all()


def test_each_language_set_has_figures_of_its_own() -> None:
    rows = [
        row(GRIEVANCE, scores(complaint=0.9), file="english.yml"),
        row(GRIEVANCE, scores(complaint=0.1), file="simplified_complaints.yml"),
    ]
    found = measure(rows, rounds=10)
    assert list(found) == ["all", "english", "simplified"]
    assert [found[name]["complaint.recall"].value for name in found] == [0.5, 1, 0]
    assert found["all"]["signal.vip.recall"].value is None


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("amount", 23000, {"value": 23000.0, "currency": "CNY"}),
        (
            "amount",
            {"value": 5000, "max": 6000},
            {"value": 5000.0, "max": 6000.0, "approximate": True, "currency": "CNY"},
        ),
        (
            "happened_at",
            {"start": "2025-10-01", "end": "2025-10-31"},
            {"start": "2025-10-01", "end": "2025-10-31", "role": "bought"},
        ),
        ("product", "《百万医疗险》", " 百万 医疗险"),
    ],
)
def test_two_ways_to_write_a_fact_are_equal(key: str, one: object, other: object) -> None:
    assert value_text(key, one) == value_text(key, other)


@pytest.mark.parametrize(
    "other", [{"value": 500, "currency": "GBP"}, {"value": 500, "max": 600}, {"value": 500.5}]
)
def test_an_amount_in_other_money_or_up_to_another_end_is_another(other: object) -> None:
    assert value_text("amount", 500) != value_text("amount", other)


def test_facts_are_compared_as_often_as_they_stand_there() -> None:
    expected = normalised({"amount": [100, 100, 200], "demand": ["refund"]})
    found = normalised({"amount": [{"value": 100}, {"value": 300}], "contact": ["[手机号1]"]})
    one = FactRow("退钱", expected, found, 1)
    assert one.counts("amount") == (1, 3, 2)
    figures = measure_facts([one], rounds=5)["all"]
    assert figures["fact.amount.precision"].value == pytest.approx(1 / 2)
    assert figures["fact.amount.recall"].value == pytest.approx(1 / 3)
    assert figures["fact.all.f1"].value == pytest.approx(2 * 1 / (4 + 3))
    assert figures["fact.contact.recall"].value is None


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"text": "x"}',
        '{"text": "x", "facts": {"amount": ["much"]}}',
        '{"text": "x", "facts": {"happened_at": [{"start": "2025-13-01", "end": "2025-13-01"}]}}',
        '{"text": "x", "facts": {"colour": ["red"]}}',
    ],
)
def test_a_line_of_facts_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text('{"text": "好", "facts": {}}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"facts\.jsonl:2: "):
        read_facts(path)

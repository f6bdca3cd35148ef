"""How `qingting evaluate --choose-thresholds` chooses, on made-up scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.domain.reading import Reading, Topic
from bot.domain.reading_policy import parse_reading_policy
from bot.nlu.evaluation.out_of_fold import Scored, parts_of
from bot.nlu.evaluation.thresholds import anger_cuts, as_yaml, best_f1, lowest_precise, propose
from bot.nlu.labels import Labelled
from tests.unit.nlu.evaluated import ASK, COMPLAIN, INFORM, scores
from tests.unit.nlu.small import POLICY

GRIEVANCE = Reading(COMPLAIN, complaint=True)
QUESTION = Reading(ASK, complaint=False, topic=Topic.CLAIM)
FACT = Reading(INFORM, complaint=False)


def test_the_lowest_threshold_with_the_wanted_precision_is_chosen() -> None:
    certain = np.array([0.95, 0.85, 0.75, 0.65, 0.55, 0.45])
    truth = np.array([True, True, True, False, True, False])
    assert lowest_precise(truth, certain, 0.9).threshold == 0.66
    assert lowest_precise(truth, certain, 0.8).threshold == 0.46
    assert best_f1(truth, certain).threshold == 0.46


def test_where_the_precision_is_out_of_reach_the_best_f1_is_chosen() -> None:
    truth = np.array([False, True, True, False])
    choice = lowest_precise(truth, np.array([0.9, 0.8, 0.7, 0.6]), 0.9)
    assert (choice.threshold, choice.recall) == (0.61, 1)
    assert choice.precision == pytest.approx(2 / 3)


def test_anger_begins_where_agreement_is_greatest() -> None:
    certain = np.array([0.1, 0.2, 1.1, 1.2, 1.7, 1.8, 2.6, 2.7, 3.3, 3.4])
    cuts, kappa = anger_cuts(certain, np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]))
    assert kappa == 1
    assert list(cuts) == sorted(set(cuts))
    assert (np.searchsorted(cuts, certain, side="right") == np.repeat(range(5), 2)).all()


def test_at_most_three_questions_of_a_hundred_may_count_as_complaints() -> None:
    questions = [scored(QUESTION, complaint=i / 100) for i in range(100)]
    proposal = propose([*questions, *(scored(GRIEVANCE, complaint=0.98) for _ in range(20))])
    assert proposal.complaint.threshold == 0.97
    assert proposal.false_alarms == pytest.approx(0.03)
    assert proposal.complaint.recall == 1
    in_force = replace(parse_reading_policy(POLICY), complaint=0.97)
    assert as_yaml(proposal, in_force).startswith(
        "complaint: 0.97   # precision 0.87, recall 1.00, as proposed (3.0% of questions)\n"
    )


def test_thresholds_need_complaints_and_questions() -> None:
    with pytest.raises(ValueError, match="both needed"):
        propose([scored(GRIEVANCE, complaint=0.9)])


def test_a_scene_is_never_divided_between_learning_and_choosing() -> None:
    scene = [Labelled("x", FACT, "a.yml", line, scenario="widow") for line in range(1, 400)]
    assert len(set(parts_of(scene))) == 1
    loose = [Labelled("x", FACT, "a.yml", line) for line in range(1, 2000)]
    assert set(parts_of(loose)) == {0, 1, 2}


def test_near_duplicates_are_learnt_from_or_chosen_with_but_never_both() -> None:
    """However far apart they stand, and with all of their scenes."""
    words = "你们的理赔员上个星期二下午答应给我回电话结果没有回"
    entries = [
        Labelled(text, FACT, f"{scene}.yml", line)
        for scene in range(12)
        for line, text in enumerate([words + "了" * (scene % 2), f"{scene}"], 1)
    ]
    assert len(set(parts_of(entries))) == 1
    apart = [replace(entry, text=str(i)) for i, entry in enumerate(entries)]
    assert len(set(parts_of(apart))) == 3


def scored(truth: Reading, complaint: float) -> Scored:
    return Scored(Labelled("x", truth, "a.yml", 1), scores(truth.intent, complaint))

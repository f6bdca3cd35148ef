"""`data/policy/reading.yml`: thresholds, and the mistakes designers make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.reading import Anger, Cause
from bot.domain.reading_policy import parse_reading_policy
from bot.domain.triage import SignalName
from bot.yaml_files import read_mapping

SHIPPED = Path(__file__).parents[3] / "data" / "policy" / "reading.yml"
POLICY: dict[str, Any] = {
    "complaint": 0.4,
    "causes": {cause.value: 0.5 for cause in Cause},
    "anger": [0.5, 1, 2.5, 3.5],
    "signals": {name.value: 0.6 for name in SignalName},
}


def test_every_threshold_is_read() -> None:
    policy = parse_reading_policy({**POLICY, "causes": {**POLICY["causes"], "fee": 1}})
    assert policy.complaint == 0.4
    assert policy.causes[Cause.FEE] == 1
    assert policy.causes.keys() == set(Cause)
    assert policy.signals == dict.fromkeys(SignalName, 0.6)
    assert policy.anger == (0.5, 1.0, 2.5, 3.5)


def test_the_policy_that_ships_is_sound() -> None:
    policy = parse_reading_policy(read_mapping(SHIPPED))
    others = min(
        policy.signals[name] for name in (SignalName.REPEAT, SignalName.VIP, SignalName.GROUP)
    )
    # Practice Q1, Q4: where a life may depend on it, rather once too often.
    assert policy.signals[SignalName.SELF_HARM] <= others
    assert policy.signals[SignalName.VIOLENCE] <= others


@pytest.mark.parametrize(
    ("score", "level"), [(0, 0), (0.49, 0), (0.5, 1), (1, 2), (2.4, 2), (2.5, 3), (4, 4)]
)
def test_the_sum_of_the_judgements_gives_the_level(score: float, level: int) -> None:
    assert parse_reading_policy(POLICY).anger_of(score) is Anger(level)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"complaint": None}, "`complaint` must be a number from 0 to 1, not None"),
        ({"complaint": 1.01}, "`complaint` must be a number from 0 to 1, not 1.01"),
        ({"complaint": -0.1}, "`complaint` must be a number from 0 to 1"),
        ({"complaint": True}, "`complaint` must be a number from 0 to 1, not True"),
        ({"complaint": "0.5"}, "`complaint` must be a number from 0 to 1, not '0.5'"),
        ({"complaint": float("nan")}, "`complaint` must be a number from 0 to 1, not nan"),
        ({"causes": [0.5]}, "`causes` must be a mapping of names to numbers"),
        ({"causes": {"claim": 0.5}}, "`mis_selling` must be a number"),
        ({"signals": None}, "`signals` must be a mapping of names to numbers"),
        ({"signals": {"regulator": 2}}, "`regulator` must be a number from 0 to 1, not 2"),
        ({"anger": [0.5, 1.5, 2.5]}, "`anger` must be 4 rising numbers"),
        ({"anger": [0.5, 2.5, 1.5, 3.5]}, "`anger` must be 4 rising numbers"),
        ({"anger": [0.5, 1.5, 2.5, "3.5"]}, "`anger` must be 4 rising numbers"),
        ({"anger": [True, 1.5, 2.5, 3.5]}, "`anger` must be 4 rising numbers"),
        ({"anger": 0.5}, "`anger` must be 4 rising numbers, not 0.5"),
    ],
)
def test_a_mistake_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=rf"^reading\.yml: {says}"):
        parse_reading_policy({**POLICY, **change})

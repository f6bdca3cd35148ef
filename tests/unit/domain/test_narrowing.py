"""What is judged when a list is narrowed."""

from __future__ import annotations

import pytest

from bot.domain.assessment import Assessment
from bot.domain.case import Level
from bot.domain.evidence import Evidence, Heard
from bot.domain.ids import MessageId
from bot.domain.narrowing import EVERYTHING, Narrowing
from bot.domain.scenario import Scenario
from bot.domain.signals import Signal, SignalName

EVIDENCE = Evidence(
    signals=(Signal(SignalName.MEDIA, 0.8, "曝光"),),
    heard=(Heard(MessageId("a"), 1, anger=4), Heard(MessageId("b"), 2, anger=2)),
)
ASSESSMENT = Assessment(Level.ORDINARY, 40, (), hard=False, scenario=Scenario.MEDIA)


@pytest.mark.parametrize(
    ("narrowed", "fits"),
    [
        (EVERYTHING, True),
        (Narrowing(scenario=Scenario.MEDIA, signal=SignalName.MEDIA, anger=2), True),
        (Narrowing(scenario=Scenario.VIP), False),
        (Narrowing(signal=SignalName.VIP), False),
        (Narrowing(anger=3), False),
    ],
)
def test_scenario_signal_and_latest_anger_are_weighed_together(
    narrowed: Narrowing, *, fits: bool
) -> None:
    assert narrowed.fits(EVIDENCE, ASSESSMENT) is fits


def test_only_what_rows_do_not_tell_is_judged() -> None:
    assert Narrowing(anger=1).judged
    assert not Narrowing(level=Level.MAJOR, channel="web").judged

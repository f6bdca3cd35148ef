"""One turn as it is drawn from Rasa's tracker."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.turn import read_turn
from bot.domain.triage import SignalName


def test_a_signal_without_weight_is_no_evidence() -> None:
    """Practice P2: who is a VIP stands in the customer's record, never in their words."""
    found = {"score": 0.8, "quote": "我不是你们客户", "hard": False}
    signals = [{"name": "vip", "weight": 0.0, **found}, {"name": "group", "weight": 0.5, **found}]
    message = {"text": "我不是你们客户", "signals": signals}
    tracker = Tracker("c", {}, message, [], False, None, {}, "action_listen")
    assert [signal.name for signal in read_turn(tracker).signals] == [SignalName.GROUP]


@pytest.mark.parametrize(
    ("so_far", "text", "spoken"),
    [
        ("zh-Hant", "是在台北的櫃台", None),  # characters of both scripts
        ("zh-Hans", "是在台北的櫃台", None),
        ("zh-Hant", "是在台北的柜台", "zh-Hans"),
        ("en", "是在台北的柜台", "zh-Hans"),
    ],
)
def test_a_message_in_both_scripts_changes_none(so_far: str, text: str, spoken: str | None) -> None:
    """I9: whoever reads Traditional is not answered in Simplified over one character."""
    message = {"text": text, "reading": {"language": "zh-Hans"}}
    slots = {"language": so_far, "memory": {"acknowledged": True}}
    tracker = Tracker("c", slots, message, [], False, None, {}, "action_listen")
    assert read_turn(tracker).spoken == spoken

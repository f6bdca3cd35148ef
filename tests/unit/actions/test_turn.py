"""One turn as it is drawn from Rasa's tracker."""

from __future__ import annotations

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

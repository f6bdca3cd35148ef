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


@pytest.mark.parametrize(
    ("text", "read_as", "meant"),
    [
        ("no, the date was last summer", "deny", "correct"),
        ("不是，日期是去年夏天", "deny", "correct"),
        ("no, not last summer", "deny", "deny"),  # names no part
        ("没有保单号", "deny", "deny"),  # gives no value
        ("我吃不下飯", "out_of_scope", "inform"),
        ("I can't sleep at night", "nlu_fallback", "inform"),
        ("以后日子怎么过", "ask_product", "inform"),
        ("明天会下雨吗", "out_of_scope", "out_of_scope"),
    ],
)
def test_words_show_better_than_the_reader_what_is_meant(
    text: str, read_as: str, meant: str
) -> None:
    """C13, J6: a correction is no refusal, and nobody who laments is turned away."""
    times = [t for t in ("last summer", "去年夏天") if t in text]
    entities = [{"entity": "happened_at", "value": time} for time in times]
    message = {"text": text, "intent": {"name": read_as}, "entities": entities}
    tracker = Tracker("c", {}, message, [], False, None, {}, "action_listen")
    assert read_turn(tracker).intent == meant


def test_a_question_with_a_topic_is_answered_whatever_else_is_said() -> None:
    text = "我老公走了，孩子还小，身故金怎么领"
    message = {"text": text, "intent": {"name": "ask_product"}, "reading": {"topic": "claim"}}
    tracker = Tracker("c", {}, message, [], False, None, {}, "action_listen")
    assert read_turn(tracker).intent == "ask_product"

"""Fetching a person: words with a concrete time, and a control message for the line."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import LISTEN, Turn, read_turn
from bot.bootstrap import current
from bot.domain.conversation import HandoffReason
from bot.domain.triage import SignalName

REPHRASE_AT_MOST = 1
_OWN_WORDS = (SignalName.SELF_HARM, SignalName.VIOLENCE)


class ActionHandOver(Action):
    """For a customer who asks for a person, and for hard signals."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = read_turn(tracker)
        if turn.intent == HandoffReason.HARD_SIGNAL.value:
            return await _hand_over(dispatcher, turn, HandoffReason.HARD_SIGNAL, _hard(turn))
        reason = HandoffReason.CUSTOMER_ASKED
        return await _hand_over(dispatcher, turn, reason, reason.value)


class ActionMisunderstood(Action):
    """Asks to rephrase once; the second time in a row a person is fetched."""

    def name(self) -> str:
        return "action_misunderstood"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if int(tracker.get_slot("misunderstandings") or 0) <= REPHRASE_AT_MOST:
            dispatcher.utter_message(response="utter_ask_rephrase")
            return [FollowupAction(LISTEN)]  # RulePolicy falls back on this and would repeat it
        reason = HandoffReason.MISUNDERSTOOD
        events = await _hand_over(dispatcher, read_turn(tracker), reason, reason.value)
        return [*events, FollowupAction(LISTEN)]


async def _hand_over(
    dispatcher: CollectingDispatcher, turn: Turn, reason: HandoffReason, words: str
) -> list[EventType]:
    """The line applies the change of hands together with the turn; here it is only asked for."""
    box = await current()
    place = await box.handoffs.preview(turn.conversation_id)
    values = box.handoffs.place_values(place)
    dispatcher.utter_message(response=f"utter_handoff_{words}", **values)
    dispatcher.utter_message(json_message={"handoff": {"reason": reason.value}})
    return [SlotSet("misunderstandings", 0)]


def _hard(turn: Turn) -> str:
    """A life and safety come before any other threat."""
    hard = {signal.name for signal in turn.signals if signal.hard}
    first = next((name for name in _OWN_WORDS if name in hard), None)
    return first.value if first else HandoffReason.HARD_SIGNAL.value

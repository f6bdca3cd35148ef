"""Fetching a person: words with a concrete time, and a control message for the line."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import asking
from actions.turn import Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.conversation import HandoffReason


class ActionHandOver(Action):
    """For a customer who asks for a person, for hard signals, fury and deadlock.

    The line applies the change of hands together with the turn; here it is only asked for.
    """

    def name(self) -> str:
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        reason = reason_of(turn)
        scenario = await _scenario(box, turn)
        words = scenario if reason is HandoffReason.HARD_SIGNAL and scenario else reason.value
        place = await box.handoffs.preview(turn.conversation_id)
        values = box.handoffs.place_values(place)
        dispatcher.utter_message(response=f"utter_handoff_{words}", **values)
        dispatcher.utter_message(json_message={"handoff": {"reason": reason.value}})
        return asking(None)


def reason_of(turn: Turn) -> HandoffReason:
    """Why a person is fetched now."""
    if turn.intent == "ask_human":
        return HandoffReason.CUSTOMER_ASKED
    if turn.intent == "nlu_fallback":
        return HandoffReason.MISUNDERSTOOD
    return HandoffReason.HARD_SIGNAL


async def _scenario(box: Container, turn: Turn) -> str | None:
    assessment = await box.complaints.assessment(turn.conversation_id)
    return assessment.scenario.value if assessment.scenario else None

"""A message that is nothing but files (practice C2, E7): received, and the story is wanted."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import state_of
from actions.turn import read_turn
from bot.bootstrap import current


class ActionAttachmentReceived(Action):
    """Says that it is kept with the case; where there is none yet, also asks what happened."""

    def name(self) -> str:
        return "action_attachment_received"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box = await current()
        case = await box.complaints.of_conversation(read_turn(tracker).conversation_id)
        known = state_of(case) in ("draft", "filed")
        name = "utter_attachment_received" if known else "utter_attachment_before_story"
        dispatcher.utter_message(response=name)
        return []

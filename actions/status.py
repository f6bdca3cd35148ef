"""Where a complaint stands (practice A3, D6)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.file_case import due_day
from actions.record import state_of
from actions.turn import read_turn
from bot.bootstrap import current


class ActionTellStatus(Action):
    """Tells the state of this conversation's case, with number and date where it is filed."""

    def name(self) -> str:
        return "action_tell_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box = await current()
        case = await box.complaints.of_conversation(read_turn(tracker).conversation_id)
        values: dict[str, str | None] = {}
        if case and state_of(case) == "filed":
            values = {"case_number": case.number, "due": due_day(box, case)}
        dispatcher.utter_message(response=f"utter_status_{state_of(case) or 'none'}", **values)
        return []

"""Filing: a number, what happens next, and by when (practice D5)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from datetime import datetime

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import case_events, forget_form, state_of
from actions.turn import read_turn
from bot.bootstrap import Container, current
from bot.domain.case import Case


class ActionFileCase(Action):
    """Files the draft; without one there is nothing to file and the customer is told so."""

    def name(self) -> str:
        return "action_file_case"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, conversation_id = await current(), read_turn(tracker).conversation_id
        draft = await box.complaints.of_conversation(conversation_id)
        if draft is None or state_of(draft) == "ended" or not draft.facts:
            dispatcher.utter_message(response="utter_nothing_recorded")
            return [*forget_form(), *case_events(draft)]
        case = await box.complaints.file(conversation_id)
        dispatcher.utter_message(
            response="utter_filed", case_number=case.number, due=due_day(box, case)
        )
        return [*forget_form(), *case_events(case)]


def due_day(box: Container, case: Case) -> str:
    """The last day for our answer, as the company's calendar has it."""
    due: datetime = box.local(box.complaints.due_by(case))
    return f"{due:%Y-%m-%d}"

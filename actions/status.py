"""Where a complaint stands (practice A3, D6)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answers_only, opens_the_matter
from actions.filing import due_day
from actions.record import state_of
from actions.turn import Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.case import Case, case_number_in


class ActionTellStatus(Action):
    """Tells the state of the case that the customer names, else of this conversation's.

    Whoever names a number learns state and date only, nothing about the person.
    """

    def name(self) -> str:
        return "action_tell_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        number = case_number_in(turn.text)
        if not number and (answers_only(turn) or opens_the_matter(turn)):
            return []
        case = await _case(box, turn, number)
        if number and case is None:
            dispatcher.utter_message(response="utter_status_unknown_number", case_number=number)
            return []
        values = (
            {"case_number": case.number, "due": due_day(box, case, turn.language)} if case else {}
        )
        dispatcher.utter_message(response=_response(box, case), **values)
        return []


async def _case(box: Container, turn: Turn, number: str | None) -> Case | None:
    """A duplicate goes on as the case that it was merged into."""
    if number:
        case = await box.complaints.by_number(number)
    else:
        case = await box.complaints.of_conversation(turn.conversation_id)
    return await box.complaints.standing_for(case) if case else None


def _response(box: Container, case: Case | None) -> str:
    state = state_of(case)
    if case and state == "filed" and box.complaints.due_by(case) < box.clock.now():
        return "utter_status_overdue"
    return f"utter_status_{state or 'none'}"

"""Reading the record back and filing it: a number, what happens next, and by when (practice
C2, C13, D5)."""

from __future__ import annotations

from datetime import datetime

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.record import case_events, facts_of, nothing_asked
from actions.turn import Turn
from bot.bootstrap import Container
from bot.domain.case import Case, FactName

NOT_KNOWN = "—"
_READ_BACK = (
    FactName.WHAT_HAPPENED,
    FactName.HAPPENED_AT,
    FactName.DEMAND,
    FactName.COMPLAINANT_NAME,
    FactName.CONTACT,
)


def read_back(case: Case, dispatcher: CollectingDispatcher) -> None:
    """Say the whole record; what is missing shows as a dash."""
    facts = facts_of(case)
    known = {name.value: facts.get(name, NOT_KNOWN) for name in _READ_BACK}
    policy = facts.get(FactName.POLICY_NUMBER, NOT_KNOWN)
    dispatcher.utter_message(response="utter_read_back", policy=policy, **known)


async def file_case(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """File the draft and tell its number and date."""
    case = await box.complaints.file(turn.conversation_id)
    dispatcher.utter_message(
        response="utter_filed", case_number=case.number, due=due_day(box, case)
    )
    return [*nothing_asked(turn), *case_events(case, None)]


def due_day(box: Container, case: Case) -> str:
    """The last day for our answer, as the company's calendar has it."""
    due: datetime = box.local(box.complaints.due_by(case))
    return f"{due:%Y-%m-%d}"

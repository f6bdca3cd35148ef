"""Reading the record back and filing it: a number, what happens next, and by when (practice
C2, C13, D5)."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.record import case_events, nothing_asked
from actions.turn import Turn
from bot.bootstrap import Container
from bot.domain.case import Case, missing
from bot.domain.dates import day_said
from bot.scripts.record_words import record_words


async def read_back(
    box: Container, turn: Turn, case: Case, dispatcher: CollectingDispatcher
) -> None:
    """Say the whole record and what is missing. What only we made of it stays with us: the
    incident, by which others are known."""
    files = await box.files.count(turn.conversation_id)
    record = record_words().lines(case.facts, files, missing(case.facts), turn.language)
    dispatcher.utter_message(response="utter_read_back", record=record)


async def file_case(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """File the draft and tell its number and date."""
    case = await box.complaints.file(turn.conversation_id)
    dispatcher.utter_message(
        response="utter_filed",
        case_number=case.number,
        due=due_day(box, case, turn.language),
    )
    return [*nothing_asked(turn), *case_events(case, None)]


def due_day(box: Container, case: Case, language: str) -> str:
    """The last day for our answer, as the company's calendar has it."""
    due = box.local(box.complaints.due_by(case)).date()
    return day_said(due, box.today(), language)

"""A filed complaint is corrected as a draft is (practice C13, W4); its history stays."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.record import asking, remembering
from actions.steps import hear_now
from actions.turn import Turn
from bot.bootstrap import Container
from bot.domain.case import Case
from bot.domain.dialogue.plan import ASK_AT_MOST, Outcome
from bot.domain.dialogue.questions import CHANGES_THE_RECORD, Question


def correct_filed(
    box: Container, turn: Turn, case: Case, dispatcher: CollectingDispatcher
) -> list[EventType] | None:
    """Say what became of a correction, or ask for the value; None where nothing is corrected."""
    if turn.intent != "correct" and turn.asked not in CHANGES_THE_RECORD:
        return None
    heard = hear_now(box, turn)
    if heard.outcome in (Outcome.ANSWERED, Outcome.CORRECTED):
        dispatcher.utter_message(response="utter_correction_noted")
        return asking(None)
    if heard.outcome is Outcome.INVALID and turn.asked:
        return _explained(turn, turn.asked, heard.invalid, dispatcher)
    if heard.field:
        dispatcher.utter_message(response=f"utter_ask_{heard.field.value}")
        return [*asking(heard.field), remembering(turn.memory.reopen(heard.field))]
    if heard.outcome is Outcome.WANTS_CHANGE:
        dispatcher.utter_message(response="utter_correct_filed", case_number=case.number)
        return asking(Question.WHICH_FIELD)
    return None


def _explained(
    turn: Turn, asked: Question, invalid: str | None, dispatcher: CollectingDispatcher
) -> list[EventType] | None:
    """What cannot be right is explained once."""
    memory = turn.memory.failed(asked)
    if memory.attempts_at(asked) >= ASK_AT_MOST:
        return None
    dispatcher.utter_message(response=f"utter_invalid_{invalid}")
    return [*asking(asked), remembering(memory)]

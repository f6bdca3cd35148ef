"""A call-back at a time that the customer chooses, where nobody is at the desk (practice E6)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from datetime import date, datetime, time

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import asking, state_of
from actions.steps import BACK_TO_THE_POINT, take_step
from actions.turn import Turn
from bot.bootstrap import Container, current
from bot.domain.case import FactName
from bot.domain.dialogue.questions import Question
from bot.domain.dialogue.time_of_day import WHOLE_DAY, part_of_day
from bot.domain.errors import InvalidInput

OFFERED = 2
"""Half days named as examples."""


class ActionAskCallback(Action):
    """Asks when to call, with the next possible times."""

    def name(self) -> str:
        return "action_ask_callback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box = await current()
        slots = " / ".join(
            f"{box.local(slot.start):%m-%d %H:%M}–{box.local(slot.end):%H:%M}"
            for slot in box.callbacks.suggest(OFFERED)
        )
        dispatcher.utter_message(response="utter_ask_callback_at", slots=slots)
        return asking(Question.CALLBACK)


async def callback_answered(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Promise the call, or say kindly why not then; whoever wants none any more gets none."""
    wanted = _interval(box, turn)
    if wanted is None and turn.intent in ("deny", "withdraw"):
        await box.callbacks.cancel(turn.conversation_id)
        dispatcher.utter_message(response="utter_callback_cancelled")
        return await _back_to_the_point(box, turn, dispatcher)
    try:
        if wanted is None:
            raise InvalidInput("at", "names no day.")
        at = box.callbacks.choose(*wanted)
        await box.callbacks.promise(turn.conversation_id, at)
    except InvalidInput:
        dispatcher.utter_message(response="utter_invalid_callback_at")
        return asking(Question.CALLBACK, again=True)
    told = f"{box.local(at):%m-%d %H:%M}"
    dispatcher.utter_message(response="utter_callback_promised", time=told)
    return await _back_to_the_point(box, turn, dispatcher)


def _interval(box: Container, turn: Turn) -> tuple[datetime, datetime] | None:
    """The times that the message names, in the company's time zone; a time of day alone is of
    today."""
    start_at, end_at = part_of_day(turn.text)
    days = [
        entity.normalised
        for entity in turn.entities
        if entity.name == FactName.HAPPENED_AT.value and isinstance(entity.normalised, dict)
    ]
    if days and days[0].get("start"):
        first, last = days[0]["start"], days[0].get("end") or days[0]["start"]
        return _moment(box, first, start_at), _moment(box, last, end_at)
    if (start_at, end_at) == WHOLE_DAY:
        return None
    today = box.local(box.clock.now()).date().isoformat()
    return _moment(box, today, start_at), _moment(box, today, end_at)


def _moment(box: Container, day: str, at: time) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, box.settings.zone)


async def _back_to_the_point(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    case = await box.complaints.of_conversation(turn.conversation_id)
    if case is None or state_of(case) != "draft":
        return asking(None)
    return await take_step(box, turn.unasked(), case, BACK_TO_THE_POINT, dispatcher)

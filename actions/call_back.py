"""A call-back at a time that the customer chooses (practice D11, E6): when, and at which number."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answer, call_at_any_time
from actions.reading import content_length, facts_said
from actions.record import asking, facts_of, remembering
from actions.steps import back_to_the_point, hear_now
from actions.turn import ASIDE, LISTEN, Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.case import Case, FactName
from bot.domain.dates import time_said
from bot.domain.dialogue.day_named import day_named
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.plan import ASK_AT_MOST, Outcome
from bot.domain.dialogue.questions import ABOUT_A_CALL, Question
from bot.domain.dialogue.time_of_day import WHOLE_DAY, part_of_day
from bot.domain.errors import InvalidInput
from bot.domain.ids import ConversationId
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.privacy.tokens import TOKEN, kind_of
from bot.scripts.phrases import phrase_book

OFFERED = 2
"""Half days named as examples."""
LONGEST_TIME = 20
"""Letters up to which a message that names a time is an answer, however it sounds."""
_TIMES = frozenset({FactName.HAPPENED_AT, FactName.DEMAND})
"""What “call me tomorrow” looks like in a complaint."""
_NO_CALL = frozenset({"deny", "dont_know"})
_CALLABLE = frozenset({PersonalKind.PHONE, PersonalKind.LANDLINE})


class ActionAskCallback(Action):
    """Asks when to call, with the next possible times, unless the message names one. The next of
    them is kept at once, so that nobody is forgotten who leaves now."""

    def name(self) -> str:
        return "action_ask_callback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        await keep_a_call(box, turn.conversation_id)
        memory = replace(turn.memory.afresh(Question.CALLBACK), offered=True)
        if _interval(box, turn):
            case = await box.complaints.of_conversation(turn.conversation_id)
            turn = replace(turn, asked=Question.CALLBACK, memory=memory)
            events = await call_answered(box, turn, case, dispatcher)
        else:
            events = _ask_when(box, turn, memory, dispatcher)
        return [*events, FollowupAction(LISTEN)]  # also where another action led here


async def keep_a_call(box: Container, conversation_id: ConversationId) -> datetime | None:
    """The call that is promised, else the next that can be; None where the calendar has no hours.
    Safe to repeat."""
    standing = await box.callbacks.of_conversation(conversation_id)
    if standing and standing.at > box.clock.now():
        return standing.at
    for slot in box.callbacks.suggest(1):
        at = box.callbacks.choose(slot.start, slot.end)
        return (await box.callbacks.promise(conversation_id, at)).at
    return None


def wants_a_call(turn: Turn) -> bool:
    """Whether the message is nothing but the wish to be called, and no answer to a question."""
    return bool(turn.values("call_back")) and not answer(turn.asked, turn)


def stays(turn: Turn) -> bool:
    """Whether they would rather wait in the chat than be called."""
    return turn.asked is Question.CALLBACK and phrase_book().stays_in_chat.found_in(turn.text)


def goes_on_with_the_matter(turn: Turn) -> bool:
    """Whether they speak of their complaint instead of answering about the call."""
    if _names_a_time(turn) and content_length(turn) <= LONGEST_TIME:
        return False  # whatever so few words were taken for
    told = set(facts_said(turn)) - _TIMES - {FactName.CONTACT}
    return turn.complains or turn.intent == "correct" or bool(told)


def speaks_of_a_call(turn: Turn) -> bool:
    """Whether nothing of the message belongs to the complaint but perhaps a number."""
    answers = turn.asked in ABOUT_A_CALL and not goes_on_with_the_matter(turn)
    return answers or wants_a_call(turn)


def _names_a_time(turn: Turn) -> bool:
    named = turn.values(FactName.HAPPENED_AT.value) or day_named(turn.text, date.min)
    return bool(named) or part_of_day(turn.text) != WHOLE_DAY


async def call_answered(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """What follows an answer to the question when to call, or at which number."""
    wanted = _interval(box, turn)
    if stays(turn):
        return [FollowupAction("action_hand_over")]
    if wanted is None:
        return await _no_time_named(box, turn, case, dispatcher)
    try:
        at = box.callbacks.choose(*wanted)
        await box.callbacks.promise(turn.conversation_id, at)
    except InvalidInput:
        return await _no_such_time(box, turn, case, dispatcher)
    return await _promised(box, turn, case, at, dispatcher)


async def _no_time_named(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    if call_at_any_time(turn):
        return await _next_possible(box, turn, case, dispatcher)
    if turn.intent in ASIDE:
        return await _ask_again(box, turn, turn.memory, dispatcher)
    if turn.asked is Question.CALLBACK_CONTACT:
        return await _number_answered(box, turn, case, dispatcher)
    if turn.intent in _NO_CALL:
        return await _no_call(box, turn, case, dispatcher)
    return await _no_such_time(box, turn, case, dispatcher)


async def _no_such_time(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Kindly once; the second time the next possible call is kept, and said so (practice H8)."""
    memory = turn.memory.failed(Question.CALLBACK)
    if memory.attempts_at(Question.CALLBACK) >= ASK_AT_MOST:
        return await _next_possible(box, replace(turn, memory=memory), case, dispatcher)
    if turn.intent == "affirm":
        return _ask_when(box, turn, memory, dispatcher)
    dispatcher.utter_message(response="utter_invalid_callback_at")
    return [*asking(Question.CALLBACK, again=True), remembering(memory)]


async def _next_possible(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    at = await keep_a_call(box, turn.conversation_id)
    if at is None:
        return await _no_call(box, turn, case, dispatcher)
    return await _promised(box, turn, case, at, dispatcher)


async def _promised(
    box: Container, turn: Turn, case: Case | None, at: datetime, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Said only where there is a number to call (practice A9); else it is asked for first."""
    memory = turn.memory.afresh(Question.CALLBACK)
    if not _number_known(box, turn, case):
        return _ask_number(box, turn, memory, at, dispatcher)
    dispatcher.utter_message(response="utter_callback_promised", time=_told(box, turn, at))
    turn = replace(turn, memory=replace(memory, promised=True))
    return await back_to_the_point(box, turn, case, dispatcher)


async def _number_answered(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Without a number the same hour is kept for an answer in the chat."""
    standing = await box.callbacks.of_conversation(turn.conversation_id)
    if standing is None:
        return await _no_call(box, turn, case, dispatcher)
    if _number_known(box, turn, case):
        return await _promised(box, turn, case, standing.at, dispatcher)
    memory = turn.memory.failed(Question.CALLBACK_CONTACT)
    if turn.intent in _NO_CALL or memory.attempts_at(Question.CALLBACK_CONTACT) >= ASK_AT_MOST:
        told = _told(box, turn, standing.at)
        dispatcher.utter_message(response="utter_callback_in_chat", time=told)
        memory = replace(memory.afresh(Question.CALLBACK_CONTACT), promised=True)
        return await back_to_the_point(box, replace(turn, memory=memory), case, dispatcher)
    if hear_now(box, turn).outcome is Outcome.INVALID:
        dispatcher.utter_message(response="utter_invalid_contact")
        return [*asking(Question.CALLBACK_CONTACT, again=True), remembering(memory)]
    return await _ask_again(box, turn, memory, dispatcher)


async def _no_call(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    await box.callbacks.cancel(turn.conversation_id)
    dispatcher.utter_message(response="utter_callback_cancelled")
    return await back_to_the_point(box, turn, case, dispatcher)


async def _ask_again(
    box: Container, turn: Turn, memory: Memory, dispatcher: CollectingDispatcher
) -> list[EventType]:
    standing = await box.callbacks.of_conversation(turn.conversation_id)
    if turn.asked is Question.CALLBACK_CONTACT and standing is not None:
        return _ask_number(box, turn, memory, standing.at, dispatcher)
    return _ask_when(box, turn, memory, dispatcher)


def _ask_when(
    box: Container, turn: Turn, memory: Memory, dispatcher: CollectingDispatcher
) -> list[EventType]:
    slots = " / ".join(
        time_said(box.local(slot.start), box.today(), turn.language, box.local(slot.end))
        for slot in box.callbacks.suggest(OFFERED)
    )
    dispatcher.utter_message(response="utter_ask_callback_at", slots=slots)
    return [*asking(Question.CALLBACK), remembering(memory)]


def _ask_number(
    box: Container, turn: Turn, memory: Memory, at: datetime, dispatcher: CollectingDispatcher
) -> list[EventType]:
    dispatcher.utter_message(response="utter_ask_callback_contact", time=_told(box, turn, at))
    return [*asking(Question.CALLBACK_CONTACT), remembering(memory)]


def _number_known(box: Container, turn: Turn, case: Case | None) -> bool:
    """Told, or told by the channel, or to be looked up (Order 3/2020 Art. 13)."""
    facts = facts_of(case)
    tokens = (match.group() for match in TOKEN.finditer(facts.get(FactName.CONTACT, "")))
    told = any(kind_of(one) in _CALLABLE for one in tokens)
    return told or FactName.CUSTOMER_ID in facts or box.callbacks.knows_number(turn.channel)


def _told(box: Container, turn: Turn, at: datetime) -> str:
    return time_said(box.local(at), box.today(), turn.language)


def _interval(box: Container, turn: Turn) -> tuple[datetime, datetime] | None:
    """The times that the message names, in the company's time zone; a time of day alone is of
    today."""
    start_at, end_at = part_of_day(turn.text)
    today = box.today()
    day = day_named(turn.text, today)
    if day is not None:
        return _moment(box, day.isoformat(), start_at), _moment(box, day.isoformat(), end_at)
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
    return _moment(box, today.isoformat(), start_at), _moment(box, today.isoformat(), end_at)


def _moment(box: Container, day: str, at: time) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, box.settings.zone)

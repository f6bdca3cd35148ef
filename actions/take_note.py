"""Runs on every message, before rules decide: nothing a customer said is lost."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answer
from actions.reading import facts_said, story_told
from actions.record import case_events, facts_of, remembering, state_of, with_more
from actions.steps import hear_now
from actions.turn import BEYOND_US, Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.case import Case, FactName
from bot.domain.dialogue.feeling import felt, shade
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import Question
from bot.scripts.variations import digests
from bot.services.complaints import Noted

_ADDED_AFTER_FILING = frozenset({FactName.CONTACT, FactName.POLICY_NUMBER, FactName.WHAT_HAPPENED})
_OPEN_TO_CHANGE = (Question.CONFIRMED, Question.WHICH_FIELD)


class ActionTakeNote(Action):
    """Writes signals, feelings and stated facts to the record and sets the slots by which rules
    and scripts are chosen.

    Called by Rasa as the custom mapping of the slot `note`; may run twice in a turn.
    """

    def name(self) -> str:
        return "action_take_note"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        await box.complaints.ensure(turn.conversation_id, turn.channel)
        before = await box.complaints.of_conversation(turn.conversation_id)
        noted = await _note(box, turn, before)
        memory = _memory(tracker, turn, before, noted.case)
        language = _language(turn)
        await box.chat.speak(turn.conversation_id, language)
        return [
            SlotSet("language", language),
            SlotSet("anger", shade(turn.anger)),
            SlotSet("cause", _cause(tracker, turn)),
            *case_events(noted.case, turn.asked),
            remembering(memory),
        ]


async def _note(box: Container, turn: Turn, before: Case | None) -> Noted:
    """Facts are kept from the first message on; a record is made at the first complaint."""
    return await box.complaints.note(
        turn.conversation_id,
        turn.message_id,
        complaint=turn.complains or (turn.asked is not None and state_of(before) != "filed"),
        facts=_possible(box, turn, {**_early(turn, before), **_facts(turn, before)}),
        signals=turn.signals,
        anger=None if turn.is_payload else turn.anger,
        causes=turn.causes,
        intent=turn.read_as,
        unmet=turn.memory.unmet,
    )


def _possible(box: Container, turn: Turn, facts: dict[FactName, str]) -> dict[FactName, str]:
    """A day that has not come is asked back instead of written down (practice C13)."""
    if hear_now(box, turn).invalid == FactName.HAPPENED_AT.value:
        facts.pop(FactName.HAPPENED_AT, None)
    return facts


def _early(turn: Turn, before: Case | None) -> dict[FactName, str]:
    """What was said before the first complaint; it is written down together with that one."""
    if before is not None:
        return {}
    return {FactName(name): value for name, value in (turn.memory.early or {}).items()}


def _facts(turn: Turn, before: Case | None) -> dict[FactName, str]:
    """What the message states and may stand: a fact in force is replaced only by a correction,
    an answer to its own question or to the read-back."""
    said = facts_said(turn)
    known = facts_of(before)
    if story_told(turn):
        said[FactName.WHAT_HAPPENED] = _story(turn, known)
    if state_of(before) == "filed":
        return {name: value for name, value in said.items() if name in _ADDED_AFTER_FILING}
    answered = answer(turn.asked, turn)
    if FactName.WHAT_HAPPENED in answered and FactName.WHAT_HAPPENED in known:
        answered = {FactName.WHAT_HAPPENED: _story(turn, known)}
    if turn.asked is Question.CLARIFY_DEMAND and FactName.DEMAND in answered:
        # What was wanted at first stays beside what it is about (practice O10-O12).
        demand = with_more(known.get(FactName.DEMAND), answered[FactName.DEMAND])
        answered = {FactName.DEMAND: demand}
    changing = turn.intent == "correct" or turn.asked in _OPEN_TO_CHANGE
    kept = {
        name: value
        for name, value in said.items()
        if changing or name not in known or name is FactName.WHAT_HAPPENED
    }
    return {**kept, **answered}


def _story(turn: Turn, known: dict[FactName, str]) -> str:
    """A customer who goes on telling is heard, not cut off (practice E7). Whoever corrects the
    story tells it anew."""
    reopened = Question.WHAT_HAPPENED in turn.memory.reopened
    return turn.text if reopened else with_more(known.get(FactName.WHAT_HAPPENED), turn.text)


def _memory(tracker: Tracker, turn: Turn, before: Case | None, case: Case | None) -> Memory:
    memory = turn.memory
    if before is not None and tracker.get_slot("memory") is None:
        # A person has handed the conversation back, and the dialogue began anew.
        memory = replace(memory, acknowledged=True, attended=True)
    if tracker.get_slot("case_id") not in (None, case.id if case else None):
        memory = memory.for_next_matter()
    said = [
        digest
        for event in tracker.events
        if event.get("event") == "bot"
        for digest in digests(str(event.get("text") or ""))
    ]
    memory = replace(memory, said=tuple(dict.fromkeys([*memory.said, *said])))
    memory = replace(memory, early=_kept_in_mind(turn, case))
    understood = turn.intent not in BEYOND_US or turn.asked is not None
    return felt(memory, turn.anger, turn.message_id, understood=understood)


def _kept_in_mind(turn: Turn, case: Case | None) -> dict[str, str] | None:
    if case is not None:
        return None
    said = {name.value: value for name, value in facts_said(turn).items()}
    return {**(turn.memory.early or {}), **said} or None


def _language(turn: Turn) -> str:
    """As the customer writes, unless they chose a language by name."""
    if turn.memory.locked or turn.spoken is None:
        return turn.language
    return turn.spoken


def _cause(tracker: Tracker, turn: Turn) -> str | None:
    """The matter of the episode: the latest message that shows one tells it."""
    if turn.causes:
        return turn.causes[0].value
    known: str | None = tracker.get_slot("cause")
    return known

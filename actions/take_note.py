"""Runs on every message, before rules decide: nothing a customer said is lost."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.call_back import speaks_of_a_call
from actions.reading import facts_said
from actions.record import case_events, facts_of, remembering, state_of, with_more
from actions.stated import (
    beside_contacts,
    by_people,
    early_facts,
    opens_the_story,
    possible,
    stated,
)
from actions.turn import BEYOND_US, Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.case import Case, FactName
from bot.domain.dialogue.feeling import felt, shade
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import ABOUT_A_CALL
from bot.domain.reading import SEVERAL
from bot.scripts.grief import grief
from bot.scripts.variations import BEREAVED, digests
from bot.services.complaints import Noted

SEVERAL_FROM = 3
"""Causes in one message from which none of them is the matter."""


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
        memory = _memory(box, tracker, turn, before, noted.case)
        language = await box.chat.speak(turn.conversation_id, turn.spoken or turn.language)
        scenario = noted.assessment.scenario
        return [
            SlotSet("language", language),
            SlotSet("anger", shade(turn.anger)),
            SlotSet("cause", _cause(tracker, turn)),
            SlotSet(BEREAVED, _bereaved(tracker, turn, noted.case)),
            SlotSet("scenario", scenario.value if scenario else None),
            *case_events(noted.case, turn.asked),
            remembering(memory),
        ]


async def _note(box: Container, turn: Turn, before: Case | None) -> Noted:
    """Facts are kept from the first message on; a record is made at the first complaint, or where
    somebody who waits for a person or a call states some."""
    early = early_facts(turn) if before is None else {}
    facts = {**early, **possible(box, turn, stated(turn, before, early))}
    if turn.listening:
        facts = {name: value for name, value in facts.items() if name not in by_people(before)}
    about_a_call = speaks_of_a_call(turn)
    asked = turn.asked is not None and turn.asked not in ABOUT_A_CALL
    answering = asked and state_of(before) != "filed"
    preparing = (turn.listening or about_a_call) and before is None and bool(facts)
    return await box.complaints.note(
        turn.conversation_id,
        turn.message_id,
        complaint=(turn.complains and not about_a_call) or answering or preparing,
        facts=facts,
        signals=turn.signals,
        anger=None if turn.is_payload else turn.anger,
        causes=turn.causes,
        intent=turn.read_as,
        unmet=turn.memory.unmet,
    )


def _memory(
    box: Container, tracker: Tracker, turn: Turn, before: Case | None, case: Case | None
) -> Memory:
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
    memory = replace(memory, early=_kept_in_mind(box, turn, case))
    understood = turn.intent not in BEYOND_US or turn.asked is not None
    trigger = box.complaints.furious
    return felt(memory, turn.anger, turn.message_id, trigger, understood=understood)


def _kept_in_mind(box: Container, turn: Turn, case: Case | None) -> dict[str, str] | None:
    if case is not None:
        return None
    early = early_facts(turn)
    said = beside_contacts(turn, possible(box, turn, facts_said(turn)), early)
    known = {**early, **said}
    if opens_the_story(turn):
        known[FactName.WHAT_HAPPENED] = with_more(early.get(FactName.WHAT_HAPPENED), turn.text)
    return {name.value: value for name, value in known.items()} or None


def _bereaved(tracker: Tracker, turn: Turn, case: Case | None) -> bool:
    """Once said it holds; after a person has handed back, the record still tells it."""
    told = (turn.text, facts_of(case).get(FactName.WHAT_HAPPENED, ""))
    return bool(tracker.get_slot(BEREAVED)) or any(map(grief().bereaved.found_in, told))


def _cause(tracker: Tracker, turn: Turn) -> str | None:
    """The matter of the episode: the latest message that shows one tells it."""
    if len(turn.causes) >= SEVERAL_FROM:
        return SEVERAL
    if turn.causes:
        return turn.causes[0].value
    known: str | None = tracker.get_slot("cause")
    return known

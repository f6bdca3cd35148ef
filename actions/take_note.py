"""Runs on every message, before rules decide: nothing a customer said is lost."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.reading import facts_said, story_told
from actions.record import (
    case_events,
    fact_events,
    facts_of,
    forget_form,
    state_of,
    with_more,
    write_down,
)
from actions.turn import COMPLAINT_FORM, Turn, read_turn
from bot.bootstrap import current
from bot.domain.case import Case, FactName

_COMPLAINING = frozenset({"complain", "hard_signal"})
_KEPT_AFTER_FILING = frozenset({FactName.CONTACT, FactName.POLICY_NUMBER, FactName.WHAT_HAPPENED})


class ActionTakeNote(Action):
    """Writes signals and stated facts to the record and mirrors the record into slots.

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
        facts = _facts(tracker, turn, before)
        complaint = turn.intent in _COMPLAINING or (
            turn.active_form == COMPLAINT_FORM and bool(facts)
        )
        noted = await write_down(box, tracker, turn, facts, complaint=complaint)
        return [
            SlotSet("language", "en" if turn.language == "en" else "zh-Hans"),
            SlotSet("misunderstandings", _misunderstandings(tracker, turn)),
            *_mirror(tracker, turn, noted.case, facts),
            *case_events(noted.case, asking=bool(turn.active_form)),
        ]


def _facts(tracker: Tracker, turn: Turn, before: Case | None) -> dict[FactName, str]:
    """What the message states and may stand: a fact in force is replaced only by a correction,
    an answer to its own question or to the read-back, or, in a filed case, by a new contact."""
    said = facts_said(turn)
    in_force = facts_of(before)
    if state_of(before) == "filed":
        if story_told(turn):
            said[FactName.WHAT_HAPPENED] = with_more(
                in_force.get(FactName.WHAT_HAPPENED), turn.text
            )
        return {name: value for name, value in said.items() if name in _KEPT_AFTER_FILING}
    if story_told(turn) and turn.asked != FactName.HAPPENED_AT.value:
        said.setdefault(FactName.WHAT_HAPPENED, turn.text)
    return {
        name: value
        for name, value in said.items()
        if turn.intent == "correct"
        or turn.asked in (name.value, "confirmed")
        or not (in_force.get(name) or tracker.get_slot(name.value))
    }


def _mirror(
    tracker: Tracker, turn: Turn, case: Case | None, facts: dict[FactName, str]
) -> list[EventType]:
    """Slots follow the record; within a form only what was just said changes them."""
    known = tracker.get_slot("case_id")
    events = forget_form() if known and (case is None or case.id != known) else []
    if state_of(case) in (None, "draft"):
        whole = {} if turn.active_form == COMPLAINT_FORM and not events else facts_of(case)
        events += fact_events({**whole, **facts})
    return events


def _misunderstandings(tracker: Tracker, turn: Turn) -> int:
    if turn.intent != "nlu_fallback" or turn.active_form:
        return 0
    return int(tracker.get_slot("misunderstandings") or 0) + 1

"""The complaint form: which question comes next and what counts as its answer."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.reading import ENOUGH_CONTENT, answer, content_length, facts_said
from actions.record import slot_events, with_more, write_down
from actions.turn import COMPLAINT_FORM, Turn, is_side_question, read_turn
from bot.bootstrap import current
from bot.domain.case import FactName

ASK_AT_MOST = 2
"""A question and one reformulation; then it is skipped and the fact stays missing."""
_FACTS = frozenset(name.value for name in FactName)
_STORY = FactName.WHAT_HAPPENED.value

Slots = dict[str, Any]


class ValidateComplaintForm(FormValidationAction):
    """Checks answers, writes them to the record, and lets side questions through to rules."""

    def name(self) -> str:
        return f"validate_{COMPLAINT_FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if is_side_question(tracker, domain, COMPLAINT_FORM):
            return [ActionExecutionRejected(COMPLAINT_FORM)]
        if read_turn(tracker).intent == "deny" and "confirmed" in tracker.slots_to_validate():
            return [SlotSet("confirmed", None), ActionExecutionRejected(COMPLAINT_FORM)]
        events: list[EventType] = await super().run(dispatcher, tracker, domain)
        return events

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> list[str]:
        """The domain's order, a fact to be corrected first, without what is settled or given up."""
        drop = set(tracker.get_slot("skipped") or ())
        if tracker.get_slot(FactName.NO_POLICY_REASON.value):
            drop.add(FactName.POLICY_NUMBER.value)
        first = tracker.get_slot("correct_field")
        if not tracker.get_slot("correcting"):
            drop.add("correct_field")
        order = sorted(domain_slots, key=lambda slot: slot != first)
        return [slot for slot in order if slot not in drop]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Validated slots; besides, the record is written and failed answers are counted."""
        turn = read_turn(tracker)
        candidates: Slots = tracker.slots_to_validate()
        checked: Slots = {}
        for slot, value in candidates.items():
            checked.update(_check(slot, value, turn, tracker))
        tracker.slots.update(checked)
        if turn.active_form and turn.asked in candidates:
            checked.update(_count(turn, checked, tracker))
            await _keep(tracker, turn, checked)
        return slot_events(checked)


def _check(slot: str, value: Any, turn: Turn, tracker: Tracker) -> Slots:
    """Slots that follow from a candidate; a candidate that answers nothing becomes None."""
    if slot not in (turn.asked, "confirmed", "correct_field"):
        return {slot: value}  # stated by itself, or known from before
    if slot == "correct_field":
        return _check_field(turn)
    if slot == "confirmed":
        return _check_confirmed(value, turn, tracker)
    if value != turn.text:
        return {slot: value}
    found = {name.value: text for name, text in answer(FactName(slot), turn).items()}
    return {slot: None, **found} if found else {slot: None, **_more_story(slot, turn, tracker)}


def _check_confirmed(value: Any, turn: Turn, tracker: Tracker) -> Slots:
    if turn.asked != "confirmed" or value is True:
        return {"confirmed": value}
    if turn.intent == "affirm":
        return {"confirmed": True}
    return {"confirmed": None, **_more_story("confirmed", turn, tracker)}


def _check_field(turn: Turn) -> Slots:
    fields = [field for field in turn.values("field") if field in _FACTS]
    return reopened(fields) if fields else {"correct_field": None}


def _more_story(slot: str, turn: Turn, tracker: Tracker) -> Slots:
    """A customer who goes on telling instead of answering is heard, not cut off (E7)."""
    if slot == _STORY or turn.intent in ("dont_know", "deny", "nlu_fallback"):
        return {}
    if content_length(turn) < ENOUGH_CONTENT or (facts_said(turn) and turn.intent != "complain"):
        return {}
    return {_STORY: with_more(tracker.get_slot(_STORY), turn.text)}


def _count(turn: Turn, checked: Slots, tracker: Tracker) -> Slots:
    """Count a failed answer; after the last one the question is skipped."""
    asked = turn.asked or ""
    if _settled(asked, checked, turn):
        return {"asking_again": False}
    failures = dict(tracker.get_slot("failures") or {})
    failures[asked] = failures.get(asked, 0) + 1
    slots: Slots = {"failures": failures, "asking_again": True}
    if failures[asked] >= ASK_AT_MOST:
        given_up = [*(tracker.get_slot("skipped") or ()), asked]
        slots |= {"skipped": given_up, "asking_again": False, "correcting": False}
    tracker.slots.update(slots)
    return slots


def _settled(asked: str, checked: Slots, turn: Turn) -> bool:
    if asked == "confirmed" and (checked.get(_STORY) or facts_said(turn)):
        return True  # more was told: it is read back again
    if asked == "correct_field":
        return checked.get("correcting") is False
    return checked.get(asked) is not None or (
        asked == FactName.POLICY_NUMBER.value
        and checked.get(FactName.NO_POLICY_REASON.value) is not None
    )


async def _keep(tracker: Tracker, turn: Turn, checked: Slots) -> None:
    facts = {FactName(slot): str(v) for slot, v in checked.items() if slot in _FACTS and v}
    if facts:
        await write_down(await current(), tracker, turn, facts, complaint=True)


def reopened(fields: list[str]) -> Slots:
    """Slots that make the form ask these facts again."""
    slots: Slots = dict.fromkeys(fields)
    if FactName.POLICY_NUMBER.value in fields:
        slots[FactName.NO_POLICY_REASON.value] = None
    return slots | {
        "correcting": False,
        "correct_field": next(iter(fields), None),
        "failures": None,
        "skipped": None,
        "asking_again": False,
    }

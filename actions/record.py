"""The complaint record seen from the dialogue: facts as slots, and one way to write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.turn import Turn
from bot.bootstrap import Container
from bot.domain.case import Case, CaseState, FactName
from bot.services.complaints import Noted

_STATES: Mapping[CaseState, str] = {
    CaseState.DRAFT: "draft",
    CaseState.ABANDONED: "draft",
    CaseState.FILED: "filed",
    CaseState.WITHDRAWN: "ended",
    CaseState.CLOSED: "ended",
}
_FORM_SLOTS = ("failures", "skipped", "correcting", "correct_field", "confirmed")


async def write_down(
    box: Container,
    tracker: Tracker,
    turn: Turn,
    facts: Mapping[FactName, str],
    *,
    complaint: bool,
) -> Noted:
    """Note the message. What was said before there was a draft is put into it now.

    Idempotent per message, like the service.
    """
    noted = await box.complaints.note(
        turn.conversation_id,
        turn.message_id,
        complaint=complaint,
        facts=facts,
        signals=turn.signals,
    )
    earlier = _said_before(tracker, noted.case, facts)
    if earlier:
        noted = await box.complaints.note(
            turn.conversation_id, None, complaint=False, facts=earlier, signals=()
        )
    return noted


def _said_before(
    tracker: Tracker, case: Case | None, now: Mapping[FactName, str]
) -> dict[FactName, str]:
    if case is None or state_of(case) != "draft":
        return {}
    if tracker.get_slot("case_id") not in (None, case.id):
        return {}  # slots of an earlier matter
    known = {name: tracker.get_slot(name.value) for name in FactName}
    return {
        name: value
        for name, value in known.items()
        if value and name not in now and case.fact(name) is None
    }


def state_of(case: Case | None) -> str | None:
    """`draft`, `filed`, `ended`, or None where there is no case: the slot `case_state`."""
    return _STATES[case.state] if case else None


def case_events(case: Case | None, *, asking: bool = False) -> list[EventType]:
    """The slots that say where the record stands. A draft under a form is `asking`, so that
    rules about a draft that nobody asks about keep silent."""
    state = state_of(case)
    return [
        SlotSet("case_id", case.id if case else None),
        SlotSet("case_number", case.number if case else None),
        SlotSet("case_state", "asking" if asking and state == "draft" else state),
    ]


def forget_form(values: Iterable[FactName] = FactName) -> list[EventType]:
    """Clear the form, so that the next matter starts from nothing."""
    names = [name.value for name in values]
    return [SlotSet(name, None) for name in (*names, *_FORM_SLOTS)] + [
        SlotSet("asking_again", False)
    ]


def fact_events(facts: Mapping[FactName, str]) -> list[EventType]:
    """Facts as slots."""
    return [SlotSet(name.value, value) for name, value in facts.items()]


def facts_of(case: Case | None) -> dict[FactName, str]:
    """Facts in force of a case."""
    return {fact.name: fact.value for fact in case.facts} if case else {}


def with_more(story: str | None, more: str) -> str:
    """The story with a later message added once."""
    if not story:
        return more
    return story if more in story else f"{story}\n{more}"


def slot_events(slots: Mapping[str, Any]) -> list[EventType]:
    """Slots by name."""
    return [SlotSet(name, value) for name, value in slots.items()]

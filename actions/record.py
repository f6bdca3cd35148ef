"""The complaint record seen from the dialogue."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk.events import EventType, SlotSet

from actions.turn import Turn
from bot.domain.case import Case, CaseState, FactName
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import Question

_STATES: Mapping[CaseState, str] = {
    CaseState.DRAFT: "draft",
    CaseState.ABANDONED: "draft",
    CaseState.FILED: "filed",
    CaseState.WITHDRAWN: "ended",
    CaseState.CLOSED: "ended",
    CaseState.MERGED: "ended",
}


def state_of(case: Case | None) -> str | None:
    """`draft`, `filed`, `ended`, or None where there is no case: the slot `case_state`."""
    return _STATES[case.state] if case else None


def facts_of(case: Case | None) -> dict[FactName, str]:
    """Facts in force of a case."""
    return {fact.name: fact.value for fact in case.facts} if case else {}


def with_more(story: str | None, more: str) -> str:
    """The story with a later message added once."""
    if not story:
        return more
    return story if more in story else f"{story}\n{more}"


def case_events(case: Case | None, asked: Question | None) -> list[EventType]:
    """The slots that say where the record stands."""
    return [
        SlotSet("case_id", case.id if case else None),
        SlotSet("case_number", case.number if case else None),
        SlotSet("case_state", state_of(case)),
        SlotSet("stage", stage_of(case, asked)),
    ]


def stage_of(case: Case | None, asked: Question | None) -> str:
    """`opening` before there is a case, `collecting`, `checking` at the read-back, `filed`,
    `ended`: a condition for scripts."""
    state = state_of(case)
    if state != "draft":
        return state or "opening"
    return "checking" if asked in (Question.CONFIRMED, Question.WHICH_FIELD) else "collecting"


def asking(question: Question | None, *, again: bool = False) -> list[EventType]:
    """The question that stands after this turn."""
    return [
        SlotSet("asked", question.value if question else None),
        SlotSet("asking_again", again),
    ]


def remembering(memory: Memory) -> EventType:
    """The memory as a slot."""
    return SlotSet("memory", memory.as_slot())


def nothing_asked(turn: Turn) -> list[EventType]:
    """The matter is over: filed, withdrawn or in a person's hands."""
    return [*asking(None), remembering(turn.memory.for_next_matter())]

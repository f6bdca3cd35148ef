"""Corrections, before and at the read-back (practice C13)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.complaint_form import reopened
from actions.reading import facts_said
from actions.record import slot_events
from actions.turn import read_turn
from bot.domain.case import FactName

_FACTS = frozenset(name.value for name in FactName)


class ActionCorrect(Action):
    """A new value was put in force by action_take_note; a field named alone is asked again;
    where neither is said, the form asks which one."""

    def name(self) -> str:
        return "action_correct"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        turn = read_turn(tracker)
        if facts_said(turn):
            dispatcher.utter_message(response="utter_correction_noted")
            return slot_events(reopened([]))
        fields = [field for field in turn.values("field") if field in _FACTS]
        if fields:
            return slot_events(reopened(fields))
        return slot_events({**reopened([]), "correcting": True})

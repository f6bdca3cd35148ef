"""Withdrawing a complaint on the customer's clear word."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.complaint_form import ASK_AT_MOST
from actions.record import case_events, forget_form, state_of
from actions.turn import COMPLAINT_FORM, is_side_question, read_turn
from bot.bootstrap import Container, current
from bot.domain.ids import ConversationId

WITHDRAW_FORM = "withdraw_form"
_CONFIRMED = "withdrawal_confirmed"


class ValidateWithdrawForm(FormValidationAction):
    """Yes withdraws; no, or no clear answer twice, keeps the complaint."""

    def name(self) -> str:
        return f"validate_{WITHDRAW_FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if is_side_question(tracker, domain, WITHDRAW_FORM):
            return [ActionExecutionRejected(WITHDRAW_FORM)]
        events: list[EventType] = await super().run(dispatcher, tracker, domain)
        return events

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Read the answer to the one question of this form."""
        turn = read_turn(tracker)
        if turn.active_form != WITHDRAW_FORM or _CONFIRMED not in tracker.slots_to_validate():
            return []
        failures: dict[str, Any] = dict(tracker.get_slot("failures") or {})
        failures[_CONFIRMED] = failures.get(_CONFIRMED, 0) + 1
        decided = {"affirm": True, "withdraw": True, "deny": False}.get(turn.intent)
        if decided is None and failures[_CONFIRMED] >= ASK_AT_MOST:
            decided = False
        return [SlotSet(_CONFIRMED, decided), SlotSet("failures", failures)]


class ActionWithdrawCase(Action):
    """Does what the customer decided; a draft that is kept is asked about further."""

    def name(self) -> str:
        return "action_withdraw_case"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        done = SlotSet(_CONFIRMED, None)
        if tracker.get_slot(_CONFIRMED):
            return [done, *await _withdraw(box, turn.conversation_id, dispatcher)]
        dispatcher.utter_message(response="utter_not_withdrawn")
        reset: list[EventType] = [done, SlotSet("failures", None)]
        if state_of(await box.complaints.of_conversation(turn.conversation_id)) == "draft":
            reset.append(FollowupAction(COMPLAINT_FORM))
        return reset


async def _withdraw(
    box: Container, conversation_id: ConversationId, dispatcher: CollectingDispatcher
) -> list[EventType]:
    case = await box.complaints.of_conversation(conversation_id)
    if state_of(case) not in ("draft", "filed"):
        dispatcher.utter_message(response="utter_nothing_to_withdraw")
        return [*forget_form(), *case_events(case)]
    ended = await box.complaints.withdraw(conversation_id)
    dispatcher.utter_message(response="utter_withdrawn")
    return [*forget_form(), *case_events(ended)]

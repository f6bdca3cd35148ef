"""Withdrawing a complaint on the customer's clear word (Order 3/2020 Art. 15)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import asking, case_events, nothing_asked, remembering, state_of
from actions.steps import back_to_the_point
from actions.turn import Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.dialogue.questions import Question
from bot.scripts.withdrawing import withdraws

ASK_AT_MOST = 2


class ActionAskWithdrawal(Action):
    """Asks back once before anything is withdrawn."""

    def name(self) -> str:
        return "action_ask_withdrawal"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        if turn.asked is Question.WITHDRAWAL:
            return await withdrawal_answered(box, turn, dispatcher)
        if turn.intent != "withdraw" or (turn.complains and not turn.memory.acknowledged):
            return [FollowupAction("action_go_on")]  # whoever wants out of a policy complains
        case = await box.complaints.of_conversation(turn.conversation_id)
        if state_of(case) not in ("draft", "filed"):
            dispatcher.utter_message(response="utter_nothing_to_withdraw")
            return []
        dispatcher.utter_message(response="utter_ask_withdraw")
        return asking(Question.WITHDRAWAL)


async def withdrawal_answered(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Yes withdraws; no, or no clear answer twice, keeps the complaint as it was."""
    decided = withdraws(turn.intent, turn.text)
    memory = turn.memory.failed(Question.WITHDRAWAL)
    if decided is None and memory.attempts_at(Question.WITHDRAWAL) < ASK_AT_MOST:
        dispatcher.utter_message(response="utter_ask_withdraw")
        return [*asking(Question.WITHDRAWAL, again=True), remembering(memory)]
    if decided:
        ended = await box.complaints.withdraw(turn.conversation_id)
        await box.callbacks.cancel(turn.conversation_id)
        dispatcher.utter_message(response="utter_withdrawn")
        return [*nothing_asked(turn), *case_events(ended, None)]
    dispatcher.utter_message(response="utter_not_withdrawn")
    case = await box.complaints.of_conversation(turn.conversation_id)
    kept = replace(turn, memory=turn.memory.afresh(Question.WITHDRAWAL))
    return await back_to_the_point(box, kept, case, dispatcher)

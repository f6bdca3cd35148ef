"""Withdrawing a complaint on the customer's clear word (Order 3/2020 Art. 15)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import asking, case_events, nothing_asked, remembering, state_of
from actions.steps import BACK_TO_THE_POINT, take_step
from actions.turn import Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.dialogue.questions import Question

ASK_AT_MOST = 2
_DECISIONS = {"affirm": True, "withdraw": True, "deny": False}
_KEEPS = re.compile(
    r"(?:不|别|別|没|沒|冇|唔)[^，。,.]{0,5}(?:撤|取消)|^不(?:$|，)"
    r"|继续|繼續|接着|接著|保留|还要投|還要投"
    r"|\b(?:keep|continue|go on|carry on|leave it|still want)\b"
    r"|\b(?:don'?t|do not|did not|didn'?t) withdraw",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:不|别|別|唔)[^，。,.]{0,4}(?:继续|繼續|保留|投诉|投訴|追究)"
    r"|(?:not|n'?t) (?:want to )?(?:keep|continue|go on)",
    re.IGNORECASE,
)
"""Words that keep or end the complaint, whatever their intent: “不要撤回” sounds like withdrawing
and “继续吧” like a yes."""


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
        if turn.complains and not turn.memory.acknowledged:
            return [FollowupAction("action_go_on")]  # whoever wants out of a policy complains
        case = await box.complaints.of_conversation(turn.conversation_id)
        if state_of(case) not in ("draft", "filed"):
            dispatcher.utter_message(response="utter_nothing_to_withdraw")
            return []
        dispatcher.utter_message(response="utter_ask_withdraw")
        return asking(Question.WITHDRAWAL)


def keeps(text: str) -> bool:
    """Whether the words say that the complaint stays: only a clear word ends it."""
    return bool(_KEEPS.search(text)) and not _ENDS.search(text)


async def withdrawal_answered(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """Yes withdraws; no, or no clear answer twice, keeps the complaint as it was."""
    decided = False if keeps(turn.text) else _DECISIONS.get(turn.intent)
    memory = turn.memory.failed(Question.WITHDRAWAL)
    if decided is None and memory.attempts_at(Question.WITHDRAWAL) < ASK_AT_MOST:
        dispatcher.utter_message(response="utter_ask_withdraw")
        return [*asking(Question.WITHDRAWAL, again=True), remembering(memory)]
    if decided:
        ended = await box.complaints.withdraw(turn.conversation_id)
        dispatcher.utter_message(response="utter_withdrawn")
        return [*nothing_asked(turn), *case_events(ended, None)]
    dispatcher.utter_message(response="utter_not_withdrawn")
    return await _as_before(box, turn, dispatcher)


async def _as_before(
    box: Container, turn: Turn, dispatcher: CollectingDispatcher
) -> list[EventType]:
    case = await box.complaints.of_conversation(turn.conversation_id)
    if case is None or state_of(case) != "draft":
        return asking(None)
    memory = replace(turn.memory.reopen(Question.WITHDRAWAL), reopened=turn.memory.reopened)
    kept = replace(turn.unasked(), memory=memory)
    return await take_step(box, kept, case, BACK_TO_THE_POINT, dispatcher)

"""The next step of a complaint: what is said, what is asked, what is done."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.after_filing import correct_filed
from actions.asides import ANSWERED_BY_RULE, aside_response
from actions.call_back import call_answered, goes_on_with_the_matter, wants_a_call
from actions.reading import PERSON, content_length, facts_said
from actions.record import asking, stage_of, state_of
from actions.steps import hear_now, take_step, told_something
from actions.turn import ASIDE, BEYOND_US, LISTEN, Turn, read_turn
from actions.withdraw import withdrawal_answered
from bot.bootstrap import current
from bot.domain.case import Case
from bot.domain.dialogue.questions import ABOUT_A_CALL, Question
from bot.scripts.grief import grief

REPHRASE_AT_MOST = 1


class ActionGoOn(Action):
    """Asks, comforts, reads back or files, as `bot.domain.dialogue.plan` decides."""

    def name(self) -> str:
        return "action_go_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        events = await _step(read_turn(tracker), dispatcher)
        if not any(event["event"] == "followup" for event in events):
            # Where this action itself was a follow-up, no rule would say that the turn is over.
            events.append(FollowupAction(LISTEN))
        return events


async def _step(turn: Turn, dispatcher: CollectingDispatcher) -> list[EventType]:
    box = await current()
    if wants_a_call(turn):
        return [FollowupAction("action_ask_callback")]
    if turn.asked is Question.WITHDRAWAL:
        return await withdrawal_answered(box, turn, dispatcher)
    if turn.intent == "ask_product" and turn.ruled not in ANSWERED_BY_RULE:
        dispatcher.utter_message(response=aside_response(turn))
    case = await box.complaints.of_conversation(turn.conversation_id)
    if turn.asked in ABOUT_A_CALL:
        if not goes_on_with_the_matter(turn):
            return await call_answered(box, turn, case, dispatcher)
        turn = replace(turn, asked=None)
    if state_of(case) == "draft":
        assert case is not None
        if turn.intent == "ask_how_to_complain" and told_something(turn, case):
            dispatcher.utter_message(response="utter_how_to_complain_running")
        return await take_step(box, turn, case, hear_now(box, turn), dispatcher)
    if case is not None and state_of(case) == "filed":
        corrected = correct_filed(box, turn, case, dispatcher)
        if corrected is not None:
            return corrected
    return _outside_a_draft(turn, case, dispatcher)


def _outside_a_draft(
    turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """No complaint yet, a filed one, or one that has ended."""
    if not turn.is_payload and grief().in_sorrow(turn.text):
        dispatcher.utter_message(response="utter_acknowledge_listening")
        return asking(None)
    if turn.intent in BEYOND_US:
        return _not_understood(turn, dispatcher)
    if turn.intent in ASIDE and turn.intent != "ask_how_to_complain":
        return []  # it has been answered
    if _begins_to_tell(turn, case):
        dispatcher.utter_message(response="utter_go_on")
        return asking(None)
    response = _RESPONSES[stage_of(case, None)].get(turn.intent, _OTHERWISE[stage_of(case, None)])
    dispatcher.utter_message(response=response, case_number=case.number if case else None)
    if response == "utter_how_to_complain":
        return asking(Question.WHAT_HAPPENED)
    return asking(None)


def _begins_to_tell(turn: Turn, case: Case | None) -> bool:
    """Calmly and in pieces, before it is clear what for (practice E9, D17)."""
    words = turn.intent == "inform" and content_length(turn) > 0
    return case is None and words and not PERSON & facts_said(turn).keys()


_RESPONSES = {
    "opening": {"ask_how_to_complain": "utter_how_to_complain"},
    "filed": {
        "affirm": "utter_all_set",
        "ask_how_to_complain": "utter_already_filed",
        "deny": "utter_how_can_i_help",
        "dont_know": "utter_how_can_i_help",
    },
    "ended": {
        "inform": "utter_case_ended",
        "complain": "utter_case_ended",
        "vent": "utter_case_ended",
        "ask_how_to_complain": "utter_how_to_complain",
    },
}
_OTHERWISE = {
    "opening": "utter_how_can_i_help",
    "filed": "utter_added_to_case",
    "ended": "utter_how_can_i_help",
}


def _not_understood(turn: Turn, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Asks to rephrase once; the second time in a row a person is fetched."""
    if turn.memory.misunderstood > REPHRASE_AT_MOST:
        return [FollowupAction("action_hand_over")]
    if turn.intent == "nlu_fallback":
        dispatcher.utter_message(response="utter_ask_rephrase")
    return []

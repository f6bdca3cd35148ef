"""Fetching a person: words with a concrete time, and a control message for the line."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answer
from actions.record import asking, remembering
from actions.turn import BEYOND_US, LISTEN, Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.conversation import HandoffReason
from bot.domain.dialogue.plan import FURIOUS_AT_MOST
from bot.domain.dialogue.questions import Question
from bot.domain.errors import InvalidInput
from bot.domain.handoff import QueuePlace
from bot.domain.scenario import Scenario

_DANGER = frozenset({Scenario.SELF_HARM, Scenario.VIOLENCE})
"""A life comes before opening hours: the people on call are told, and the place is kept."""


class ActionHandOver(Action):
    """For a customer who asks for a person, for hard signals, fury and deadlock.

    The line applies the change of hands together with the turn; here it is only asked for.
    While the desk is closed a call-back is promised instead, unless the customer would rather
    stay in the chat or somebody may be in danger.
    """

    def name(self) -> str:
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        planned = tracker.latest_action_name == "action_go_on"
        named = turn.asked is Question.COMPLAINANT_NAME and answer(turn.asked, turn)
        if named and not planned:
            return [FollowupAction("action_go_on")]  # “You can call me Emily” asks for nobody
        scenario = (await box.complaints.assessment(turn.conversation_id)).scenario
        reason = reason_of(turn)
        words = _words(reason, scenario)
        place = await box.handoffs.preview(turn.conversation_id)
        values = box.handoffs.place_values(place)
        if place.opens_at is None:
            return _hand_over(dispatcher, f"utter_handoff_{words}", reason, values)
        if scenario in _DANGER or (turn.memory.offered and reason is not HandoffReason.HARD_SIGNAL):
            return _hand_over(dispatcher, f"utter_closed_{words}", reason, values)
        if turn.memory.offered and not planned:
            return [FollowupAction("action_go_on")]
        return await _offer_callback(box, turn, place, words, dispatcher)


def reason_of(turn: Turn) -> HandoffReason:
    """Why a person is fetched now."""
    if turn.intent == "ask_human":
        return HandoffReason.CUSTOMER_ASKED
    if turn.intent in BEYOND_US and turn.memory.misunderstood:
        return HandoffReason.MISUNDERSTOOD
    if turn.memory.furious >= FURIOUS_AT_MOST:
        return HandoffReason.FURIOUS
    return HandoffReason.HARD_SIGNAL


def _words(reason: HandoffReason, scenario: Scenario | None) -> str:
    """Which script tells it: by what the complaint may become, else by why a person comes."""
    if reason in (HandoffReason.HARD_SIGNAL, HandoffReason.FURIOUS) and scenario:
        return str(scenario.value)
    return HandoffReason.FURIOUS.value if reason is HandoffReason.HARD_SIGNAL else reason.value


def _hand_over(
    dispatcher: CollectingDispatcher,
    response: str,
    reason: HandoffReason,
    values: Mapping[str, str],
) -> list[EventType]:
    dispatcher.utter_message(response=response, **values)
    dispatcher.utter_message(json_message={"handoff": {"reason": reason.value}})
    return [*asking(None), FollowupAction(LISTEN)]


async def _offer_callback(
    box: Container, turn: Turn, place: QueuePlace, words: str, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """A call at opening is promised at once, so that nobody is forgotten who leaves now; a major
    complaint is told to the people on call."""
    values = box.handoffs.place_values(place)
    dispatcher.utter_message(response=f"utter_closed_{words}", **values)
    dispatcher.utter_message(response="utter_offer_callback", **values)
    try:
        assert place.opens_at is not None
        at = box.callbacks.choose(place.opens_at, box.callbacks.suggest(1)[0].end)
        await box.callbacks.promise(turn.conversation_id, at)
    except InvalidInput:
        reason = reason_of(turn)
        dispatcher.utter_message(json_message={"handoff": {"reason": reason.value}})
        return [*asking(None), FollowupAction(LISTEN)]
    await box.handoffs.alert(turn.conversation_id)
    return [remembering(replace(turn.memory, offered=True)), FollowupAction(LISTEN)]

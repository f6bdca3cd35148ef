"""Fetching a person: words with a concrete time, and a control message for the line."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answer
from actions.call_back import keep_a_call, stays, wants_a_call
from actions.record import asking, remembering
from actions.turn import ASIDE, BEYOND_US, LISTEN, Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.conversation import HandoffReason
from bot.domain.dialogue.questions import Question
from bot.domain.handoff import QueuePlace
from bot.domain.scenario import Scenario

_DANGER = frozenset({Scenario.SELF_HARM, Scenario.VIOLENCE})
"""A life comes before opening hours: the people on call are told, and the place is kept."""


class ActionHandOver(Action):
    """For a customer who asks for a person, for hard signals, fury and deadlock.

    The line applies the change of hands together with the turn; here it is only asked for.
    While the desk is closed a call-back is offered instead, unless the customer would rather
    stay in the chat or somebody may be in danger; where the wait is long, beside the place.
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
        if wants_a_call(turn) and not turn.signals:
            return [FollowupAction("action_ask_callback")]
        scenario = (await box.complaints.assessment(turn.conversation_id)).scenario
        reason = reason_of(turn)
        words = _words(reason, scenario)
        place = await box.waiting.preview(turn.conversation_id)
        values = box.waiting.values(place, turn.language)
        if scenario in _DANGER:
            values = {**values, **box.help_lines.values(turn.language)}
        kept = turn.memory.offered and reason is not HandoffReason.HARD_SIGNAL
        if place.opens_at is None or scenario in _DANGER or kept:
            if turn.memory.offered and not turn.memory.promised:
                await box.callbacks.cancel(turn.conversation_id)  # they stay in the chat
            when = "closed" if place.opens_at else "handoff"
            dispatcher.utter_message(response=f"utter_{when}_{words}", **values)
            offers = when == "handoff" and scenario not in _DANGER and not _aside_too(turn, planned)
            if offers and box.callbacks.is_long(place):
                dispatcher.utter_message(response="utter_offer_callback_queued")
            return _hand_over(dispatcher, reason)
        if turn.memory.offered and not planned:
            return [FollowupAction("action_go_on")]
        offers = not _aside_too(turn, planned)
        return await _offer_callback(box, turn, place, words, dispatcher, offers=offers)


def reason_of(turn: Turn) -> HandoffReason:
    """Why a person is fetched now."""
    if turn.intent == "ask_human" or stays(turn):
        return HandoffReason.CUSTOMER_ASKED
    if turn.intent in BEYOND_US and turn.memory.misunderstood:
        return HandoffReason.MISUNDERSTOOD
    if turn.memory.enraged:
        return HandoffReason.FURIOUS
    return HandoffReason.HARD_SIGNAL


def _words(reason: HandoffReason, scenario: Scenario | None) -> str:
    """Which script tells it: by what the complaint may become, else by why a person comes."""
    if reason in (HandoffReason.HARD_SIGNAL, HandoffReason.FURIOUS) and scenario:
        return str(scenario.value)
    return HandoffReason.FURIOUS.value if reason is HandoffReason.HARD_SIGNAL else reason.value


def _aside_too(turn: Turn, planned: bool) -> bool:
    """Whether a rule has spoken already: the words about the desk then tell of the call as well."""
    return planned and turn.intent in ASIDE


def _hand_over(dispatcher: CollectingDispatcher, reason: HandoffReason) -> list[EventType]:
    dispatcher.utter_message(json_message={"handoff": {"reason": reason.value}})
    return [*asking(None), FollowupAction(LISTEN)]


async def _offer_callback(
    box: Container,
    turn: Turn,
    place: QueuePlace,
    words: str,
    dispatcher: CollectingDispatcher,
    *,
    offers: bool,
) -> list[EventType]:
    """A call at opening is kept at once, so that nobody is forgotten who leaves now; a major
    complaint is told to the people on call."""
    values = box.waiting.values(place, turn.language)
    dispatcher.utter_message(response=f"utter_closed_{words}", **values)
    if offers:
        dispatcher.utter_message(response="utter_offer_callback")
    if await keep_a_call(box, turn.conversation_id) is None:
        return _hand_over(dispatcher, reason_of(turn))
    await box.handoffs.alert(turn.conversation_id)
    memory = replace(turn.memory.afresh(Question.CALLBACK), offered=True)
    return [*asking(Question.CALLBACK), remembering(memory), FollowupAction(LISTEN)]

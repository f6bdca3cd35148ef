"""A greeting in the middle of a complaint: from somebody who was away, or who wants to know whether
anybody listens."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answers_only
from actions.turn import read_turn
from bot.bootstrap import current
from bot.domain.ids import ConversationId

AWAY = timedelta(hours=1)


class ActionGreetBack(Action):
    """Welcomes only those back who have been away (practice O3) and greets only newcomers; the
    others are told that we are here."""

    def name(self) -> str:
        return "action_greet_back"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        if answers_only(read_turn(tracker)):  # “Nguyen” to who has been asked for a name
            return []
        box = await current()
        pause = await box.chat.pause(ConversationId(tracker.sender_id))
        if pause is None:  # whoever greets and complains in one message
            response = "utter_greet"
        else:
            response = "utter_welcome_back" if pause >= AWAY else "utter_here"
        dispatcher.utter_message(response=response)
        return []

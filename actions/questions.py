"""Questions from the side: answered with care, then back to the point (practice D9, E25)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answers_only, opens_the_matter
from actions.asides import aside_response
from actions.record import asking, case_events, remembering, state_of
from actions.turn import LISTEN, read_turn
from bot.bootstrap import current
from bot.domain.case import FactName
from bot.domain.dialogue.questions import Question
from bot.scripts.phrases import phrase_book

_FACTS = tuple(name.value for name in FactName)


class ActionAnswerAside(Action):
    """Answers a question or a courtesy, unless the message answers what we asked."""

    def name(self) -> str:
        return "action_answer_aside"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        response = aside_response(read_turn(tracker))
        if response:
            dispatcher.utter_message(response=response)
        return []


class ActionChangeLanguage(Action):
    """Speaks the language that the customer names, from this answer on."""

    def name(self) -> str:
        return "action_change_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        language = phrase_book().language_named(turn.text)
        if language is None and (answers_only(turn) or opens_the_matter(turn)):
            return []
        if language is None:
            dispatcher.utter_message(response="utter_languages")
            return []
        await box.chat.speak(turn.conversation_id, language, chosen=True)
        dispatcher.utter_message(response="utter_language_changed", language=language)
        return [SlotSet("language", language)]


class ActionRestart(Action):
    """Begins the draft again; what was recorded before stays in its history.

    Takes the place of Rasa's own, which would forget whom it talks with. Nothing is thrown away
    for a message that tells something (“从上个月开始的”) or answers (“重新处理”).
    """

    def name(self) -> str:
        return "action_restart"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        if turn.values(*_FACTS) or answers_only(turn):
            return [FollowupAction("action_go_on")]
        case = await box.complaints.of_conversation(turn.conversation_id)
        if state_of(case) == "draft":
            case = await box.complaints.start_over(turn.conversation_id)
        dispatcher.utter_message(response="utter_restart")
        memory = replace(turn.memory.for_next_matter(), acknowledged=True)
        asked = Question.WHAT_HAPPENED if state_of(case) == "draft" else None
        events = [*asking(asked), remembering(memory), *case_events(case, asked)]
        return [*events, FollowupAction(LISTEN)]  # no rule of ours says what follows

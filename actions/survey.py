"""The customer's answer to the satisfaction question."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.record import case_events, nothing_asked
from actions.turn import read_turn
from bot.bootstrap import current
from bot.domain.survey import SurveyAnswer


class ActionTakeSurveyAnswer(Action):
    """Stores it; a dissatisfied customer's next round begins with empty hands."""

    def name(self) -> str:
        return "action_take_survey_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        answer = SurveyAnswer(turn.intent)
        survey = await box.surveys.answer(turn.conversation_id, turn.message_id, answer)
        said = answer.value if survey else "over"
        dispatcher.utter_message(response=f"utter_survey_{said}")
        case = await box.complaints.of_conversation(turn.conversation_id)
        moved_on = case is not None and case.id != tracker.get_slot("case_id")
        return [*(nothing_asked(turn) if moved_on else []), *case_events(case, None)]

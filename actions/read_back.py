"""The whole record read back before it is filed (practice C2, C13)."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.domain.case import FactName

NOT_KNOWN = "—"


class ActionAskComplaintFormConfirmed(Action):
    """Asks whether the record is right; what is missing shows as a dash."""

    def name(self) -> str:
        return "action_ask_complaint_form_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        known = {name.value: tracker.get_slot(name.value) or NOT_KNOWN for name in FactName}
        policy = tracker.get_slot(FactName.POLICY_NUMBER.value)
        policy = policy or known[FactName.NO_POLICY_REASON.value]
        dispatcher.utter_message(response="utter_read_back", policy=policy, **known)
        return []

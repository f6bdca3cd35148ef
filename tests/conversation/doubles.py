"""A small in-memory company behind the actions, and a customer who chats with the real model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.domain.case import Case, CaseState, Fact, FactName, case_number
from bot.domain.errors import StateConflict
from bot.domain.evidence import Evidence, Heard
from bot.domain.handoff import QueuePlace
from bot.domain.ids import CaseId, ConversationId, MessageId
from bot.domain.reading import Cause
from bot.domain.triage import Assessment, Signal, TriagePolicy
from bot.services.complaints import Noted

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=timezone.utc)


class InProcessActions(EndpointConfig):
    """An action endpoint that calls the SDK's executor instead of HTTP."""

    def __init__(self) -> None:
        super().__init__("http://in-process")
        self.executor = ActionExecutor()
        self.executor.register_package("actions")

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action that Rasa asks for."""
        return await self.executor.run(kwargs["json"])


@dataclass
class MemoryComplaints:
    """Behaves as `bot.services.complaints.Complaints`, without a database."""

    policy: TriagePolicy
    cases: dict[str, Case] = field(default_factory=dict)
    signals: dict[str, dict[tuple[str | None, str], Signal]] = field(default_factory=dict)
    heard: dict[str, dict[MessageId, Heard]] = field(default_factory=dict)
    conversations: set[str] = field(default_factory=set)

    async def ensure(self, conversation_id: ConversationId, channel: str) -> None:
        self.conversations.add(conversation_id)

    async def note(
        self,
        conversation_id: ConversationId,
        message_id: MessageId | None,
        *,
        complaint: bool,
        facts: Mapping[FactName, str],
        signals: Iterable[Signal],
        anger: int | None = None,
        causes: Sequence[Cause] = (),
        intent: str = "",
        unmet: int = 0,
    ) -> Noted:
        assert conversation_id in self.conversations
        found = self.signals.setdefault(conversation_id, {})
        found.update({(message_id, signal.name.value): signal for signal in signals})
        patience = self.policy.record.unmet_signal(unmet)
        if patience:
            found.setdefault((None, patience.name.value), patience)
        if message_id and anger is not None:
            heard = self.heard.setdefault(conversation_id, {})
            seq = heard[message_id].seq if message_id in heard else len(heard) + 1
            heard[message_id] = Heard(message_id, seq, anger, tuple(causes), intent, complaint)
        assessment = self.assess(conversation_id)
        case = self.cases.get(conversation_id)
        if case is None and (complaint or assessment.hard):
            case = Case(CaseId(uuid4().hex), conversation_id, 1, NOW, NOW)
        if case is not None:
            case = _with_facts(case, facts, message_id)
            self.cases[conversation_id] = case
        return Noted(case, assessment)

    async def of_conversation(self, conversation_id: ConversationId) -> Case | None:
        return self.cases.get(conversation_id)

    async def file(self, conversation_id: ConversationId) -> Case:
        case = self._current(conversation_id)
        if case.number is None:
            number = case_number(NOW.date(), len([c for c in self.cases.values() if c.number]) + 1)
            case = self.cases[conversation_id] = case.file(number, NOW)
        return case

    async def withdraw(self, conversation_id: ConversationId) -> Case:
        case = self._current(conversation_id).end(CaseState.WITHDRAWN, NOW)
        self.cases[conversation_id] = case
        return case

    def due_by(self, case: Case) -> datetime:
        return (case.filed_at or NOW) + timedelta(days=15)

    def assess(self, conversation_id: str) -> Assessment:
        """What the conversation amounts to."""
        signals = tuple(self.signals.get(conversation_id, {}).values())
        heard = tuple(self.heard.get(conversation_id, {}).values())
        return self.policy.weigh(Evidence(signals, heard))

    def _current(self, conversation_id: ConversationId) -> Case:
        if conversation_id not in self.cases:
            raise StateConflict("There is no complaint in this conversation yet.")
        return self.cases[conversation_id]


def _with_facts(case: Case, facts: Mapping[FactName, str], message_id: MessageId | None) -> Case:
    new = tuple(Fact(name, value, NOW, message_id=message_id) for name, value in facts.items())
    kept = tuple(fact for fact in case.facts if fact.name not in facts)
    return replace(case, facts=kept + new)


class MemoryHandoffs:
    """One customer ahead, two agents on duty."""

    async def preview(self, conversation_id: ConversationId) -> QueuePlace:
        return QueuePlace(1, 2, NOW + timedelta(minutes=8))

    def place_values(self, place: QueuePlace) -> Mapping[str, str]:
        expected = place.expected_at.astimezone(ZoneInfo("Asia/Shanghai"))
        minutes = str(place.minutes(NOW))
        return {"place": str(place.ahead + 1), "minutes": minutes, "time": f"{expected:%H:%M}"}


@dataclass
class MemoryBox:
    """The part of `bot.bootstrap.Container` that actions use."""

    complaints: MemoryComplaints
    handoffs: MemoryHandoffs = field(default_factory=MemoryHandoffs)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Answer:
    """What the bot did in one turn. `said` are response names, `texts` the bubbles."""

    intent: str
    said: list[str]
    texts: list[str]
    buttons: list[str]
    handoff: str | None


@dataclass
class Customer:
    """Chats as one conversation."""

    agent: Agent
    box: MemoryBox
    language: str = "zh-Hans"
    id: ConversationId = field(default_factory=lambda: ConversationId(uuid4().hex))

    async def say(self, text: str) -> Answer:
        """One message and everything that the bot did about it."""
        message = UserMessage(
            text,
            sender_id=self.id,
            input_channel="web",
            message_id=uuid4().hex,
            metadata={"language": self.language},
        )
        await self.agent.handle_message(message)
        return await self._answer()

    @property
    def case(self) -> Case:
        """The record as it stands; there must be one."""
        return self.box.complaints.cases[self.id]

    def fact(self, name: FactName) -> str | None:
        """The value in force."""
        known = self.case.fact(name)
        return known.value if known else None

    async def slot(self, name: str) -> Any:
        """A slot of the dialogue."""
        return (await self._tracker()).get_slot(name)

    async def _tracker(self) -> Any:
        return await self.agent.tracker_store.retrieve_full_tracker(self.id)

    async def _answer(self) -> Answer:
        events = list((await self._tracker()).events)
        start = max(i for i, event in enumerate(events) if isinstance(event, UserUttered))
        bubbles = [event for event in events[start:] if isinstance(event, BotUttered)]
        custom = [event.data.get("custom") for event in bubbles if event.data.get("custom")]
        return Answer(
            intent=cast(str, events[start].intent_name),
            said=[str(e.metadata.get("utter_action")) for e in bubbles if e.text],
            texts=[e.text for e in bubbles if e.text],
            buttons=[b["payload"] for e in bubbles for b in e.data.get("buttons") or []],
            handoff=next((c["handoff"]["reason"] for c in custom if "handoff" in c), None),
        )

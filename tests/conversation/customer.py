"""A customer who chats with the whole line: intake, the really trained model, actions, record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from bot.bootstrap import Container
from bot.domain.case import Case, FactName
from bot.domain.conversation import Conversation
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import Question
from bot.domain.ids import ConversationId
from bot.domain.message import Author, InboundMessage
from bot.domain.triage import Signal
from bot.serve.trackers import unpack

PATIENCE = 30.0
A_SATURDAY = datetime(2026, 11, 21, 2, 0, tzinfo=timezone.utc)


class TestClock:
    """Stands at one moment until it is moved."""

    __test__ = False

    def __init__(self, moment: datetime = A_SATURDAY) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def pass_by(self, time: timedelta) -> None:
        """Let time pass."""
        self._moment += time


@dataclass(frozen=True)
class Answer:
    """What came back in one turn: response names, bubbles, button payloads; `owner` is who has
    the conversation now, `reason` why a person was fetched."""

    intent: str
    said: list[str]
    texts: list[str]
    buttons: list[str]
    owner: str
    reason: str | None

    @property
    def text(self) -> str:
        """All bubbles."""
        return "\n".join(self.texts)


@dataclass
class Customer:
    """Chats on one channel as one person."""

    box: Container
    language: str | None = None
    channel: str = "web"
    ref: str = field(default_factory=lambda: uuid4().hex)
    conversation_id: ConversationId | None = None

    async def say(self, text: str) -> Answer:
        """One message through the door, and everything that the bot did about it. Text that
        begins with `/` is a pressed button."""
        payload = text if text.startswith("/") else None
        receipt = await self.box.intake.receive(
            InboundMessage(
                self.channel,
                self.ref,
                uuid4().hex,
                text,
                payload=payload,
                language=self.language,
            )
        )
        self.conversation_id = receipt.conversation_id
        shown = await self.box.chat.replies(receipt, PATIENCE)
        bubbles = [row for row in shown if row.seq > receipt.seq]
        await self.box.acknowledgements.seen(receipt.conversation_id, 2**31 - 1)
        conversation = await self.conversation()
        intent, said = await self._responses()
        return Answer(
            intent=intent,
            said=said,
            texts=[row.text for row in bubbles if row.author != Author.CUSTOMER.value],
            buttons=[button["payload"] for row in bubbles for button in row.buttons],
            owner=conversation.owner.value,
            reason=conversation.handoff_reason.value if conversation.handoff_reason else None,
        )

    async def conversation(self) -> Conversation:
        """As it stands."""
        assert self.conversation_id is not None
        async with self.box.store.reading() as tx:
            return await tx.conversations.get(self.conversation_id)

    async def case(self) -> Case | None:
        """The record of the running episode."""
        assert self.conversation_id is not None
        return await self.box.complaints.of_conversation(self.conversation_id)

    async def fact(self, name: FactName) -> str | None:
        """The value in force."""
        case = await self.case()
        known = case.fact(name) if case else None
        return known.value if known else None

    async def signals(self) -> list[Signal]:
        """What was found in the running episode."""
        conversation = await self.conversation()
        async with self.box.store.reading() as tx:
            return list(await tx.signals.of_episode(conversation.id, conversation.episode))

    async def dialogue(self) -> tuple[Question | None, Memory]:
        """The question that stands and what the dialogue remembers."""
        slots = await self.slots()
        asked = slots.get("asked")
        return Question(asked) if asked else None, Memory.from_slot(slots.get("memory"))

    async def slots(self) -> dict[str, Any]:
        """What the assistant keeps in mind, where it differs from the beginning."""
        return {e["name"]: e["value"] for e in await self._events() if e["event"] == "slot"}

    async def _events(self) -> list[dict[str, Any]]:
        """The assistant's memory of the conversation."""
        assert self.conversation_id is not None
        async with self.box.store.reading() as tx:
            dialogue = await tx.dialogues.load(self.conversation_id)
        return unpack(dialogue) if dialogue else []

    async def _responses(self) -> tuple[str, list[str]]:
        """Intent and response names of the latest turn, from the assistant's memory."""
        events = await self._events()
        last = max((i for i, e in enumerate(events) if e["event"] == "user"), default=0)
        names = [
            str((event.get("metadata") or {}).get("utter_action"))
            for event in events[last:]
            if event["event"] == "bot" and event.get("text")
        ]
        intent = events[last]["parse_data"]["intent"]["name"] if events else ""
        return str(intent), names

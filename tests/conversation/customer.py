"""A customer who chats with the whole line: intake, the really trained model, actions, record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.case import Case, FactName
from bot.domain.conversation import Conversation
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import Question
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, InboundMessage, Receipt
from bot.domain.triage import Signal
from bot.serve.trackers import unpack
from bot.services.chat import Shown
from connectors.arrivals import Arrival, RemoteFile, take_in

PATIENCE = 30.0
LAST = 2**31 - 1
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

    async def say(self, text: str, files: Sequence[InboundAttachment] = ()) -> Answer:
        """One message through the door, and everything that the bot did about it. Text that
        begins with `/` is a pressed button; with files it may be empty."""
        payload = text if text.startswith("/") else None
        receipt = await self.box.intake.receive(
            InboundMessage(
                self.channel,
                self.ref,
                uuid4().hex,
                text,
                payload=payload,
                language=self.language,
                attachments=tuple(files),
            )
        )
        return await self._answer(receipt)

    async def send(self, file: InboundAttachment, text: str = "") -> Answer:
        """A file as a platform delivers it: looked at, and taken or refused."""

        async def fetched(_: RemoteFile) -> InboundAttachment:
            return file

        message = InboundMessage(self.channel, self.ref, uuid4().hex, text, language=self.language)
        arrival = Arrival(message, (RemoteFile(file.file_name, file.file_name),))
        (receipt,) = await take_in(self.box, [arrival], fetched)
        return await self._answer(receipt)

    async def watch(self) -> Answer:
        """What has come unasked since they last looked."""
        assert self.conversation_id is not None
        return await self._read(await self.box.chat.undelivered(self.conversation_id, LAST))

    async def _answer(self, receipt: Receipt) -> Answer:
        self.conversation_id = receipt.conversation_id
        shown = await self.box.chat.replies(receipt, PATIENCE)
        intent, said = await self._responses(receipt.message_id)
        return await self._read([row for row in shown if row.seq > receipt.seq], intent, said)

    async def _read(
        self, bubbles: Sequence[Shown], intent: str = "", said: Sequence[str] = ()
    ) -> Answer:
        conversation = await self.conversation()
        await self.box.acknowledgements.seen(conversation.id, LAST)
        return Answer(
            intent=intent,
            said=list(said),
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

    async def _responses(self, message_id: MessageId) -> tuple[str, list[str]]:
        """Intent and response names of this message's turn, from the assistant's memory; nothing
        where it only listened."""
        events = await self._events()
        last = max((i for i, e in enumerate(events) if e["event"] == "user"), default=0)
        if not events or events[last].get("message_id") != message_id:
            return "", []
        names = [
            str((event.get("metadata") or {}).get("utter_action"))
            for event in events[last:]
            if event["event"] == "bot" and event.get("text")
        ]
        return str(events[last]["parse_data"]["intent"]["name"]), names

"""What a customer sees of their own conversation, for channels where the customer fetches."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.activity import Activity, Doing
from bot.domain.attachment import Attachment
from bot.domain.conversation import Conversation, Owner, Standing
from bot.domain.errors import NotFound
from bot.domain.ids import AgentId, ConversationId
from bot.domain.message import Delivery, Message, Processing, Receipt
from bot.ports import Activities, Notifier, Scripts, Store, Transaction, conversation_topic
from bot.services.boundary import Boundary


@dataclass(frozen=True)
class Shown:
    """One message as the customer reads it. `client_id` is the customer's own message id,
    `quoted_seq` the message that it answers."""

    seq: int
    message_id: str
    author: str
    text: str
    at: datetime
    name: str | None = None
    client_id: str | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    quoted_seq: int | None = None


@dataclass(frozen=True)
class ChatState:
    """Who answers now. `ahead` and `expected_at` hold while the customer waits in the queue;
    `agent_typing` is true while the person who has it types."""

    owner: str
    owner_version: int
    last_seq: int
    agent_id: AgentId | None = None
    agent_name: str | None = None
    ahead: int | None = None
    expected_at: datetime | None = None
    agent_typing: bool = False


NOTHING_SAID = ChatState("none", 0, 0)


@dataclass(frozen=True)
class Page:
    """A stretch of the transcript; `more` says that the next one begins after `up_to`."""

    messages: tuple[Shown, ...]
    up_to: int
    more: bool
    state: ChatState


class CustomerChat:
    """Reads for the customer."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        notifier: Notifier,
        activities: Activities,
        scripts: Scripts,
    ) -> None:
        self._store, self._boundary, self._notifier = store, boundary, notifier
        self._activities, self._scripts = activities, scripts

    def notice(self, language: str | None) -> str:
        """What customers are told of their data before they write (PIPL Art. 17)."""
        return self._scripts.reply("utter_notice_privacy", language or "zh-Hans", {}).text

    async def find(self, channel: str, customer: str) -> ConversationId | None:
        """The conversation of a customer, by their id on the channel, once something was said."""
        ref = self._boundary.customer_ref(channel, customer)
        async with self._store.reading() as tx:
            conversation = await tx.conversations.find(channel, ref)
        return conversation.id if conversation else None

    async def page(
        self,
        conversation_id: ConversationId,
        after: int,
        limit: int = 100,
        told: ChatState | None = None,
    ) -> Page:
        """The transcript from `after` on, without what was never sent, and the state now. What
        stands in `told`, a state of the same `owner_version`, is not looked up again; its place
        in the queue then comes from `standings`."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            rows = (
                await tx.messages.transcript(conversation_id, after=after, limit=limit)
                if after < conversation.last_seq
                else ()
            )
            state = await self._state(tx, conversation, told)
            shown = tuple([await self._shown(tx, row, state) for row in rows if _visible(row)])
        return Page(shown, rows[-1].seq if rows else after, more=len(rows) == limit, state=state)

    async def pause(self, conversation_id: ConversationId) -> timedelta | None:
        """For how long nobody had said anything when the last message came; None for the first."""
        async with self._store.reading() as tx:
            last = await tx.messages.transcript(conversation_id, limit=2, newest=True)
        return last[1].created_at - last[0].created_at if len(last) > 1 else None

    async def standings(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Standing]:
        """What pages of these would be about, in one look."""
        async with self._store.reading() as tx:
            return await tx.conversations.standings(conversation_ids)

    async def replies(self, receipt: Receipt, time_out: float) -> Sequence[Shown]:
        """Wait for the answer to a message: all that is undelivered up to it, for channels that
        answer in the request. A duplicate gets the same replies again; where a person has the
        conversation, there may be none yet."""
        topic = conversation_topic(receipt.conversation_id)
        deadline = asyncio.get_running_loop().time() + time_out
        async with self._notifier.listen(topic) as hints:
            while not await self._processed(receipt):
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                await hints.wait(min(left, 1.0))
        async with self._store.reading() as tx:
            answers = await tx.messages.replies_to(receipt.message_id)
            waiting = await tx.messages.undelivered(receipt.conversation_id)
            rows = {row.seq: row for row in (*answers, *waiting) if _visible(row)}
            return [await self._shown(tx, rows[seq]) for seq in sorted(rows)]

    async def speak(
        self, conversation_id: ConversationId, language: str, *, chosen: bool = False
    ) -> str:
        """From now on the customer is written to in this language, by whoever writes, unless they
        have chosen one by name. Returns the one that holds."""
        async with self._store.reading() as tx:
            now = await tx.conversations.get(conversation_id)
        if now.language_chosen and not chosen:
            return now.language
        if (now.language, now.language_chosen) != (language, chosen):
            async with self._store.writing() as tx:
                await tx.conversations.set_language(conversation_id, language, chosen=chosen)
        return language

    async def undelivered(self, conversation_id: ConversationId, up_to: int) -> Sequence[Shown]:
        """What was recorded up to this `seq` and has not been seen to arrive."""
        async with self._store.reading() as tx:
            rows = await tx.messages.undelivered(conversation_id, up_to=up_to)
            return [await self._shown(tx, row) for row in rows]

    async def _processed(self, receipt: Receipt) -> bool:
        async with self._store.reading() as tx:
            message = await tx.messages.get(receipt.message_id)
        return message.processing is not Processing.PENDING

    async def _shown(self, tx: Transaction, row: Message, now: ChatState | None = None) -> Shown:
        name = None
        if row.agent_id:
            known = now.agent_name if now and now.agent_id == row.agent_id else None
            name = known or (await tx.staff.get(row.agent_id)).display_name
        return Shown(
            seq=row.seq,
            message_id=row.id,
            author=row.author.value,
            text=await self._boundary.for_customer(tx, row),
            at=row.created_at,
            name=name,
            client_id=_client_id(row),
            buttons=row.buttons,
            attachments=row.attachments,
            quoted_seq=row.quoted_seq,
        )

    async def _state(
        self, tx: Transaction, conversation: Conversation, told: ChatState | None
    ) -> ChatState:
        if told and told.owner_version == conversation.owner_version:
            name, ahead = told.agent_name, told.ahead
        else:
            name, ahead = await _agent_name(tx, conversation), None
            if conversation.owner is Owner.QUEUE:
                ahead = await tx.conversations.ahead_in_queue(conversation)
        return ChatState(
            conversation.owner.value,
            conversation.owner_version,
            conversation.last_seq,
            agent_id=conversation.agent_id,
            agent_name=name,
            ahead=ahead,
            expected_at=conversation.promised_at,
            agent_typing=await self._typing(conversation),
        )

    async def _typing(self, conversation: Conversation) -> bool:
        if conversation.agent_id is None:
            return False
        who = f"agent:{conversation.agent_id}"
        return Activity(Doing.TYPING, conversation.id, who) in await self._activities.now()


async def _agent_name(tx: Transaction, conversation: Conversation) -> str | None:
    if conversation.agent_id is None:
        return None
    try:
        return (await tx.staff.get(conversation.agent_id)).display_name
    except NotFound:
        return None


def _visible(row: Message) -> bool:
    return row.delivery is not Delivery.SUPPRESSED


def _client_id(row: Message) -> str | None:
    """The id that the client gave, without the scope that intake put before it."""
    return row.external_id.rpartition(":")[2] if row.external_id and not row.agent_id else None

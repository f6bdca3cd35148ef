"""Conversations, their messages and the assistant's memory of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation, Owner, Standing
from bot.domain.failure import Failure
from bot.domain.ids import AgentId, ConversationId, MessageId
from bot.domain.message import Author, CustomerWords, Delivery, Message, Processing
from bot.domain.narrowing import EVERYTHING, Narrowing
from bot.domain.silence import SilentSince


class Conversations(Protocol):
    """Conversations; in a writing transaction `lock` serialises work on one of them."""

    async def find(self, channel: str, customer_ref: str) -> Conversation | None: ...

    async def get(self, conversation_id: ConversationId) -> Conversation:
        """Raises NotFound."""
        ...

    async def lock(self, conversation_id: ConversationId) -> Conversation:
        """Read it and hold it until the transaction ends. Raises NotFound."""
        ...

    async def add_if_new(self, conversation: Conversation) -> Conversation:
        """Insert it, or return (locked) the one that has its channel and customer_ref already."""
        ...

    async def change_owner(self, changed: Conversation) -> bool:
        """Compare-and-swap: write `changed` (its owner, agent, episode and queue fields) where
        the stored version is `changed.owner_version - 1`. False where somebody was faster."""
        ...

    async def next_seq(self, conversation_id: ConversationId, at: datetime) -> int:
        """Take the next place in the transcript; also sets `updated_at`."""
        ...

    async def open_episode(self, conversation_id: ConversationId, episode: int) -> None:
        """Count on to this episode without a change of hands; the conversation is locked."""
        ...

    async def silent(
        self,
        *,
        after: datetime,
        until: SilentSince,
        limit: int,
        only: ConversationId | None = None,
    ) -> Sequence[Conversation]:
        """Conversations, or this one, that are the bot's and in the middle of a draft, where the
        bot spoke last, after `after` and not after `until` of the channel, and the customer may
        have read it. Longest-silent first."""
        ...

    async def set_language(
        self, conversation_id: ConversationId, language: str, *, chosen: bool = False
    ) -> None:
        """`chosen`: the customer asked for it by name. Such a language gives way to another chosen
        one only."""
        ...

    async def read_up_to(self, conversation_id: ConversationId, seq: int) -> bool:
        """The customer has read up to here. False where they had read as far before."""
        ...

    async def list(
        self,
        *,
        owners: Sequence[Owner],
        agent_id: AgentId | None = None,
        limit: int = 100,
        before: datetime | None = None,
        also: Sequence[ConversationId] = (),
        narrowed: Narrowing = EVERYTHING,
    ) -> Sequence[Conversation]:
        """By owner, and those in `also` whoever has them; of these, what fits `narrowed`, its
        judged conditions left aside. The queue comes first, in serving order (priority down, then
        waiting longest first); the rest by `updated_at`, newest first. `before`: updated
        earlier."""
        ...

    async def count(
        self,
        *,
        owners: Sequence[Owner],
        agent_id: AgentId | None = None,
        also: Sequence[ConversationId] = (),
        narrowed: Narrowing = EVERYTHING,
    ) -> int:
        """How many `list` would give without a limit."""
        ...

    async def ahead_in_queue(self, conversation: Conversation) -> int:
        """How many waiting conversations are served before this one."""
        ...

    async def standings(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Standing]:
        """Of many at once, without those that are not there."""
        ...

    async def loads(self) -> Mapping[AgentId, int]:
        """How many conversations each agent has, without those that are put aside."""
        ...

    async def put_aside(self, conversation_id: ConversationId, until: datetime | None) -> None:
        """None: it is not aside any more."""
        ...

    async def aside_until(self, before: datetime, limit: int) -> Sequence[ConversationId]:
        """Those that were put aside until then or earlier, the earliest first."""
        ...

    async def queue_length(self, priority: int) -> int:
        """How many waiting conversations have this priority or a higher one."""
        ...

    async def set_priority(self, waiting: Conversation, priority: int) -> bool:
        """False, and nothing written, where it does not wait as it was read any more."""
        ...

    async def has_work(self, now: datetime) -> bool:
        """Whether `lease_work` might find something; cheap, and never waits for a writer."""
        ...

    async def lease_work(
        self, worker: str, now: datetime, until: datetime, limit: int
    ) -> Sequence[ConversationId]:
        """Take conversations whose first pending inbound message is due and that have no live
        lease, longest-waiting first, atomically: no other worker gets them before `until`."""
        ...

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next inbound message that has to wait becomes due."""
        ...

    async def renew_lease(
        self, conversation_id: ConversationId, worker: str, until: datetime
    ) -> bool:
        """Prolong an own lease. False where it was lost."""
        ...

    async def release_lease(self, conversation_id: ConversationId, worker: str) -> None: ...

    async def drop_leases(self, worker: str) -> None:
        """Free what a former life of this worker still holds."""
        ...


class Messages(Protocol):
    """The transcript, which is the inbox and the outbox too."""

    async def add(self, message: Message) -> None:
        """Its attachments, which must be unclaimed uploads, become its own.

        Raises StateConflict where its id, place or external id, or an attachment, is taken."""
        ...

    async def move(self, message_id: MessageId, seq: int) -> None:
        """To a place of the same, locked conversation at which nothing stands; what quotes it
        goes on doing so."""
        ...

    async def get(self, message_id: MessageId) -> Message:
        """Raises NotFound."""
        ...

    async def by_external_id(self, channel: str, external_id: str) -> Message | None: ...

    async def heard_as(self, conversation_id: ConversationId, native_id: str) -> Message | None:
        """What the customer said under this id of the platform's, which ends the external id."""
        ...

    async def transcript(
        self,
        conversation_id: ConversationId,
        *,
        after: int = 0,
        limit: int = 500,
        newest: bool = False,
    ) -> Sequence[Message]:
        """Rows with `seq > after` in order of `seq`; `newest` takes the last `limit` of them."""
        ...

    async def next_pending(self, conversation_id: ConversationId) -> Message | None:
        """The inbound message with the lowest `seq` that waits for processing, due or not."""
        ...

    async def set_processing(
        self,
        message_id: MessageId,
        state: Processing,
        *,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        """Mark an inbound message; PENDING with `retry_at` counts one attempt."""
        ...

    async def finish_pending(self, conversation_id: ConversationId) -> int:
        """Mark all waiting inbound messages done, unread; returns how many."""
        ...

    async def set_episode(self, message_id: MessageId, episode: int) -> None:
        """Let it belong to the episode that it has opened."""
        ...

    async def replies_to(self, message_id: MessageId) -> Sequence[Message]: ...

    async def undelivered(
        self, conversation_id: ConversationId, *, up_to: int | None = None
    ) -> Sequence[Message]:
        """Outbound messages pending, sending or sent, by `seq`."""
        ...

    async def claim_outbox(
        self, channels: Sequence[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[Message]:
        """Take due pending messages (or those whose `sending` claim ran out) of these channels
        for sending, atomically and at most the first unsent one per conversation, so that
        order holds; their state becomes `sending` until `until`, attempts + 1."""
        ...

    async def set_delivery(
        self,
        message_id: MessageId,
        state: Delivery,
        *,
        error: str | None = None,
        failure: Failure | None = None,
        next_attempt_at: datetime | None = None,
    ) -> None: ...

    async def by_delivery(self, state: Delivery, limit: int = 100) -> Sequence[Message]:
        """For example all dead letters, newest first."""
        ...

    async def last_said(
        self, conversation_id: ConversationId, authors: Collection[Author], limit: int
    ) -> Sequence[Message]:
        """Newest last; those that never reached the customer are left out."""
        ...

    async def words(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, CustomerWords]:
        """What each customer complains of and wrote last; conversations without a word are left
        out."""
        ...


class Dialogues(Protocol):
    """The assistant's own memory of a conversation, opaque to everybody else."""

    async def load(self, conversation_id: ConversationId) -> bytes | None: ...

    async def save(self, conversation_id: ConversationId, state: bytes) -> None: ...

    async def forget(self, conversation_id: ConversationId) -> None: ...

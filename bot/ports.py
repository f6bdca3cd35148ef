"""What the use cases need from the outside, as protocols. No I/O library appears here.

`Store` is the truth; everything that merely speeds things up (`Notifier`) may lose what it
is given. Adapters raise only errors of `bot.domain.errors` on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.case import Case, CaseState, Fact
from bot.domain.conversation import Conversation, Owner
from bot.domain.events import Event
from bot.domain.handoff import HandoffRequest
from bot.domain.ids import AgentId, CaseId, ConversationId, EventId, MessageId
from bot.domain.message import Author, Delivery, Message, Processing, Reply
from bot.domain.staff import Agent, StaffSession
from bot.domain.triage import Signal
from bot.domain.vault import VaultEntry


class Clock(Protocol):
    """Time as the program sees it; injected, so that tests can move it."""

    def now(self) -> datetime:
        """The current moment, timezone-aware, in UTC."""
        ...


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

    async def set_language(self, conversation_id: ConversationId, language: str) -> None: ...

    async def list(
        self,
        *,
        owners: Sequence[Owner],
        agent_id: AgentId | None = None,
        limit: int = 100,
        before: datetime | None = None,
    ) -> Sequence[Conversation]:
        """By owner. The queue comes first, in serving order (priority down, then waiting
        longest first); the rest by `updated_at`, newest first. `before`: updated earlier."""
        ...

    async def ahead_in_queue(self, conversation: Conversation) -> int:
        """How many waiting conversations are served before this one."""
        ...

    async def queue_length(self, priority: int) -> int:
        """How many waiting conversations have this priority or a higher one."""
        ...

    async def has_work(self, now: datetime) -> bool:
        """Whether `lease_work` might find something; cheap, and never waits for a writer."""
        ...

    async def lease_work(
        self, worker: str, now: datetime, until: datetime, limit: int
    ) -> Sequence[ConversationId]:
        """Take conversations that have due pending inbound messages and no live lease,
        longest-waiting first, atomically: no other worker gets them before `until`."""
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

    async def add(self, message: Message) -> None: ...

    async def get(self, message_id: MessageId) -> Message:
        """Raises NotFound."""
        ...

    async def by_external_id(self, channel: str, external_id: str) -> Message | None: ...

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
        """Mark all waiting inbound messages done (a person answers now); returns how many."""
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
        next_attempt_at: datetime | None = None,
    ) -> None: ...

    async def by_delivery(self, state: Delivery, limit: int = 100) -> Sequence[Message]:
        """For example all dead letters, newest first."""
        ...

    async def last_texts(
        self, conversation_id: ConversationId, author: Author, limit: int
    ) -> Sequence[str]:
        """Newest last; suppressed ones are left out."""
        ...


class Cases(Protocol):
    """Cases with their facts. Superseded facts stay readable as history."""

    async def get(self, case_id: CaseId) -> Case:
        """Raises NotFound."""
        ...

    async def by_number(self, number: str) -> Case | None: ...

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Case | None: ...

    async def add_if_new(self, case: Case) -> tuple[Case, bool]:
        """Insert it, or return the one its episode has; the flag says whether it is new."""
        ...

    async def save(self, case: Case) -> None:
        """Write state, number, level, priority and times (not facts)."""
        ...

    async def put_fact(self, case_id: CaseId, fact: Fact) -> bool:
        """Make it the fact in force under its name; the former one becomes history. False,
        and nothing written, where the same value from the same message is in force."""
        ...

    async def fact_history(self, case_id: CaseId) -> Sequence[Fact]:
        """All facts ever recorded, oldest first."""
        ...

    async def list(
        self, *, states: Sequence[CaseState] = (), limit: int = 100, before: datetime | None = None
    ) -> Sequence[Case]:
        """Newest first; no `states` means all."""
        ...

    async def next_number(self, day: str) -> int:
        """The next count of this day (`20261121`), from 1, never given twice."""
        ...

    async def idle_drafts(self, untouched_since: datetime, limit: int) -> Sequence[Case]: ...


class Signals(Protocol):
    """Signals per conversation and episode; unique per message and name."""

    async def add(self, conversation_id: ConversationId, episode: int, signal: Signal) -> bool:
        """False where the message's signal of this name is there already."""
        ...

    async def of_episode(
        self, conversation_id: ConversationId, episode: int
    ) -> Sequence[Signal]: ...


class VaultEntries(Protocol):
    """Encrypted personal values."""

    async def by_digest(
        self, conversation_id: ConversationId, digest: str
    ) -> VaultEntry | None: ...

    async def by_token(self, conversation_id: ConversationId, token: str) -> VaultEntry:
        """Raises NotFound."""
        ...

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[VaultEntry]: ...

    async def count(self, conversation_id: ConversationId, kind: str) -> int: ...

    async def add(self, entry: VaultEntry) -> None: ...

    async def conversations_with(self, digest: str) -> Sequence[ConversationId]:
        """Where else the same person or policy appears."""
        ...


class Staff(Protocol):
    """Accounts and sign-in sessions."""

    async def add(self, agent: Agent, password_hash: str) -> None:
        """Raises StateConflict where the username is taken."""
        ...

    async def get(self, agent_id: AgentId) -> Agent:
        """Raises NotFound."""
        ...

    async def by_username(self, username: str) -> tuple[Agent, str] | None:
        """The account and its password hash."""
        ...

    async def list(self) -> Sequence[Agent]: ...

    async def save(self, agent: Agent, password_hash: str | None = None) -> None: ...

    async def add_session(self, session: StaffSession) -> None: ...

    async def session(self, digest: str) -> StaffSession | None: ...

    async def end_session(self, digest: str) -> None: ...

    async def end_sessions_of(self, agent_id: AgentId) -> None: ...

    async def end_expired_sessions(self, now: datetime) -> int: ...


class EventLog(Protocol):
    """Append-only. Ids grow in commit order, so a reader that goes on from the last id it
    saw misses nothing."""

    async def append(self, event: Event) -> None: ...

    async def after(
        self,
        event_id: EventId,
        *,
        conversation_id: ConversationId | None = None,
        limit: int = 200,
    ) -> Sequence[Event]: ...

    async def last_id(self) -> EventId: ...


class Dialogues(Protocol):
    """The assistant's own memory of a conversation, opaque to everybody else."""

    async def load(self, conversation_id: ConversationId) -> bytes | None: ...

    async def save(self, conversation_id: ConversationId, state: bytes) -> None: ...

    async def forget(self, conversation_id: ConversationId) -> None: ...


class Transaction(Protocol):
    """One unit of work: all of it is committed, or nothing."""

    conversations: Conversations
    messages: Messages
    cases: Cases
    signals: Signals
    vault: VaultEntries
    staff: Staff
    events: EventLog
    dialogues: Dialogues

    def announce(self, topic: str) -> None:
        """Publish a hint on this topic once the transaction is committed."""
        ...


class Store(Protocol):
    """The database."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A consistent view; writes are not allowed."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits when the block ends, rolls back when it raises, then announces."""
        ...

    async def ping(self) -> None:
        """Raises where the database does not answer."""
        ...

    async def close(self) -> None: ...


class Listener(Protocol):
    """Hears hints. Several hints that came since the last wait count as one."""

    async def wait(self, timeout: float) -> bool:
        """True once a hint came, False after `timeout` seconds without one."""
        ...


class Notifier(Protocol):
    """Carries hints (“look into the database”) between coroutines and processes. May lose them."""

    async def publish(self, topics: Sequence[str]) -> None: ...

    def listen(self, *topics: str) -> AbstractAsyncContextManager[Listener]: ...

    async def close(self) -> None: ...


INBOX = "inbox"
EVENTS = "events"


def outbox_topic(channel: str) -> str:
    """The topic of new messages to send on one channel."""
    return f"outbox:{channel}"


def conversation_topic(conversation_id: ConversationId) -> str:
    """The topic of everything new in one conversation."""
    return f"conversation:{conversation_id}"


class RateLimiter(Protocol):
    """Counts acts per key in a sliding or fixed window."""

    async def hit(self, key: str, limit: int, window: timedelta) -> float:
        """Count one act. 0 where it is allowed, else seconds until it would be."""
        ...


class Presence(Protocol):
    """Which agents are at their desk. Entries fade by themselves after `ttl`."""

    async def touch(self, agent_id: AgentId, ttl: timedelta) -> None: ...

    async def leave(self, agent_id: AgentId) -> None: ...

    async def present(self) -> frozenset[AgentId]: ...


class Cipher(Protocol):
    """The vault's key in use."""

    def encrypt(self, plain: str, context: str) -> bytes:
        """Authenticated; `context` must be given again to decrypt."""
        ...

    def decrypt(self, ciphertext: bytes, context: str) -> str:
        """Raises VaultUnreadable."""
        ...

    def digest(self, plain: str) -> str:
        """Keyed, deterministic."""
        ...


class PasswordHasher(Protocol):
    """Slow on purpose; runs off the event loop."""

    async def hash(self, password: str) -> str: ...

    async def verify(self, password_hash: str, password: str) -> bool: ...


class Scripts(Protocol):
    """Texts that the program itself says to customers; the words are in `domain.yml`."""

    def text(self, name: str, language: str, values: Mapping[str, str]) -> str:
        """The response `name`, its `{placeholders}` filled. Raises SettingsError where it is
        missing."""
        ...


@dataclass(frozen=True)
class Turn:
    """What the assistant made of one message: replies, perhaps a wish to hand over, and its
    memory after the turn. Nothing of it has happened until it is recorded."""

    replies: tuple[Reply, ...]
    handoff: HandoffRequest | None
    dialogue: bytes | None


class Assistant(Protocol):
    """The dialogue engine."""

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        """Raises AssistantFailed."""
        ...


class Sender(Protocol):
    """Puts one message on a platform's wire."""

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """`text` is the message as the customer may read it, `recipient` the customer's id on
        the channel; `message.id` is the idempotency key. Returns once the platform has taken
        it. Raises DeliveryFailed."""
        ...

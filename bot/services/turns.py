"""The bot's turns: pending messages are answered in order within a conversation, in
parallel across conversations, and again after a crash until they are marked done.

A turn has no effect until `_record` commits it: replies, the change of hands it asks for,
the assistant's memory and the mark “done” stand in one transaction. What actions write
before that (facts, signals, the case number) is idempotent, so answering again is harmless.

While people have a conversation its messages are read in the same way, and the bot says nothing:
what comes up then stands in the record too, and moves whoever waits. Who chooses a call-back there
is the bot's again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import async_timeout
import structlog

from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.errors import AssistantFailed
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, Message, Processing
from bot.ports import INBOX, Assistant, Clock, Notifier, Store, Transaction, Turn
from bot.services.handoffs import Handoffs
from bot.services.queue_answers import chooses_a_call
from bot.services.queue_order import QueueOrder
from bot.services.transcript import Outgoing, record_outgoing
from bot.tasks import end_tasks

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""Longer than any turn may take; a crashed worker's conversations wait so long at most."""
RETRY_AFTER = (timedelta(milliseconds=500), timedelta(seconds=2))
"""Pauses before the second and third try of a turn; then a person is fetched."""


@dataclass(frozen=True)
class TurnSettings:
    """`worker`: unique among running processes. `poll`: seconds between looks without a hint."""

    worker: str
    parallel: int = 16
    poll: float = 1.0
    time_out: float = 20.0


@dataclass(frozen=True)
class Work:
    """One message to answer or to read, with the conversation and memory as they were when it
    was taken."""

    conversation: Conversation
    message: Message
    dialogue: bytes | None


class TurnRunner:
    """Works off the inbox with one assistant."""

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        hands: tuple[Handoffs, QueueOrder],
        assistant: Assistant,
        clock: Clock,
        settings: TurnSettings,
    ) -> None:
        self._store, self._notifier = store, notifier
        self._handoffs, self._queue_order = hands
        self._assistant, self._clock, self._settings = assistant, clock, settings
        self._tasks: dict[ConversationId, asyncio.Task[None]] = {}
        self._look = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Work until cancelled."""
        async with self._store.writing() as tx:
            await tx.conversations.drop_leases(self._settings.worker)
        hints = asyncio.create_task(self._listen())
        try:
            while True:
                await self._look.wait()
                self._look.clear()
                await self._start_due()
        finally:
            if self._alarm:
                self._alarm.cancel()
            await end_tasks([hints, *self._tasks.values()])

    async def _listen(self) -> None:
        async with self._notifier.listen(INBOX) as listener:
            hinted = True
            while True:
                try:
                    if hinted or await self._has_work():
                        self._look.set()
                except Exception as error:  # noqa: BLE001 — the database may be away for a while
                    log.error("inbox.unreadable", error=type(error).__name__)
                hinted = await listener.wait(self._settings.poll)

    async def _has_work(self) -> bool:
        """Without a hint, look without taking a writer's turn."""
        async with self._store.reading() as tx:
            return await tx.conversations.has_work(self._clock.now())

    async def _start_due(self) -> None:
        free = self._settings.parallel - len(self._tasks)
        if free <= 0:
            return  # the next task to end looks again
        try:
            due = await self._take(free)
        except Exception as error:  # noqa: BLE001 — the database may be away for a while: look again
            log.error("inbox.unreadable", error=type(error).__name__)
            return
        for conversation_id, work in due.items():
            task = asyncio.create_task(self._work_off(conversation_id, work))
            self._tasks[conversation_id] = task
            task.add_done_callback(partial(self._finished, conversation_id, full=len(due) >= free))

    def _finished(self, conversation_id: ConversationId, _: object, *, full: bool) -> None:
        self._tasks.pop(conversation_id, None)
        if full:
            self._look.set()

    async def _take(self, limit: int) -> dict[ConversationId, Work | None]:
        """Lease conversations and read the first message of each, in one transaction."""
        now = self._clock.now()
        async with self._store.writing() as tx:
            leased = await tx.conversations.lease_work(
                self._settings.worker, now, now + LEASE, limit
            )
            due = await tx.conversations.next_due(now)
            work = {leased_id: await self._next(tx, leased_id) for leased_id in leased}
        if due:
            self._look_again((due - now).total_seconds())
        return work

    def _look_again(self, seconds: float) -> None:
        """When a message that has to wait is due."""
        if self._alarm:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._look.set)

    async def _work_off(self, conversation_id: ConversationId, work: Work | None) -> None:
        try:
            while work is not None:
                work = await self._take_in(work)
        except Exception as error:  # noqa: BLE001 — nothing is lost: the message is still pending
            log.error("turn.broke", conversation=conversation_id, error=type(error).__name__)
            await asyncio.sleep(self._settings.poll)
            async with self._store.writing() as tx:
                await tx.conversations.release_lease(conversation_id, self._settings.worker)

    async def _next(self, tx: Transaction, conversation_id: ConversationId) -> Work | None:
        """The next message, the lease prolonged; None, and the lease given back in this very
        transaction, where there is nothing to do now. So a message that is stored later finds
        the conversation free."""
        worker, now = self._settings.worker, self._clock.now()
        if not await tx.conversations.renew_lease(conversation_id, worker, now + LEASE):
            return None
        message = await tx.messages.next_pending(conversation_id)
        if message is not None and (message.next_attempt_at or now) <= now:
            conversation = await tx.conversations.get(conversation_id)
            if conversation.owner is Owner.QUEUE and chooses_a_call(message):
                conversation = await self._handoffs.leave_queue(
                    tx, await tx.conversations.lock(conversation_id), "callback"
                )
            return Work(conversation, message, await tx.dialogues.load(conversation_id))
        await tx.conversations.release_lease(conversation_id, worker)
        return None

    async def _take_in(self, work: Work) -> Work | None:
        """One message; returns the next one."""
        try:
            async with async_timeout.timeout(self._settings.time_out):
                turn = await self._ask(work)
        except (AssistantFailed, asyncio.TimeoutError) as error:
            log.error("turn.failed", conversation=work.conversation.id, error=type(error).__name__)
            return await self._failed(work, type(error).__name__)
        async with self._store.writing() as tx:
            if turn is None:
                await self._heard(tx, work.message)
            else:
                await self._record(tx, work.conversation, work.message, turn)
            return await self._next(tx, work.conversation.id)

    async def _ask(self, work: Work) -> Turn | None:
        """The bot's turn; None where people have the conversation and it only listens."""
        if work.conversation.owner is Owner.BOT:
            return await self._assistant.answer(work.conversation, work.message, work.dialogue)
        await self._assistant.listen(work.conversation, work.message, work.dialogue)
        return None

    async def _heard(self, tx: Transaction, message: Message) -> None:
        current = await tx.conversations.lock(message.conversation_id)
        if (await tx.messages.get(message.id)).processing is not Processing.PENDING:
            return  # another worker read it after our lease ran out
        if current.owner is Owner.QUEUE or current.recorded_by is not None:
            await self._queue_order.heard(tx, current, message)
        await self._done(tx, message, EventKind.MESSAGE_PROCESSED)

    async def _record(
        self, tx: Transaction, seen: Conversation, message: Message, turn: Turn
    ) -> None:
        current = await tx.conversations.lock(seen.id)
        stale = current.owner_version != seen.owner_version
        if await self._recorded_already(tx, message.id, stale=stale):
            return
        speaking = current
        if turn.handoff and not stale:
            speaking, _ = await self._handoffs.enqueue(tx, current, turn.handoff.reason)
        replies = [
            Outgoing(Author.BOT, reply, in_reply_to=message.id, suppressed=stale)
            for reply in turn.replies
        ]
        await record_outgoing(tx, speaking, replies, self._clock.now())
        if turn.dialogue is not None and not stale:
            await tx.dialogues.save(seen.id, turn.dialogue)
        await self._done(tx, message, EventKind.MESSAGE_PROCESSED)

    async def _recorded_already(
        self, tx: Transaction, message_id: MessageId, *, stale: bool
    ) -> bool:
        """Whether another worker recorded this turn after our lease ran out."""
        if await tx.messages.replies_to(message_id):
            return True
        message = await tx.messages.get(message_id)
        return message.processing is not Processing.PENDING and not stale

    async def _failed(self, work: Work, error: str) -> Work | None:
        message = work.message
        async with self._store.writing() as tx:
            current = await tx.conversations.lock(work.conversation.id)
            if message.attempts < len(RETRY_AFTER):
                retry_at = self._clock.now() + RETRY_AFTER[message.attempts]
                await tx.messages.set_processing(
                    message.id, Processing.PENDING, error=error, retry_at=retry_at
                )
            else:
                await tx.messages.set_processing(message.id, Processing.FAILED, error=error)
                await self._done(tx, message, EventKind.MESSAGE_FAILED)
                if current.owner is Owner.BOT:
                    await self._fetch_person(tx, current)
            return await self._next(tx, work.conversation.id)

    async def _fetch_person(self, tx: Transaction, current: Conversation) -> None:
        queued, place = await self._handoffs.enqueue(tx, current, HandoffReason.ASSISTANT_FAILED)
        await self._handoffs.notify_place(tx, queued, "utter_notice_assistant_failed", place)

    async def _done(self, tx: Transaction, message: Message, kind: EventKind) -> None:
        if kind is EventKind.MESSAGE_PROCESSED:
            await tx.messages.set_processing(message.id, Processing.DONE)
        await tx.events.append(
            Event(
                kind,
                self._clock.now(),
                "bot",
                message.conversation_id,
                None,
                {"message_id": message.id, "seq": message.seq},
            )
        )

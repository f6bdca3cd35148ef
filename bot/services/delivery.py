"""The outbox: rows of the transcript that still have to reach the customer.

Channels that the platform calls back (webhooks) are pushed to by this loop. Channels where
the customer fetches (web chat, REST) are not: their messages are delivered when the far end
acknowledges the `seq` up to which it has shown them.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import takewhile

import structlog

from bot.domain.errors import DeliveryFailed, StateConflict
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Delivery, Message
from bot.domain.staff import Agent
from bot.ports import Clock, Notifier, Sender, Store, Transaction, outbox_topic
from bot.services.boundary import Boundary

log = structlog.get_logger(__name__)

CLAIM = timedelta(seconds=20)
"""How long one sending may take before another process may try; above every time-out."""
MAX_ATTEMPTS = 8
LONGEST_PAUSE = 300.0


def pause_before(attempt: int, spread: float) -> timedelta:
    """Back-off before the next try: 1, 2, 4 … 300 s, shortened by up to half by `spread` 0–1."""
    full = min(2.0 ** max(0, attempt - 1), LONGEST_PAUSE)
    return timedelta(seconds=full * (1 - spread / 2))


class Deliverer:
    """Sends what is due on the channels that it has a sender for."""

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        boundary: Boundary,
        senders: Mapping[str, Sender],
        clock: Clock,
        *,
        poll: float = 1.0,
        parallel: int = 16,
    ) -> None:
        self._store, self._notifier, self._boundary = store, notifier, boundary
        self._senders, self._clock = dict(senders), clock
        self._poll, self._parallel = poll, parallel

    async def run(self) -> None:
        """Work until cancelled."""
        if not self._senders:
            return
        async with self._notifier.listen(*map(outbox_topic, self._senders)) as hints:
            while True:
                try:
                    sent = await self.sweep()
                except Exception as error:  # noqa: BLE001 — the database may be away for a while: look again
                    log.error("outbox.unreadable", error=type(error).__name__)
                    sent = 0
                if not sent:
                    await hints.wait(self._poll)

    async def sweep(self) -> int:
        """Send everything that is due now; returns how many messages were tried."""
        now = self._clock.now()
        async with self._store.writing() as tx:
            due = await tx.messages.claim_outbox(
                list(self._senders), now, now + CLAIM, self._parallel
            )
        await asyncio.gather(*(self._send(message) for message in due))
        return len(due)

    async def _send(self, message: Message) -> None:
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(message.conversation_id)
            text = await self._boundary.for_customer(tx, message)
        recipient = self._boundary.address(conversation)
        try:
            await asyncio.wait_for(
                self._senders[message.channel].send(message, text, recipient),
                CLAIM.total_seconds() / 2,
            )
        except asyncio.TimeoutError:
            await self._failed(message, DeliveryFailed("time-out", retryable=True))
        except DeliveryFailed as error:
            await self._failed(message, error)
        else:
            await self._set(message, Delivery.SENT)

    async def _failed(self, message: Message, error: DeliveryFailed) -> None:
        log.warning("delivery.failed", message=message.id, retryable=error.retryable)
        if error.retryable and message.attempts < MAX_ATTEMPTS:
            own = pause_before(message.attempts, random.random())  # noqa: S311 — jitter, no secret
            asked = timedelta(seconds=min(error.retry_after, LONGEST_PAUSE))
            at = self._clock.now() + max(own, asked)
            await self._set(message, Delivery.PENDING, error=str(error), at=at)
        else:
            await self._set(message, Delivery.DEAD, error=str(error))

    async def _set(
        self,
        message: Message,
        state: Delivery,
        *,
        error: str | None = None,
        at: datetime | None = None,
    ) -> None:
        async with self._store.writing() as tx:
            await change_delivery(tx, message, state, self._clock.now(), error=error, retry_at=at)


class Acknowledgements:
    """What the far end and people at the desk say about deliveries."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def seen(self, conversation_id: ConversationId, up_to: int) -> int:
        """The customer has everything up to this `seq`; returns how many became delivered."""
        async with self._store.reading() as tx:
            if not await tx.messages.undelivered(conversation_id, up_to=up_to):
                return 0
        async with self._store.writing() as tx:
            waiting = await tx.messages.undelivered(conversation_id, up_to=up_to)
            for message in waiting:
                await change_delivery(tx, message, Delivery.DELIVERED, self._clock.now())
        return len(waiting)

    async def read_until(self, conversation_id: ConversationId, moment: datetime) -> int:
        """The customer has read everything that was there at this moment, as far as the platform
        had taken it; returns how many messages became delivered."""
        async with self._store.reading() as tx:
            waiting = await tx.messages.undelivered(conversation_id)
        read = [
            message.seq
            for message in takewhile(lambda item: item.delivery is Delivery.SENT, waiting)
            if message.created_at <= moment
        ]
        return await self.seen(conversation_id, read[-1]) if read else 0

    async def retry(self, message_id: MessageId, by: Agent) -> Message:
        """Send a dead letter once more. Raises NotFound, StateConflict."""
        async with self._store.writing() as tx:
            message = await tx.messages.get(message_id)
            if message.delivery is not Delivery.DEAD:
                raise StateConflict("Only a dead letter can be sent again.")
            actor = f"agent:{by.id}"
            await change_delivery(tx, message, Delivery.PENDING, self._clock.now(), actor=actor)
            tx.announce(outbox_topic(message.channel))
            return await tx.messages.get(message_id)


async def change_delivery(
    tx: Transaction,
    message: Message,
    state: Delivery,
    at: datetime,
    *,
    error: str | None = None,
    retry_at: datetime | None = None,
    actor: str = "system",
) -> None:
    """Write the new state and its event."""
    await tx.messages.set_delivery(message.id, state, error=error, next_attempt_at=retry_at)
    data = {"message_id": message.id, "seq": message.seq, "delivery": state.value}
    await tx.events.append(
        Event(EventKind.DELIVERY_CHANGED, at, actor, message.conversation_id, None, data)
    )

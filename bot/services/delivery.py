"""The outbox: rows of the transcript that still have to reach the customer.

Channels that the platform calls back (webhooks) are pushed to by this loop. Channels where
the customer fetches (web chat, REST) are not: their messages are delivered when the far end
acknowledges the `seq` up to which it has them.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

import async_timeout
import structlog

from bot.domain.errors import DeliveryFailed, NotFound, StateConflict
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, Delivery, Message
from bot.domain.staff import Agent
from bot.ports import Clock, Notifier, Sender, Store, Transaction, outbox_topic
from bot.services.boundary import Boundary

log = structlog.get_logger(__name__)

CLAIM = timedelta(seconds=20)
"""How long one sending may take before another process may try; above every time-out."""
MAX_ATTEMPTS = 8
LONGEST_PAUSE = 300.0
LOOK_BACK = 50
"""Rows among which the last message for the customer is looked for."""
_BEFORE: Mapping[Delivery, tuple[Delivery, ...]] = {
    Delivery.SENT: (Delivery.PENDING, Delivery.SENDING),
    Delivery.DELIVERED: (Delivery.PENDING, Delivery.SENDING, Delivery.SENT, Delivery.DEAD),
}
"""From which states a platform's report leads on; reports come late, twice and in any order."""
MOST_BUBBLES = 10
"""More than any turn says."""
_OUR_WORDS = (Author.BOT, Author.SYSTEM)


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
        merging: Collection[str] = (),
        poll: float = 1.0,
        parallel: int = 16,
    ) -> None:
        """`merging`: channels on which bubbles of the program that wait together go out as one."""
        self._store, self._notifier, self._boundary = store, notifier, boundary
        self._senders, self._clock = dict(senders), clock
        self._merging, self._poll, self._parallel = frozenset(merging), poll, parallel

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
            bubbles = await self._bubbles(tx, message)
            texts = [await self._boundary.for_customer(tx, bubble) for bubble in bubbles]
        last = bubbles[-1]
        whole = replace(message, seq=last.seq, buttons=last.buttons)
        recipient = self._boundary.address(conversation)
        try:
            async with async_timeout.timeout(CLAIM.total_seconds() / 2):
                await self._senders[message.channel].send(whole, "\n\n".join(texts), recipient)
        except asyncio.TimeoutError:
            await self._failed(bubbles, DeliveryFailed("time-out", retryable=True))
        except DeliveryFailed as error:
            await self._failed(bubbles, error)
        else:
            await self._ended(bubbles, None)

    async def _bubbles(self, tx: Transaction, message: Message) -> Sequence[Message]:
        """The message and what goes out with it: what the program said next and still waits, up
        to the first buttons. While the first one is being sent nobody can claim the others."""
        bubbles = [message]
        if message.channel not in self._merging or message.author not in _OUR_WORDS:
            return bubbles
        for row in await tx.messages.transcript(
            message.conversation_id, after=message.seq, limit=MOST_BUBBLES
        ):
            waits = row.delivery is Delivery.PENDING and row.author in _OUR_WORDS
            if bubbles[-1].buttons or not waits:
                break
            bubbles.append(row)
        return bubbles

    async def _failed(self, bubbles: Sequence[Message], error: DeliveryFailed) -> None:
        log.warning("delivery.failed", message=bubbles[0].id, retryable=error.retryable)
        await self._ended(bubbles, error)

    async def _ended(self, bubbles: Sequence[Message], error: DeliveryFailed | None) -> None:
        """Record how the sending went, unless the platform's own report was faster: it knows
        better, even about a call whose answer was lost."""
        async with self._store.writing() as tx:
            first = await tx.messages.get(bubbles[0].id)
            if first.delivery is not Delivery.SENDING:
                return
            if error:
                await _refuse(tx, [first, *bubbles[1:]], error, self._clock.now())
                return
            for message in bubbles:
                await change_delivery(tx, message, Delivery.SENT, self._clock.now())


class Acknowledgements:
    """What the far end and people at the desk say about deliveries."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def received(self, conversation_id: ConversationId, up_to: int) -> int:
        """The far end has everything up to this `seq`; returns how many became delivered."""
        async with self._store.reading() as tx:
            if not await tx.messages.undelivered(conversation_id, up_to=up_to):
                return 0
        async with self._store.writing() as tx:
            return await self._deliver(tx, conversation_id, up_to)

    async def seen(self, conversation_id: ConversationId, up_to: int) -> int:
        """The customer has read everything up to this `seq`; returns how many became delivered
        with it. Repeating it is no error."""
        async with self._store.reading() as tx:
            waiting = await tx.messages.undelivered(conversation_id, up_to=up_to)
            read = await _said_since(tx, conversation_id, up_to)
        if not waiting and not read:
            return 0
        async with self._store.writing() as tx:
            if read and await tx.conversations.read_up_to(conversation_id, read):
                kind, at = EventKind.CONVERSATION_READ, self._clock.now()
                await tx.events.append(
                    Event(kind, at, "customer", conversation_id, data={"seq": read})
                )
            return await self._deliver(tx, conversation_id, up_to)

    async def _deliver(self, tx: Transaction, conversation_id: ConversationId, up_to: int) -> int:
        waiting = await tx.messages.undelivered(conversation_id, up_to=up_to)
        for message in waiting:
            await change_delivery(tx, message, Delivery.DELIVERED, self._clock.now())
        return len(waiting)

    async def reported(self, channel: str, message_id: MessageId, state: Delivery) -> None:
        """The platform says that it has sent or delivered this message. Raises NotFound."""
        async with self._store.reading() as tx:
            if (await _own(tx, channel, message_id)).delivery not in _BEFORE[state]:
                return
        async with self._store.writing() as tx:
            message = await _own(tx, channel, message_id)
            if message.delivery in _BEFORE[state]:
                await change_delivery(tx, message, state, self._clock.now())

    async def refused(
        self, channel: str, message_ids: Sequence[MessageId], error: DeliveryFailed
    ) -> int:
        """The platform says that what it had taken as one message came to nothing. It is tried
        again or becomes dead letters; returns how many. Raises NotFound."""
        async with self._store.writing() as tx:
            rows = [await _own(tx, channel, message_id) for message_id in message_ids]
            taken = [row for row in rows if row.delivery in (Delivery.SENDING, Delivery.SENT)]
            if taken:
                await _refuse(tx, taken, error, self._clock.now())
        return len(taken)

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


async def _said_since(tx: Transaction, conversation_id: ConversationId, up_to: int) -> int:
    """The last message for the customer up to here that they have not read yet; 0 where there is
    none."""
    before = (await tx.conversations.get(conversation_id)).read_seq
    if before >= up_to:
        return 0
    rows = await tx.messages.transcript(conversation_id, after=before, limit=LOOK_BACK, newest=True)
    said = [row.seq for row in rows if row.author is not Author.CUSTOMER and row.seq <= up_to]
    return max(said, default=0)


async def _own(tx: Transaction, channel: str, message_id: MessageId) -> Message:
    message = await tx.messages.get(message_id)
    if message.channel != channel:
        raise NotFound("message", message_id)
    return message


async def _refuse(
    tx: Transaction, bubbles: Sequence[Message], error: DeliveryFailed, at: datetime
) -> None:
    """Bubbles that went out as one wait again, or die, as one."""
    first = bubbles[0]
    again = error.retryable and first.attempts < MAX_ATTEMPTS
    own = pause_before(first.attempts, random.random())  # noqa: S311 — jitter, no secret
    asked = timedelta(seconds=min(error.retry_after, LONGEST_PAUSE))
    state, due = (Delivery.PENDING, at + max(own, asked)) if again else (Delivery.DEAD, None)
    for message in bubbles:
        await change_delivery(tx, message, state, at, error=error, retry_at=due)


async def change_delivery(
    tx: Transaction,
    message: Message,
    state: Delivery,
    at: datetime,
    *,
    error: DeliveryFailed | None = None,
    retry_at: datetime | None = None,
    actor: str = "system",
) -> None:
    """Write the new state and its event."""
    await tx.messages.set_delivery(
        message.id,
        state,
        error=str(error) if error else None,
        failure=error.failure if error else None,
        next_attempt_at=retry_at,
    )
    data = {"message_id": message.id, "seq": message.seq, "delivery": state.value}
    await tx.events.append(
        Event(EventKind.DELIVERY_CHANGED, at, actor, message.conversation_id, None, data)
    )

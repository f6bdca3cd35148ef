"""Conversations that whoever has them puts aside until a time. They come back by themselves: then,
and earlier when the customer writes."""

from __future__ import annotations

from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.errors import InvalidInput
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId
from bot.domain.policy import ClockPolicy
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction
from bot.services.ownership import require_own

_BATCH = 200


class Asides:
    """Puts aside and brings back. The clock of the law goes on: nothing stays aside for longer
    than until the decision is due."""

    def __init__(self, store: Store, clocks: ClockPolicy, clock: Clock) -> None:
        self._store, self._clocks, self._clock = store, clocks, clock

    async def put(self, conversation_id: ConversationId, by: Agent, until: datetime | None) -> None:
        """Put an own conversation aside until then, or (None) bring it back now, which may be
        repeated. Raises NotFound, OwnershipConflict, and InvalidInput that names the latest time.
        """
        now, actor = self._clock.now(), f"agent:{by.id}"
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            await require_own(tx, conversation, by)
            if until is None:
                await bring_back(tx, conversation, actor, "agent", now)
                return
            case = await tx.cases.of_episode(conversation_id, conversation.episode)
            latest = self._clocks.due_at(case) or self._clocks.due_by(now)
            if not now < until <= latest:
                text = latest.isoformat(timespec="minutes")
                raise InvalidInput("until", f"must be later than now and not later than {text}.")
            await tx.conversations.put_aside(conversation_id, until)
            data = {"until": until.isoformat()}
            await tx.events.append(
                Event(EventKind.ASIDE_SET, now, actor, conversation_id, data=data)
            )

    async def wake(self) -> int:
        """Bring back whose time has come; returns how many."""
        now, woken = self._clock.now(), 0
        async with self._store.reading() as tx:  # asked often, and mostly in vain
            due = await tx.conversations.aside_until(now, _BATCH)
        for conversation_id in due:
            async with self._store.writing() as tx:
                conversation = await tx.conversations.lock(conversation_id)
                until = conversation.aside_until
                if until is not None and until <= now:  # it may have moved meanwhile
                    await bring_back(tx, conversation, "system", "time", now)
                    woken += 1
        return woken


async def bring_back(
    tx: Transaction, conversation: Conversation, actor: str, why: str, at: datetime
) -> None:
    """End the time aside of a locked conversation, if it has one. `why` is a code."""
    if conversation.aside_until is None:
        return
    await tx.conversations.put_aside(conversation.id, None)
    data = {"why": why}
    await tx.events.append(Event(EventKind.ASIDE_ENDED, at, actor, conversation.id, data=data))

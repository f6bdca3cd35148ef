"""The live feed: the event log read onwards from the last id that the reader saw."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from bot.domain.activity import Activity
from bot.domain.events import Event
from bot.domain.ids import ConversationId, EventId
from bot.ports import EVENTS, Activities, Notifier, Store

POLL = 1.0


class Feed:
    """Follows the event log, and what people do meanwhile."""

    def __init__(self, store: Store, notifier: Notifier, activities: Activities) -> None:
        self._store, self._notifier, self._activities = store, notifier, activities

    async def last_id(self) -> EventId:
        """Where a reader starts that wants only what is new."""
        async with self._store.reading() as tx:
            return await tx.events.last_id()

    async def page(
        self, after: EventId, conversation_id: ConversationId | None, limit: int = 200
    ) -> Sequence[Event]:
        """A stretch of the log, for the audit view."""
        async with self._store.reading() as tx:
            return await tx.events.after(after, conversation_id=conversation_id, limit=limit)

    async def follow(
        self, after: EventId
    ) -> AsyncGenerator[Sequence[Event] | frozenset[Activity], None]:
        """Every event after this id in order, as many at once as there are, without end; in
        between all that people do, where it has changed, at most once a second. Looks for itself
        every second, as hints get lost."""
        clock = asyncio.get_running_loop().time
        looked, told = float("-inf"), frozenset[Activity]()
        async with self._notifier.listen(EVENTS) as hints:
            while True:
                events = await self.page(after, None)
                if events:
                    after = events[-1].id
                    yield events
                if clock() - looked >= POLL:
                    looked, doing = clock(), await self._activities.now()
                    if doing != told:
                        told = doing
                        yield doing
                if not events:
                    await hints.wait(max(0.0, looked + POLL - clock()))

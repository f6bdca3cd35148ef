"""The live feed: the event log read onwards from the last id that the reader saw."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from bot.domain.activity import Activity
from bot.domain.events import AUDIT_ONLY, Event
from bot.domain.ids import ConversationId, EventId
from bot.domain.staff import Agent, Permission
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
        self, after: EventId, reader: Agent, heartbeat: float = 15.0
    ) -> AsyncGenerator[Event | frozenset[Activity] | None, None]:
        """Every event after this id that the reader may see, in order, without end; in between
        all that people do, whenever it has changed; None after each `heartbeat` seconds of
        silence. Looks for itself every second, as hints get lost."""
        audit = reader.may(Permission.READ_AUDIT)
        clock = asyncio.get_running_loop().time
        spoke, told = clock(), frozenset[Activity]()
        async with self._notifier.listen(EVENTS) as hints:
            while True:
                events = await self.page(after, None)
                for event in events:
                    after = event.id
                    if audit or event.kind not in AUDIT_ONLY:
                        yield event
                if events:
                    spoke = clock()
                    continue
                doing = await self._activities.now()
                if doing != told:
                    spoke, told = clock(), doing
                    yield doing
                await hints.wait(POLL)
                if clock() - spoke >= heartbeat:
                    spoke = clock()
                    yield None

"""Keeps the order of the queue true while people wait.

A conversation gets its priority when it is queued. Afterwards somebody may correct a judgement, and
the time that the customer was told may pass.
"""

from __future__ import annotations

from bot.domain.conversation import Conversation, Owner
from bot.domain.events import Event, EventKind
from bot.domain.handoff import QueuePolicy
from bot.domain.triage import TriagePolicy
from bot.ports import Clock, Store
from bot.services.standing import evidence_of_all

LOOKED_AT = 1000
"""Nobody waits behind so many; it bounds what one look costs."""


class QueueOrder:
    """Weighs those who wait anew. Several workers may do so: each change is made once."""

    def __init__(
        self, store: Store, policies: tuple[QueuePolicy, TriagePolicy], clock: Clock
    ) -> None:
        self._store, self._clock = store, clock
        self._queue, self._triage = policies

    async def refresh(self) -> int:
        """Write priorities that are no longer true; returns how many."""
        changed = 0
        for row, priority in await self._due():
            async with self._store.writing() as tx:
                if await tx.conversations.set_priority(row, priority):
                    data = {"priority": priority, "was": row.priority}
                    at, kind = self._clock.now(), EventKind.PRIORITY_CHANGED
                    await tx.events.append(Event(kind, at, "system", row.id, data=data))
                    changed += 1
        return changed

    async def _due(self) -> list[tuple[Conversation, int]]:
        now = self._clock.now()
        async with self._store.reading() as tx:
            rows = await tx.conversations.list(owners=[Owner.QUEUE], limit=LOOKED_AT)
            ids = [row.id for row in rows]
            evidence = await evidence_of_all(tx, self._triage, ids)
            cases = await tx.cases.present(ids)
        found = []
        for row in rows:
            case = cases[row.id][0] if row.id in cases else None
            weighed = self._triage.weigh(evidence[row.id]).priority
            priority = self._queue.priority_of(weighed, case, row.promised_at, now)
            if priority != row.priority:
                found.append((row, priority))
        return found

"""The audit view of the event log: newest first, narrowed, page by page, as a file."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace

from bot.domain.audit import AuditFilter
from bot.domain.errors import InvalidInput
from bot.domain.events import Event, EventKind
from bot.domain.ids import CaseId, EventId
from bot.domain.staff import Agent
from bot.ports import Clock, Store

EXPORT_PAGE = 500


@dataclass(frozen=True)
class AuditPage:
    """`before`: where the next page begins; None where this one is the last."""

    events: Sequence[Event]
    before: EventId | None


class AuditTrail:
    """Reads the event log for people who may see all of it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def page(self, wanted: AuditFilter, before: EventId | None, limit: int) -> AuditPage:
        """Events with ids below `before` (the newest where it is None), newest first."""
        async with self._store.reading() as tx:
            events = await tx.events.search(wanted, before=before, limit=limit + 1)
        shown = events[:limit]
        return AuditPage(shown, shown[-1].id if len(events) > limit else None)

    async def of_case(self, wanted: AuditFilter, case: str) -> AuditFilter:
        """The filter for the conversation of this case, named by number or id. Raises
        InvalidInput where there is none."""
        async with self._store.reading() as tx:
            found = await tx.cases.by_number(case)
            heads = {} if found else await tx.cases.heads([CaseId(case)])
        named = found or heads.get(CaseId(case))
        if named is None:
            raise InvalidInput("case", "is neither the number nor the id of a case.")
        return replace(wanted, conversation_id=named.conversation_id)

    async def export(self, wanted: AuditFilter, by: Agent) -> AsyncGenerator[Sequence[Event], None]:
        """All of it, page by page; who took it is in the trail before the first page."""
        async with self._store.writing() as tx:
            at, actor = self._clock.now(), f"agent:{by.id}"
            await tx.events.append(Event(EventKind.AUDIT_EXPORTED, at, actor, data=wanted.named))
        before: EventId | None = None
        while True:
            page = await self.page(wanted, before, EXPORT_PAGE)
            yield page.events
            if page.before is None:
                return
            before = page.before

    async def usernames(self) -> dict[str, str]:
        """By id of the agent."""
        async with self._store.reading() as tx:
            return {agent.id: agent.username for agent in await tx.staff.list()}

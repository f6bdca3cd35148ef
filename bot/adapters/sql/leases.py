"""Leases: which worker processes the inbound messages of which conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.base import Repository
from bot.adapters.sql.tables import WAITING, conversations, messages
from bot.domain.ids import ConversationId

_earlier = messages.alias("earlier")


class SqlLeases(Repository):
    """The lease part of ports.Conversations."""

    async def has_work(self, now: datetime) -> bool:
        query = sa.select(sa.literal(1)).where(_due(now)).limit(1)
        return await self._first(query) is not None

    async def next_due(self, now: datetime) -> datetime | None:
        later = messages.c.next_attempt_at
        found = await self._first(sa.select(sa.func.min(later)).where(WAITING, later > now))
        return found[0] if found else None

    async def lease_work(
        self, worker: str, now: datetime, until: datetime, limit: int
    ) -> Sequence[ConversationId]:
        """A conversation that another transaction holds at this moment is passed over: whoever
        holds it is about to commit, and the next look finds it."""
        waiting_since = (
            sa.select(sa.func.min(messages.c.created_at))
            .where(WAITING, messages.c.conversation_id == conversations.c.id)
            .scalar_subquery()
        )
        # IN instead of EXISTS: both planners start from the few waiting messages then.
        workable = sa.select(messages.c.conversation_id).where(_due(now))
        free = sa.or_(conversations.c.lease_until.is_(None), conversations.c.lease_until <= now)
        query = (
            sa.select(conversations.c.id)
            .where(conversations.c.id.in_(workable), free)
            .order_by(waiting_since, conversations.c.id)
            .limit(limit)
            .with_for_update(key_share=True, skip_locked=True, of=conversations)
        )
        taken = [ConversationId(row.id) for row in await self._all(query)]
        if taken:
            await self._change(
                sa.update(conversations)
                .where(conversations.c.id.in_(taken))
                .values(lease_worker=worker, lease_until=until)
            )
        return taken

    async def renew_lease(
        self, conversation_id: ConversationId, worker: str, until: datetime
    ) -> bool:
        return await self._change_own(conversation_id, worker, until) == 1

    async def release_lease(self, conversation_id: ConversationId, worker: str) -> None:
        await self._change_own(conversation_id, worker, None)

    async def drop_leases(self, worker: str) -> None:
        await self._change(
            sa.update(conversations)
            .where(conversations.c.lease_worker == worker)
            .values(lease_worker=None, lease_until=None)
        )

    async def _change_own(
        self, conversation_id: ConversationId, worker: str, until: datetime | None
    ) -> int:
        return await self._change(
            sa.update(conversations)
            .where(conversations.c.id == conversation_id, conversations.c.lease_worker == worker)
            .values(lease_worker=worker if until else None, lease_until=until)
        )


def _due(now: datetime) -> Any:
    """Messages that may be worked off, none of the same conversation before them having to wait."""
    later = messages.c.next_attempt_at
    held_up = (
        sa.select(_earlier.c.id)
        .where(
            _earlier.c.conversation_id == messages.c.conversation_id,
            _earlier.c.seq < messages.c.seq,
            sa.text("earlier.processing = 'pending'"),
            _earlier.c.next_attempt_at > now,
        )
        .correlate(messages)
        .exists()
    )
    return sa.and_(WAITING, sa.or_(later.is_(None), later <= now), ~held_up)

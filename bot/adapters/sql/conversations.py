"""Conversations: who owns them, their place in the queue, who works on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.base import build, values_of
from bot.adapters.sql.leases import SqlLeases
from bot.adapters.sql.narrowing import conditions
from bot.adapters.sql.silence import SqlSilence
from bot.adapters.sql.tables import conversations as table
from bot.adapters.sql.types import UtcTime
from bot.domain.conversation import Conversation, Owner, Standing
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import AgentId, ConversationId
from bot.domain.narrowing import EVERYTHING, Narrowing

_HANDS = (
    "owner",
    "agent_id",
    "owner_version",
    "episode",
    "priority",
    "handoff_reason",
    "queued_at",
    "promised_at",
    "owner_since",
    "team_id",
    "aside_until",
    "updated_at",
)

# SQLAlchemy 1.4 cannot compile RETURNING for SQLite, which understands this very text.
_NEXT_SEQ = (
    sa.text(
        "UPDATE conversations SET last_seq = last_seq + 1, updated_at = :at "
        "WHERE id = :id RETURNING last_seq"
    )
    .bindparams(sa.bindparam("at", type_=UtcTime()))
    .columns(last_seq=sa.Integer)
)

_COUNT = sa.select(sa.func.count()).select_from(table)
_ONE = sa.select(table).where(table.c.id == sa.bindparam("one"))


class SqlConversations(SqlLeases, SqlSilence):
    """ports.Conversations."""

    async def find(self, channel: str, customer_ref: str) -> Conversation | None:
        row = await self._first(sa.select(table).where(*_identity(channel, customer_ref)))
        return build(Conversation, row) if row else None

    async def get(self, conversation_id: ConversationId) -> Conversation:
        return _found(await self._first(_ONE, one=conversation_id), conversation_id)

    async def lock(self, conversation_id: ConversationId) -> Conversation:
        return _found(await self._first(_HELD, one=conversation_id), conversation_id)

    async def add_if_new(self, conversation: Conversation) -> Conversation:
        identity = _identity(conversation.channel, conversation.customer_ref)
        query = _locked(sa.select(table).where(*identity))
        row = await self._first(query)  # by far the most messages come from known customers
        if row is None and await self._insert_if_new(table, values_of(conversation)):
            return conversation
        row = row or await self._first(query)
        if row is None:
            raise StateConflict("The id belongs to another conversation.")
        return build(Conversation, row)

    async def change_owner(self, changed: Conversation) -> bool:
        update = (
            sa.update(table)
            .where(table.c.id == changed.id)
            .where(table.c.owner_version == changed.owner_version - 1)
            .values({name: getattr(changed, name) for name in _HANDS})
        )
        return await self._change(update) == 1

    async def next_seq(self, conversation_id: ConversationId, at: datetime) -> int:
        seq = await self._scalar(_NEXT_SEQ.bindparams(id=conversation_id, at=at))
        if seq is None:
            raise NotFound("conversation", conversation_id)
        return int(seq)

    async def open_episode(self, conversation_id: ConversationId, episode: int) -> None:
        await self._change(
            sa.update(table).where(table.c.id == conversation_id).values(episode=episode)
        )

    async def set_language(
        self, conversation_id: ConversationId, language: str, *, chosen: bool = False
    ) -> None:
        update = sa.update(table).where(table.c.id == conversation_id)
        if not chosen:
            update = update.where(table.c.language_chosen.is_(False))
        await self._change(update.values(language=language, language_chosen=chosen))

    async def read_up_to(self, conversation_id: ConversationId, seq: int) -> bool:
        update = sa.update(table).where(table.c.id == conversation_id, table.c.read_seq < seq)
        return await self._change(update.values(read_seq=seq)) == 1

    async def list(
        self,
        *,
        owners: Sequence[Owner],
        agent_id: AgentId | None = None,
        limit: int = 100,
        before: datetime | None = None,
        also: Sequence[ConversationId] = (),
        narrowed: Narrowing = EVERYTHING,
    ) -> Sequence[Conversation]:
        query = sa.select(table).where(_listed(owners, agent_id, also), *conditions(narrowed))
        if before is not None:
            query = query.where(table.c.updated_at < before)
        waits = table.c.owner == Owner.QUEUE
        # Each half of the list has an order of its own; the other half's keys are NULL in it.
        query = query.order_by(
            sa.case((waits, 0), else_=1),
            sa.case((waits, table.c.priority)).desc(),
            sa.case((waits, table.c.queued_at)),
            sa.case((waits, None), else_=table.c.updated_at).desc(),
            table.c.id,
        )
        return [build(Conversation, row) for row in await self._all(query.limit(limit))]

    async def count(
        self,
        *,
        owners: Sequence[Owner],
        agent_id: AgentId | None = None,
        also: Sequence[ConversationId] = (),
        narrowed: Narrowing = EVERYTHING,
    ) -> int:
        wanted = (_listed(owners, agent_id, also), *conditions(narrowed))
        return int(await self._scalar(_COUNT.where(*wanted)))

    async def ahead_in_queue(self, conversation: Conversation) -> int:
        own = conversation
        first = table.c.priority > own.priority
        same = table.c.priority == own.priority
        if own.queued_at is not None:
            earlier = sa.or_(
                table.c.queued_at < own.queued_at,
                sa.and_(table.c.queued_at == own.queued_at, table.c.id < own.id),
            )
            same = sa.and_(same, earlier)
        return await self._count(table.c.id != own.id, sa.or_(first, same))

    async def standings(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Standing]:
        served = (table.c.priority.desc(), table.c.queued_at, table.c.id)
        before = (sa.func.row_number().over(order_by=served) - 1).label("ahead")
        queue = sa.select(table.c.id, before).where(table.c.owner == Owner.QUEUE).subquery()
        query = (
            sa.select(table.c.id, table.c.last_seq, table.c.owner_version, queue.c.ahead)
            .join(queue, queue.c.id == table.c.id, isouter=True)
            .where(table.c.id.in_(conversation_ids))
        )
        return {
            ConversationId(row.id): Standing(row.last_seq, row.owner_version, row.ahead)
            for row in await self._all(query)
        }

    async def loads(self) -> Mapping[AgentId, int]:
        query = (
            sa.select(table.c.agent_id, sa.func.count().label("count"))
            .where(table.c.owner == Owner.AGENT, table.c.aside_until.is_(None))
            .group_by(table.c.agent_id)
        )
        return {AgentId(row.agent_id): int(row["count"]) for row in await self._all(query)}

    async def put_aside(self, conversation_id: ConversationId, until: datetime | None) -> None:
        update = sa.update(table).where(table.c.id == conversation_id)
        await self._change(update.values(aside_until=until))

    async def aside_until(self, before: datetime, limit: int) -> Sequence[ConversationId]:
        query = sa.select(table.c.id).where(table.c.aside_until <= before)
        rows = await self._all(query.order_by(table.c.aside_until, table.c.id).limit(limit))
        return [ConversationId(row.id) for row in rows]

    async def queue_length(self, priority: int) -> int:
        return await self._count(table.c.priority >= priority)

    async def set_priority(self, waiting: Conversation, priority: int) -> bool:
        update = sa.update(table).where(
            table.c.id == waiting.id,
            table.c.owner == Owner.QUEUE,
            table.c.owner_version == waiting.owner_version,
            table.c.priority == waiting.priority,
        )
        return await self._change(update.values(priority=priority)) == 1

    async def _count(self, *also: Any) -> int:
        waiting = _COUNT.where(table.c.owner == Owner.QUEUE, *also)
        return int(await self._scalar(waiting))


def _listed(
    owners: Sequence[Owner], agent_id: AgentId | None, also: Sequence[ConversationId]
) -> Any:
    wanted = table.c.owner.in_(owners)
    if agent_id is not None:
        wanted = sa.and_(wanted, table.c.agent_id == agent_id)
    return sa.or_(wanted, table.c.id.in_(also)) if also else wanted


def _identity(channel: str, customer_ref: str) -> tuple[Any, ...]:
    return (table.c.channel == channel, table.c.customer_ref == customer_ref)


def _locked(query: Any) -> Any:
    # FOR NO KEY UPDATE excludes every other writer as FOR UPDATE does, but lets foreign-key
    # checks pass: a transaction that merely refers to this conversation need not wait for it.
    return query.with_for_update(key_share=True)


def _found(row: Any, conversation_id: ConversationId) -> Conversation:
    if row is None:
        raise NotFound("conversation", conversation_id)
    return build(Conversation, row)


_HELD = _locked(_ONE)

"""Which customers have fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build
from bot.adapters.sql.record_tables import cases
from bot.adapters.sql.tables import conversations as table
from bot.adapters.sql.tables import messages
from bot.domain.case import CaseState
from bot.domain.conversation import Conversation, Owner
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery
from bot.domain.silence import SilentSince

_UNREAD = (Delivery.SUPPRESSED, Delivery.DEAD)
_waiting = messages.alias("waiting")
_WAITING = (
    sa.select(_waiting.c.id)
    .where(
        _waiting.c.conversation_id == table.c.id,
        sa.text("waiting.processing = 'pending'"),
    )
    .correlate(table)
    .exists()
)


def _not_after(until: SilentSince) -> sa.sql.ColumnElement[sa.Boolean]:
    channel, at = table.c.channel, table.c.updated_at
    on = [sa.and_(channel == name, at <= moment) for name, moment in until.on.items() if moment]
    return sa.or_(sa.and_(channel.not_in(until.on), at <= until.elsewhere), *on)


class SqlSilence(Repository):
    """The silence part of ports.Conversations."""

    async def silent(
        self,
        *,
        after: datetime,
        until: SilentSince,
        limit: int,
        only: ConversationId | None = None,
    ) -> Sequence[Conversation]:
        """`updated_at` moves with every message, so the index on it bounds the search; whether
        the last message is the bot's is looked up by the transcript's key."""
        drafted = (cases.c.conversation_id == table.c.id) & (cases.c.episode == table.c.episode)
        spoken = (messages.c.conversation_id == table.c.id) & (messages.c.seq == table.c.last_seq)
        query = (
            sa.select(table)
            .join(cases, drafted)
            .join(messages, spoken)
            .where(table.c.owner == Owner.BOT)
            .where(table.c.updated_at > after, _not_after(until))
            .where(cases.c.state == CaseState.DRAFT, messages.c.author == Author.BOT)
            .where(messages.c.delivery.not_in(_UNREAD), ~_WAITING)
            .order_by(table.c.updated_at, table.c.id)
            .limit(limit)
        )
        if only is not None:
            query = query.where(table.c.id == only)
        return [build(Conversation, row) for row in await self._all(query)]

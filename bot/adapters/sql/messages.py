"""The transcript."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import values_of
from bot.adapters.sql.inbox import SqlInbox
from bot.adapters.sql.outbox import SqlOutbox
from bot.adapters.sql.rows import to_message
from bot.adapters.sql.tables import messages as table
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, Delivery, Message


class SqlMessages(SqlInbox, SqlOutbox):
    """ports.Messages."""

    async def add(self, message: Message) -> None:
        """Raises StateConflict where its id, place or external id is taken."""
        values = values_of(message)
        values["buttons"] = [dict(button) for button in message.buttons]
        if not await self._insert_if_new(table, values):
            raise StateConflict("This message is in the transcript already.")

    async def get(self, message_id: MessageId) -> Message:
        row = await self._first(sa.select(table).where(table.c.id == message_id))
        if row is None:
            raise NotFound("message", message_id)
        return to_message(row)

    async def by_external_id(self, channel: str, external_id: str) -> Message | None:
        row = await self._first(
            sa.select(table).where(table.c.channel == channel, table.c.external_id == external_id)
        )
        return to_message(row) if row else None

    async def transcript(
        self,
        conversation_id: ConversationId,
        *,
        after: int = 0,
        limit: int = 500,
        newest: bool = False,
    ) -> Sequence[Message]:
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.seq > after)
            .order_by(table.c.seq.desc() if newest else table.c.seq)
            .limit(limit)
        )
        rows = await self._all(query)
        return [to_message(row) for row in (reversed(rows) if newest else rows)]

    async def set_episode(self, message_id: MessageId, episode: int) -> None:
        update = sa.update(table).where(table.c.id == message_id)
        await self._change(update.values(episode=episode))

    async def replies_to(self, message_id: MessageId) -> Sequence[Message]:
        query = sa.select(table).where(table.c.in_reply_to == message_id).order_by(table.c.seq)
        return [to_message(row) for row in await self._all(query)]

    async def last_texts(
        self, conversation_id: ConversationId, author: Author, limit: int
    ) -> Sequence[str]:
        said = sa.or_(table.c.delivery.is_(None), table.c.delivery != Delivery.SUPPRESSED)
        query = (
            sa.select(table.c.text)
            .where(table.c.conversation_id == conversation_id, table.c.author == author, said)
            .order_by(table.c.seq.desc())
            .limit(limit)
        )
        return [row.text for row in reversed(await self._all(query))]

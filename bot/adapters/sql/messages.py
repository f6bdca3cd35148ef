"""The transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import values_of
from bot.adapters.sql.inbox import SqlInbox
from bot.adapters.sql.outbox import SqlOutbox
from bot.adapters.sql.tables import UNCLAIMED, attachments, conversations
from bot.adapters.sql.tables import messages as table
from bot.domain.attachment import Attachment
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, Delivery, Message


class SqlMessages(SqlInbox, SqlOutbox):
    """ports.Messages."""

    async def add(self, message: Message) -> None:
        values = values_of(message, "attachments")
        values["buttons"] = [dict(button) for button in message.buttons]
        values["attachment_count"] = len(message.attachments)
        if not await self._insert_if_new(table, values):
            raise StateConflict("This message is in the transcript already.")
        for position, attachment in enumerate(message.attachments):
            await self._claim(message, attachment, position)

    async def _claim(self, message: Message, attachment: Attachment, position: int) -> None:
        claim = (
            sa.update(attachments)
            .where(UNCLAIMED, attachments.c.id == attachment.id)
            .values(
                message_id=message.id,
                conversation_id=message.conversation_id,
                position=position,
            )
        )
        if await self._change(claim) != 1:
            raise StateConflict("An attachment belongs to another message.")

    async def get(self, message_id: MessageId) -> Message:
        query = sa.select(table).where(table.c.id == message_id)
        message = await self._message(await self._first(query))
        if message is None:
            raise NotFound("message", message_id)
        return message

    async def by_external_id(self, channel: str, external_id: str) -> Message | None:
        query = sa.select(table).where(
            table.c.channel == channel, table.c.external_id == external_id
        )
        return await self._message(await self._first(query))

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
        return await self._messages(reversed(rows) if newest else rows)

    async def set_episode(self, message_id: MessageId, episode: int) -> None:
        update = sa.update(table).where(table.c.id == message_id)
        await self._change(update.values(episode=episode))

    async def replies_to(self, message_id: MessageId) -> Sequence[Message]:
        query = sa.select(table).where(table.c.in_reply_to == message_id).order_by(table.c.seq)
        return await self._messages(await self._all(query))

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

    async def last_words(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, str]:
        """One look at the end of each transcript, not a walk over all of it."""
        text = (
            sa.select(table.c.text)
            .where(table.c.conversation_id == conversations.c.id)
            .where(table.c.author == Author.CUSTOMER)
            .order_by(table.c.seq.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = sa.select(conversations.c.id, text.label("text"))
        rows = await self._all(query.where(conversations.c.id.in_(conversation_ids)))
        return {ConversationId(row.id): row.text for row in rows if row.text is not None}

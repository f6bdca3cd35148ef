"""What is known about attachments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.tables import UNCLAIMED, messages
from bot.adapters.sql.tables import attachments as table
from bot.domain.attachment import Attachment, Usage
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import AttachmentId, ConversationId


class SqlAttachments(Repository):
    """ports.Attachments."""

    async def add(self, attachment: Attachment) -> None:
        if not await self._insert_if_new(table, {**values_of(attachment), "position": 0}):
            raise StateConflict("There is an attachment of this id already.")

    async def get(self, attachment_id: AttachmentId) -> Attachment:
        row = await self._first(sa.select(table).where(table.c.id == attachment_id))
        if row is None:
            raise NotFound("attachment", attachment_id)
        return build(Attachment, row)

    async def unclaimed(
        self, owner: str, ids: Sequence[AttachmentId], since: datetime
    ) -> Sequence[Attachment]:
        query = sa.select(table).where(
            UNCLAIMED, table.c.owner == owner, table.c.id.in_(ids), table.c.created_at >= since
        )
        found = [build(Attachment, row) for row in await self._all(query)]
        return sorted(found, key=lambda attachment: ids.index(attachment.id))

    async def of_episode(
        self, conversation_id: ConversationId, episode: int
    ) -> Sequence[Attachment]:
        query = (
            sa.select(table)
            .join(messages, messages.c.id == table.c.message_id)
            .where(messages.c.conversation_id == conversation_id, messages.c.episode == episode)
            .order_by(messages.c.seq, table.c.position)
        )
        return [build(Attachment, row) for row in await self._all(query)]

    async def usage(self, owner: str, since: datetime) -> Usage:
        size = sa.func.coalesce(sa.func.sum(table.c.size), 0)
        query = sa.select(sa.func.count().label("files"), size.label("size")).where(
            table.c.owner == owner, table.c.created_at >= since
        )
        row = await self._first(query)
        assert row is not None  # an aggregate always has a row
        return Usage(int(row.files), int(row.size))

    async def abandoned(self, before: datetime, limit: int) -> Sequence[AttachmentId]:
        query = (
            sa.select(table.c.id)
            .where(UNCLAIMED, table.c.created_at < before)
            .order_by(table.c.created_at)
            .limit(limit)
        )
        return [AttachmentId(row.id) for row in await self._all(query)]

    async def remove_unclaimed(self, ids: Sequence[AttachmentId]) -> int:
        return await self._change(sa.delete(table).where(UNCLAIMED, table.c.id.in_(ids)))

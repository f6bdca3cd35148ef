"""Rows to domain objects, where names alone do not do."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Row

from bot.adapters.sql.base import Repository, build
from bot.adapters.sql.tables import attachments
from bot.domain.attachment import Attachment
from bot.domain.ids import MessageId
from bot.domain.message import Message


class MessageReader(Repository):
    """Reads transcript rows with their attachments."""

    async def _messages(self, rows: Iterable[Row]) -> list[Message]:
        rows = list(rows)
        having = [row.id for row in rows if row.attachment_count]
        found = await self._attachments_of(having) if having else {}
        return [
            build(
                Message,
                row,
                buttons=tuple(row.buttons),
                attachments=tuple(found.get(row.id, ())),
            )
            for row in rows
        ]

    async def _message(self, row: Row | None) -> Message | None:
        return (await self._messages([row]))[0] if row else None

    async def _attachments_of(self, ids: list[MessageId]) -> dict[str, list[Attachment]]:
        query = (
            sa.select(attachments)
            .where(attachments.c.message_id.in_(ids))
            .order_by(attachments.c.position)
        )
        found: dict[str, list[Attachment]] = {}
        for row in await self._all(query):
            found.setdefault(row.message_id, []).append(build(Attachment, row))
        return found

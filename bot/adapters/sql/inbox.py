"""Inbound messages that wait for processing."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.rows import MessageReader
from bot.adapters.sql.tables import WAITING
from bot.adapters.sql.tables import messages as table
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Message, Processing


class SqlInbox(MessageReader):
    """The inbound part of ports.Messages."""

    async def next_pending(self, conversation_id: ConversationId) -> Message | None:
        query = (
            sa.select(table)
            .where(WAITING, table.c.conversation_id == conversation_id)
            .order_by(table.c.seq)
            .limit(1)
        )
        return await self._message(await self._first(query))

    async def set_processing(
        self,
        message_id: MessageId,
        state: Processing,
        *,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        """Changes only a message that waits: anything but `pending` is final, so a turn that
        fails after a person took over does not bring its message back."""
        retries = 1 if state is Processing.PENDING and retry_at is not None else 0
        await self._change(
            sa.update(table)
            .where(WAITING, table.c.id == message_id)
            .values(
                processing=state,
                error=error,
                next_attempt_at=retry_at,
                attempts=table.c.attempts + retries,
            )
        )

    async def finish_pending(self, conversation_id: ConversationId) -> int:
        return await self._change(
            sa.update(table)
            .where(WAITING, table.c.conversation_id == conversation_id)
            .values(processing=Processing.DONE, next_attempt_at=None)
        )

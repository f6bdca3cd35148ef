"""Outbound messages on their way to the customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.rows import MessageReader
from bot.adapters.sql.tables import UNSENT
from bot.adapters.sql.tables import messages as table
from bot.domain.failure import Failure
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Delivery, Message

_OPEN = (Delivery.PENDING, Delivery.SENDING, Delivery.SENT)
_earlier = table.alias("earlier")
_EARLIER_UNSENT = (
    sa.select(_earlier.c.id)
    .where(
        _earlier.c.conversation_id == table.c.conversation_id,
        _earlier.c.seq < table.c.seq,
        sa.text("earlier.delivery IN ('pending', 'sending')"),
    )
    .correlate(table)
    .exists()
)


class SqlOutbox(MessageReader):
    """The outbound part of ports.Messages."""

    async def undelivered(
        self, conversation_id: ConversationId, *, up_to: int | None = None
    ) -> Sequence[Message]:
        query = sa.select(table).where(
            table.c.conversation_id == conversation_id, table.c.delivery.in_(_OPEN)
        )
        if up_to is not None:
            query = query.where(table.c.seq <= up_to)
        return await self._messages(await self._all(query.order_by(table.c.seq)))

    async def claim_outbox(
        self, channels: Sequence[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[Message]:
        """Lock conversations before claiming or not at all: everybody else locks a
        conversation first and its messages second."""
        due = sa.or_(table.c.next_attempt_at.is_(None), table.c.next_attempt_at <= now)
        query = (
            sa.select(table)
            .where(UNSENT, table.c.channel.in_(channels), due, ~_EARLIER_UNSENT)
            .order_by(table.c.created_at, table.c.id)
            .limit(limit)
            .with_for_update(key_share=True, skip_locked=True, of=table)
        )
        claimed = await self._messages(await self._all(query))
        if claimed:
            await self._change(
                sa.update(table)
                .where(table.c.id.in_([message.id for message in claimed]))
                .values(
                    delivery=Delivery.SENDING,
                    next_attempt_at=until,
                    attempts=table.c.attempts + 1,
                )
            )
        return [
            replace(
                message,
                delivery=Delivery.SENDING,
                next_attempt_at=until,
                attempts=message.attempts + 1,
            )
            for message in claimed
        ]

    async def set_delivery(
        self,
        message_id: MessageId,
        state: Delivery,
        *,
        error: str | None = None,
        failure: Failure | None = None,
        next_attempt_at: datetime | None = None,
    ) -> None:
        """`sent` never overwrites `delivered`: a platform's receipt may overtake the answer
        to the call that sent the message."""
        update = sa.update(table).where(table.c.id == message_id)
        if state is Delivery.SENT:
            update = update.where(table.c.delivery != Delivery.DELIVERED)
        await self._change(
            update.values(
                delivery=state, error=error, failure=failure, next_attempt_at=next_attempt_at
            )
        )

    async def by_delivery(self, state: Delivery, limit: int = 100) -> Sequence[Message]:
        query = (
            sa.select(table)
            .where(table.c.delivery == state)
            .order_by(table.c.created_at.desc(), table.c.id)
            .limit(limit)
        )
        return await self._messages(await self._all(query))

"""The transcript."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import values_of
from bot.adapters.sql.inbox import SqlInbox
from bot.adapters.sql.outbox import SqlOutbox
from bot.adapters.sql.record_tables import IN_FORCE, case_facts, cases, readings
from bot.adapters.sql.tables import UNCLAIMED, attachments, conversations
from bot.adapters.sql.tables import messages as table
from bot.domain.attachment import Attachment
from bot.domain.case import FactName
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, CustomerWords, Delivery, Message

_FROM_HERE = sa.select(table).where(
    table.c.conversation_id == sa.bindparam("conversation"), table.c.seq > sa.bindparam("after")
)
_MOST = sa.bindparam("most", type_=sa.Integer)
_TRANSCRIPT = _FROM_HERE.order_by(table.c.seq).limit(_MOST)
_NEWEST = _FROM_HERE.order_by(table.c.seq.desc()).limit(_MOST)
_MINE = sa.select(table.c.text).where(table.c.conversation_id == conversations.c.id).limit(1)
_LAST = _MINE.where(table.c.author == Author.CUSTOMER).order_by(table.c.seq.desc())
_FIRST_COMPLAINT = (
    _MINE.join(readings, readings.c.message_id == table.c.id)
    .where(readings.c.episode == conversations.c.episode, readings.c.is_complaint.is_(True))
    .order_by(table.c.seq)
)
_WHAT_HAPPENED = (
    sa.select(case_facts.c.value)
    .join(cases, cases.c.id == case_facts.c.case_id)
    .where(cases.c.conversation_id == conversations.c.id)
    .where(cases.c.episode == conversations.c.episode)
    .where(case_facts.c.name == FactName.WHAT_HAPPENED, IN_FORCE)
)
_WORDS = sa.select(
    conversations.c.id,
    _LAST.scalar_subquery().label("last"),
    sa.func.coalesce(
        _WHAT_HAPPENED.scalar_subquery(), _FIRST_COMPLAINT.scalar_subquery(), ""
    ).label("complaint"),
).where(conversations.c.id.in_(sa.bindparam("ids", expanding=True)))


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

    async def move(self, message_id: MessageId, seq: int) -> None:
        moved = (await self._all(sa.select(table).where(table.c.id == message_id)))[0]
        quoting = sa.update(table).where(
            table.c.conversation_id == moved.conversation_id, table.c.quoted_seq == moved.seq
        )
        await self._change(quoting.values(quoted_seq=seq))
        await self._change(sa.update(table).where(table.c.id == message_id).values(seq=seq))

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

    async def heard_as(self, conversation_id: ConversationId, native_id: str) -> Message | None:
        known_as = table.c.external_id
        query = sa.select(table).where(
            table.c.conversation_id == conversation_id,
            table.c.author == Author.CUSTOMER,
            sa.or_(known_as == native_id, known_as.endswith(f":{native_id}", autoescape=True)),
        )
        return await self._message(await self._first(query.order_by(table.c.seq).limit(1)))

    async def transcript(
        self,
        conversation_id: ConversationId,
        *,
        after: int = 0,
        limit: int = 500,
        newest: bool = False,
    ) -> Sequence[Message]:
        query = _NEWEST if newest else _TRANSCRIPT
        rows = await self._all(query, conversation=conversation_id, after=after, most=limit)
        return await self._messages(reversed(rows) if newest else rows)

    async def set_episode(self, message_id: MessageId, episode: int) -> None:
        update = sa.update(table).where(table.c.id == message_id)
        await self._change(update.values(episode=episode))

    async def replies_to(self, message_id: MessageId) -> Sequence[Message]:
        query = sa.select(table).where(table.c.in_reply_to == message_id).order_by(table.c.seq)
        return await self._messages(await self._all(query))

    async def last_said(
        self, conversation_id: ConversationId, authors: Collection[Author], limit: int
    ) -> Sequence[Message]:
        unsaid = (Delivery.SUPPRESSED, Delivery.DEAD)
        query = (
            sa.select(table)
            .where(
                table.c.conversation_id == conversation_id,
                table.c.author.in_(authors),
                sa.or_(table.c.delivery.is_(None), table.c.delivery.not_in(unsaid)),
            )
            .order_by(table.c.seq.desc())
            .limit(limit)
        )
        return await self._messages(reversed(await self._all(query)))

    async def words(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, CustomerWords]:
        """A few looks at the index for each, not a walk over the transcript."""
        rows = await self._all(_WORDS, ids=conversation_ids)
        return {
            ConversationId(row.id): CustomerWords(row.complaint, row.last)
            for row in rows
            if row.last is not None
        }

"""Notes of colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Row

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.people_tables import UNSEEN, mentions
from bot.adapters.sql.people_tables import notes as table
from bot.domain.errors import StateConflict
from bot.domain.ids import AgentId, ConversationId
from bot.domain.note import Note


class SqlNotes(Repository):
    """ports.Notes."""

    async def add(self, note: Note) -> None:
        if not await self._insert_if_new(table, values_of(note, "mentions")):
            raise StateConflict("This note is there already.")
        rows = [
            {
                "note_id": note.id,
                "agent_id": agent_id,
                "conversation_id": note.conversation_id,
                "position": position,
                "seen_at": note.created_at if agent_id == note.author else None,
            }
            for position, agent_id in enumerate(note.mentions)
        ]
        if rows:
            await self._change(sa.insert(mentions).values(rows))

    async def by_client_id(self, author: AgentId, client_id: str) -> Note | None:
        query = sa.select(table).where(table.c.author == author, table.c.client_id == client_id)
        found = await self._notes(await self._all(query))
        return found[0] if found else None

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[Note]:
        query = sa.select(table).where(table.c.conversation_id == conversation_id)
        return await self._notes(await self._all(query.order_by(table.c.created_at, table.c.id)))

    async def unseen(self, agent_id: AgentId) -> Sequence[ConversationId]:
        query = (
            sa.select(mentions.c.conversation_id)
            .join(table, table.c.id == mentions.c.note_id)
            .where(UNSEEN, mentions.c.agent_id == agent_id)
            .group_by(mentions.c.conversation_id)
            .order_by(sa.func.min(table.c.created_at), mentions.c.conversation_id)
        )
        return [ConversationId(row.conversation_id) for row in await self._all(query)]

    async def see(self, conversation_id: ConversationId, agent_id: AgentId, at: datetime) -> int:
        update = sa.update(mentions).where(
            UNSEEN,
            mentions.c.agent_id == agent_id,
            mentions.c.conversation_id == conversation_id,
        )
        return await self._change(update.values(seen_at=at))

    async def _notes(self, rows: Sequence[Row]) -> Sequence[Note]:
        if not rows:
            return []
        query = sa.select(mentions).where(mentions.c.note_id.in_([row.id for row in rows]))
        named: dict[str, list[AgentId]] = {}
        for row in await self._all(query.order_by(mentions.c.position)):
            named.setdefault(row.note_id, []).append(AgentId(row.agent_id))
        return [build(Note, row, mentions=tuple(named.get(row.id, ()))) for row in rows]

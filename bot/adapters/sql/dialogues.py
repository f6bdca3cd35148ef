"""The assistant's memory, opaque bytes per conversation."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.sql.base import Repository
from bot.adapters.sql.tables import dialogues as table
from bot.domain.ids import ConversationId


class SqlDialogues(Repository):
    """ports.Dialogues."""

    async def load(self, conversation_id: ConversationId) -> bytes | None:
        state: bytes | None = await self._scalar(
            sa.select(table.c.state).where(table.c.conversation_id == conversation_id)
        )
        return state

    async def save(self, conversation_id: ConversationId, state: bytes) -> None:
        values = {"conversation_id": conversation_id, "state": state}
        await self._upsert(table, ["conversation_id"], values)

    async def forget(self, conversation_id: ConversationId) -> None:
        await self._change(sa.delete(table).where(table.c.conversation_id == conversation_id))

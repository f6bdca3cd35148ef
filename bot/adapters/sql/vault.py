"""The vault's entries. Encryption is the cipher's business; here are only opaque bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.present import by_conversation
from bot.adapters.sql.tables import vault as table
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import ConversationId
from bot.domain.vault import VaultEntry

_OF_CONVERSATION = (
    sa.select(table)
    .where(table.c.conversation_id == sa.bindparam("conversation"))
    .order_by(table.c.id)
)


class SqlVault(Repository):
    """ports.VaultEntries."""

    async def by_digest(self, conversation_id: ConversationId, digest: str) -> VaultEntry | None:
        return await self._entry(
            table.c.conversation_id == conversation_id, table.c.digest == digest
        )

    async def by_token(self, conversation_id: ConversationId, token: str) -> VaultEntry:
        entry = await self._entry(
            table.c.conversation_id == conversation_id, table.c.token == token
        )
        if entry is None:
            raise NotFound("vault entry", token)
        return entry

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[VaultEntry]:
        """In the order in which they came."""
        rows = await self._all(_OF_CONVERSATION, conversation=conversation_id)
        return [build(VaultEntry, row) for row in rows]

    async def of_conversations(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[VaultEntry]]:
        query = sa.select(table).where(table.c.conversation_id.in_(conversation_ids))
        return by_conversation(VaultEntry, await self._all(query.order_by(table.c.id)))

    async def count(self, conversation_id: ConversationId, kind: str) -> int:
        query = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.conversation_id == conversation_id)
            # Compared as text: a kind that nobody knows is one that occurs zero times.
            .where(sa.cast(table.c.kind, sa.String) == kind)
        )
        return int(await self._scalar(query))

    async def add(self, entry: VaultEntry) -> None:
        """Raises StateConflict where the token, or this value of this kind, is there."""
        if not await self._insert_if_new(table, values_of(entry)):
            raise StateConflict("The vault has this entry already.")

    async def conversations_with(self, digest: str) -> Sequence[ConversationId]:
        """In the order in which they first named it."""
        query = (
            sa.select(table.c.conversation_id)
            .where(table.c.digest == digest)
            .group_by(table.c.conversation_id)
            .order_by(sa.func.min(table.c.id))
        )
        return [ConversationId(row.conversation_id) for row in await self._all(query)]

    async def _entry(self, *conditions: Any) -> VaultEntry | None:
        query = sa.select(table).where(*conditions).order_by(table.c.id).limit(1)
        row = await self._first(query)
        return build(VaultEntry, row) if row else None

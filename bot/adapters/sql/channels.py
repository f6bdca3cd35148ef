"""What channels keep, per channel and key."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository
from bot.adapters.sql.tables import channel_notes as table


class SqlChannelNotes(Repository):
    """ports.ChannelNotes."""

    async def get(self, channel: str, key: str) -> tuple[bytes, datetime | None] | None:
        row = await self._first(
            sa.select(table.c.value, table.c.expires_at).where(
                table.c.channel == channel, table.c.key == key
            )
        )
        return (row.value, row.expires_at) if row else None

    async def keys(self, channel: str, prefix: str) -> list[str]:
        begins = table.c.key.startswith(prefix, autoescape=True)
        found = await self._all(sa.select(table.c.key).where(table.c.channel == channel, begins))
        return [row.key for row in found]

    async def put(self, channel: str, key: str, value: bytes, expires_at: datetime | None) -> None:
        values = {"channel": channel, "key": key, "value": value, "expires_at": expires_at}
        await self._upsert(table, ["channel", "key"], values)

    async def drop(self, channel: str, key: str) -> None:
        await self._change(sa.delete(table).where(table.c.channel == channel, table.c.key == key))

    async def drop_ended(self, before: datetime) -> int:
        return await self._change(sa.delete(table).where(table.c.expires_at < before))

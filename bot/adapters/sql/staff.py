"""Accounts and sign-in sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.people_tables import staff as table
from bot.adapters.sql.people_tables import staff_sessions as sessions
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import AgentId
from bot.domain.placement import Placement
from bot.domain.staff import Agent, StaffSession

_ONE = sa.select(table).where(table.c.id == sa.bindparam("one"))
_SESSION = sa.select(sessions).where(sessions.c.digest == sa.bindparam("secret"))
_NAMES = sa.select(table.c.id, table.c.display_name)


class SqlStaff(Repository):
    """ports.Staff."""

    async def add(self, agent: Agent, password_hash: str) -> None:
        values = {**_values(agent), "password_hash": password_hash}
        if not await self._insert_if_new(table, values):
            raise _taken()

    async def get(self, agent_id: AgentId) -> Agent:
        row = await self._first(_ONE, one=agent_id)
        if row is None:
            raise NotFound("agent", agent_id)
        return _agent(row)

    async def by_username(self, username: str) -> tuple[Agent, str] | None:
        row = await self._first(sa.select(table).where(table.c.username == username))
        return (_agent(row), row.password_hash) if row else None

    async def list(self, *, held: bool = False) -> Sequence[Agent]:
        """By username."""
        query = sa.select(table).order_by(table.c.username)
        rows = await self._all(query.with_for_update(key_share=True) if held else query)
        return [_agent(row) for row in rows]

    async def names(self) -> Mapping[AgentId, str]:
        rows = await self._all(_NAMES)
        return {AgentId(row.id): row.display_name for row in rows}

    async def save(self, agent: Agent, password_hash: str | None = None) -> None:
        """Raises NotFound, and StateConflict where the new username is taken."""
        values = _values(agent, "id", "created_at")
        if password_hash is not None:
            values["password_hash"] = password_hash
        update = sa.update(table).where(table.c.id == agent.id).values(values)
        try:
            # The savepoint keeps the transaction usable for a caller that catches the conflict.
            async with self._connection.begin_nested():
                changed = await self._change(update)
        except IntegrityError as error:
            raise _taken() from error
        if not changed:
            raise NotFound("agent", agent.id)

    async def add_session(self, session: StaffSession) -> None:
        await self._change(sa.insert(sessions).values(values_of(session)))

    async def session(self, digest: str) -> StaffSession | None:
        """Expired ones too, until they are ended; the caller looks at `expires_at`."""
        row = await self._first(_SESSION, secret=digest)
        return build(StaffSession, row) if row else None

    async def end_session(self, digest: str) -> None:
        await self._change(sa.delete(sessions).where(sessions.c.digest == digest))

    async def end_sessions_of(self, agent_id: AgentId) -> None:
        await self._change(sa.delete(sessions).where(sessions.c.agent_id == agent_id))

    async def end_expired_sessions(self, now: datetime) -> int:
        return await self._change(sa.delete(sessions).where(sessions.c.expires_at <= now))


def _agent(row: Row) -> Agent:
    return build(Agent, row, placement=build(Placement, row))


def _values(agent: Agent, *without: str) -> dict[str, Any]:
    return {**values_of(agent, "placement", *without), **values_of(agent.placement)}


def _taken() -> StateConflict:
    return StateConflict("This username is taken; choose another one.")

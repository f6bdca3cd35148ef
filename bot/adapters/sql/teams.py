"""Teams."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.people_tables import staff
from bot.adapters.sql.people_tables import teams as table
from bot.adapters.sql.tables import conversations
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import TeamId
from bot.domain.placement import Team


class SqlTeams(Repository):
    """ports.Teams."""

    async def add(self, team: Team) -> None:
        if not await self._insert_if_new(table, values_of(team)):
            raise _taken()

    async def get(self, team_id: TeamId) -> Team:
        row = await self._first(sa.select(table).where(table.c.id == team_id))
        if row is None:
            raise NotFound("team", team_id)
        return build(Team, row)

    async def list(self) -> Sequence[Team]:
        rows = await self._all(sa.select(table).order_by(table.c.name))
        return [build(Team, row) for row in rows]

    async def rename(self, team_id: TeamId, name: str) -> None:
        update = sa.update(table).where(table.c.id == team_id).values(name=name)
        try:
            # The savepoint keeps the transaction usable for a caller that catches the conflict.
            async with self._connection.begin_nested():
                changed = await self._change(update)
        except IntegrityError as error:
            raise _taken() from error
        if not changed:
            raise NotFound("team", team_id)

    async def remove(self, team_id: TeamId) -> None:
        if not await self._change(sa.delete(table).where(table.c.id == team_id)):
            raise NotFound("team", team_id)
        for table_of in (staff, conversations):
            members = sa.update(table_of).where(table_of.c.team_id == team_id)
            await self._change(members.values(team_id=None))


def _taken() -> StateConflict:
    return StateConflict("There is a team of this name already; choose another one.")

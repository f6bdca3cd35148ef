"""Teams of the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.events import Event, EventKind
from bot.domain.ids import TeamId, fresh
from bot.domain.placement import Team, team_name
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction


class TeamDesk:
    """Keeps the teams; every change is in the audit trail."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def list(self) -> Sequence[Team]:
        """By name."""
        async with self._store.reading() as tx:
            return await tx.teams.list()

    async def add(self, name: str, by: Agent) -> Team:
        """Raises InvalidInput, StateConflict where the name is taken."""
        team = Team(TeamId(fresh()), team_name(name), self._clock.now())
        async with self._store.writing() as tx:
            await tx.teams.add(team)
            await self._event(tx, by, {"team_id": team.id, "change": "created", "team": team.name})
        return team

    async def rename(self, team_id: TeamId, name: str, by: Agent) -> Team:
        """Raises InvalidInput, NotFound, StateConflict where the name is taken."""
        name = team_name(name)
        async with self._store.writing() as tx:
            team = await tx.teams.get(team_id)
            await tx.teams.rename(team_id, name)
            await self._event(tx, by, {"team_id": team_id, "change": "renamed", "team": name})
        return replace(team, name=name)

    async def remove(self, team_id: TeamId, by: Agent) -> None:
        """Its members belong to no team then. Raises NotFound."""
        async with self._store.writing() as tx:
            await tx.teams.remove(team_id)
            await self._event(tx, by, {"team_id": team_id, "change": "removed"})

    async def _event(self, tx: Transaction, by: Agent, data: Mapping[str, str]) -> None:
        event = Event(EventKind.TEAM_CHANGED, self._clock.now(), f"agent:{by.id}", data=data)
        await tx.events.append(event)

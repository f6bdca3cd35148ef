"""ports.Teams over every database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import TeamId
from bot.domain.placement import Placement, Team
from bot.ports import Store
from tests.contract.makers import NOW, an_agent

CLAIMS, SALES = Team(TeamId("1"), "理赔组", NOW), Team(TeamId("2"), "Sales", NOW)


async def test_teams_are_kept_renamed_and_listed_by_name(store: Store) -> None:
    async with store.writing() as tx:
        for team in (CLAIMS, SALES):
            await tx.teams.add(team)
    async with store.writing() as tx:
        assert await tx.teams.list() == [SALES, CLAIMS]
        await tx.teams.rename(CLAIMS.id, "A claims")
        assert await tx.teams.get(CLAIMS.id) == replace(CLAIMS, name="A claims")
        assert [team.id for team in await tx.teams.list()] == [CLAIMS.id, SALES.id]


async def test_a_name_belongs_to_one_team(store: Store) -> None:
    async with store.writing() as tx:
        await tx.teams.add(CLAIMS)
        await tx.teams.add(SALES)
        with pytest.raises(StateConflict):
            await tx.teams.add(Team(TeamId("3"), "Sales", NOW))
        with pytest.raises(StateConflict):
            await tx.teams.rename(CLAIMS.id, "Sales")
        # The transaction survives the refusals.
        assert await tx.teams.list() == [SALES, CLAIMS]


async def test_members_of_a_removed_team_belong_to_none(store: Store) -> None:
    li, wang = (
        replace(an_agent(name), placement=Placement(team_id=team.id, capacity=2))
        for name, team in (("li", CLAIMS), ("wang", SALES))
    )
    async with store.writing() as tx:
        for team in (CLAIMS, SALES):
            await tx.teams.add(team)
        for agent in (li, wang):
            await tx.staff.add(agent, "h")
        await tx.teams.remove(CLAIMS.id)
        assert await tx.staff.list(held=True) == [
            replace(li, placement=Placement(capacity=2)),
            wang,
        ]
        for act in (tx.teams.remove(CLAIMS.id), tx.teams.rename(CLAIMS.id, "x")):
            with pytest.raises(NotFound):
                await act
        with pytest.raises(NotFound):
            await tx.teams.get(CLAIMS.id)

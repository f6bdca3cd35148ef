"""Teams, and what people at the desk can be good at."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.staff import NewTeam, Skills, Team, Teams, skills_answer, team_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import TeamId
from bot.domain.staff import Permission


async def list_teams(call: Call[NoBody, NoQuery]) -> Teams:
    """All teams by name."""
    return Teams(items=[team_answer(team) for team in await call.services.teams.list()])


async def add_team(call: Call[NewTeam, NoQuery]) -> Team:
    """Make a team."""
    return team_answer(await call.services.teams.add(call.body.name, call.agent))


async def rename_team(call: Call[NewTeam, NoQuery]) -> Team:
    """Give it another name."""
    team_id = TeamId(call.path("id"))
    return team_answer(await call.services.teams.rename(team_id, call.body.name, call.agent))


async def remove_team(call: Call[NoBody, NoQuery]) -> None:
    """Remove it; its members belong to no team then."""
    await call.services.teams.remove(TeamId(call.path("id")), call.agent)


async def list_skills(call: Call[NoBody, NoQuery]) -> Skills:
    """What can be chosen for somebody."""
    return skills_answer(call.services.assignment.product_lines)


_ALL = f"{API}/teams"
_ONE = f"{_ALL}/{{id}}"
_MANAGE = Permission.MANAGE_STAFF
_CONFLICT = frozenset({409})
ENDPOINTS = (
    Endpoint("GET", _ALL, list_teams, Permission.READ_CONVERSATIONS, "List teams", Teams),
    Endpoint(
        "POST",
        _ALL,
        add_team,
        _MANAGE,
        "Make a team",
        Team,
        body=NewTeam,
        status=201,
        errors=_CONFLICT,
    ),
    Endpoint(
        "PATCH", _ONE, rename_team, _MANAGE, "Rename a team", Team, body=NewTeam, errors=_CONFLICT
    ),
    Endpoint("DELETE", _ONE, remove_team, _MANAGE, "Remove a team", None, status=204),
    Endpoint(
        "GET",
        f"{API}/skills",
        list_skills,
        Permission.READ_CONVERSATIONS,
        "What people can be good at",
        Skills,
    ),
)

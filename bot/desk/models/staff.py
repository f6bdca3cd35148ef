"""People: sign-in, sessions, accounts, presence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import StrictBool, StrictInt

from bot.desk.models.base import Answer, Body, Id, Line
from bot.domain.assignment_policy import ProductLine as KnownLine
from bot.domain.ids import EventId, TeamId
from bot.domain.placement import LANGUAGES
from bot.domain.placement import Placement as StaffPlacement
from bot.domain.placement import Team as StaffTeam
from bot.domain.scenario import Scenario
from bot.domain.staff import ALLOWS, Permission, PresenceState, Role, Roster, StaffSession
from bot.domain.staff import Agent as StaffAgent


class SignIn(Body):
    """Name and password."""

    username: Line
    password: Line


class PasswordChange(Body):
    """The present password, and the one to have from now on."""

    old: Line
    new: Line


class PresenceBody(Body):
    """Whether the person sits at the desk, and whether they take more work."""

    present: StrictBool
    state: PresenceState = PresenceState.AVAILABLE


class PlacementBody(Body):
    """Where somebody works and what they can be given; an empty list is no limit, a capacity of
    null the one of data/policy/queue.yml."""

    team_id: Id | None = None
    languages: list[Line] = []
    product_lines: list[Line] = []
    scenarios: list[Scenario] = []
    capacity: StrictInt | None = None

    def placement(self) -> StaffPlacement:
        """The same in the domain's words."""
        return StaffPlacement(
            team_id=TeamId(self.team_id) if self.team_id else None,
            languages=tuple(self.languages),
            product_lines=tuple(self.product_lines),
            scenarios=tuple(self.scenarios),
            capacity=self.capacity,
        )


class NewAgent(Body):
    """An account to make."""

    username: Line
    display_name: Line
    role: Role
    placement: PlacementBody = PlacementBody()


class AgentPatch(Body):
    """What to change of an account; what is absent or null stays as it is."""

    display_name: Line | None = None
    role: Role | None = None
    active: StrictBool | None = None
    reset_password: StrictBool | None = None
    placement: PlacementBody | None = None


class NewTeam(Body):
    """A team to make, or its new name."""

    name: Line


class Placement(Answer):
    """Where somebody works and what they can be given; empty lists are no limit."""

    team_id: str | None
    languages: list[str]
    product_lines: list[str]
    scenarios: list[Scenario]
    capacity: int | None


class Team(Answer):
    """Colleagues to whom a conversation can be passed as one."""

    id: str
    name: str


class Teams(Answer):
    """All teams by name."""

    items: list[Team]


class ProductLine(Answer):
    """A kind of product that people can be good at, with its names."""

    code: str
    zh: str
    en: str


class Skills(Answer):
    """What can be chosen for somebody."""

    languages: list[str]
    product_lines: list[ProductLine]
    scenarios: list[Scenario]


class Agent(Answer):
    """A person with an account; `state` is null for those who are not at the desk."""

    id: str
    username: str
    display_name: str
    role: Role
    active: bool
    present: bool
    state: PresenceState | None
    load: int
    capacity: int
    placement: Placement


class Agents(Answer):
    """All accounts."""

    items: list[Agent]


class AgentCreated(Answer):
    """The new account with the password of its first sign-in, shown this once."""

    agent: Agent
    one_time_password: str


class AgentChanged(Answer):
    """The account as it is now; the password only where a reset was asked for."""

    left_out: ClassVar[frozenset[str]] = frozenset({"one_time_password"})

    agent: Agent
    one_time_password: str | None = None


class Session(Answer):
    """Who is signed in, what they may do, and where the live feed stood."""

    agent: Agent
    csrf: str
    must_change_password: bool
    permissions: list[Permission]
    last_event_id: int


def agent_answer(agent: StaffAgent, roster: Roster) -> Agent:
    """Draw a person's shape."""
    return Agent(
        id=agent.id,
        username=agent.username,
        display_name=agent.display_name,
        role=agent.role,
        active=agent.active,
        present=agent.id in roster.states,
        state=roster.state(agent.id),
        load=roster.loads.get(agent.id, 0),
        capacity=roster.capacity_of(agent.id),
        placement=placement_answer(agent.placement),
    )


def placement_answer(placement: StaffPlacement) -> Placement:
    """Draw a placement's shape."""
    return Placement(
        team_id=placement.team_id,
        languages=list(placement.languages),
        product_lines=list(placement.product_lines),
        scenarios=list(placement.scenarios),
        capacity=placement.capacity,
    )


def team_answer(team: StaffTeam) -> Team:
    """Draw a team's shape."""
    return Team(id=team.id, name=team.name)


def skills_answer(lines: Sequence[KnownLine]) -> Skills:
    """Draw what can be chosen."""
    return Skills(
        languages=list(LANGUAGES),
        product_lines=[ProductLine(code=line.code, zh=line.zh, en=line.en) for line in lines],
        scenarios=list(Scenario),
    )


def session_answer(
    agent: StaffAgent, session: StaffSession, roster: Roster, last: EventId
) -> Session:
    """Draw a session's shape."""
    return Session(
        agent=agent_answer(agent, roster),
        csrf=session.csrf,
        must_change_password=agent.must_change_password,
        permissions=sorted(ALLOWS[agent.role], key=lambda permission: permission.value),
        last_event_id=last,
    )

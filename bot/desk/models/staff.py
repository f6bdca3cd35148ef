"""People: sign-in, sessions, accounts, presence."""

from __future__ import annotations

from typing import ClassVar

from pydantic import StrictBool

from bot.desk.models.base import Answer, Body, Line
from bot.domain.ids import EventId
from bot.domain.staff import ALLOWS, Permission, PresenceState, Role, Roster
from bot.domain.staff import Agent as StaffAgent
from bot.domain.staff import StaffSession


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


class NewAgent(Body):
    """An account to make."""

    username: Line
    display_name: Line
    role: Role


class AgentPatch(Body):
    """What to change of an account; what is absent or null stays as it is."""

    display_name: Line | None = None
    role: Role | None = None
    active: StrictBool | None = None
    reset_password: StrictBool | None = None


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
        capacity=roster.capacity,
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

"""The people at the desk and what their roles allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.domain.ids import AgentId
from bot.domain.placement import ANYTHING, Placement


class Role(str, Enum):
    """One role per person."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    DESIGNER = "designer"
    ADMIN = "admin"


class PresenceState(str, Enum):
    """What somebody at the desk says of themselves."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"


class Permission(str, Enum):
    """What a route or a service act asks for. Denied unless a role lists it."""

    READ_CONVERSATIONS = "read_conversations"
    HANDLE_CONVERSATIONS = "handle_conversations"
    TAKE_OVER = "take_over"
    REVEAL = "reveal"
    READ_AUDIT = "read_audit"
    READ_FIGURES = "read_figures"
    RETRY_DELIVERY = "retry_delivery"
    LOWER_LEVEL = "lower_level"
    MANAGE_STAFF = "manage_staff"


_AGENT = frozenset(
    {Permission.READ_CONVERSATIONS, Permission.HANDLE_CONVERSATIONS, Permission.REVEAL}
)
_SUPERVISOR = _AGENT | {
    Permission.TAKE_OVER,
    Permission.READ_AUDIT,
    Permission.READ_FIGURES,
    Permission.RETRY_DELIVERY,
    Permission.LOWER_LEVEL,
}
ALLOWS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.DESIGNER: frozenset({Permission.READ_CONVERSATIONS}),
    Role.ADMIN: _SUPERVISOR | {Permission.MANAGE_STAFF},
}


@dataclass(frozen=True)
class Agent:
    """A person with an account. `display_name` is what customers and losers of a claim read."""

    id: AgentId
    username: str
    display_name: str
    role: Role
    created_at: datetime
    active: bool = True
    must_change_password: bool = False
    placement: Placement = ANYTHING

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it; nobody inactive may do anything."""
        return self.active and permission in ALLOWS[self.role]


@dataclass(frozen=True)
class Roster:
    """Who is at the desk in which state, and how many conversations each person has. Whoever has
    as many as they can take is busy, whatever they say.

    `capacity` is everybody's who has none of their own in `capacities`."""

    states: Mapping[AgentId, PresenceState] = field(default_factory=dict)
    loads: Mapping[AgentId, int] = field(default_factory=dict)
    capacity: int = 0
    capacities: Mapping[AgentId, int] = field(default_factory=dict)

    def capacity_of(self, agent_id: AgentId) -> int:
        """How many conversations this person can have at once."""
        return self.capacities.get(agent_id, self.capacity)

    def state(self, agent_id: AgentId) -> PresenceState | None:
        """None for those who are not at the desk."""
        state = self.states.get(agent_id)
        full = self.loads.get(agent_id, 0) >= self.capacity_of(agent_id)
        return PresenceState.BUSY if state is PresenceState.AVAILABLE and full else state

    @property
    def available(self) -> int:
        """How many can take one more conversation."""
        return sum(self.state(one) is PresenceState.AVAILABLE for one in self.states)


@dataclass(frozen=True)
class StaffSession:
    """A signed-in browser. The cookie's secret is stored only as its SHA-256 digest."""

    digest: str
    agent_id: AgentId
    csrf: str
    created_at: datetime
    expires_at: datetime

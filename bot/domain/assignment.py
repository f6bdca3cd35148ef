"""Giving a waiting conversation to somebody: who should get it, and what became of it.

An assigned conversation stays in the queue, at its place and for anybody to take, until the person
it was given to takes it. So nothing has to be undone for the customer where nobody does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from bot.domain.ids import AgentId, ConversationId, TeamId
from bot.domain.placement import Placement
from bot.domain.scenario import Scenario

AssignmentId = NewType("AssignmentId", str)


class AssignmentState(str, Enum):
    """open → accepted, refused, missed (no answer in time) or dropped (somebody else took the
    conversation, or it left the queue). A returned one was never open: its person had the
    conversation and put it back into the queue."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    MISSED = "missed"
    DROPPED = "dropped"
    RETURNED = "returned"


NOT_WANTED = frozenset({AssignmentState.REFUSED, AssignmentState.MISSED, AssignmentState.RETURNED})
"""After these the same person does not get the same conversation again for a while."""


@dataclass(frozen=True)
class Assignment:
    """It has a use only while the conversation waits at this `owner_version`. `answer_by`: when
    it goes back; `ended_at`: when it ceased to be open."""

    id: AssignmentId
    conversation_id: ConversationId
    agent_id: AgentId
    owner_version: int
    assigned_at: datetime
    answer_by: datetime
    state: AssignmentState = AssignmentState.OPEN
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Work:
    """What is to be given. `product_line` and `scenario` are None where nothing is known of them,
    `team_id` where it waits for nobody in particular."""

    language: str
    product_line: str | None = None
    scenario: Scenario | None = None
    team_id: TeamId | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody who is at the desk and available. `load`: conversations in hand or assigned.
    `idle_since`: their last change of hands; None where there was none of late."""

    agent_id: AgentId
    placement: Placement
    load: int
    capacity: int
    idle_since: datetime | None


def choose(
    work: Work, candidates: Iterable[Candidate], *, any_skill: bool = False
) -> AgentId | None:
    """Who should get it; None where nobody can take it.

    Out of those with a hand free who belong to its team and write its language: whoever names
    its scenario and product line comes before whoever is not limited, then the least loaded for
    their capacity, then the longest idle. Those limited to other product lines or scenarios
    count only with `any_skill`.
    """
    able = [one for one in candidates if _can(one, work, any_skill=any_skill)]
    if not able:
        return None
    return min(able, key=lambda one: _rank(one, work)).agent_id


def blocked(
    past: Iterable[Assignment], since: datetime
) -> frozenset[tuple[ConversationId, AgentId]]:
    """Which conversation is not given to whom, as they gave it up since then."""
    return frozenset(
        (one.conversation_id, one.agent_id)
        for one in past
        if one.state in NOT_WANTED and one.ended_at is not None and one.ended_at >= since
    )


def paused(past: Iterable[Assignment], since: datetime) -> frozenset[AgentId]:
    """Who is given nothing, as they missed one since then."""
    return frozenset(
        one.agent_id
        for one in past
        if one.state is AssignmentState.MISSED and one.ended_at and one.ended_at >= since
    )


def _can(one: Candidate, work: Work, *, any_skill: bool) -> bool:
    place = one.placement
    if one.load >= one.capacity or (work.team_id and place.team_id != work.team_id):
        return False
    if place.languages and work.language not in place.languages:
        return False
    return any_skill or (
        _covers(place.scenarios, work.scenario) and _covers(place.product_lines, work.product_line)
    )


def _covers(skills: tuple[str, ...], wanted: str | None) -> bool:
    return not skills or wanted is None or wanted in skills


def _rank(one: Candidate, work: Work) -> tuple[int, float, float, str]:
    place = one.placement
    named = (work.scenario in place.scenarios) + (work.product_line in place.product_lines)
    idle = one.idle_since.timestamp() if one.idle_since else 0.0
    return (-named, one.load / one.capacity, idle, one.agent_id)

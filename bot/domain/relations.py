"""Cases that are one matter: duplicates merged into one case, and groups of many customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType

from bot.domain.case import ENDED, Case, CaseState, FactName, Level
from bot.domain.errors import InvalidInput, StateConflict
from bot.domain.ids import AgentId, CaseId

GroupId = NewType("GroupId", str)

SHARED = (FactName.INCIDENT, FactName.PRODUCT, FactName.BRANCH, FactName.SALESPERSON)
"""Facts that make cases similar (practice G7, O17)."""
SIMILAR_DAYS = 90
MOST_SIMILAR = 8


@dataclass(frozen=True)
class Merge:
    """`case_id` is a duplicate of `into_id`. What it was before, so that it can be undone."""

    case_id: CaseId
    into_id: CaseId
    state_before: CaseState
    ended_before: datetime | None
    merged_by: AgentId
    merged_at: datetime
    why: str


@dataclass(frozen=True)
class CaseGroup:
    """One matter of many customers. `name` is what colleagues call it, without personal values."""

    id: GroupId
    name: str
    created_at: datetime
    created_by: AgentId


@dataclass(frozen=True)
class Similar:
    """Another case, without its facts, and what both have in common: names of facts, `cause`."""

    case: Case
    shared: tuple[str, ...]


def merge(case: Case, into: Case, *, has_merged: bool, at: datetime) -> tuple[Case, Case]:
    """Both as they are after merging; the one that stays is never less urgent than the duplicate.

    Raises InvalidInput and StateConflict where that would hide an open complaint.
    """
    if case.id == into.id:
        raise InvalidInput("into", "must be another case.")
    if case.state is CaseState.MERGED:
        raise StateConflict("The case is merged already; undo that first.")
    if into.state is CaseState.MERGED:
        raise StateConflict("The other case is merged itself; merge into the one that stayed.")
    if has_merged:
        raise StateConflict("Others were merged into this case; merge the other way round.")
    if into.state in ENDED and case.state not in ENDED:
        raise StateConflict("The other case has ended, this one has not; the open one must stay.")
    major = Level.MAJOR in (case.level, into.level)
    return (
        replace(case, state=CaseState.MERGED, ended_at=at, updated_at=at),
        replace(
            into,
            level=Level.MAJOR if major else Level.ORDINARY,
            priority=max(case.priority, into.priority),
            updated_at=at,
        ),
    )


def unmerge(case: Case, made: Merge, at: datetime) -> Case:
    """The duplicate as it was. The other one keeps its level, which falls by hand only."""
    return replace(case, state=made.state_before, ended_at=made.ended_before, updated_at=at)


def similar(
    case: Case, others: Mapping[CaseId, Case], sharing: Mapping[CaseId, frozenset[FactName]]
) -> Sequence[Similar]:
    """Those that share the most first, then the newest. A cause alone makes nothing similar."""
    found = [
        Similar(other, _shared(case, other, sharing[one]))
        for one, other in others.items()
        if other.conversation_id != case.conversation_id
    ]
    found.sort(key=lambda one: (len(one.shared), one.case.created_at), reverse=True)
    return found[:MOST_SIMILAR]


def _shared(case: Case, other: Case, facts: frozenset[FactName]) -> tuple[str, ...]:
    names = [name.value for name in SHARED if name in facts]
    cause = bool(case.causes) and case.causes[:1] == other.causes[:1]
    return (*names, "cause") if cause else tuple(names)

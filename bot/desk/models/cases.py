"""The complaint record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.desk.models.attachments import Attachment
from bot.desk.models.base import Answer, Body, Query, Saying
from bot.domain.case import Case as Record
from bot.domain.case import CaseState, FactName, Level, missing
from bot.domain.case import Fact as RecordFact
from bot.domain.privacy.tokens import TOKEN


class CaseQuery(Query):
    """Which cases; all where no state is named."""

    state: CaseState | None = None


class FactValue(Body):
    """What an agent sets a fact to."""

    value: Saying


class Fact(Answer):
    """One element of a case and where it comes from."""

    name: FactName
    value: str
    recorded_at: datetime
    recorded_by: str
    seq: int | None
    masks: dict[str, str]


class Case(Answer):
    """One complaint."""

    id: str
    conversation_id: str
    episode: int
    number: str | None
    state: CaseState
    level: Level
    priority: int
    created_at: datetime
    updated_at: datetime
    filed_at: datetime | None
    facts: list[Fact]
    missing: list[list[str]]


class Cases(Answer):
    """Newest first."""

    items: list[Case]


class CaseWithHistory(Answer):
    """A case with every fact it ever had, oldest first, and all files of its matter."""

    case: Case
    history: list[Fact]
    attachments: list[Attachment]


def masks_in(text: str, masks: Mapping[str, str]) -> dict[str, str]:
    """The masks of the tokens that stand in this text."""
    tokens = (match.group() for match in TOKEN.finditer(text))
    return {token: masks[token] for token in tokens if token in masks}


def fact_answer(fact: RecordFact, masks: Mapping[str, str]) -> Fact:
    """Draw a fact's shape."""
    return Fact(
        name=fact.name,
        value=fact.value,
        recorded_at=fact.recorded_at,
        recorded_by=fact.recorded_by,
        seq=fact.seq,
        masks=masks_in(fact.value, masks),
    )


def case_answer(case: Record, masks: Mapping[str, str]) -> Case:
    """Draw a case's shape."""
    return Case(
        id=case.id,
        conversation_id=case.conversation_id,
        episode=case.episode,
        number=case.number,
        state=case.state,
        level=case.level,
        priority=case.priority,
        created_at=case.created_at,
        updated_at=case.updated_at,
        filed_at=case.filed_at,
        facts=[fact_answer(fact, masks) for fact in case.facts],
        missing=[sorted(name.value for name in group) for group in missing(case.facts)],
    )

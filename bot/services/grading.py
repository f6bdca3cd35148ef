"""Writes an assessment to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.case import Case, CaseState, Level
from bot.domain.events import Event, EventKind
from bot.domain.evidence import Evidence
from bot.domain.triage import Assessment, TriagePolicy
from bot.ports import Transaction
from bot.services.standing import evidence_of


@dataclass(frozen=True)
class Noted:
    """What stands in the record after a message."""

    case: Case | None
    assessment: Assessment


async def grade(tx: Transaction, policy: TriagePolicy, case: Case, at: datetime) -> Noted:
    """After a message: what grew worse stays so, and an abandoned draft lives again."""
    evidence = await evidence_of(tx, policy, case.conversation_id, case.episode)
    assessment = policy.weigh(evidence)
    graded = replace(
        _judged(case, evidence),
        level=assessment.level if case.level is Level.ORDINARY else case.level,
        priority=max(case.priority, assessment.priority),
        state=CaseState.DRAFT if case.state is CaseState.ABANDONED else case.state,
    )
    return Noted(await _saved(tx, case, graded, at, "bot"), assessment)


async def grade_anew(
    tx: Transaction, policy: TriagePolicy, case: Case, at: datetime, actor: str, *, may_lower: bool
) -> Noted:
    """After a person overruled: the priority follows the evidence, the level falls only where the
    person may lower it."""
    evidence = await evidence_of(tx, policy, case.conversation_id, case.episode)
    assessment = policy.weigh(evidence)
    stays = case.level is Level.MAJOR and not may_lower
    graded = replace(
        _judged(case, evidence),
        level=case.level if stays else assessment.level,
        priority=assessment.priority,
    )
    return Noted(await _saved(tx, case, graded, at, actor), assessment)


def case_event(
    kind: EventKind, case: Case, at: datetime, data: Mapping[str, object], actor: str = "bot"
) -> Event:
    """An event of this case."""
    return Event(kind, at, actor, case.conversation_id, case.id, data)


def _judged(case: Case, evidence: Evidence) -> Case:
    return replace(case, causes=evidence.all_causes(), anger=evidence.anger.peak)


async def _saved(tx: Transaction, case: Case, graded: Case, at: datetime, actor: str) -> Case:
    if graded == case:
        return case
    graded = replace(graded, updated_at=at)
    await tx.cases.save(graded)
    if graded.level is not case.level:
        data = {"level": graded.level.value}
        await tx.events.append(case_event(EventKind.CASE_CHANGED, graded, at, data, actor))
    return graded

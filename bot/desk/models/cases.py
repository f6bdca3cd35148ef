"""The complaint record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.desk.models.attachments import Attachment
from bot.desk.models.base import Answer, Body, Id, Many, Note, Query, Reason, Value
from bot.domain.case import REQUIRED_FACTS, CaseLink, CaseState, FactName, Level, missing
from bot.domain.case import Fact as RecordFact
from bot.domain.fact_history import FactChange as MadeChange
from bot.domain.ids import AgentId, MessageId
from bot.domain.overruling import Correction, Judgement
from bot.domain.privacy.tokens import TOKEN
from bot.domain.reading import Cause
from bot.domain.survey import Survey as AskedSurvey
from bot.domain.survey import SurveyAnswer
from bot.services.views import CaseView


class CaseQuery(Query):
    """Which cases; all where no state is named."""

    state: CaseState | None = None
    limit: Many = Many(200)


class Overruled(Body):
    """A correction: docs/triage.md says what `was` and `should_be` hold per `what`."""

    what: Judgement
    message_id: Id | None = None
    was: Value
    should_be: Value
    why: Reason
    name: Note = Note("")
    quote: Value = Value("")

    def correction(self) -> Correction:
        """The same in the domain's words."""
        return Correction(
            what=self.what,
            was=self.was,
            should_be=self.should_be,
            why=self.why,
            message_id=MessageId(self.message_id) if self.message_id else None,
            name=self.name,
            quote=self.quote,
        )


class Fact(Answer):
    """One element of a case and where it comes from."""

    name: FactName
    value: str
    recorded_at: datetime
    recorded_by: str
    seq: int | None
    masks: dict[str, str]


class PreviousCase(Answer):
    """The case of which another one is the next round; without a number where it was never
    filed."""

    id: str
    number: str | None


class Survey(Answer):
    """What the customer was asked about the handling, and the answer, once there is one."""

    asked_at: datetime
    answered_at: datetime | None
    answer: SurveyAnswer | None
    comment: str


class Case(Answer):
    """One complaint. `missing`: of `required` elements those that nothing is known for."""

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
    ended_at: datetime | None
    due_at: datetime | None
    previous_case: PreviousCase | None
    survey: Survey | None
    causes: list[Cause]
    anger: int
    facts: list[Fact]
    missing: list[list[str]]
    required: int


class Cases(Answer):
    """Newest first."""

    items: list[Case]
    total: int


class FactChange(Answer):
    """A fact came to say `value`; `why` where a person changed it."""

    name: FactName
    was: str
    value: str
    at: datetime
    by: str
    by_name: str | None
    seq: int | None
    why: str
    masks: dict[str, str]


class CaseWithHistory(Answer):
    """A case with everything its facts ever said, oldest first, and all files of its matter."""

    case: Case
    history: list[FactChange]
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


def change_answer(change: MadeChange, view: CaseView) -> FactChange:
    """Draw a change's shape."""
    return FactChange(
        name=change.name,
        was=change.was,
        value=change.value,
        at=change.at,
        by=change.by,
        by_name=view.names.get(AgentId(change.by)),
        seq=change.seq,
        why=change.why,
        masks=masks_in(f"{change.was} {change.value} {change.why}", view.masks),
    )


def previous_answer(case: CaseLink | None) -> PreviousCase | None:
    """Draw a link to a case."""
    return PreviousCase(id=case.id, number=case.number) if case else None


def survey_answer(survey: AskedSurvey | None) -> Survey | None:
    """Draw a survey's shape."""
    if survey is None:
        return None
    return Survey(
        asked_at=survey.asked_at,
        answered_at=survey.answered_at,
        answer=survey.answer,
        comment=survey.comment,
    )


def case_answer(view: CaseView) -> Case:
    """Draw a case's shape."""
    case = view.case
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
        ended_at=case.ended_at,
        due_at=view.due_at,
        previous_case=previous_answer(view.previous),
        survey=survey_answer(view.survey),
        causes=list(case.causes),
        anger=case.anger,
        facts=[fact_answer(fact, view.masks) for fact in case.facts],
        missing=[sorted(name.value for name in group) for group in missing(case.facts)],
        required=len(REQUIRED_FACTS),
    )

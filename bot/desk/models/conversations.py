"""Conversations and their brief."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Literal

from bot.desk.models.attachments import Attachment, attachment_answer
from bot.desk.models.base import Answer, Count, Degree, Id, Many, Query
from bot.desk.models.briefs import Brief, brief_answer
from bot.desk.models.cases import (
    Case,
    PreviousCase,
    Survey,
    case_answer,
    masks_in,
    previous_answer,
    survey_answer,
)
from bot.desk.models.conversation_acts import Given, Outcome
from bot.domain.case import Level
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.ids import AgentId, TeamId
from bot.domain.narrowing import Narrowing
from bot.domain.triage import Scenario, SignalName
from bot.services import views
from bot.services.views import ConversationView, OpenedConversation


class View(str, Enum):
    """The desk's tabs."""

    WAITING = "waiting"
    MINE = "mine"
    OPEN = "open"
    CLOSED = "closed"


class ConversationQuery(Query):
    """Which tab, and what of it. `anger`: at least; `agent_id`: who has it; `overdue`: waits, and
    was told an earlier time."""

    view: View = View.WAITING
    level: Level | None = None
    channel: Id | None = None
    language: Id | None = None
    team_id: Id | None = None
    agent_id: Id | None = None
    overdue: Literal["true"] | None = None
    scenario: Scenario | None = None
    signal: SignalName | None = None
    anger: Degree | None = None
    limit: Many = Many(200)

    def narrowing(self, now: datetime) -> Narrowing:
        """The same in the domain's words."""
        return Narrowing(
            level=self.level,
            channel=self.channel,
            language=self.language,
            team_id=TeamId(self.team_id) if self.team_id else None,
            agent_id=AgentId(self.agent_id) if self.agent_id else None,
            promised_before=now if self.overdue else None,
            scenario=self.scenario,
            signal=self.signal,
            anger=self.anger,
        )


class OpenQuery(Query):
    """Which matter brief and case are of; the present one where none is named."""

    episode: Count | None = None


class Ending(Answer):
    """How a matter was closed at the desk, by whom and when."""

    outcome: Outcome
    agent_id: str
    agent_name: str | None
    at: datetime


class Conversation(Answer):
    """A row of the queue, and the head of an opened conversation."""

    id: str
    channel: str
    language: str
    owner: Owner
    agent_id: str | None
    agent_name: str | None
    owner_version: int
    episode: int
    last_seq: int
    read_seq: int
    priority: int
    handoff_reason: HandoffReason | None
    queued_at: datetime | None
    promised_at: datetime | None
    created_at: datetime
    updated_at: datetime
    ahead: int | None
    complaint: str
    last_text: str
    masks: dict[str, str]
    case_number: str | None
    case_state: str | None
    level: Level
    scenario: Scenario | None
    anger: int
    signals: list[SignalName]
    previous_case: PreviousCase | None
    survey: Survey | None
    mentioned: bool
    quote: str
    team_id: str | None
    assignment: Given | None
    recorded_by: str | None
    due_at: datetime | None
    aside_until: datetime | None
    ended: Ending | None


class Conversations(Answer):
    """The first of one tab, in the order of work. `total`: how many there are; `beyond`: at least
    so many, as older ones were not looked at."""

    items: list[Conversation]
    total: int
    beyond: bool


class Rows(Answer):
    """Rows that have changed, as they stand now. They go to everybody, so `mentioned`, which is of
    one reader, is false in all of them."""

    conversations: list[Conversation]


class FileInMessage(Answer):
    """A file of the matter and the message that it came with."""

    seq: int
    attachment: Attachment


class Opened(Answer):
    """Everything that is needed on opening a conversation, but for the transcript."""

    conversation: Conversation
    brief: Brief
    case: Case | None
    files: list[FileInMessage]
    ended: Ending | None


def conversation_answer(view: ConversationView) -> Conversation:
    """Draw a conversation's shape."""
    row, case, given = view.conversation, view.case, view.assignment
    quote = view.quote
    return Conversation(
        id=row.id,
        channel=row.channel,
        language=row.language,
        owner=row.owner,
        agent_id=row.agent_id,
        agent_name=view.agent_name,
        owner_version=row.owner_version,
        episode=row.episode,
        last_seq=row.last_seq,
        read_seq=row.read_seq,
        priority=row.priority,
        handoff_reason=row.handoff_reason,
        queued_at=row.queued_at,
        promised_at=row.promised_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        ahead=view.ahead,
        complaint=view.complaint,
        last_text=view.last_text,
        masks=masks_in(f"{view.complaint} {view.last_text} {quote}", view.masks),
        case_number=case.number if case else None,
        case_state=case.state.value if case else None,
        level=case.level if case else Level.ORDINARY,
        scenario=view.assessment.scenario,
        anger=view.evidence.anger.latest,
        signals=list(dict.fromkeys(signal.name for signal in view.signals)),
        previous_case=previous_answer(view.previous),
        survey=survey_answer(view.survey),
        mentioned=view.mentioned,
        quote=quote,
        team_id=row.team_id,
        assignment=Given(agent_id=given.agent_id, answer_by=given.answer_by) if given else None,
        recorded_by=row.recorded_by,
        due_at=view.due_at,
        aside_until=row.aside_until,
        ended=_ending_answer(view.ended),
    )


def opened_answer(opened: OpenedConversation) -> Opened:
    """Draw an opened conversation's shape."""
    return Opened(
        conversation=conversation_answer(opened.view),
        brief=brief_answer(opened),
        case=case_answer(opened.case) if opened.case else None,
        files=[
            FileInMessage(seq=seq, attachment=attachment_answer(one)) for seq, one in opened.files
        ],
        ended=_ending_answer(opened.ended),
    )


def _ending_answer(ended: views.Ending | None) -> Ending | None:
    return Ending(**vars(ended)) if ended else None

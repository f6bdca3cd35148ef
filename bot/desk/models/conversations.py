"""Conversations, their brief, and the acts on them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from pydantic import StrictBool

from bot.desk.models.base import Answer, Body, Id, Line, Note, Query, Reason
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
from bot.domain.case import Level
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.triage import Scenario, SignalName
from bot.services.views import ConversationView, OpenedConversation


class View(str, Enum):
    """The desk's tabs."""

    WAITING = "waiting"
    MINE = "mine"
    OPEN = "open"
    CLOSED = "closed"


class Outcome(str, Enum):
    """How a conversation ended."""

    RESOLVED = "resolved"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"


class ConversationQuery(Query):
    """Which tab."""

    view: View = View.WAITING


class Claim(Body):
    """`take_over`: also from a colleague who has it (supervisors), who must be told the reason."""

    take_over: StrictBool = False
    reason: Note = Note("")


class Transfer(Body):
    """To whom: an agent's id, `queue`, or `team:` and a team's id."""

    to: Id
    note: Note = Note("")


class Return(Body):
    """Why the assistant goes on."""

    reason: Note = Note("")


class Close(Body):
    """How it ended."""

    outcome: Outcome
    note: Note = Note("")


class Reveal(Body):
    """Which personal value, and why it must be seen."""

    token: Line
    reason: Reason


class Revealed(Answer):
    """The value in clear text."""

    value: str


class Given(Answer):
    """To whom a waiting conversation is given, and by when they must answer."""

    agent_id: str
    answer_by: datetime


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


class Conversations(Answer):
    """One tab, in the order of work."""

    items: list[Conversation]


class Opened(Answer):
    """Everything that is needed on opening a conversation."""

    conversation: Conversation
    brief: Brief
    case: Case | None


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
        last_text=view.last_text,
        masks=masks_in(f"{view.last_text} {quote}", view.masks),
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
    )


def opened_answer(opened: OpenedConversation) -> Opened:
    """Draw an opened conversation's shape."""
    return Opened(
        conversation=conversation_answer(opened.view),
        brief=brief_answer(opened),
        case=case_answer(opened.case) if opened.case else None,
    )

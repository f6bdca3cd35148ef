"""What people at the desk read, as the use cases hand it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.assignment import Assignment
from bot.domain.attachment import Attachment
from bot.domain.brief import Brief
from bot.domain.callback import Callback
from bot.domain.case import Case, CaseLink
from bot.domain.conversation import Conversation
from bot.domain.evidence import Evidence
from bot.domain.fact_history import FactChange
from bot.domain.ids import AgentId
from bot.domain.message import Message
from bot.domain.overruling import Judgement, Label
from bot.domain.signals import SignalSource
from bot.domain.survey import Survey
from bot.domain.triage import Assessment, Signal


@dataclass(frozen=True)
class Ending:
    """How a matter was closed at the desk (`outcome`: one of `OUTCOMES`), by whom and when."""

    outcome: str
    agent_id: AgentId
    agent_name: str | None
    at: datetime


@dataclass(frozen=True)
class ConversationView:
    """A row of the queue, and the head of an opened conversation. `complaint`: what it is about, in
    the customer's words. `masks` resolves the tokens in it, in `last_text` and in quotes; the case
    comes without facts. `previous` is the case of which this is the next
    round, `survey` what the customer was last asked about the handling. `mentioned`: a colleague
    named the reader in a note, which the reader has not seen yet. `assignment`: to whom it is given
    and who has not answered yet. `due_at`: when the customer must have the decision, while the case
    is open. `ended`: how it was closed, while it is."""

    conversation: Conversation
    agent_name: str | None
    ahead: int | None
    complaint: str
    last_text: str
    case: Case | None
    evidence: Evidence
    assessment: Assessment
    masks: Mapping[str, str]
    previous: CaseLink | None = None
    survey: Survey | None = None
    mentioned: bool = False
    assignment: Assignment | None = None
    due_at: datetime | None = None
    ended: Ending | None = None

    @property
    def quote(self) -> str:
        """Why it is urgent, in the customer's words: the strongest signal's. Empty where no
        words of theirs show one."""
        said = [one for one in self.signals if one.source is SignalSource.WORDS and one.quote]
        return max(said, key=lambda one: (one.hard, one.score)).quote if said else ""

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Those that count."""
        return self.evidence.signals


@dataclass(frozen=True)
class ConversationPage:
    """The first rows of a list, in its order. `total`: how many it has; `beyond`: at least so
    many, as older ones were not looked at."""

    rows: tuple[ConversationView, ...]
    total: int
    beyond: bool


@dataclass(frozen=True)
class OpenedConversation:
    """Everything an agent sees on opening. `masks` resolves the tokens in facts and quotes,
    `names` who corrected; `callback` is the promise that is still to be kept. `files`: of the
    matter, each with the `seq` of its message. `ended`: how the matter was closed."""

    view: ConversationView
    brief: Brief
    masks: Mapping[str, str]
    case: CaseView | None
    corrections: tuple[Label, ...] = ()
    callback: Callback | None = None
    names: Mapping[AgentId, str] = field(default_factory=dict)
    files: tuple[tuple[int, Attachment], ...] = ()
    ended: Ending | None = None


@dataclass(frozen=True)
class TranscriptView:
    """A stretch of the transcript with agents' names and masks."""

    messages: tuple[Message, ...]
    names: Mapping[AgentId, str]
    masks: Mapping[str, str]
    more: bool


@dataclass(frozen=True)
class Hand:
    """A stretch in which a person had the conversation; `until` is None while it lasts."""

    agent_id: AgentId
    agent_name: str | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class CaseView:
    """A case, what its facts ever said, the files that came with it, the case before it, and what
    its customer thought of it. `names`: of the people in the history. `due_at`: when the customer
    must have the decision, while it is open. `decided`: what of level and causes a person has
    decided, and not the assistant."""

    case: Case
    history: tuple[FactChange, ...]
    masks: Mapping[str, str]
    previous: CaseLink | None = None
    survey: Survey | None = None
    attachments: tuple[Attachment, ...] = ()
    names: Mapping[AgentId, str] = field(default_factory=dict)
    due_at: datetime | None = None
    decided: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class CasePage:
    """The newest cases of a list; `total`: how many it has."""

    rows: tuple[CaseView, ...]
    total: int

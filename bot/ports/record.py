"""What is recorded about a complaint, the people at the desk, and the event log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.audit import AuditFilter
from bot.domain.case import Case, CaseLink, CaseState, Fact, FactName
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, CaseId, ConversationId, EventId
from bot.domain.staff import Agent, StaffSession
from bot.domain.survey import Survey
from bot.domain.vault import VaultEntry


class Cases(Protocol):
    """Cases with their facts. Superseded facts stay readable as history."""

    async def get(self, case_id: CaseId) -> Case:
        """Raises NotFound."""
        ...

    async def by_number(self, number: str) -> Case | None: ...

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Case | None: ...

    async def add_if_new(self, case: Case) -> tuple[Case, bool]:
        """Insert it, or return the one its episode has; the flag says whether it is new."""
        ...

    async def save(self, case: Case) -> None:
        """Write everything but facts and what says whose case it is."""
        ...

    async def put_fact(self, case_id: CaseId, fact: Fact) -> bool:
        """Make it the fact in force under its name; the former one becomes history. An empty value
        leaves none in force. False, and nothing written, where the same value from the same
        message is in force."""
        ...

    async def fact_history(self, case_id: CaseId) -> Sequence[Fact]:
        """All facts ever recorded, oldest first."""
        ...

    async def list(
        self,
        *,
        states: Sequence[CaseState] = (),
        limit: int = 100,
        before: datetime | None = None,
        longest_filed: bool = False,
    ) -> Sequence[Case]:
        """Newest first, or, of those that were filed, what was filed the longest ago; no `states`
        means all."""
        ...

    async def count(self, states: Sequence[CaseState]) -> int:
        """How many `list` would give without a limit."""
        ...

    async def next_number(self, day: str) -> int:
        """The next count of this day (`20261121`), from 1, never given twice."""
        ...

    async def retire_facts(self, case_id: CaseId) -> int:
        """Put all facts out of force; they stay readable as history. How many there were."""
        ...

    async def before_episode(self, conversation_id: ConversationId, episode: int) -> Case | None:
        """The latest case of an earlier episode."""
        ...

    async def idle_drafts(
        self, untouched_since: datetime, limit: int, only: ConversationId | None = None
    ) -> Sequence[Case]:
        """Drafts without a new fact and without a word from their customer since then, of all
        conversations or of one."""
        ...

    async def related(
        self, case: Case, digests: Sequence[str], since: datetime, limit: int = 20
    ) -> Sequence[Case]:
        """Other cases since then of the same conversation, or elsewhere with one of these values
        (digests of the vault) in an identifying fact; the newest, oldest first."""
        ...

    async def heads(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Case]:
        """These cases without their facts."""
        ...

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, tuple[Case, CaseLink | None]]:
        """The case of each conversation's present episode, without its facts, and the one of
        which it is the next round."""
        ...

    async def customers_sharing(self, name: FactName, value: str, since: datetime) -> int:
        """How many conversations have a case with this fact, recorded since then."""
        ...


class Surveys(Protocol):
    """Satisfaction questions and their answers."""

    async def save(self, survey: Survey) -> None:
        """Insert it, or write its answer."""
        ...

    async def latest(self, conversation_id: ConversationId) -> Survey | None: ...

    async def latest_of(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Survey]: ...

    async def of_cases(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Survey]:
        """The latest question about each of these cases."""
        ...


class VaultEntries(Protocol):
    """Encrypted personal values."""

    async def by_digest(
        self, conversation_id: ConversationId, digest: str
    ) -> VaultEntry | None: ...

    async def by_token(self, conversation_id: ConversationId, token: str) -> VaultEntry:
        """Raises NotFound."""
        ...

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[VaultEntry]: ...

    async def of_conversations(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[VaultEntry]]: ...

    async def count(self, conversation_id: ConversationId, kind: str) -> int: ...

    async def add(self, entry: VaultEntry) -> None: ...

    async def conversations_with(self, digest: str) -> Sequence[ConversationId]:
        """Where else the same person or policy appears."""
        ...


class Staff(Protocol):
    """Accounts and sign-in sessions."""

    async def add(self, agent: Agent, password_hash: str) -> None:
        """Raises StateConflict where the username is taken."""
        ...

    async def get(self, agent_id: AgentId) -> Agent:
        """Raises NotFound."""
        ...

    async def by_username(self, username: str) -> tuple[Agent, str] | None:
        """The account and its password hash."""
        ...

    async def list(self, *, held: bool = False) -> Sequence[Agent]:
        """Everybody; `held` until the transaction ends, so that nobody else changes them."""
        ...

    async def names(self) -> Mapping[AgentId, str]:
        """What all are called; for the many reads that need no more of them."""
        ...

    async def save(self, agent: Agent, password_hash: str | None = None) -> None: ...

    async def add_session(self, session: StaffSession) -> None: ...

    async def session(self, digest: str) -> StaffSession | None: ...

    async def end_session(self, digest: str) -> None: ...

    async def end_sessions_of(self, agent_id: AgentId) -> None: ...

    async def end_expired_sessions(self, now: datetime) -> int: ...


class EventLog(Protocol):
    """Append-only. Ids grow in commit order, so a reader that goes on from the last id it
    saw misses nothing."""

    async def append(self, event: Event) -> None: ...

    async def after(
        self,
        event_id: EventId,
        *,
        conversation_id: ConversationId | None = None,
        limit: int = 200,
    ) -> Sequence[Event]: ...

    async def of_kind(
        self, conversation_id: ConversationId, kind: EventKind, limit: int = 200
    ) -> Sequence[Event]:
        """The newest ones of one kind, oldest first."""

    async def newest_of_kind(
        self, conversation_ids: Sequence[ConversationId], kind: EventKind
    ) -> Mapping[ConversationId, Event]:
        """The newest one of each; conversations that have none are left out."""
        ...

    async def search(
        self, wanted: AuditFilter, *, before: EventId | None = None, limit: int = 100
    ) -> Sequence[Event]:
        """What fits, with ids below `before`, newest first."""
        ...

    async def last_id(self) -> EventId: ...

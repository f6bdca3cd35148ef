"""Units of work over an engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.adapters.sql.assignments import SqlAssignments
from bot.adapters.sql.attachments import SqlAttachments
from bot.adapters.sql.callbacks import SqlCallbacks
from bot.adapters.sql.cases import SqlCases
from bot.adapters.sql.channels import SqlChannelNotes
from bot.adapters.sql.conversations import SqlConversations
from bot.adapters.sql.dialogues import SqlDialogues
from bot.adapters.sql.engine import reading_engine
from bot.adapters.sql.events import SqlEventLog
from bot.adapters.sql.figures import SqlFigures
from bot.adapters.sql.labels import SqlLabels
from bot.adapters.sql.messages import SqlMessages
from bot.adapters.sql.notes import SqlNotes
from bot.adapters.sql.notices import SqlNotices
from bot.adapters.sql.readings import SqlReadings
from bot.adapters.sql.relations import SqlRelations
from bot.adapters.sql.search import SqlSearch
from bot.adapters.sql.signals import SqlSignals
from bot.adapters.sql.staff import SqlStaff
from bot.adapters.sql.surveys import SqlSurveys
from bot.adapters.sql.teams import SqlTeams
from bot.adapters.sql.vault import SqlVault
from bot.ports import (
    Assignments,
    Attachments,
    Callbacks,
    Cases,
    ChannelNotes,
    Conversations,
    Dialogues,
    EventLog,
    Figures,
    Labels,
    Messages,
    Notes,
    Notices,
    Notifier,
    Readings,
    Relations,
    Search,
    Signals,
    Staff,
    Surveys,
    Teams,
    Transaction,
    VaultEntries,
)

_log = structlog.get_logger(__name__)

PING_SECONDS = 5.0


class SqlTransaction:
    """ports.Transaction."""

    conversations: Conversations
    messages: Messages
    attachments: Attachments
    cases: Cases
    signals: Signals
    surveys: Surveys
    readings: Readings
    labels: Labels
    vault: VaultEntries
    staff: Staff
    teams: Teams
    events: EventLog
    dialogues: Dialogues
    channel_notes: ChannelNotes
    notes: Notes
    notices: Notices
    callbacks: Callbacks
    search: Search
    relations: Relations
    figures: Figures
    assignments: Assignments

    def __init__(self, connection: AsyncConnection) -> None:
        self._topics: dict[str, None] = {}
        self._log = SqlEventLog(connection, self.announce)
        self.conversations = SqlConversations(connection)
        self.messages = SqlMessages(connection)
        self.attachments = SqlAttachments(connection)
        self.cases = SqlCases(connection)
        self.signals = SqlSignals(connection)
        self.surveys = SqlSurveys(connection)
        self.readings = SqlReadings(connection)
        self.labels = SqlLabels(connection)
        self.vault = SqlVault(connection)
        self.staff = SqlStaff(connection)
        self.teams = SqlTeams(connection)
        self.events = self._log
        self.dialogues = SqlDialogues(connection)
        self.channel_notes = SqlChannelNotes(connection)
        self.notes = SqlNotes(connection)
        self.notices = SqlNotices(connection)
        self.callbacks = SqlCallbacks(connection)
        self.search = SqlSearch(connection)
        self.relations = SqlRelations(connection)
        self.figures = SqlFigures(connection)
        self.assignments = SqlAssignments(connection)

    def announce(self, topic: str) -> None:
        self._topics[topic] = None

    @property
    def topics(self) -> Sequence[str]:
        """What to announce after the commit, each topic once."""
        return tuple(self._topics)

    async def flush(self) -> None:
        """Write what has to be written last."""
        await self._log.flush()


class SqlStore:
    """ports.Store over `make_engine`'s engine, which it closes with itself.

    Every appended event announces EVENTS and, where it has one, its conversation's topic.
    """

    def __init__(self, engine: AsyncEngine, notifier: Notifier) -> None:
        self._writers = engine
        self._readers = reading_engine(engine)
        self._notifier = notifier
        self._turn = _Turn() if engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Writing statements fail. Every read sees the state at the first one."""
        async with self._readers.connect() as connection, connection.begin():
            yield SqlTransaction(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """Not to be nested. SQLite runs these one at a time, in order of arrival."""
        if self._turn is None:
            async with self._committed() as transaction:
                yield transaction
        else:
            async with self._turn, self._committed() as transaction:
                yield transaction
        await self._publish(transaction.topics)

    async def ping(self) -> None:
        async with self._readers.connect() as connection:
            await asyncio.wait_for(connection.execute(sa.select(1)), PING_SECONDS)

    async def close(self) -> None:
        await self._readers.dispose()
        await self._writers.dispose()

    @asynccontextmanager
    async def _committed(self) -> AsyncIterator[SqlTransaction]:
        async with self._writers.begin() as connection:
            transaction = SqlTransaction(connection)
            yield transaction
            await transaction.flush()

    async def _publish(self, topics: Sequence[str]) -> None:
        if not topics:
            return
        try:
            await self._notifier.publish(topics)
        except Exception as error:  # noqa: BLE001 - the write is committed; a hint may be lost
            _log.warning("hint_lost", error=type(error).__name__)


class _Turn:
    """A fair lock that tells a coroutine which would wait for itself forever."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None

    async def __aenter__(self) -> None:
        if self._holder is asyncio.current_task():
            raise RuntimeError("writing() was opened inside writing(); use the open transaction.")
        await self._lock.acquire()
        self._holder = asyncio.current_task()

    async def __aexit__(self, *_: object) -> None:
        self._holder = None
        self._lock.release()

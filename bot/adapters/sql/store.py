"""Units of work over an engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import async_timeout
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
from bot.adapters.sql.one_hop import OneHop
from bot.adapters.sql.readings import SqlReadings
from bot.adapters.sql.relations import SqlRelations
from bot.adapters.sql.search import SqlSearch
from bot.adapters.sql.signals import SqlSignals
from bot.adapters.sql.staff import SqlStaff
from bot.adapters.sql.surveys import SqlSurveys
from bot.adapters.sql.teams import SqlTeams
from bot.adapters.sql.vault import SqlVault
from bot.domain.errors import Unavailable
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
CLOSE_SECONDS = 5.0
"""How long the end waits for transactions that are being rolled back."""


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
        async with _taken(self._readers.connect()) as connection, connection.begin():
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
        async with async_timeout.timeout(PING_SECONDS), self._readers.connect() as connection:
            await connection.execute(sa.select(1))

    async def close(self) -> None:
        for engine in (self._readers, self._writers):
            await _given_back(engine)
            await engine.dispose()
            await _ended(engine)

    @asynccontextmanager
    async def _committed(self) -> AsyncIterator[SqlTransaction]:
        async with _taken(self._writers.begin()) as connection:
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


@asynccontextmanager
async def _taken(
    connecting: AbstractAsyncContextManager[AsyncConnection],
) -> AsyncIterator[AsyncConnection]:
    """Raises Unavailable where no connection is to be had in time."""
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(connecting)
        except (sa.exc.TimeoutError, asyncio.TimeoutError) as error:
            raise Unavailable("All connections to the database are taken. Try again.") from error
        yield connection


async def _given_back(engine: AsyncEngine) -> None:
    """Whoever is cancelled twice leaves while its connection is still being rolled back. The pool
    would forget such a connection if it were disposed of now, and never close it."""
    pool: Any = engine.sync_engine.pool  # the stubs know no checkedout()
    try:
        async with async_timeout.timeout(CLOSE_SECONDS):
            while pool.checkedout():  # noqa: ASYNC110 - a pool tells nobody
                await asyncio.sleep(0.01)
    except asyncio.TimeoutError:
        _log.warning("connections_left_open", count=pool.checkedout())


async def _ended(engine: AsyncEngine) -> None:
    """SQLite works in threads, which may outlive those who waited for them."""
    dialect: Any = engine.sync_engine.dialect  # the stubs know no dbapi
    module = dialect.dbapi
    if isinstance(module, OneHop) and not await module.ended(CLOSE_SECONDS):
        _log.warning("threads_left_at_work")


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

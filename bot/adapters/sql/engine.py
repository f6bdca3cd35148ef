"""Engines from `DATABASE_URL`."""

from __future__ import annotations

import asyncio
import sqlite3
from time import monotonic
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util.concurrency import await_only

from bot.adapters.sql.one_hop import OneHop
from bot.domain.errors import SettingsError

BUSY_SECONDS = 10
_LOCKED_PAUSE = 0.02
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 30
PING_AFTER = 1.0
"""Seconds without use after which a connection is tried."""
_IDLE_SINCE = "idle_since"
POOL_SECONDS = 10
"""How long is waited for a free connection before the caller is told to try again."""

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_SPELLINGS = {**_DRIVERS, "postgres": "postgresql+asyncpg"}


def parse_url(url: str, setting: str = "DATABASE_URL") -> URL:
    """The URL with the driver this program uses. Raises SettingsError, naming the setting, for
    other databases."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        # The URL itself stays out of the message: it may carry a password.
        raise SettingsError(f"{setting} is not a database URL.") from error
    drivername = _SPELLINGS.get(parsed.drivername, parsed.drivername)
    if drivername not in _DRIVERS.values():
        raise SettingsError(
            f"{setting} names {parsed.drivername!r}; "
            "use sqlite:///path/to/file or postgresql://user:password@host/database."
        )
    if drivername == _DRIVERS["sqlite"] and parsed.database in (None, "", ":memory:"):
        raise SettingsError(f"{setting} must name a file for SQLite: sqlite:///path/to/file.")
    return parsed.set(drivername=drivername)


def make_engine(url: str, setting: str = "DATABASE_URL") -> AsyncEngine:
    """An engine whose transactions may write. Connects on first use, not here."""
    parsed = parse_url(url, setting)
    if parsed.get_backend_name() == "sqlite":
        # SQLite has one writer at a time; a second connection could only wait for the first.
        return _sqlite(parsed, connections=1, begin="BEGIN IMMEDIATE", query_only=False)
    engine = create_async_engine(
        parsed,
        future=True,
        hide_parameters=True,
        pool_size=20,
        pool_timeout=POOL_SECONDS,
        max_overflow=0,  # one beyond the pool would be closed after each use: costly under load
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": STATEMENT_SECONDS,
            "server_settings": {
                "application_name": "qingting",
                "jit": "off",  # short statements: compiling costs more than it saves
                "idle_in_transaction_session_timeout": "60000",
            },
        },
    )
    _ping_idle(engine)
    return engine


def reading_engine(engine: AsyncEngine) -> AsyncEngine:
    """Beside `engine`, one whose transactions see one snapshot and cannot write.

    SQLite gets connections of its own that never wait for the writer (WAL); PostgreSQL
    shares the pool.
    """
    if engine.dialect.name == "sqlite":
        return _sqlite(engine.url, connections=4, begin="BEGIN", query_only=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _ping_idle(engine: AsyncEngine) -> None:
    """A restart of the database fails no turn: what was closed, or may have been without a word,
    is tried before it is used. The pool's own way tries each time, which costs three of the seven
    messages that a short transaction takes."""

    dialect: Any = engine.dialect  # whose ping SQLAlchemy's types leave out

    def given_back(_connection: Any, record: Any) -> None:
        record.info[_IDLE_SINCE] = monotonic()

    def taken(connection: Any, record: Any, _proxy: Any) -> None:
        idle = monotonic() - record.info.get(_IDLE_SINCE, monotonic())
        doubtful = idle > PING_AFTER or connection._connection.is_closed()
        if doubtful and not dialect.do_ping(connection):
            raise InvalidatePoolError

    event.listen(engine.sync_engine, "checkin", given_back)
    event.listen(engine.sync_engine, "checkout", taken)


def _sqlite(url: URL, *, connections: int, begin: str, query_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        module=OneHop(),
        future=True,
        pool_reset_on_return=None,  # every transaction here ends by itself; saves a thread hop
        hide_parameters=True,  # error texts reach logs, and parameters are what people wrote
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        # The driver's own implicit BEGIN is off, so that we choose the kind of transaction.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
    )

    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA query_only = {int(query_only)}")
        cursor.close()

    def start(connection: Any) -> None:
        connection.connection.dbapi_connection.open_with(begin)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", start)
    return engine


def _write_ahead(cursor: Any) -> None:
    """Switch the file to WAL. Of several processes that do so to a new file at once SQLite turns
    away all but one without waiting (two shared locks, each to become the exclusive one)."""
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() >= until:
                raise
            await_only(asyncio.sleep(_LOCKED_PAUSE))
        else:
            return

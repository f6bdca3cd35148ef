"""aiosqlite for SQLAlchemy, with one change of threads per statement and none to begin.

SQLAlchemy's adapter makes a cursor, executes, fetches and closes the cursor in four calls, each of
which goes to the connection's thread and back. On a busy loop each way waits for the interpreter
lock, so a desk with fifty people spent most of its time on these ways.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from threading import Thread
from typing import Any
from weakref import WeakSet

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (  # type: ignore[import-untyped]
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_only

_Outcome = tuple[Any, list[Any], int, int]


class _Cursor(AsyncAdapt_aiosqlite_cursor):  # type: ignore[misc]  # SQLAlchemy 1.4 has no types here
    def execute(self, operation: str, parameters: Sequence[Any] | None = None) -> None:
        connection = self._connection
        opening = self._adapt_connection.take_opening()

        def run() -> _Outcome:
            if opening:
                connection._conn.execute(opening).close()
            cursor = connection._conn.execute(operation, parameters or ())
            try:
                return cursor.description, cursor.fetchall(), cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        try:
            outcome: _Outcome = self.await_(connection._execute(run))
        except Exception as error:  # noqa: BLE001 - as SQLAlchemy's own does: it is raised again
            self._adapt_connection._handle_exception(error)
        else:
            self.description, self._rows, self.rowcount, self.lastrowid = outcome
            if self.description:
                self.rowcount = self.lastrowid = -1

    def executemany(self, operation: str, seq_of_parameters: Sequence[Any]) -> None:
        opening = self._adapt_connection.take_opening()
        if opening:
            self.await_(self._connection.execute(opening))
        super().executemany(operation, seq_of_parameters)


class _Connection(AsyncAdapt_aiosqlite_connection):  # type: ignore[misc]
    _opening = ""

    def open_with(self, statement: str) -> None:
        """Run this with the next statement, without a way of its own."""
        self._opening = statement

    def take_opening(self) -> str:
        """What is to be run first; asked for once."""
        opening, self._opening = self._opening, ""
        return opening

    def commit(self) -> None:
        if not self.take_opening():  # else nothing was done
            super().commit()

    def rollback(self) -> None:
        if not self.take_opening():
            super().rollback()

    def cursor(self, server_side: bool = False) -> Any:
        return super().cursor(server_side) if server_side else _Cursor(self)


class OneHop(AsyncAdapt_aiosqlite_dbapi):  # type: ignore[misc]
    """What `create_async_engine` takes as `module`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)
        self._threads: WeakSet[Thread] = WeakSet()

    def connect(self, *args: Any, **named: Any) -> _Connection:
        """A connection whose thread has started. Known before it is waited for: whoever is
        cancelled in that moment leaves a thread at work all the same."""
        thread: Any = aiosqlite.connect(*args, check_same_thread=False, **named)
        thread.daemon = True
        self._threads.add(thread)
        return _Connection(self, await_only(thread))

    async def ended(self, seconds: float) -> bool:
        """Whether the threads of all closed connections have ended, waiting this long at most. One
        whose caller was cancelled may be at work still, and would answer to a loop that is gone."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while any(thread.is_alive() for thread in self._threads):
            if loop.time() >= until:
                return False
            await asyncio.sleep(0.005)
        return True

"""The customer directory in a table or view `qingting_customers` of another database.

Whoever looks somebody up has a keyed digest only, which no other database knows. So the table is
read in whole from time to time, digested, and looked up here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import async_timeout
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.customers.entries import COLUMNS, ID_COLUMN, CustomerIndex, Digester
from bot.domain.customers import CustomerRecord
from bot.domain.errors import DirectoryUnavailable
from bot.tasks import end_tasks

_log = structlog.get_logger(__name__)
REFRESH_SECONDS = 600.0
RETRY_SECONDS = 30.0
WAIT_SECONDS = 3.0
"""A customer waits no longer than this for the first reading."""
READ_SECONDS = 300.0
_ROWS_AT_ONCE = 2000
_TABLE = "qingting_customers"


class SqlCustomers:
    """ports.CustomerDirectory. A reading that fails leaves the former one in place."""

    def __init__(
        self, engine: AsyncEngine, digester: Digester, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Closes the engine with itself. Connects at the first look-up, not here."""
        self._engine, self._digester, self._now = engine, digester, now
        self._index: CustomerIndex | None = None
        self._due = 0.0
        self._work: asyncio.Task[None] | None = None

    async def find(self, digests: Sequence[str]) -> CustomerRecord | None:
        """By the last reading; only the very first one is waited for, and not for long."""
        if self._now() >= self._due and (self._work is None or self._work.done()):
            self._due = self._now() + RETRY_SECONDS
            self._work = asyncio.create_task(self._refresh())
        if self._index is None and self._work is not None:
            await asyncio.wait([self._work], timeout=WAIT_SECONDS)
        if self._index is None:
            raise DirectoryUnavailable(
                "The customer directory (QINGTING_CUSTOMERS_URL) cannot be read; "
                "it needs qingting_customers with " + ", ".join(COLUMNS) + "."
            )
        return self._index.find(digests)

    async def close(self) -> None:
        if self._work is not None:
            await end_tasks([self._work])
        await self._engine.dispose()

    async def _refresh(self) -> None:
        try:
            async with async_timeout.timeout(READ_SECONDS):
                self._index = await self._read()
        except Exception as error:  # noqa: BLE001 — whatever the driver raises, we go on without
            _log.warning("customers_table_unreadable", error=type(error).__name__)
            return
        self._due = self._now() + REFRESH_SECONDS

    async def _read(self) -> CustomerIndex:
        index = CustomerIndex()
        async with self._engine.connect() as connection:
            # The stub takes partitions for a coroutine.
            result: Any = await connection.stream(await connection.run_sync(_query))
            async for rows in result.partitions(_ROWS_AT_ONCE):
                await asyncio.to_thread(self._add, index, rows)
        return index

    def _add(self, index: CustomerIndex, rows: Sequence[Any]) -> None:
        """One unreadable row must not take the others away; rows are counted, never shown."""
        unreadable = 0
        for row in rows:
            try:
                index.add(_texts(row._mapping), self._digester)
            except ValueError:
                unreadable += 1
        if unreadable:
            _log.warning("customers_rows_unreadable", rows=unreadable)


def _query(connection: sa.engine.Connection) -> sa.sql.Select:
    there = {column["name"] for column in sa.inspect(connection).get_columns(_TABLE)}
    wanted = (*COLUMNS, ID_COLUMN) if ID_COLUMN in there else COLUMNS
    return sa.select(*map(sa.column, wanted)).select_from(sa.table(_TABLE))


def _texts(row: Mapping[Any, Any]) -> Mapping[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}

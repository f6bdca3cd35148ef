"""Connections of the SQL store: taken, lost, given back."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.sql import SqlStore, make_engine
from bot.adapters.sql import engine as engines
from bot.domain.errors import Unavailable
from tests.contract.doubles import NotedTopics
from tests.contract.makers import a_conversation, an_event


async def test_closing_leaves_no_connection_of_somebody_who_was_cancelled_twice(
    database_url: str,
) -> None:
    engine = make_engine(database_url)
    opened: list[object] = []
    closed: list[object] = []
    pool: Any = engine.sync_engine.pool
    sa.event.listen(pool, "connect", lambda raw, _: opened.append(raw))
    sa.event.listen(pool, "close", lambda raw, _: closed.append(raw))
    store = SqlStore(engine, NotedTopics())
    entered = asyncio.Event()

    async def write() -> None:
        async with store.writing() as tx:
            await tx.events.last_id()
            entered.set()
            await asyncio.Event().wait()

    for _ in range(3):
        entered.clear()
        writer = asyncio.create_task(write())
        await entered.wait()
        while not writer.done():
            writer.cancel()
            await asyncio.sleep(0)
    await store.close()
    assert pool.checkedout() == 0
    assert opened
    assert len(closed) == len(opened)


async def test_closing_waits_for_the_statement_of_somebody_who_was_cancelled_twice(
    tmp_path: Path,
) -> None:
    """SQLite works in threads: one that ends later would answer to a loop that is gone."""
    before = set(threading.enumerate())
    engine = make_engine(f"sqlite:///{tmp_path / 'one.db'}")
    store = SqlStore(engine, NotedTopics())
    counted = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000) "

    async def count() -> None:
        async with engine.connect() as connection:
            await connection.execute(sa.text(counted + "SELECT max(i) FROM n"))

    counting = asyncio.create_task(count())
    await asyncio.sleep(0.1)
    while not counting.done():
        counting.cancel()
        await asyncio.sleep(0)
    await store.close()
    assert not set(threading.enumerate()) - before


async def test_many_rows_at_once_are_part_of_the_transaction(
    database_url: str,
) -> None:
    """Also as its very first statement, with which SQLite's begins."""
    engine = make_engine(database_url)
    insert = sa.text("INSERT INTO counters (name, value) VALUES (:name, 1)")
    rows = [{"name": "a"}, {"name": "b"}]

    async def fail() -> None:
        async with engine.begin() as connection:
            await connection.execute(insert, rows)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with engine.begin() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM counters")) == 0
        await connection.execute(insert, rows)
    async with engine.connect() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM counters")) == 2
    await engine.dispose()


async def test_who_gets_no_connection_in_time_is_told_to_try_again(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, topics: NotedTopics
) -> None:
    """A desk that many people open at once must not answer with an error of the driver."""
    monkeypatch.setattr(engines, "POOL_SECONDS", 0.05)
    store = SqlStore(make_engine(empty_url), topics)
    async with AsyncExitStack() as stack:

        async def take_all() -> None:
            while True:
                await stack.enter_async_context(store.reading())

        with pytest.raises(Unavailable):
            await take_all()
    async with store.reading():
        pass  # all were given back
    await store.close()


async def test_a_connection_that_the_server_ended_is_replaced(
    database_url: str, dialect: str, monkeypatch: pytest.MonkeyPatch, topics: NotedTopics
) -> None:
    """As after a restart of PostgreSQL; SQLite has no server."""
    monkeypatch.setattr(engines, "PING_AFTER", 0.0)
    store, others = SqlStore(make_engine(database_url), topics), make_engine(database_url)
    async with store.reading() as tx:
        before = await tx.events.last_id()
    if dialect == "postgresql":
        async with others.begin() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
            own = "datname = current_database() AND pid <> pg_backend_pid()"
            assert await connection.scalar(sa.text(ended + own)) is True
    async with store.reading() as tx:
        assert await tx.events.last_id() == before
    async with store.writing() as tx:
        await tx.events.append(an_event(a_conversation()))
    await store.close()
    await others.dispose()

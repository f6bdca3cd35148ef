"""The schema's migrations on every database."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.adapters.sql import SqlStore, make_engine, migrate
from bot.adapters.sql.columns import metadata
from bot.adapters.sql.engine import parse_url
from bot.domain.errors import SettingsError
from bot.domain.ids import CaseId, ConversationId
from bot.domain.triage import SignalSource
from tests.contract.doubles import NotedTopics


async def _inspect(url: str, look: Any) -> Any:
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(look)
    finally:
        await engine.dispose()


def _differences(connection: sa.engine.Connection) -> list[Any]:
    options = {"include_name": lambda name, *_: name != "sqlite_sequence"}  # SQLite's own
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata))


def _tables(connection: sa.engine.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


async def test_the_schema_goes_up_and_down_and_up_again(empty_url: str) -> None:
    assert await migrate.current(empty_url) is None
    await migrate.upgrade(empty_url)
    assert await migrate.current(empty_url) == migrate.head()
    assert await _inspect(empty_url, _differences) == []
    await migrate.downgrade(empty_url, "base")
    assert await _inspect(empty_url, _tables) <= {"alembic_version", "sqlite_sequence"}
    assert await migrate.current(empty_url) is None
    await migrate.upgrade(empty_url)
    assert await _inspect(empty_url, _differences) == []


async def test_an_upgrade_that_has_nothing_to_do_does_nothing(database_url: str) -> None:
    await asyncio.gather(migrate.upgrade(database_url), migrate.upgrade(database_url))
    assert await migrate.current(database_url) == migrate.head()


async def test_cases_and_signals_of_an_older_database_are_readable(empty_url: str) -> None:
    await migrate.upgrade(empty_url, "0001")
    moment = "'2026-11-21 09:30:00'"
    older = [
        "INSERT INTO conversations (id, channel, customer_ref, created_at, updated_at, language, "
        "owner, owner_version, episode, last_seq, priority, address) VALUES "
        f"('c', 'web', 'u', {moment}, {moment}, 'zh-Hans', 'bot', 0, 1, 0, 0, '')",
        "INSERT INTO cases (id, conversation_id, episode, created_at, updated_at, state, level, "
        f"priority) VALUES ('k', 'c', 1, {moment}, {moment}, 'draft', 'major', 50)",
        "INSERT INTO signals (conversation_id, episode, name, score, quote, hard) "
        "VALUES ('c', 1, 'vip', 0.5, 'x', false)",
    ]
    engine = make_engine(empty_url)
    async with engine.begin() as connection:
        for statement in older:
            await connection.execute(sa.text(statement))
    await engine.dispose()
    await migrate.upgrade(empty_url)
    store = SqlStore(make_engine(empty_url), NotedTopics())
    async with store.reading() as tx:
        case = await tx.cases.get(CaseId("k"))
        (signal,) = await tx.signals.of_episode(ConversationId("c"), 1)
    await store.close()
    assert (case.causes, case.anger, signal.source) == ((), 0, SignalSource.WORDS)


async def test_two_processes_that_start_at_once_both_come_up(empty_url: str) -> None:
    program = (
        "import asyncio, sys; from bot.adapters.sql import migrate; "
        "asyncio.run(migrate.upgrade(sys.argv[1]))"
    )

    def start() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, empty_url]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    both = await asyncio.gather(asyncio.to_thread(start), asyncio.to_thread(start))
    assert [(process.returncode, process.stderr) for process in both] == [(0, "")] * 2
    assert await _inspect(empty_url, _differences) == []


async def test_a_new_file_that_another_process_writes_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "qingting.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    upgrading = asyncio.create_task(migrate.upgrade(f"sqlite:///{path}"))
    await asyncio.sleep(0.5)
    assert not upgrading.done()
    other.execute("COMMIT")
    other.close()
    await upgrading
    assert await migrate.current(f"sqlite:///{path}") == migrate.head()


async def test_the_file_of_a_new_database_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "qingting.db"
    await migrate.upgrade(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///var/x.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///var/x.db", "sqlite+aiosqlite"),
        ("postgresql://me@host/x", "postgresql+asyncpg"),
        ("postgres://me@host/x", "postgresql+asyncpg"),
        ("postgresql+asyncpg://me@host/x", "postgresql+asyncpg"),
    ],
)
def test_plain_database_urls_get_the_driver(given: str, driver: str) -> None:
    assert parse_url(given).drivername == driver


@pytest.mark.parametrize(
    "given", ["mysql://me:secret@host/x", "sqlite://", "sqlite:///:memory:", "secret"]
)
def test_unusable_database_urls_are_refused_without_showing_them(given: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_url(given)
    assert "secret" not in str(caught.value)

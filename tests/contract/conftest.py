"""Every port's suite runs over each of its adapters; here they are made."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.adapters.sql import SqlStore, make_engine, migrate
from tests.contract.doubles import NotedTopics
from tests.servers import PostgresServer, RedisServer, postgres_server, redis_server

TEMPLATE = "qingting_template"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """One server for all tests; they use keys and channels of their own."""
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "qingting.db"
    _aside(migrate.upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """A migrated database to copy."""
    postgres.execute(f"CREATE DATABASE {TEMPLATE}")
    _aside(migrate.upgrade(postgres.url(TEMPLATE)))
    return TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database the test runs over."""
    name: str = request.param
    return name


@pytest.fixture
def empty_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing is yet, not even tables."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'qingting.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as name:
        yield server.url(name)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own."""
    if dialect == "sqlite":
        path = tmp_path / "qingting.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(request.getfixturevalue("postgres_template")) as name:
        yield server.url(name)


@pytest.fixture
def topics() -> NotedTopics:
    """What the store announced."""
    return NotedTopics()


@pytest_asyncio.fixture
async def store(database_url: str, topics: NotedTopics) -> AsyncIterator[SqlStore]:
    """The store under test."""
    store = SqlStore(make_engine(database_url), topics)
    yield store
    await store.close()


def _aside(work: Coroutine[Any, Any, None]) -> None:
    # In a thread: asyncio.run would take the test's own event loop away.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()

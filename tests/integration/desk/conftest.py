"""A desk of its own for every test, over a copy of one migrated database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import pytest_asyncio

from bot.adapters.sql import migrate
from tests.integration.desk.world import World, copied, open_world


@pytest.fixture(scope="session")
def desk_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("desk") / "template.db"
    with ThreadPoolExecutor(1) as pool:  # asyncio.run would take the test's own loop away
        pool.submit(asyncio.run, migrate.upgrade(f"sqlite:///{path}")).result()
    return path


@pytest_asyncio.fixture
async def world(desk_database: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A running desk with nothing in it, and without a front end."""
    async with open_world(copied(desk_database, tmp_path)) as opened:
        yield opened

"""Schema migrations (Alembic), without an `alembic.ini`.

The functions may be awaited from a running program: Alembic works in a thread with an event
loop of its own. Two processes that start at once migrate one after the other; the second
finds nothing to do.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.adapters.sql.base import take_advisory_lock
from bot.adapters.sql.engine import make_engine, parse_url

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 0x51494E47_4D49
"""The advisory lock's key; any number that nobody else uses in this database."""

_alembic = threading.Lock()
"""Alembic keeps its context in module globals: one run at a time within a process."""


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`, creating the SQLite file (mode 600) where needed."""
    await asyncio.to_thread(_create_file, url)
    await asyncio.to_thread(_run, url, _command(command.upgrade, revision))


async def downgrade(url: str, revision: str) -> None:
    """Go back to `revision`; `base` removes everything, data included."""
    await asyncio.to_thread(_run, url, _command(command.downgrade, revision))


async def current(url: str) -> str | None:
    """The revision the database is at; None before the first migration."""
    if not _exists(url):
        return None
    revision: str | None = await asyncio.to_thread(_run, url, _revision)
    return revision


def head() -> str:
    """The revision this program expects."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("There are no migrations in the package.")
    return revision


def _command(act: Callable[[Config, str], Any], revision: str) -> Callable[[Any], Any]:
    def run(connection: sa.engine.Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        act(config, revision)

    return run


def _config() -> Config:
    config = Config()
    # Percent signs in a path would be taken for interpolation.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _revision(connection: sa.engine.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _run(url: str, act: Callable[[Any], Any]) -> Any:
    with _alembic:
        return asyncio.run(_in_transaction(url, act))


async def _in_transaction(url: str, act: Callable[[Any], Any]) -> Any:
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            await take_advisory_lock(connection, _ONE_AT_A_TIME)
            return await connection.run_sync(act)
    finally:
        await engine.dispose()


def _file(url: str) -> Path | None:
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _exists(url: str) -> bool:
    path = _file(url)
    return path is None or path.exists()


def _create_file(url: str) -> None:
    path = _file(url)
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # SQLite gives its journal files the mode of the database, which holds what customers said.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

"""Starts the wanted roles in one process, on one event loop, and stops them cleanly."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from enum import Enum
from typing import Any

import structlog

from bot.adapters.sql.migrate import current, upgrade
from bot.bootstrap import KEY_FILE, Container, compose, install
from bot.config import Settings
from bot.domain.errors import SettingsError
from bot.serve.collector import collect_now_and_then, settle_collector
from bot.serve.model import require_fresh_model
from bot.tasks import end_tasks

log = structlog.get_logger(__name__)


class Part(str, Enum):
    """What a process can be."""

    ALL = "all"
    ASSISTANT = "assistant"
    DESK = "desk"
    WORKER = "worker"


Announce = Callable[[str], None]


async def serve(part: Part, settings: Settings, announce: Announce, *, demo: bool = False) -> None:
    """Serve until SIGINT or SIGTERM. Raises SettingsError with what to do."""
    _check_ports(part, settings)
    _check_scale(part, settings)
    if part in (Part.ALL, Part.ASSISTANT):
        require_fresh_model(settings.model)
    await prepare(settings)
    async with AsyncExitStack() as stack:
        box = compose(settings)
        install(box)
        stack.push_async_callback(box.close)
        await box.store.ping()
        for start in _starters(part):
            await start(box, stack, announce)
        settle_collector()
        stack.push_async_callback(end_tasks, [asyncio.create_task(collect_now_and_then())])
        await _welcome(part, box, announce, demo=demo)
        await _until_stopped()
        announce("Stopping …")


Starter = Callable[[Container, AsyncExitStack, Announce], Awaitable[None]]


def _starters(part: Part) -> Sequence[Starter]:
    every: dict[Part, Starter] = {
        Part.DESK: _start_desk,
        Part.WORKER: _start_worker,
        Part.ASSISTANT: _start_assistant,
    }
    return list(every.values()) if part is Part.ALL else [every[part]]


async def _start_assistant(box: Container, stack: AsyncExitStack, announce: Announce) -> None:
    from bot.serve.assistant import load_assistant, make_assistant_app, serve_app, stop_app

    announce("Loading the assistant …")
    agent = await asyncio.to_thread(load_assistant, box.settings.model)
    app = make_assistant_app(box, agent)
    server, task = await serve_app(app, box.settings.host, box.settings.assistant_port)
    stack.push_async_callback(stop_app, server, task)


async def _start_desk(box: Container, stack: AsyncExitStack, _: Announce) -> None:
    from bot.serve.desk import make_desk_app, serve_desk

    runner = await serve_desk(make_desk_app(box), box.settings.host, box.settings.desk_port)
    stack.push_async_callback(runner.cleanup)


async def _start_worker(box: Container, stack: AsyncExitStack, _: Announce) -> None:
    from bot.serve.worker import run_worker

    tasks = [
        asyncio.create_task(run_worker(box), name="worker"),
        asyncio.create_task(box.notices.run(), name="notices"),
        asyncio.create_task(box.assigner.run(), name="assigner"),
    ]
    stack.push_async_callback(end_tasks, tasks)


async def _welcome(part: Part, box: Container, announce: Announce, *, demo: bool) -> None:
    settings = box.settings
    if part in (Part.ALL, Part.ASSISTANT):
        announce(f"Customer page   http://{settings.host}:{settings.assistant_port}/")
    if part in (Part.ALL, Part.DESK):
        announce(f"Desk            http://{settings.host}:{settings.desk_port}/")
        password = await box.staff.first_administrator()
        if password:
            announce(f"First sign-in   user admin, one-time password {password}")
    if demo:
        from bot.serve.demo import seed

        for line in await seed(box):
            announce(line)
    announce("Ready. Ctrl-C stops.")


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()


async def prepare(settings: Settings) -> None:
    """Make the data folder and bring the database up to date. Raises SettingsError."""
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The data folder {settings.var} cannot be made ({error.strerror}): "
            "set QINGTING_VAR to another one."
        ) from error
    try:
        if await current(settings.database):
            _require_key(settings)
        await upgrade(settings.database)
    except SettingsError:
        raise
    except Exception as error:
        raise SettingsError(
            f"The database cannot be reached or migrated ({type(error).__name__}). "
            "Check DATABASE_URL and that the server runs."
        ) from error


def _require_key(settings: Settings) -> None:
    """A new key would be of no use to a database that was written with another one."""
    if not settings.vault_key and not (settings.var / KEY_FILE).exists():
        raise SettingsError(
            f"The database is there, but not its key {settings.var / KEY_FILE}: "
            "restore the file from a backup, or set QINGTING_VAULT_KEY."
        )


def _check_scale(part: Part, settings: Settings) -> None:
    if part is Part.ALL:
        return
    if not settings.redis_url or settings.database.startswith("sqlite"):
        log.warning("scale.alone", advice="set DATABASE_URL (PostgreSQL) and REDIS_URL")


def _check_ports(part: Part, settings: Settings) -> None:
    ports: dict[str, tuple[int, Part]] = {
        "QINGTING_ASSISTANT_PORT": (settings.assistant_port, Part.ASSISTANT),
        "QINGTING_DESK_PORT": (settings.desk_port, Part.DESK),
    }
    for variable, (port, needed_by) in ports.items():
        if part in (Part.ALL, needed_by):
            _check_port(settings.host, port, variable)


def _check_port(host: str, port: int, variable: str) -> None:
    family: Any = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"Port {port} on {host} cannot be used ({error.strerror}): "
                f"stop what runs there or set {variable} to another port."
            ) from error

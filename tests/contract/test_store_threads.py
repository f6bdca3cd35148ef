"""A store that is closed while somebody who was cancelled still has a thread at work."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.util.concurrency import greenlet_spawn

from bot.adapters.sql.one_hop import OneHop


async def test_a_thread_whose_caller_was_cancelled_while_connecting_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening, may_open = threading.Event(), threading.Event()
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def slow(*args: Any, **named: Any) -> sqlite3.Connection:
        opening.set()
        may_open.wait(20)
        return connect(*args, **named)

    monkeypatch.setattr(sqlite3, "connect", slow)
    module = OneHop()
    caller = asyncio.create_task(greenlet_spawn(module.connect, ":memory:"))
    assert await asyncio.to_thread(opening.wait, 20)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert not await module.ended(0)
    may_open.set()
    assert await module.ended(20)

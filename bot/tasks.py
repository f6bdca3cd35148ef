"""Ending background tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any


async def end_tasks(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel them until they have ended.

    Once is not enough: in Python 3.10 `asyncio.wait_for` swallows a cancellation that comes in
    the moment in which what it waits for is done, and libraries use it. Again only after a
    second, because a second cancellation interrupts whoever is rolling back.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=1)

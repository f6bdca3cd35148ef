"""Timers: what has to happen although nobody says anything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.bootstrap import Container

log = structlog.get_logger(__name__)

Jobs = Mapping[str, Callable[[], Awaitable[int]]]

EVERY = 60.0
OFTEN = 1.0
"""Between looks for what was put aside: it comes back at its time, not up to a minute later."""


async def run_worker(box: Container, every: float = EVERY, often: float = OFTEN) -> None:
    """Look after silent customers, idle drafts, the queue, due call-backs, what was put aside,
    expired sessions, uploads that nobody sent and what channels no longer need, until cancelled."""
    now_and_then: Jobs = {
        "remind": box.silence.remind,
        "keep_drafts": box.silence.keep_drafts,
        "refresh_queue": box.queue_order.refresh,
        "tell_late": box.queue_answers.tell_late,
        "announce_due": box.callbacks.announce_due,
        "purge_sessions": box.staff.purge_sessions,
        "sweep_uploads": box.files.sweep,
        "sweep_channel_memory": box.channel_memory.sweep,
    }
    on_time: Jobs = {"wake_asides": box.asides.wake}
    await asyncio.gather(_repeat(now_and_then, every), _repeat(on_time, often))


async def _repeat(jobs: Jobs, pause: float) -> None:
    while True:
        for name, job in jobs.items():
            await _run(name, job)
        await asyncio.sleep(pause)


async def _run(name: str, job: Callable[[], Awaitable[int]]) -> None:
    try:
        done = await job()
    except Exception as error:  # noqa: BLE001 — the database may be away for a while: try again
        log.error("worker.failed", job=name, error=type(error).__name__)
    else:
        if done:
            log.info("worker.done", job=name, count=done)

"""Timers: what has to happen although nobody says anything."""

from __future__ import annotations

import asyncio

import structlog

from bot.bootstrap import Container

log = structlog.get_logger(__name__)

EVERY = 60.0


async def run_worker(box: Container, every: float = EVERY) -> None:
    """Look after idle drafts, expired sessions and uploads that nobody sent until cancelled."""
    while True:
        try:
            abandoned = await box.complaints.abandon_idle_drafts()
            purged = await box.staff.purge_sessions()
            swept = await box.files.sweep()
        except Exception as error:  # noqa: BLE001 — the database may be away for a while: try again
            log.error("worker.failed", error=type(error).__name__)
        else:
            if abandoned or purged or swept:
                log.info("worker.tidied", drafts=abandoned, sessions=purged, uploads=swept)
        await asyncio.sleep(every)

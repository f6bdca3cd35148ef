"""The worker's jobs stand on their own feet."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from bot.serve.worker import run_worker
from bot.tasks import end_tasks
from tests.boxes import box_over


class Asides:
    """Tells how often it was asked."""

    def __init__(self) -> None:
        self.looks = asyncio.Queue[None]()

    async def wake(self) -> int:
        self.looks.put_nowait(None)
        return 0


class Jobs:
    """A service whose first job always fails, and whose others tell that they ran."""

    def __init__(self) -> None:
        self.kept, self.purged = asyncio.Event(), asyncio.Event()

    async def remind(self) -> int:
        raise ConnectionError("the database is away")

    async def keep_drafts(self) -> int:
        self.kept.set()
        return 1

    async def purge_sessions(self) -> int:
        self.purged.set()
        return 0


async def test_a_job_that_fails_holds_up_no_other(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        jobs = cast("Any", Jobs())
        task = asyncio.create_task(run_worker(replace(box, silence=jobs, staff=jobs), every=60))
        try:
            await asyncio.wait_for(asyncio.gather(jobs.kept.wait(), jobs.purged.wait()), 10)
            assert not task.done()
        finally:
            await end_tasks([task])


async def test_what_has_a_time_is_looked_for_often(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        asides = cast("Any", Asides())
        worker = run_worker(replace(box, asides=asides), every=60, often=0.01)
        task = asyncio.create_task(worker)
        try:
            for _ in range(3):
                await asyncio.wait_for(asides.looks.get(), 10)
        finally:
            await end_tasks([task])

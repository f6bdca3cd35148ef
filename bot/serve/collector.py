"""Python's garbage collector, so that nobody waits for it.

A full collection stops the whole process. Left to itself it comes every few seconds under load and
goes over all that an installation holds: a quarter of a second with a model, 150 ms for what 500
open conversations add.
"""

from __future__ import annotations

import asyncio
import gc

EVERY_SECONDS = 60.0
YOUNG, MIDDLE, NEVER = 2_000, 25, 1_000_000
"""Objects until a collection of the youngest (3 ms), such until one of the next (20 ms), and such
until a full one, for which `collect_now_and_then` sees."""


def settle_collector() -> None:
    """Once all has started: what is there now stays, and is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)


async def collect_now_and_then(every: float = EVERY_SECONDS) -> None:
    """A full collection each `every` seconds, until cancelled."""
    while True:
        await asyncio.sleep(every)
        gc.collect()

"""No customer waits for the garbage collector."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.serve.collector import collect_now_and_then, settle_collector
from bot.tasks import end_tasks


class _Node:
    """Something that can refer to itself."""

    itself: _Node


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_is_there_at_the_start_is_not_looked_at_again() -> None:
    settle_collector()
    assert gc.get_freeze_count() > 1000
    kept = gc.get_objects(generation=2)
    assert len(kept) < gc.get_freeze_count() / 10


async def test_circles_that_became_old_go_with_the_next_full_collection() -> None:
    settle_collector()
    node = _Node()
    node.itself = node
    gone = asyncio.Event()
    weakref.finalize(node, gone.set)
    gc.collect(1)
    gc.collect(1)  # Old by now.
    del node
    gc.collect(1)
    assert not gone.is_set(), "it would have gone by itself"
    task = asyncio.create_task(collect_now_and_then(every=0.01))
    await gone.wait()
    await end_tasks([task])

"""Calls to people on call get out, over whatever trouble, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.on_call import WebhookOnCall
from bot.domain.events import EventKind
from bot.domain.on_call import Notice, NoticeKind, NoticeState
from bot.ports import OnCall
from bot.services.notice_sender import MAX_ATTEMPTS, NoticeSender
from tests.boxes import box_over
from tests.integration.people.calling import Shifted, calling, events_of, in_danger, notices_of
from tests.integration.people.far_ends import SECRET, pager


async def test_a_way_that_is_not_set_up_is_passed_over(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id = await in_danger(box)
        async with calling(box, far_end) as (sender, _):
            await sender.sweep()
        first, *_ = await notices_of(box, conversation_id, NoticeKind.EMAIL)
    assert (first.state, first.error) == (NoticeState.DROPPED, "not set up")


async def test_a_busy_far_end_is_tried_again_with_the_same_id(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        far_end.answer = lambda number: 503 if number < 3 else 200
        conversation_id = await in_danger(box)
        async with calling(box, far_end) as (sender, clock):
            await sender.sweep()
            (waiting, *_) = await notices_of(box, conversation_id)
            assert await sender.sweep() == 0  # its pause is not over
            for _ in range(2):
                clock.ahead += timedelta(seconds=10)
                await sender.sweep()
        (first, *_) = await notices_of(box, conversation_id)
    assert (waiting.state, waiting.error) == (NoticeState.PENDING, "webhook answered 503")
    assert (first.state, first.attempts) == (NoticeState.SENT, 3)
    assert len({call["id"] for call in far_end.calls}) == 1


@pytest.mark.parametrize(("status", "attempts"), [(410, 1), (302, 1), (500, MAX_ATTEMPTS)])
async def test_a_call_that_cannot_be_made_ends_as_a_dead_letter_in_the_audit_trail(
    database_url: str, tmp_path: Path, status: int, attempts: int
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        far_end.answer = lambda _: status
        conversation_id = await in_danger(box)
        (first, *_) = await notices_of(box, conversation_id)
        async with calling(box, far_end) as (sender, clock):
            for _ in range(MAX_ATTEMPTS + 1):
                await sender.sweep()
                clock.ahead += timedelta(seconds=301)
        rows = {row.id: row for row in await notices_of(box, conversation_id)}
        failed = {
            event.data["notice_id"] for event in await events_of(box, EventKind.ON_CALL_FAILED)
        }
    dead = rows[first.id]
    assert (dead.state, dead.error) == (NoticeState.DEAD, f"webhook answered {status}")
    assert [call["id"] for call in far_end.calls].count(first.id) == attempts
    assert first.id in failed


async def test_a_slow_far_end_costs_a_time_out_and_is_tried_again(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        far_end.hold = asyncio.Event()
        conversation_id = await in_danger(box)
        async with calling(box, far_end, seconds=0.3) as (sender, clock):
            await sender.sweep()
            (slow, *_) = await notices_of(box, conversation_id)
            far_end.hold.set()
            clock.ahead = timedelta(seconds=10)
            await sender.sweep()
        (sent, *_) = await notices_of(box, conversation_id)
    assert slow.state is NoticeState.PENDING
    assert slow.error in ("webhook: TimeoutError", "webhook: ServerTimeoutError")
    assert sent.state is NoticeState.SENT
    assert len({call["id"] for call in far_end.calls}) == 1


class Broken:
    """A way with a fault of its own."""

    async def send(self, notice: Notice) -> None:
        raise ZeroDivisionError

    async def close(self) -> None: ...


async def test_a_broken_way_ends_in_a_dead_letter_and_stops_no_other(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id, clock = await in_danger(box), Shifted(box)
        (broken, *_) = await notices_of(box, conversation_id, NoticeKind.EMAIL)
        webhook = WebhookOnCall(far_end.url, SECRET, box.clock)
        ways: dict[NoticeKind, OnCall] = {NoticeKind.EMAIL: Broken(), NoticeKind.WEBHOOK: webhook}
        sender = NoticeSender(box.store, box.notifier, ways, clock)
        for _ in range(MAX_ATTEMPTS):
            await sender.sweep()
            clock.ahead += timedelta(seconds=301)
        await sender.close()
        rows = {row.id: row for row in await notices_of(box, conversation_id, NoticeKind.EMAIL)}
    assert (rows[broken.id].state, rows[broken.id].error) == (NoticeState.DEAD, "ZeroDivisionError")
    assert [call["reminder"] for call in far_end.calls] == [1, 2, 3]


async def test_a_crash_between_claim_and_sending_loses_no_call(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        await in_danger(box)
        now = box.clock.now()
        async with box.store.writing() as tx:  # a worker that dies right after this
            assert await tx.notices.claim_due(now, now + timedelta(seconds=30), 16)
        async with calling(box, far_end) as (sender, clock):
            assert await sender.sweep() == 0
            clock.ahead = timedelta(seconds=31)
            await sender.sweep()
    assert len(far_end.calls) == 1


async def test_two_workers_make_each_call_once(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        for number in range(10):
            await in_danger(box, f"c{number}")
        async with calling(box, far_end) as (one, _), calling(box, far_end) as (two, _):
            while any(await asyncio.gather(one.sweep(), two.sweep())):
                pass
    assert len(far_end.calls) == len({call["id"] for call in far_end.calls}) == 10

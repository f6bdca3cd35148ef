"""Promised call-backs: made, replaced, announced once, kept or missed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Container
from bot.domain.callback import CallbackPolicy, CallbackRules, CallbackState
from bot.domain.conversation import Owner
from bot.domain.errors import InvalidInput, NotFound, StateConflict
from bot.domain.events import EventKind
from bot.domain.ids import ConversationId, EventId
from bot.domain.message import InboundMessage
from bot.services.callbacks import CallbackBook
from tests.boxes import box_over, make_agent
from tests.calendars import office_hours, shanghai

MINUTE = timedelta(minutes=1)
POLICY = CallbackPolicy(15 * MINUTE, timedelta(days=14), 30 * MINUTE, 40 * MINUTE)
FRIDAY, MONDAY = shanghai("2026-11-20 10:02"), shanghai("2026-11-23 09:00")


@dataclass
class Standing:
    """A clock that stands still until it is moved."""

    moment: datetime = FRIDAY

    def now(self) -> datetime:
        return self.moment


def _book(box: Container, clock: Standing) -> CallbackBook:
    return CallbackBook(box.store, box.boundary, CallbackRules(POLICY, office_hours()), clock)


async def _conversation(box: Container, customer: str = "c") -> ConversationId:
    message = InboundMessage("web", customer, f"m-{customer}", "请给我回电话")
    return (await box.intake.receive(message)).conversation_id


async def _events(box: Container) -> list[tuple[str, str]]:
    return [
        (event.kind.value, event.data["state"])
        for event in await box.feed.page(EventId(0), None, 500)
        if event.kind.value.startswith("callback.")
    ]


async def test_a_promise_is_written_down_and_moves_nobody(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        book, conversation_id = _book(box, Standing()), await _conversation(box)
        made = await book.promise(conversation_id, MONDAY, "打 13812348000")
        async with box.store.reading() as tx:
            assert (await tx.conversations.get(conversation_id)).owner is Owner.BOT
        (view,) = await book.list()
        assert await book.of_conversation(conversation_id) == made == view.callback
        events = await _events(box)
    assert (made.at, made.state, made.note) == (MONDAY, CallbackState.OPEN, "打 [手机号1]")
    assert view.masks == {"[手机号1]": "138****8000"}
    assert events == [("callback.promised", "open")]


async def test_a_promise_made_again_is_no_news_and_another_time_replaces_it(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        book, conversation_id = _book(box, Standing()), await _conversation(box)
        first = await book.promise(conversation_id, MONDAY)
        assert await book.promise(conversation_id, MONDAY) == first
        second = await book.promise(conversation_id, MONDAY + timedelta(hours=1))
        assert [view.callback for view in await book.list()] == [second]
        (cancelled,) = await book.list(CallbackState.CANCELLED)
        events = await _events(box)
    assert cancelled.callback.id == first.id
    assert [kind for kind, _ in events] == [
        "callback.promised",
        "callback.changed",
        "callback.promised",
    ]


async def test_promises_that_come_at_once_leave_one(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        book, conversation_id = _book(box, Standing()), await _conversation(box)
        times = [MONDAY + timedelta(hours=n) for n in range(3)]
        await asyncio.gather(*(book.promise(conversation_id, at) for at in times))
        assert len(await book.list()) == 1


async def test_what_cannot_be_kept_is_not_promised(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        book, conversation_id = _book(box, Standing()), await _conversation(box)
        with pytest.raises(InvalidInput, match="2026-11-20 13:00–18:00"):
            await book.promise(conversation_id, shanghai("2026-11-21 10:00"))
        with pytest.raises(NotFound):
            await book.promise(ConversationId("none"), MONDAY)
        assert await book.list() == []
        assert await _events(box) == []
    assert book.suggest(1)[0].start == shanghai("2026-11-20 13:00")
    assert book.choose(shanghai("2026-11-21 00:00"), shanghai("2026-11-25 00:00")) == MONDAY


async def test_a_customer_who_wants_no_call_is_not_called(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        clock = Standing()
        book, conversation_id = _book(box, clock), await _conversation(box)
        assert await book.cancel(conversation_id) is None
        await book.promise(conversation_id, MONDAY)
        cancelled = await book.cancel(conversation_id)
        clock.moment = MONDAY
        assert await book.announce_due() == 0
        assert await book.of_conversation(conversation_id) is None
    assert cancelled is not None
    assert cancelled.state is CallbackState.CANCELLED


async def test_a_due_promise_is_announced_once_however_many_workers_look(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        clock = Standing()
        book = _book(box, clock)
        for number in range(5):
            await book.promise(await _conversation(box, f"c{number}"), MONDAY)
        clock.moment = MONDAY - timedelta(seconds=1)
        assert await book.announce_due() == 0
        clock.moment = MONDAY
        announced = await asyncio.gather(*(book.announce_due() for _ in range(3)))
        assert sum(announced) + await book.announce_due() == 5
        events = await _events(box)
    assert events.count((EventKind.CALLBACK_DUE.value, "open")) == 5


async def test_a_missed_promise_stays_until_somebody_has_called(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        clock = Standing()
        book, conversation_id = _book(box, clock), await _conversation(box)
        agent, other = await make_agent(box, "wang"), await make_agent(box, "li")
        made = await book.promise(conversation_id, MONDAY)
        clock.moment = MONDAY + timedelta(minutes=31)
        await book.announce_due()
        (missed,) = await book.list()
        done = await book.done(made.id, agent)
        assert (await book.done(made.id, agent)).callback == done.callback
        with pytest.raises(StateConflict, match="done already"):
            await book.done(made.id, other)
        assert await book.list() == []
        events = await _events(box)
    assert missed.callback.state is CallbackState.MISSED
    assert (done.callback.state, done.callback.done_by) == (CallbackState.DONE, agent.id)
    assert events[1:] == [
        ("callback.due", "open"),
        ("callback.changed", "missed"),
        ("callback.changed", "done"),
    ]

"""What a platform delivers late is put where it belongs, and answered there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.message import Author, InboundMessage, Message, Receipt
from tests.boxes import box_over, make_agent
from tests.contract.doubles import HandClock
from tests.integration.line.assistants import Gated
from tests.integration.line.working import all_processed, transcript, turns_of, until

CHANNEL = "telegram"
WAIT = timedelta(seconds=2)


@asynccontextmanager
async def _box(url: str, var: Path, clock: HandClock) -> AsyncIterator[Container]:
    async with box_over(url, var, clock=clock, policies=ROOT / "data" / "policy") as box:
        yield box


async def _say(box: Container, text: str, order: int | None) -> Receipt:
    message = InboundMessage(CHANNEL, "c", f"id {text}", text, platform_order=order)
    return await box.intake.receive(message)


async def _answered(box: Container, receipt: Receipt) -> list[Message]:
    gated = Gated()
    gated.gate.set()
    async with turns_of(box, gated):
        await until(lambda: all_processed(box, receipt.conversation_id))
    return await transcript(box, receipt.conversation_id)


def _words(rows: list[Message]) -> list[str]:
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    return [row.text for row in rows if row.author is Author.CUSTOMER]


async def test_what_was_said_before_is_put_before_while_it_waits(
    database_url: str, tmp_path: Path
) -> None:
    clock = HandClock()
    async with _box(database_url, tmp_path, clock) as box:
        for text, order in (("二", 20), ("四", 40), ("三", 30), ("一", 10)):
            receipt = await _say(box, text, order)
            clock.move(WAIT / 5)
        duplicate = await _say(box, "二", 20)
        clock.move(WAIT)
        rows = await _answered(box, receipt)
    assert duplicate.duplicate
    assert _words(rows) == ["一", "二", "三", "四"]
    assert [row.text for row in rows if row.author is Author.BOT] == [
        "回答1",
        "回答2",
        "回答3",
        "回答4",
    ]


async def test_nothing_is_answered_before_its_time_and_late_ones_wait_no_longer(
    database_url: str, tmp_path: Path
) -> None:
    clock, gated = HandClock(), Gated()
    async with _box(database_url, tmp_path, clock) as box:
        await _say(box, "二", 20)
        clock.move(WAIT - timedelta(milliseconds=1))
        late = await _say(box, "一", 10)
        rows = await transcript(box, late.conversation_id)
        async with box.store.reading() as tx:
            assert not await tx.conversations.has_work(clock.now())
            clock.move(timedelta(milliseconds=1))
            assert await tx.conversations.has_work(clock.now())
        gated.gate.set()
        async with turns_of(box, gated):
            await until(lambda: all_processed(box, late.conversation_id))
    assert _words(rows) == ["一", "二"]
    assert rows[0].next_attempt_at == rows[1].next_attempt_at
    assert gated.asked == 2


async def test_the_answer_to_what_came_before_stays_in_between(
    database_url: str, tmp_path: Path
) -> None:
    clock, gated = HandClock(), Gated()
    gated.gate.set()
    async with _box(database_url, tmp_path, clock) as box:
        receipt = await _say(box, "一", 10)
        clock.move(WAIT / 2)
        await _say(box, "三", 30)
        clock.move(WAIT / 2)
        async with turns_of(box, gated):
            await until(lambda: _is_answered(box, receipt))
            await _say(box, "二", 20)
            clock.move(WAIT)
            await until(lambda: all_processed(box, receipt.conversation_id))
        rows = await transcript(box, receipt.conversation_id)
    assert _words(rows) == ["一", "二", "三"]
    assert [row.author is Author.BOT for row in rows] == [False, False, True, False, True, True]


async def _is_answered(box: Container, receipt: Receipt) -> bool:
    rows = await transcript(box, receipt.conversation_id)
    return any(row.author is Author.BOT for row in rows)


async def test_what_was_answered_stays_where_it_is(database_url: str, tmp_path: Path) -> None:
    clock = HandClock()
    async with _box(database_url, tmp_path, clock) as box:
        receipt = await _say(box, "二", 20)
        clock.move(WAIT)
        await _answered(box, receipt)
        await _say(box, "一", 10)
        clock.move(WAIT)
        rows = await _answered(box, receipt)
    assert _words(rows) == ["二", "一"]


async def test_what_an_agent_has_seen_and_answered_stays_before_the_answer(
    database_url: str, tmp_path: Path
) -> None:
    clock = HandClock()
    async with _box(database_url, tmp_path, clock) as box:
        receipt = await _say(box, "二", 20)
        agent = await make_agent(box, "li")
        await box.handoffs.claim(receipt.conversation_id, agent)
        await box.replies.send(receipt.conversation_id, agent, "好", "1")
        await _say(box, "一", 10)
        rows = await transcript(box, receipt.conversation_id)
    said = [row.text for row in rows if row.author is not Author.SYSTEM]
    assert said == ["二", "好", "一"]


async def test_without_the_platforms_order_nothing_waits(database_url: str, tmp_path: Path) -> None:
    async with _box(database_url, tmp_path, HandClock()) as box:
        await _say(box, "一", None)
        receipt = await _say(box, "二", None)
        rows = await _answered(box, receipt)
    assert _words(rows) == ["一", "二"]

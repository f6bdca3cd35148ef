"""What LINE sells by the month: known at the desk and to the doctor, refused in words; replies for
which the customer's own message brings a token get through all the same."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.domain.failure import Failure
from bot.domain.message import Delivery
from bot.serve.doctor_counts import examine_counts
from connectors.line_messaging.payloads import CHANNEL
from connectors.line_messaging.quota import ASKED_EVERY
from tests.integration.channels.conftest import Served
from tests.integration.channels.line_messaging.line_chat import TEXT, last_is, line_chat, saying
from tests.integration.channels.line_platform import CUSTOMER, Line
from tests.integration.channels.saying import said
from tests.integration.line.working import until

SPENT = "a token that was used already"
PLAN = {"type": "limited", "value": 200}


class Ahead:
    """The real time, plus whatever a test adds."""

    by = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.by


async def _knows(served: Served, left: int) -> bool:
    """Whether the desk would show it."""
    found = await served.box.chat.find(CHANNEL, CUSTOMER)
    if not found:
        return False
    _, _, month = await served.box.platform_limits.now(found)
    return month is not None and (month.left, month.most) == (left, 200)


async def _asks_again(line: Line, served: Served, clock: Ahead, event_id: str) -> None:
    """After a while somebody writes, and has an answer."""
    clock.by += ASKED_EVERY
    asked, calls = line.asked, len(line.calls)
    await line.deliver(served, saying("還在嗎", event_id, f"token of {event_id}"))
    await until(lambda: line.asked > asked and len(line.calls) > calls)


async def test_what_is_left_is_asked_for_once_in_a_while_and_counted_on(tmp_path: Path) -> None:
    clock = Ahead()
    async with line_chat(tmp_path, clock=clock) as (served, line):
        line.plan = PLAN
        line.pushes = 150
        line.used.add(SPENT)
        await line.deliver(served, TEXT)
        await until(lambda: last_is(served, Delivery.SENT))
        await until(lambda: _knows(served, 50))
        await line.deliver(served, saying("還在嗎", "01HPUSHED", SPENT))
        await until(lambda: _knows(served, 49))
        assert (line.calls, line.asked) == (["reply", "reply", "push"], 1)
        line.pushes = 180  # somebody else sends from this account, too
        await _asks_again(line, served, clock, "01HLATER")
        await until(lambda: _knows(served, 20))


async def test_used_up_pushes_are_refused_in_words_and_replies_stay_free(tmp_path: Path) -> None:
    clock = Ahead()
    async with line_chat(tmp_path, clock=clock) as (served, line):
        line.plan = PLAN
        line.pushes = 190
        line.used.add(SPENT)
        await line.deliver(served, TEXT)
        await until(lambda: last_is(served, Delivery.SENT))
        await until(lambda: _knows(served, 10))
        line.pushes = 200
        await line.deliver(served, saying("還在嗎", "01HPUSHED", SPENT))
        await until(lambda: last_is(served, Delivery.DEAD))
        dead = (await said(served, CHANNEL, CUSTOMER))[-1]
        assert dead.failure is Failure.USED_UP
        assert "of this month are used up" in (dead.error or "")
        assert await _knows(served, 0)  # before LINE was asked again
        await line.deliver(served, saying("請回我", "01HFREE", "a new token"))
        await until(lambda: line.texts[-1:] == ["回：請回我"])
        ((what, fine, text),) = await examine_counts(served.box)
    assert line.calls == ["reply", "reply", "push", "reply"]
    assert (what, fine) == ("line account", False)
    assert text.startswith("0 of 200 messages of this month left, as of 2")
    assert "plan" in text


async def test_the_doctor_says_what_is_left(tmp_path: Path) -> None:
    async with line_chat(tmp_path) as (served, line):
        line.plan = PLAN
        assert await examine_counts(served.box) == []
        line.pushes = 63
        await line.deliver(served, TEXT)
        await until(lambda: _knows(served, 137))
        ((_, fine, text),) = await examine_counts(served.box)
    assert fine
    assert text.startswith("137 of 200 messages of this month left")


async def test_an_account_without_a_limit_shows_none(tmp_path: Path) -> None:
    clock = Ahead()
    async with line_chat(tmp_path, clock=clock) as (served, line):
        line.plan = PLAN
        await line.deliver(served, TEXT)
        await until(lambda: last_is(served, Delivery.SENT))
        await until(lambda: _knows(served, 200))
        line.plan = {"type": "none"}
        await _asks_again(line, served, clock, "01HPLAN")

        async def nothing_is_known() -> bool:
            return await examine_counts(served.box) == []

        await until(nothing_is_known)


async def test_a_day_later_nothing_is_shown(tmp_path: Path) -> None:
    clock = Ahead()
    async with line_chat(tmp_path, clock=clock) as (served, line):
        line.plan = PLAN
        await line.deliver(served, TEXT)
        await until(lambda: _knows(served, 200))
        clock.by += timedelta(days=1)
        assert await examine_counts(served.box) == []

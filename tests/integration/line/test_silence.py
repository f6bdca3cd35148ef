"""Silence: reminded once, kept and said so, and gone on with days later (practice A7, O3)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from bot.adapters.scripts import DomainScripts
from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.case import CaseState, FactName
from bot.domain.ids import ConversationId
from bot.domain.message import Author, InboundMessage, Reply
from bot.domain.policy import ClockPolicy
from bot.domain.silence import SilencePolicy
from bot.services.notices import Notices
from bot.services.silence import Silence
from tests.boxes import box_over, make_agent
from tests.integration.line.assistants import Clerk
from tests.integration.line.working import all_processed, answered, transcript, turns_of, until

SCRIPTS = DomainScripts(ROOT / "domain.yml")
ALWAYS = SilencePolicy(10, time(0), time(0))
REMINDER = SCRIPTS.reply("utter_notice_reminder", "zh-Hans", {}).text
KEPT = SCRIPTS.reply("utter_notice_draft_kept", "zh-Hans", {}).text


class Later:
    """The real time, so much later."""

    def __init__(self, **ahead: float) -> None:
        self._ahead = timedelta(**ahead)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self._ahead


class Breaking:
    """Fails once, in the middle of the transaction."""

    def __init__(self) -> None:
        self.broken = False

    def reply(self, name: str, language: str, values: Mapping[str, str]) -> Reply:
        if not self.broken:
            self.broken = True
            raise ConnectionError("the process dies here")
        return SCRIPTS.reply(name, language, values)


def _silence(box: Container, clock: Later, policy: SilencePolicy = ALWAYS) -> Silence:
    clocks = ClockPolicy(answer_within_days=15, draft_idle_hours=24)
    notices = Notices(SCRIPTS, clock)
    return Silence(box.store, notices, (clocks, policy), clock, timezone.utc)


async def _notices(box: Container, conversation_id: ConversationId) -> list[str]:
    rows = await transcript(box, conversation_id)
    return [row.text for row in rows if row.author is Author.SYSTEM]


async def test_a_silence_gets_one_reminder_and_a_word_arms_the_next(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉，理赔拖了三个月", "m1")
        assert await _silence(box, Later(minutes=9)).remind() == 0
        assert await _silence(box, Later(minutes=11)).remind() == 1
        assert await _silence(box, Later(minutes=12)).remind() == 0
        assert await _silence(box, Later(hours=5)).remind() == 0
        assert await _notices(box, said.conversation_id) == [REMINDER]
        await answered(box, "u1", "在的", "m2")
        assert await _silence(box, Later(minutes=11)).remind() == 1
        assert await _notices(box, said.conversation_id) == [REMINDER] * 2


async def test_whoever_only_chats_or_has_a_person_is_not_reminded(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        await answered(box, "u1", "你好", "m1")
        said = await answered(box, "u2", "我要投诉", "m2")
        await box.handoffs.claim(said.conversation_id, await make_agent(box, "wang"))
        assert await _silence(box, Later(minutes=30)).remind() == 0
        assert await _silence(box, Later(hours=30)).keep_drafts() == 1
        assert KEPT not in await _notices(box, said.conversation_id)


async def test_nobody_is_written_to_at_night(database_url: str, tmp_path: Path) -> None:
    clock = Later(minutes=30)
    now = clock.now()
    night = SilencePolicy(10, (now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉", "m1")
        assert await _silence(box, clock, night).remind() == 0
        assert await _silence(box, Later(hours=24, minutes=30), night).keep_drafts() == 0
        assert await _notices(box, said.conversation_id) == []


async def test_a_reminder_speaks_the_language_of_the_conversation(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        inbound = InboundMessage("web", "u1", "m1", "投诉: my claim is late", language="en")
        said = await box.intake.receive(inbound)
        await until(lambda: all_processed(box, said.conversation_id))
        assert await _silence(box, Later(minutes=11)).remind() == 1
        assert await _notices(box, said.conversation_id) == [
            SCRIPTS.reply("utter_notice_reminder", "en", {}).text
        ]


async def test_two_workers_at_once_remind_and_keep_each_conversation_once(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        box_over(database_url, tmp_path) as box,
        box_over(database_url, tmp_path) as other,
        turns_of(box, Clerk(box)),
    ):
        saying = [answered(box, f"u{n}", "我要投诉", f"m{n}") for n in range(20)]
        said = await asyncio.gather(*saying)
        for clock, act in (
            (Later(minutes=11), Silence.remind),
            (Later(days=2), Silence.keep_drafts),
        ):
            both = await asyncio.gather(*(act(_silence(one, clock)) for one in (box, other)))
            assert sum(both) == len(said)
        for receipt in said:
            assert await _notices(box, receipt.conversation_id) == [REMINDER, KEPT]


async def test_after_a_crash_in_the_middle_it_is_said_once_and_not_twice(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉", "m1")
        for clock in (Later(minutes=11), Later(days=2)):
            clocks = ClockPolicy(15, 24)
            notices = Notices(Breaking(), clock)
            silence = Silence(box.store, notices, (clocks, ALWAYS), clock, timezone.utc)
            act = silence.remind if clock.now() < Later(hours=1).now() else silence.keep_drafts
            with pytest.raises(ConnectionError):
                await act()
            assert [await act(), await act()] == [1, 0]
        assert await _notices(box, said.conversation_id) == [REMINDER, KEPT]


async def test_a_customer_who_returns_days_later_goes_on_with_the_kept_draft(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉，理赔拖了三个月", "m1")
        before = await box.complaints.of_conversation(said.conversation_id)
        assert await _silence(box, Later(hours=25)).keep_drafts() == 1
        kept = await box.complaints.of_conversation(said.conversation_id)
        assert await _notices(box, said.conversation_id) == [KEPT]
        await answered(box, "u1", "我回来了", "m2")
        after = await box.complaints.of_conversation(said.conversation_id)
    assert before
    assert kept
    assert after
    assert (kept.state, after.state) == (CaseState.ABANDONED, CaseState.DRAFT)
    assert before.id == kept.id == after.id
    assert after.episode == 1
    assert after.fact(FactName.WHAT_HAPPENED) == before.fact(FactName.WHAT_HAPPENED)

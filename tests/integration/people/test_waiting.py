"""What a customer in the queue is told, in and out of hours (practice E6, A11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.scripts import DomainScripts
from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.conversation import HandoffReason
from bot.domain.handoff import QueuePolicy
from bot.domain.message import Author, InboundMessage
from bot.domain.on_call import MailWords, OnCallPolicy
from bot.domain.policy import ClockPolicy
from bot.domain.triage import TriagePolicy
from bot.services.handoffs import Handoffs
from bot.services.notices import Notices
from bot.services.on_call import OnCallDesk
from bot.services.waiting import Waiting
from tests.boxes import box_over, make_agent
from tests.calendars import office_hours, shanghai


class Frozen:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


def _at_work(box: Container, now: datetime) -> tuple[Waiting, Handoffs]:
    hours, clock = office_hours(), Frozen(now)
    nobody = OnCallPolicy((), timedelta(minutes=1), 1, MailWords("", ""))
    notices = Notices(DomainScripts(ROOT / "domain.yml"), clock)
    policies = QueuePolicy(8, 20), TriagePolicy((), 1.0), ClockPolicy(15, 24)
    waiting = Waiting(box.store, box.presence, policies, hours, clock)
    calls = OnCallDesk(nobody, hours, "")
    return waiting, Handoffs(
        box.store, waiting, notices, box.surveys, box.boundary, calls, clock, hours.zone
    )


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-20 10:00", {"minutes": "28", "time": "10:28", "opens": ""}),
        ("2026-11-20 08:00", {"minutes": "68", "time": "09:08", "opens": "09:00"}),
        (
            "2026-11-21 09:00",
            {"minutes": "2888", "time": "11月23日 09:08", "opens": "11月23日 09:00"},
        ),
        (
            "2026-10-01 09:00",
            {"minutes": "10088", "time": "10月8日 09:08", "opens": "10月8日 09:00"},
        ),
        ("2026-09-30 17:50", {"minutes": "11008", "time": "10月8日 09:18", "opens": ""}),
    ],
)
async def test_the_time_that_is_told_is_the_time_that_is_kept(
    database_url: str, tmp_path: Path, now: str, told: Mapping[str, str]
) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipt = await box.intake.receive(InboundMessage("web", "c", "m1", "转人工"))
        waiting, handoffs = _at_work(box, shanghai(now))
        place = await waiting.preview(receipt.conversation_id)
        values = waiting.values(place, "zh-Hans")
        async with box.store.writing() as tx:
            conversation = await tx.conversations.lock(receipt.conversation_id)
            reason = HandoffReason.CUSTOMER_ASKED
            queued, kept = await handoffs.enqueue(tx, conversation, reason)
    assert values == {"place": "1", **told}
    assert kept == place
    assert queued.promised_at == place.expected_at


async def test_who_is_put_back_into_the_queue_out_of_hours_reads_when_it_opens(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipt = await box.intake.receive(InboundMessage("web", "c", "m1", "转人工"))
        _, handoffs = _at_work(box, shanghai("2026-10-02 09:00"))
        agent = await make_agent(box, "li")
        await handoffs.claim(receipt.conversation_id, agent)
        await handoffs.transfer(receipt.conversation_id, agent, None, "")
        async with box.store.reading() as tx:
            (told,) = await tx.messages.last_said(receipt.conversation_id, [Author.SYSTEM], 1)
    assert "10月8日 09:00" in told.text
    assert "分钟" not in told.text

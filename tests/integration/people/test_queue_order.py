"""The order of the queue while people wait, over real databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.bootstrap import Container
from bot.domain.case import Level
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.events import EventKind
from bot.domain.ids import ConversationId, EventId
from bot.domain.message import InboundMessage
from bot.domain.overruling import Correction, Judgement
from bot.domain.staff import Role
from tests.boxes import box_over, make_agent


class MovedClock:
    """The real time, plus whatever a test adds."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.ahead


async def _waiting(box: Container, customer: str) -> ConversationId:
    """A customer with an ordinary complaint, in the queue."""
    receipt = await box.intake.receive(InboundMessage("web", customer, f"m-{customer}", "我要投诉"))
    await box.complaints.note(
        receipt.conversation_id, receipt.message_id, complaint=True, facts={}, signals=[]
    )
    async with box.store.writing() as tx:
        locked = await tx.conversations.lock(receipt.conversation_id)
        await box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
    return receipt.conversation_id


async def _queue(box: Container) -> Sequence[tuple[ConversationId, int]]:
    async with box.store.reading() as tx:
        rows = await tx.conversations.list(owners=[Owner.QUEUE])
    return [(row.id, row.priority) for row in rows]


async def test_whom_a_person_judges_major_moves_up_and_whose_promise_has_passed_too(
    database_url: str, tmp_path: Path
) -> None:
    clock = MovedClock()
    async with box_over(database_url, tmp_path, clock=clock) as box:
        first, second, third = [await _waiting(box, name) for name in "abc"]
        assert await _queue(box) == [(first, 0), (second, 0), (third, 0)]
        assert await box.queue_order.refresh() == 0

        boss = await make_agent(box, "boss", Role.SUPERVISOR)
        async with box.store.reading() as tx:
            case = await tx.cases.of_episode(third, 1)
        assert case
        judged = Correction(Judgement.LEVEL, Level.ORDINARY.value, Level.MAJOR.value, "记者在场")
        await box.overruling.overrule(case.id, judged, boss)
        assert await box.queue_order.refresh() == 1
        assert await _queue(box) == [(third, 40), (first, 0), (second, 0)]

        clock.ahead += timedelta(minutes=16)
        assert await box.queue_order.refresh() == 2
        assert await _queue(box) == [(third, 40), (first, 10), (second, 10)]

        clock.ahead += timedelta(hours=2)
        fourth = await _waiting(box, "d")
        assert await box.queue_order.refresh() == 2
        assert await _queue(box) == [(third, 40), (first, 35), (second, 35), (fourth, 0)]
        assert await box.queue_order.refresh() == 0
        async with box.store.reading() as tx:
            events = await tx.events.after(EventId(0))
        changes = [event for event in events if event.kind is EventKind.PRIORITY_CHANGED]
        moved = [event.conversation_id for event in changes]
        assert moved == [third, first, second, first, second]
        assert changes[0].data == {"priority": 40, "was": 0}

"""Somebody in danger waits, and people on call are called."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp

from bot.adapters.on_call import WebhookOnCall
from bot.bootstrap import Container
from bot.domain.conversation import HandoffReason
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, EventId, MessageId
from bot.domain.message import InboundMessage
from bot.domain.on_call import Notice, NoticeKind
from bot.domain.triage import Signal, SignalName
from bot.services.notice_sender import NoticeSender
from tests.integration.people.far_ends import SECRET, Pager

SAID = "我不想活了，我叫张伟，手机13812348000"


@dataclass
class Shifted:
    """The container's clock, plus whatever a test adds."""

    box: Container
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.box.clock.now() + self.ahead


@asynccontextmanager
async def calling(
    box: Container, far_end: Pager, seconds: float = 5
) -> AsyncIterator[tuple[NoticeSender, Shifted]]:
    """The sender of one process; only the webhook is set up."""
    clock = Shifted(box)
    way = WebhookOnCall(far_end.url, SECRET, box.clock, aiohttp.ClientTimeout(total=seconds))
    sender = NoticeSender(box.store, box.notifier, {NoticeKind.WEBHOOK: way}, clock)
    yield sender, clock
    await sender.close()


async def in_danger(box: Container, customer: str = "c") -> ConversationId:
    """A customer whose life is in danger, in the queue."""
    receipt = await box.intake.receive(InboundMessage("web", customer, f"m-{customer}", SAID))
    signal = Signal(SignalName.SELF_HARM, 1.0, "我不想活了", hard=True)
    await box.complaints.note(
        receipt.conversation_id,
        MessageId(receipt.message_id),
        complaint=True,
        facts={},
        signals=[signal],
    )
    await queue_up(box, receipt.conversation_id)
    return receipt.conversation_id


async def queue_up(box: Container, conversation_id: ConversationId, *, fail: bool = False) -> None:
    """Into the queue; `fail`: and break before it is committed."""
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(conversation_id)
        await box.handoffs.enqueue(tx, conversation, HandoffReason.HARD_SIGNAL)
        if fail:
            raise ZeroDivisionError


async def notices_of(
    box: Container, conversation_id: ConversationId, kind: NoticeKind = NoticeKind.WEBHOOK
) -> list[Notice]:
    """Its calls by this way."""
    async with box.store.reading() as tx:
        rows = await tx.notices.of_conversation(conversation_id)
    return [row for row in rows if row.kind is kind]


async def events_of(box: Container, kind: EventKind) -> Sequence[Event]:
    """Everything of this kind in the log."""
    return [e for e in await box.feed.page(EventId(0), None, 500) if e.kind is kind]

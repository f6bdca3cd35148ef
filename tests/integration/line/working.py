"""A line at work: the turn runner over a container, and waiting for what it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.bootstrap import Container
from bot.domain.ids import ConversationId
from bot.domain.message import InboundMessage, Message, Processing, Receipt
from bot.ports import Assistant
from bot.services.turns import TurnRunner, TurnSettings
from bot.tasks import end_tasks

PATIENCE = 60.0


@asynccontextmanager
async def turns_of(
    box: Container, assistant: Assistant, worker: str = "one"
) -> AsyncIterator[None]:
    """The turn runner works while the block runs."""
    settings = TurnSettings(worker, parallel=16, poll=0.2, time_out=5.0)
    hands = (box.handoffs, box.queue_order)
    runner = TurnRunner(box.store, box.notifier, hands, assistant, box.clock, settings)
    task = asyncio.create_task(runner.run())
    try:
        yield
    finally:
        await end_tasks([task])


async def say(box: Container, customer: str, text: str, external_id: str) -> Receipt:
    """A customer's message through intake."""
    return await box.intake.receive(InboundMessage("web", customer, external_id, text))


async def transcript(box: Container, conversation_id: ConversationId) -> list[Message]:
    """All of it."""
    async with box.store.reading() as tx:
        return list(await tx.messages.transcript(conversation_id))


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for a condition; fails after a long while."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while not (found if isinstance(found := holds(), bool) else await found):
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.01)


async def all_processed(box: Container, conversation_id: ConversationId) -> bool:
    """Whether nothing waits for the bot."""
    rows = await transcript(box, conversation_id)
    return all(row.processing is not Processing.PENDING for row in rows)


async def answered(box: Container, customer: str, text: str, external_id: str) -> Receipt:
    """A customer's message that the bot has answered; needs a running turn runner."""
    receipt = await say(box, customer, text, external_id)
    await until(lambda: all_processed(box, receipt.conversation_id))
    return receipt

"""Looking at what came of a conversation."""

from __future__ import annotations

from bot.domain.message import Delivery, Message, Processing
from tests.integration.channels.conftest import Served
from tests.integration.line.working import transcript, until

_UNDER_WAY = (Delivery.PENDING, Delivery.SENDING)


async def rows_of(served: Served, channel: str, customer: str) -> list[Message]:
    """A customer's transcript, empty where there is no conversation."""
    found = await served.box.chat.find(channel, customer)
    return await transcript(served.box, found) if found else []


async def heard(served: Served, channel: str, customer: str) -> list[Message]:
    """What the customer said."""
    return [row for row in await rows_of(served, channel, customer) if row.processing]


async def said(served: Served, channel: str, customer: str) -> list[Message]:
    """What was said to the customer."""
    return [row for row in await rows_of(served, channel, customer) if row.delivery]


async def settled(served: Served, channel: str, customer: str) -> list[Message]:
    """The transcript once nothing in it waits or is on its way any more."""

    async def done() -> bool:
        rows = await rows_of(served, channel, customer)
        return not any(
            row.processing is Processing.PENDING or row.delivery in _UNDER_WAY for row in rows
        )

    await until(done)
    return await rows_of(served, channel, customer)

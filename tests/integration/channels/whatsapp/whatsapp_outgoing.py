"""A customer has written to WhatsApp: saying something, and seeing how far it gets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.bootstrap import Container
from bot.domain.message import Author, Delivery, Message, Reply
from bot.services.transcript import Outgoing, record_outgoing
from connectors.whatsapp.payloads import CHANNEL
from tests.integration.channels.conftest import Served
from tests.integration.channels.saying import said
from tests.integration.channels.whatsapp.whatsapp_chat import TEXT, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER, Cloud
from tests.integration.line.working import until


class Shifted:
    """The real clock, some time later."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self.by


class Silent:
    """Stands where Rasa's agent stands and says nothing."""

    async def handle_message(self, message: object) -> None:
        return None


@asynccontextmanager
async def talking(var: Path, **settings: object) -> AsyncIterator[tuple[Served, Cloud, Shifted]]:
    """A customer has written; nothing was answered yet."""
    clock = Shifted()
    async with whatsapp(var, Silent(), clock=clock, **settings) as (served, cloud):
        assert await cloud.deliver(served, TEXT) == 200
        yield served, cloud, clock


async def tell(box: Container, text: str, *titles: str) -> None:
    """We say it, with these buttons."""
    found = await box.chat.find(CHANNEL, CUSTOMER)
    assert found
    buttons = tuple({"title": title, "payload": "/affirm"} for title in titles)
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(found)
        outgoing = [Outgoing(Author.BOT, Reply(text, buttons))]
        await record_outgoing(tx, conversation, outgoing, box.clock.now())


async def last_of(served: Served) -> Message:
    """What was said last."""
    return (await said(served, CHANNEL, CUSTOMER))[-1]


async def reaches(served: Served, *states: Delivery) -> Message:
    """What was said last, once it has got so far."""

    async def reached() -> bool:
        return (await last_of(served)).delivery in states

    await until(reached)
    return await last_of(served)

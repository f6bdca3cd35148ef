"""WeCom's platform, a customer side that is set up for it, and a customer who writes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.bootstrap import Container
from bot.domain.conversation import Conversation, Owner
from bot.domain.message import Author, Delivery, Message, Reply
from bot.services.transcript import Outgoing, record_outgoing
from connectors.wecom.payloads import CHANNEL
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.wecom_platform import (
    REF,
    Platform,
    address,
    body_of,
    callback,
    platform_server,
    settings,
    signed,
)
from tests.integration.line.working import transcript, until


@dataclass
class World:
    """The platform, the served program, and a customer who writes."""

    platform: Platform
    served: Served

    @property
    def box(self) -> Container:
        return self.served.box

    async def post(self, body: bytes, query: dict[str, str]) -> int:
        url = address(self.served.url, query)
        async with self.served.client.post(url, data=body) as answer:
            return answer.status

    async def call_back(self) -> int:
        sealed = callback()
        return await self.post(body_of(sealed), signed(sealed))

    async def happens(self, *entries: dict[str, Any]) -> None:
        """The platform has these, and says so."""
        self.platform.entries += entries
        assert await self.call_back() == 200

    async def conversation(self) -> Conversation:
        found: list[Conversation] = []

        async def there() -> bool:
            conversation = await self.box.elsewhere.find(CHANNEL, REF)
            found[:] = [conversation] if conversation else []
            return bool(found)

        await until(there)
        return found[0]

    async def rows(self) -> Sequence[Message]:
        return await transcript(self.box, (await self.conversation()).id)

    async def heard(self) -> list[str]:
        return [row.text for row in await self.rows() if row.author is Author.CUSTOMER]

    async def hears(self, text: str) -> None:
        """Until this has come from the customer."""

        async def so() -> bool:
            return text in await self.heard()

        await until(so)

    async def answered(self, text: str) -> None:
        """Until the customer has read something that contains this."""
        await until(lambda: any(text in shown for shown in self.platform.texts()))

    async def owned_by(self, owner: Owner) -> None:
        async def so() -> bool:
            return (await self.conversation()).owner is owner

        await until(so)

    async def say(self, *replies: Reply, author: Author = Author.BOT) -> list[Message]:
        """A turn of ours in answer to the last words."""
        conversation = await self.conversation()
        reply_to = (await self.rows())[0].id if author is Author.BOT else None
        async with self.box.store.writing() as tx:
            locked = await tx.conversations.lock(conversation.id)
            items = [Outgoing(author, reply, in_reply_to=reply_to) for reply in replies]
            return list(await record_outgoing(tx, locked, items, self.box.clock.now()))

    async def delivered(self, message: Message) -> Message:
        """The row once it is neither waiting nor under way."""
        rows: list[Message] = []

        async def settled() -> bool:
            rows[:] = [row for row in await self.rows() if row.id == message.id]
            return rows[0].delivery not in (Delivery.PENDING, Delivery.SENDING)

        await until(settled)
        return rows[0]


@asynccontextmanager
async def world(tmp_path: Path, **more: object) -> AsyncIterator[World]:
    """The platform, and a customer side that is set up for it."""
    async with (
        platform_server() as platform,
        serving(tmp_path, **settings(platform.url, **more)) as served,
    ):
        yield World(platform, served)

"""From what the platform says to intake: choices become payloads, files are fetched.

A message is acknowledged only when it is stored, its file with it. A download that takes longer
than the platform waits goes on; the redeliveries meet it, or what it has stored.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import DeliveryFailed, InvalidInput, QingtingError
from bot.domain.message import Author, InboundMessage, Receipt
from bot.domain.wordless import Said
from bot.services.tasks import end_tasks
from connectors.wechat.api import WeChatApi
from connectors.wechat.media import fetch
from connectors.wechat.payloads import CHANNEL, Incoming, Media
from connectors.wechat.text import choice_of

log = structlog.get_logger(__name__)

PATIENCE = 6.0
"""The platform waits five seconds; who answers later is not heard."""
LOST_FILE = "utter_notice_file_lost"
PAUSES = (1.0, 4.0)
"""Before the second and third try of a download."""
_AT_ONCE = 4
"""Downloads of one process; each may hold as much memory as the largest file."""


class Arrivals:
    """Takes in the messages of one account."""

    def __init__(self, box: Container, api: WeChatApi) -> None:
        self._box, self._api = box, api
        self._under_way: dict[str, asyncio.Task[Receipt]] = {}
        self._downloads = asyncio.Semaphore(_AT_ONCE)

    async def take(self, incoming: Incoming) -> Receipt | None:
        """Store it; None where its file is still on the way when nobody waits any longer.

        Raises InvalidInput and TooManyRequests."""
        if incoming.media is None:
            said = await self._choice(incoming)
            return await self._receive(replace(incoming, said=said))
        task = self._under_way.get(incoming.external_id)
        if task is None:
            task = asyncio.create_task(self._with_file(incoming, incoming.media))
            self._under_way[incoming.external_id] = task
            task.add_done_callback(lambda done: self._ended(incoming.external_id, done))
        await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if task.done() else None

    async def stop(self) -> None:
        """Give up downloads. They were not acknowledged, so the platform may bring them again."""
        await end_tasks(self._under_way.values())

    async def _receive(
        self, incoming: Incoming, *files: InboundAttachment, notice: str | None = None
    ) -> Receipt:
        return await self._box.intake.receive(
            InboundMessage(
                channel=CHANNEL,
                customer_ref=incoming.customer,
                external_id=incoming.external_id,
                text=incoming.said.text,
                payload=incoming.said.payload,
                scoped=incoming.scoped,
                attachments=files,
                notice=notice,
            )
        )

    async def _with_file(self, incoming: Incoming, media: Media) -> Receipt:
        async with self._box.store.reading() as tx:
            known = await tx.messages.by_external_id(CHANNEL, incoming.external_id)
        if known:
            return Receipt(known.conversation_id, known.id, known.seq, duplicate=True)
        try:
            async with self._downloads:
                file = await self._fetch(media)
            return await self._receive(incoming, file)
        except (InvalidInput, DeliveryFailed) as error:
            log.warning("wechat.file_lost", error=error.code)
            return await self._without_file(incoming)

    async def _without_file(self, incoming: Incoming) -> Receipt:
        """What was said in a recording counts; else the customer is told that nothing came."""
        if incoming.said.text:
            return await self._receive(incoming)
        said = Said(self._box.wordless.lost_file)
        return await self._receive(replace(incoming, said=said), notice=LOST_FILE)

    async def _fetch(self, media: Media) -> InboundAttachment:
        most = self._box.files.policy.largest_of_all
        for pause in PAUSES:
            try:
                return await fetch(self._api, media, most)
            except DeliveryFailed as error:
                if not error.retryable:
                    raise
            await asyncio.sleep(pause)
        return await fetch(self._api, media, most)

    async def _choice(self, incoming: Incoming) -> Said:
        """A tap on a menu of ours says exactly what its button stands for."""
        choice = choice_of(incoming.choice)
        found = choice and await self._box.chat.find(CHANNEL, incoming.customer)
        if not choice or not found:
            return incoming.said
        seq, position = choice
        async with self._box.store.reading() as tx:
            rows = await tx.messages.transcript(found, after=seq - 1, limit=1)
        for row in rows:
            if row.author is not Author.CUSTOMER and position < len(row.buttons):
                button = row.buttons[position]
                if button["title"] == incoming.said.text:
                    return Said(button["title"], button["payload"])
        return incoming.said

    def _ended(self, external_id: str, task: asyncio.Task[Receipt]) -> None:
        self._under_way.pop(external_id, None)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, QingtingError):
            log.error("wechat.arrival_broke", error=type(error).__name__)

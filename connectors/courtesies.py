"""That a person at the desk types, on the platforms that show it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import structlog

from bot.bootstrap import Container
from bot.domain.conversation import Owner
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import ConversationId
from bot.domain.message import Author
from bot.ports import TYPING, Sender

log = structlog.get_logger(__name__)

QUIET = 60.0
_LOOK_BACK = 50


@runtime_checkable
class Typist(Protocol):
    """A sender whose platform shows that somebody types."""

    async def typing(self, recipient: str, heard: str) -> None:
        """Show it for some seconds, and that what the customer said was read; `heard`: the
        platform's id of their last message. Raises DeliveryFailed."""
        ...


class Courtesies:
    """Of one process. They may be lost: nothing depends on them."""

    def __init__(self, box: Container, senders: Mapping[str, Sender]) -> None:
        self._box = box
        self._typists = {name: one for name, one in senders.items() if isinstance(one, Typist)}

    async def run(self) -> None:
        """Work until cancelled."""
        if not self._typists:
            return
        async with self._box.notifier.listen(TYPING) as hints:
            while True:
                if await hints.wait(QUIET):
                    await self._show_all()

    async def _show_all(self) -> None:
        try:
            shown = await self._box.activity.to_be_shown()
            await asyncio.gather(*(self._show(one) for one in shown))
        except Exception as error:  # noqa: BLE001 — whatever is away for a while: nobody waits
            log.info("courtesies.failed", error=type(error).__name__)

    async def _show(self, conversation_id: ConversationId) -> None:
        async with self._box.store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            typist = self._typists.get(conversation.channel)
            if typist is None or conversation.owner is not Owner.AGENT:
                return
            rows = await tx.messages.transcript(conversation_id, limit=_LOOK_BACK, newest=True)
        heard = [row.external_id or "" for row in rows if row.author is Author.CUSTOMER]
        if heard and conversation.recorded_by is None:
            recipient = self._box.boundary.address(conversation)
            try:
                await typist.typing(recipient, heard[-1].partition("#")[0])
            except DeliveryFailed as error:
                log.info("courtesy.failed", channel=conversation.channel, error=str(error))

"""Which of our messages a platform's message is, and what the platform says became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.bootstrap import Container
from bot.domain.errors import NotFound
from bot.domain.ids import MessageId
from bot.domain.message import Delivery
from connectors.whatsapp.errors import WINDOW_CLOSED, Refused
from connectors.whatsapp.payloads import CHANNEL, Status

log = structlog.get_logger(__name__)

KEPT = timedelta(days=8)
"""Longer than Meta delivers a status again."""
_SPENT = "spent"
_FORM = re.compile(r"([0-9a-f]{32}):(\d{1,3}):(\d{1,3})")
_STATES = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
}


@dataclass(frozen=True)
class Part:
    """The `number`-th of `total` platform messages that make up one of ours. Meta gets it with
    the message and says it again in every status, even where its answer to us was lost."""

    message_id: MessageId
    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.message_id}:{self.number}:{self.total}"

    @property
    def key(self) -> str:
        """Under which is kept that it went out."""
        return f"part:{self.message_id}:{self.number}"


def parse_part(tracking: str) -> Part | None:
    """None for what is not ours."""
    match = _FORM.fullmatch(tracking)
    return Part(MessageId(match[1]), int(match[2]), int(match[3])) if match else None


class Tracking:
    """What has to be known of sent messages in every process."""

    def __init__(self, box: Container) -> None:
        self._box, self._memory = box, box.channel_memory

    async def is_out(self, part: Part) -> bool:
        """Whether a try before this one got it out."""
        return part.total > 1 and await self._memory.recall(CHANNEL, part.key) is not None

    async def went_out(self, part: Part, wamid: str) -> None:
        """The platform has taken it."""
        await self._memory.keep(CHANNEL, f"wamid:{wamid}", str(part), KEPT)
        await self._keep_part(part)

    async def is_outside_window(self, message_id: MessageId) -> bool:
        """Whether the platform said so after it had taken the message."""
        return await self._memory.recall(CHANNEL, f"outside:{message_id}") is not None

    async def report(self, status: Status) -> None:
        """Bring our message to the state that the platform names; statuses come in any order,
        late and more than once."""
        known = await self._memory.recall(CHANNEL, f"wamid:{status.wamid}")
        part = parse_part(known or status.tracking)
        if part is None:
            return  # of another sender on the same number, or a failure that was dealt with
        try:
            if status.state == "failed":
                await self._failed(part, status)
            elif status.state in _STATES:
                await self._progressed(part, _STATES[status.state])
            if status.state == "read":
                await self._read(part)
        except NotFound:
            log.warning("whatsapp.status_of_nothing", state=status.state)

    async def _progressed(self, part: Part, state: Delivery) -> None:
        """Parts go out in order, so that the last one stands for the message."""
        await self._keep_part(part)
        if part.number == part.total:
            await self._box.acknowledgements.reported(CHANNEL, part.message_id, state)

    async def _read(self, part: Part) -> None:
        """Blue ticks: the customer has seen this and what came before it."""
        if part.number == part.total:
            async with self._box.store.reading() as tx:
                message = await tx.messages.get(part.message_id)
            await self._box.acknowledgements.seen(message.conversation_id, message.seq)

    async def _failed(self, part: Part, status: Status) -> None:
        failure = Refused(status.code)
        if status.code == WINDOW_CLOSED and self._box.settings.whatsapp_template:
            await self._memory.keep(CHANNEL, f"outside:{part.message_id}", _SPENT, KEPT)
            failure = Refused(status.code, passing=True)
        await self._memory.forget(CHANNEL, part.key)
        await self._box.acknowledgements.refused(CHANNEL, [part.message_id], failure)
        await self._memory.keep(CHANNEL, f"wamid:{status.wamid}", _SPENT, KEPT)

    async def _keep_part(self, part: Part) -> None:
        if part.total > 1:
            await self._memory.keep(CHANNEL, part.key, _SPENT, KEPT)

"""How many replies the platform allows: counted here, so that the desk learns of it in words.

When the customer last wrote or tapped stands in the transcript. How many calls answered it
cannot stand there, as bubbles are merged and long texts split; so it is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from sys import maxsize

from bot.domain.channel_rules import ReplyWindow
from bot.domain.ids import ConversationId
from bot.ports import Clock, Store
from bot.services.channel_memory import ChannelMemory
from connectors.wechat.errors import Refused
from connectors.wechat.payloads import CHANNEL

_LOOK_BACK = 200


@dataclass(frozen=True)
class Allowance:
    """What the customer did last of its kind, and how often it was answered."""

    key: str
    used: int
    rule: ReplyWindow


class Quota:
    """Of all customers. `window`: what messages allow (`data/policy/channels.yml`)."""

    def __init__(
        self, store: Store, memory: ChannelMemory, clock: Clock, window: ReplyWindow | None
    ) -> None:
        self._store, self._memory, self._clock = store, memory, clock
        self._window = window or ReplyWindow(timedelta.max)

    async def require(self, conversation_id: ConversationId) -> Allowance:
        """Something that allows one more reply. Raises DeliveryFailed where nothing does."""
        now = self._clock.now()
        async with self._store.reading() as tx:
            rows = await tx.messages.transcript(conversation_id, limit=_LOOK_BACK, newest=True)
        openings = self._window.openings(rows)
        open_now = [
            (rows[place], rule)
            for place, rule in openings
            if now - rows[place].created_at < rule.lasts
        ]
        for row, rule in open_now:
            key = f"used:{row.id}"
            used = int(await self._memory.recall(CHANNEL, key) or 0)
            if used < (rule.messages or maxsize):
                return Allowance(key, used, rule)
        raise Refused(45047 if open_now else 45015)

    async def count(self, allowance: Allowance) -> None:
        """One reply more."""
        used = str(allowance.used + 1)
        await self._memory.keep(CHANNEL, allowance.key, used, allowance.rule.lasts)

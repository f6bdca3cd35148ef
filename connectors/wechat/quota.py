"""How many replies the platform allows: counted here, so that the desk learns of it in words.

When the customer last wrote or tapped stands in the transcript. How many calls answered it
cannot stand there, as bubbles are merged and long texts split; so it is kept beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sys import maxsize

from bot.domain.channel_rules import ReplyWindow
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Message
from bot.ports import Clock, Store
from bot.services.channel_memory import ChannelMemory
from connectors.wechat.errors import Refused
from connectors.wechat.payloads import CHANNEL, EVENT

_LOOK_BACK = 200


@dataclass(frozen=True)
class Rule:
    """`most` replies within `window`."""

    most: int
    window: timedelta


ACT = Rule(3, timedelta(minutes=1))
"""After following, scanning or a tap on the account's menu."""


@dataclass(frozen=True)
class Allowance:
    """What the customer did last of its kind, and how often it was answered."""

    key: str
    used: int
    rule: Rule


class Quota:
    """Of all customers. `window`: what messages allow (`data/policy/channels.yml`)."""

    def __init__(
        self, store: Store, memory: ChannelMemory, clock: Clock, window: ReplyWindow | None
    ) -> None:
        self._store, self._memory, self._clock = store, memory, clock
        window = window or ReplyWindow(timedelta.max)
        self._message = Rule(window.messages or maxsize, window.lasts)

    async def require(self, conversation_id: ConversationId) -> Allowance:
        """Something that allows one more reply. Raises DeliveryFailed where nothing does."""
        now = self._clock.now()
        async with self._store.reading() as tx:
            rows = await tx.messages.transcript(conversation_id, limit=_LOOK_BACK, newest=True)
        open_now = [(row, rule) for row, rule in self._latest(rows) if _is_open(row, rule, now)]
        for row, rule in open_now:
            key = f"used:{row.id}"
            used = int(await self._memory.recall(CHANNEL, key) or 0)
            if used < rule.most:
                return Allowance(key, used, rule)
        raise Refused(45047 if open_now else 45015)

    async def count(self, allowance: Allowance) -> None:
        """One reply more."""
        await self._memory.keep(
            CHANNEL, allowance.key, str(allowance.used + 1), allowance.rule.window
        )

    def _latest(self, rows: Sequence[Message]) -> list[tuple[Message, Rule]]:
        """The customer's last message and the last act after it, as they count."""
        said: list[tuple[Message, Rule]] = []
        for row in reversed(rows):
            if row.author is not Author.CUSTOMER:
                continue
            if EVENT not in (row.external_id or ""):
                return [(row, self._message), *said]
            said = said or [(row, ACT)]
        return said


def _is_open(row: Message, rule: Rule, now: datetime) -> bool:
    return now - row.created_at < rule.window

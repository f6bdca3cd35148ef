"""What WeChat lets through after a customer's message (`data/policy/channels.yml`).

Counted here, per message as the platform counts, as bubbles are merged and long texts are split.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Author, Message
from connectors.wecom.payloads import CHANNEL

_KEPT = timedelta(days=3)
"""Longer than any window."""
_LOOK_BACK = 200


class Quota:
    """Counts per conversation, in what all processes share."""

    def __init__(self, box: Container) -> None:
        self._box, self._memory = box, box.channel_memory
        self._window = box.platform_limits.rules.of(CHANNEL).window

    async def left_to_send(self, message: Message, ids: Sequence[str]) -> Sequence[str]:
        """Those parts that an earlier try has not sent. Raises DeliveryFailed where they are
        more than may still be sent."""
        heard, window = await self._last_heard(message), self._window
        since, count, last = await self._recall(message)
        left = ids[_sent_of(last, ids[0]) :]
        if window is None:
            return left
        if heard is None or self._box.clock.now() - heard.created_at > window.lasts:
            hours = int(window.lasts / timedelta(hours=1))
            raise _refused(
                f"the customer's last message is more than {hours} hours old",
                Failure.WINDOW_CLOSED,
            )
        count = count if since == heard.seq else 0
        if window.messages is not None and count + len(left) > window.messages:
            raise _refused(
                f"WeChat lets {window.messages} messages through until the customer writes again; "
                f"{count} are used and this needs {len(left)}",
                Failure.USED_UP,
            )
        return left

    async def count(self, message: Message, sent: str) -> None:
        """One more has gone out."""
        heard = await self._last_heard(message)
        seq = heard.seq if heard else 0
        since, count, _ = await self._recall(message)
        count = count + 1 if since == seq else 1
        await self._memory.keep(CHANNEL, _key(message), f"{seq} {count} {sent}", _KEPT)

    async def _last_heard(self, message: Message) -> Message | None:
        async with self._box.store.reading() as tx:
            rows = await tx.messages.transcript(
                message.conversation_id, newest=True, limit=_LOOK_BACK
            )
        return next((row for row in reversed(rows) if row.author is Author.CUSTOMER), None)

    async def _recall(self, message: Message) -> tuple[int, int, str]:
        kept = await self._memory.recall(CHANNEL, _key(message))
        since, count, last = (kept or "0 0 none").split(" ")
        return int(since), int(count), last


def _sent_of(last: str, first: str) -> int:
    """How many parts an earlier try has sent, from the id of the last one."""
    sending, _, part = last.rpartition("-")
    return int(part) + 1 if sending == first.rpartition("-")[0] else 0


def _key(message: Message) -> str:
    return f"quota/{message.conversation_id}"


def _refused(why: str, failure: Failure) -> DeliveryFailed:
    return DeliveryFailed(f"Not sent: {why}.", retryable=False, failure=failure)

"""The address that DingTalk gives with every message, to be answered at for a while.

It is a secret and belongs to one person, so it is kept encrypted under the person's digest.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

from bot.bootstrap import Container
from bot.channel_settings import listed
from connectors.dingtalk.payloads import CHANNEL, Callback
from connectors.platform import is_allowed

_PATH = "/robot/sendBySession"
_SPARE = timedelta(seconds=30)
"""An address that ends so soon is not used any more."""
_LONGEST = timedelta(days=1)


class Sessions:
    """Of all processes."""

    def __init__(self, box: Container) -> None:
        self._memory, self._boundary, self._clock = box.channel_memory, box.boundary, box.clock
        self._hosts = listed(box.settings.dingtalk_session_hosts)

    async def keep(self, callback: Callback) -> None:
        """Remember where to answer, unless the address is foreign or a later one is known."""
        if not self._is_genuine(callback.reply_to):
            return
        until = datetime.fromtimestamp(callback.reply_until / 1000, timezone.utc)
        left = min(until - self._clock.now(), _LONGEST) - _SPARE
        key = self._key(callback.arrival.message.customer_ref)
        known = await self._memory.recall(CHANNEL, key)
        if left <= timedelta(0) or (known and json.loads(known)[0] >= callback.reply_until):
            return
        value = json.dumps([callback.reply_until, callback.reply_to])
        await self._memory.keep(CHANNEL, key, value, left)

    async def current(self, customer: str) -> str | None:
        """Where this customer can be answered now."""
        known = await self._memory.recall(CHANNEL, self._key(customer))
        return str(json.loads(known)[1]) if known else None

    async def forget(self, customer: str) -> None:
        """DingTalk does not take anything there any more."""
        await self._memory.forget(CHANNEL, self._key(customer))

    def _is_genuine(self, url: str) -> bool:
        return is_allowed(url, self._hosts) and urlsplit(url).path == _PATH

    def _key(self, customer: str) -> str:
        return f"session:{self._boundary.customer_ref(CHANNEL, customer)[:64]}"

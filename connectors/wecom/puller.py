"""Pulls what callbacks only hint at, account by account, from a cursor.

The platform keeps entries for three days, so the cursor is what must not be lost: it moves on only
when a page is stored (a crash in between repeats a page; intake knows its messages). Two processes
that pull the same account at once do no harm: each stores in order, and what is known is no news.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import async_timeout
import structlog

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import fresh
from bot.services.delivery import pause_before
from connectors.wecom.api import WecomApi, WecomRefused
from connectors.wecom.entries import Entries
from connectors.wecom.payloads import CHANNEL, News, Page, parse_accounts, parse_page

log = structlog.get_logger(__name__)

HINT_LASTS = timedelta(minutes=10)
SWEEP = timedelta(minutes=10)
"""So often all accounts are looked at without a hint, and at the start: callbacks get lost."""
POLL = 5.0
"""Seconds between looks for hints that another process took and did not live to follow."""
FIRST_LOOK = timedelta(minutes=10)
"""On the very first pull: what was written earlier belongs to the time before this channel."""
TOKEN_GONE = 95007
PAGE, ACCOUNTS = 1000, 100
"""As many as one call gives."""


class Puller:
    """One per process."""

    def __init__(self, box: Container, api: WecomApi, *, poll: float = POLL) -> None:
        self._box, self._api, self._poll = box, api, poll
        self._memory, self._entries = box.channel_memory, Entries(box, api)
        self._known: dict[str, int] = {}  # account → failures in a row
        self._rests: dict[str, datetime] = {}
        self._own: dict[str, str] = {}  # hints that came here and are not followed yet
        self._hinted = asyncio.Event()
        self._sweep_at = box.clock.now()

    async def announce(self, news: News) -> None:
        """Keep the hint, so that it outlives this process, and follow it soon."""
        hint = f"{fresh()} {news.token}"  # two hints may bring the same token
        await self._memory.keep(CHANNEL, f"due/{news.account}", hint, HINT_LASTS)
        self._known.setdefault(news.account, 0)
        self._own[news.account] = hint
        self._hinted.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._hinted.clear()
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001 — the database may be away for a while
                log.error("wecom.pull_failed", error=type(error).__name__)
            try:
                async with async_timeout.timeout(self._poll):
                    await self._hinted.wait()
            except asyncio.TimeoutError:
                continue

    async def _look(self) -> None:
        now = self._box.clock.now()
        sweeping = now >= self._sweep_at
        if sweeping:
            self._sweep_at = now + SWEEP
            await self._learn_accounts()
        for account in tuple(self._known):
            hint = self._own.get(account) or await self._memory.recall(CHANNEL, f"due/{account}")
            retrying = self._known[account] > 0
            if (hint or sweeping or retrying) and self._rests.get(account, now) <= now:
                self._own.pop(account, None)
                await self._try(account, hint)

    async def _learn_accounts(self) -> None:
        try:
            offset, more = 0, True
            while more:
                page = {"offset": offset, "limit": ACCOUNTS}
                accounts = parse_accounts(await self._api.call("kf/account/list", page))
                for account in accounts:
                    self._known.setdefault(account, 0)
                offset, more = offset + ACCOUNTS, len(accounts) == ACCOUNTS
        except DeliveryFailed as error:
            log.warning("wecom.accounts_unknown", problem=str(error))
            self._sweep_at = self._box.clock.now() + timedelta(minutes=1)

    async def _try(self, account: str, hint: str | None) -> None:
        try:
            await self.pull(account, (hint or "").partition(" ")[2])
        except Exception as error:  # noqa: BLE001 — nothing is lost: the cursor has not moved
            self._known[account] = failures = min(self._known[account] + 1, 6)
            self._rests[account] = self._box.clock.now() + pause_before(failures, 0.5)
            problem = str(error) if isinstance(error, DeliveryFailed) else type(error).__name__
            log.warning("wecom.pull_failed", problem=problem)
            return
        self._known[account] = 0
        if hint and await self._memory.recall(CHANNEL, f"due/{account}") == hint:
            await self._memory.forget(CHANNEL, f"due/{account}")

    async def pull(self, account: str, token: str) -> None:
        """Everything that is new for this account. Raises DeliveryFailed, InvalidInput."""
        key = f"cursor/{account}"
        cursor = await self._memory.recall(CHANNEL, key) or ""
        since = 0 if cursor else int((self._box.clock.now() - FIRST_LOOK).timestamp())
        more = True
        while more:
            page = await self._page(account, cursor, token)
            await self._entries.take(page.entries, since=since)
            moved = page.cursor not in ("", cursor)
            if moved:
                await self._memory.keep(CHANNEL, key, page.cursor)
                cursor = page.cursor
            more = page.more and moved

    async def _page(self, account: str, cursor: str, token: str) -> Page:
        body: Mapping[str, object] = {
            "open_kfid": account,
            "limit": PAGE,
            **({"cursor": cursor} if cursor else {}),
        }
        try:
            hinted = {**body, "token": token} if token else body
            return parse_page(await self._api.call("kf/sync_msg", hinted))
        except WecomRefused as error:
            if error.errcode != TOKEN_GONE or not token:
                raise
            return parse_page(await self._api.call("kf/sync_msg", body))

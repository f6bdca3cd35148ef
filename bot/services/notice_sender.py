"""The outbox of calls to people on call: each is sent at least once, or ends as a dead letter."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

import async_timeout
import structlog

from bot.domain.conversation import Owner
from bot.domain.errors import DeliveryFailed
from bot.domain.events import Event, EventKind
from bot.domain.on_call import Notice, NoticeKind, NoticeState
from bot.ports import NOTICES, Clock, Notifier, OnCall, Store, Transaction
from bot.services.delivery import pause_before

log = structlog.get_logger(__name__)

CLAIM = timedelta(seconds=30)
"""How long one sending may take before another process may try; above every time-out."""
MAX_ATTEMPTS = 10
BATCH = 16


class NoticeSender:
    """Sends what is due by the ways that are set up; what is due by another way is dropped."""

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        ways: Mapping[NoticeKind, OnCall],
        clock: Clock,
        *,
        poll: float = 5.0,
    ) -> None:
        self._store, self._notifier, self._ways = store, notifier, dict(ways)
        self._clock, self._poll = clock, poll

    async def run(self) -> None:
        """Work until cancelled."""
        async with self._notifier.listen(NOTICES) as hints:
            while True:
                try:
                    tried = await self.sweep()
                except Exception as error:  # noqa: BLE001 — the database may be away for a while: look again
                    log.error("notices.unreadable", error=type(error).__name__)
                    tried = 0
                if not tried:
                    await hints.wait(self._poll)

    async def sweep(self) -> int:
        """Deal with everything that is due now; returns how many notices that were."""
        now = self._clock.now()
        async with self._store.reading() as tx:
            if not await tx.notices.has_due(now):
                return 0
        async with self._store.writing() as tx:
            due = await tx.notices.claim_due(now, now + CLAIM, BATCH)
            useful = [notice for notice in due if await self._is_useful(tx, notice)]
        await asyncio.gather(*(self._send(notice) for notice in useful))
        return len(due)

    async def close(self) -> None:
        """End the connections."""
        for way in self._ways.values():
            await way.close()

    async def _is_useful(self, tx: Transaction, notice: Notice) -> bool:
        """Whether the conversation still waits as it did when the call was written."""
        conversation = await tx.conversations.get(notice.conversation_id)
        taken = conversation.owner in (Owner.AGENT, Owner.CLOSED)
        if taken or conversation.owner_version != notice.owner_version:
            await tx.notices.finish(notice, NoticeState.DROPPED)
            return False
        if notice.kind not in self._ways:
            log.warning("on_call.not_set_up", kind=notice.kind.value)
            await tx.notices.finish(notice, NoticeState.DROPPED, error="not set up")
            return False
        return True

    async def _send(self, notice: Notice) -> None:
        try:
            async with async_timeout.timeout(CLAIM.total_seconds() / 2):
                await self._ways[notice.kind].send(notice)
        except asyncio.TimeoutError:
            await self._failed(notice, DeliveryFailed("time-out", retryable=True))
        except DeliveryFailed as error:
            await self._failed(notice, error)
        except Exception as error:  # noqa: BLE001 — one broken call must neither stop others nor be tried for ever
            await self._failed(notice, DeliveryFailed(type(error).__name__, retryable=True))
        else:
            await self._finish(notice, NoticeState.SENT)

    async def _failed(self, notice: Notice, error: DeliveryFailed) -> None:
        log.warning("on_call.failed", notice=notice.id, retryable=error.retryable)
        if error.retryable and notice.attempts < MAX_ATTEMPTS:
            at = self._clock.now() + pause_before(notice.attempts, random.random())  # noqa: S311 — jitter, no secret
            await self._finish(notice, NoticeState.PENDING, error=str(error), due_at=at)
        else:
            await self._finish(notice, NoticeState.DEAD, error=str(error))

    async def _finish(
        self,
        notice: Notice,
        state: NoticeState,
        *,
        error: str | None = None,
        due_at: datetime | None = None,
    ) -> None:
        async with self._store.writing() as tx:
            written = await tx.notices.finish(notice, state, error=error, due_at=due_at)
            if written and state in _EVENTS:
                await tx.events.append(self._event(_EVENTS[state], notice))

    def _event(self, kind: EventKind, notice: Notice) -> Event:
        data = {
            "notice_id": notice.id,
            "kind": notice.kind.value,
            "reason": notice.payload["reason"],
            "reminder": notice.payload["reminder"],
        }
        return Event(kind, self._clock.now(), "system", notice.conversation_id, None, data)


_EVENTS = {
    NoticeState.SENT: EventKind.ON_CALL_NOTIFIED,
    NoticeState.DEAD: EventKind.ON_CALL_FAILED,
}

"""What each entry of `kf/sync_msg` does here. Every act may be repeated: pages come again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed, InvalidInput, NotFound, TooManyRequests
from bot.domain.failure import Failure
from connectors.arrivals import take_in
from connectors.wecom.api import WecomApi
from connectors.wecom.ids import message_of
from connectors.wecom.merged import Merged
from connectors.wecom.payloads import (
    CHANNEL,
    Entered,
    Entry,
    Said,
    SendFailed,
    SessionMoved,
    parse_entry,
)
from connectors.wecom.session import Session

log = structlog.get_logger(__name__)

AT_ONCE = 8
"""Customers whose entries are worked off at the same time; one customer's stay in order."""
GREET_WITHIN = 20
FAILURES = {
    1: "the account was deleted",
    2: "the app was switched off",
    4: "the customer's last message is more than 48 hours old",
    5: "the session is closed",
    6: "five messages had gone out since the customer's last one",
    8: "the company is not verified",
    10: "the customer refuses messages",
    11: "nobody of the company is signed in to WeCom",
    12: "this type of message is forbidden",
    13: "WeCom's security rules",
}
"""`fail_type` of msg_send_fail."""
_WHY = {
    **dict.fromkeys((1, 2, 8, 11), Failure.ACCESS),
    **dict.fromkeys((4, 5), Failure.WINDOW_CLOSED),
    6: Failure.USED_UP,
    10: Failure.CUSTOMER_GONE,
    **dict.fromkeys((12, 13), Failure.CONTENT),
}


class Entries:
    """Works off pages."""

    def __init__(self, box: Container, api: WecomApi) -> None:
        self._box, self._api = box, api
        self._session, self._merged = Session(box, api), Merged(box)

    async def take(self, page: Sequence[object], *, since: int = 0) -> None:
        """All of a page; returns when everything in it is stored. `since`: older is left out."""
        queues: dict[str, list[Entry]] = {}
        for data in page:
            try:
                entry = parse_entry(data)
            except InvalidInput as error:
                log.warning("wecom.unreadable", field=error.field)
                continue
            if entry and entry.at >= since:
                queues.setdefault(entry.ref, []).append(entry)
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._in_order(queue, gate) for queue in queues.values()))

    async def _in_order(self, queue: Sequence[Entry], gate: asyncio.Semaphore) -> None:
        async with gate:
            for entry in queue:
                try:
                    await self._take(entry)
                except (DeliveryFailed, InvalidInput) as error:
                    if error.retryable:
                        raise
                    # What can never be done must not hold up what others have said.
                    log.error("wecom.entry_refused", kind=type(entry).__name__, error=error.code)

    async def _take(self, entry: Entry) -> None:
        if isinstance(entry, Said) and entry.by_servicer:
            await self._session.heard(entry)
        elif isinstance(entry, Said):
            await self._receive(entry)
        elif isinstance(entry, SendFailed):
            await self._failed(entry)
        elif isinstance(entry, SessionMoved):
            await self._session.follow(entry.ref)
        elif isinstance(entry, Entered):
            await self._greet(entry)

    async def _receive(self, said: Said) -> None:
        """A file that is lost is tried a few times only: it must not hold up everybody's words."""
        while True:
            try:
                await take_in(self._box, [said.arrival], self._api.fetch)
                return
            except TooManyRequests as error:  # the platform keeps it: late is better than lost
                await asyncio.sleep(error.retry_after)

    async def _failed(self, entry: SendFailed) -> None:
        found = message_of(entry.id)
        if found is None:
            return  # not sent by us
        why = f"WeCom could not deliver it: {FAILURES.get(entry.why, f'reason {entry.why}')}"
        try:
            lost = await self._merged.of(found)
            error = DeliveryFailed(why, retryable=False, failure=_WHY.get(entry.why))
            if not await self._box.acknowledgements.refused(CHANNEL, lost, error):
                return
        except NotFound:
            return
        # Sent again, it needs another id: the platform takes each id once.
        for message_id in lost:
            await self._box.channel_memory.keep(CHANNEL, f"failed/{message_id}", entry.id)

    async def _greet(self, entry: Entered) -> None:
        if self._box.clock.now().timestamp() - entry.at > GREET_WITHIN:
            return
        words = self._box.scripts.reply("utter_greet", "zh-Hans", {})
        body = {"code": entry.code, "msgtype": "text", "text": {"content": words.text}}
        try:
            await self._api.call("kf/send_msg_on_event", body)
        except DeliveryFailed as error:  # the code holds once: the page came again, or too late
            log.info("wecom.not_greeted", error=str(error))

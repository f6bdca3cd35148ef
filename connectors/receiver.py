"""Messages whose files still lie with the platform: kept, acknowledged, and fetched afterwards.

Platforms wait for three to five seconds, and a file may take longer. So what a customer said with
files is written down first (encrypted, `ChannelMemory`); then the platform gets its
acknowledgement, whether the files are there or not. What a process was fetching when it died is
taken up by the next one that looks.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, timezone

import structlog

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed, InvalidInput
from bot.domain.message import InboundMessage, Receipt
from bot.tasks import end_tasks
from connectors.arrivals import (
    Arrival,
    Fetch,
    Files,
    RemoteFile,
    by_customer,
    parts_of,
    store,
    take_in,
    unusable,
)

log = structlog.get_logger(__name__)

LATER = (5.0, 20.0, 60.0, 300.0)
"""Seconds before the further rounds in which files are asked for; then they are named as gone."""
AGAIN = 60.0
"""Seconds before what could not be stored (the database away, a flood) is tried again."""
LEASE = timedelta(minutes=3)
"""Longer than one message's files may take. Then another process takes it up."""
KEPT = timedelta(days=7)
"""After so long without anybody working on it (the channel was switched off) it is dropped."""
LOOK = 30.0
"""Seconds between looks for what nobody works on."""
_PREFIX = "files:"
_FIELDS = (
    "channel",
    "customer_ref",
    "external_id",
    "text",
    "payload",
    "language",
    "scoped",
    "refused",
    "platform_order",
    "quoted_id",
)
"""What a message with files on a platform has; none of them brings contents along."""


@dataclass(frozen=True)
class _Kept:
    """What one customer said in one delivery. `rounds`: how often files were asked for in vain;
    `until`: when nobody works on it any more."""

    arrivals: tuple[Arrival, ...]
    rounds: int
    until: datetime


class Receiver:
    """One channel's way to intake. `patience`: seconds for which the acknowledgement waits for
    files, so that most of them are there when the customer sees it."""

    def __init__(self, channel: str, patience: float) -> None:
        self._channel, self._patience = channel, patience
        self._tasks: dict[str, asyncio.Task[list[Receipt]]] = {}
        self._keeping = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None

    def start(self, box: Container, fetch: Fetch) -> None:
        """Take up what was left, now and whenever somebody dies; on the running loop."""
        self._box, self._fetch = box, fetch
        self._looking = asyncio.create_task(self._look(), name=f"{self._channel} files")

    async def take_in(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Like `arrivals.take_in` for what has no files. All else is safe when this returns; of
        what is not in the transcript yet there is no receipt."""
        with_files, plain = list[list[Arrival]](), list[Arrival]()
        for said in by_customer(arrivals):
            if any(one.files for one in said):
                with_files.append(said)
            else:
                plain += said
        receipts = await take_in(self._box, plain, self._fetch)
        working = set[asyncio.Task[list[Receipt]]]()
        for said in with_files:
            known, task = await self._keep(tuple(said))
            receipts += known
            working |= {task} if task else set()
        if working:
            await asyncio.wait(working, timeout=self._patience)
        return receipts + [one for task in working if task.done() for one in task.result()]

    async def close(self) -> None:
        """Leave what is unfinished to whoever looks next."""
        left = list(self._tasks)
        await end_tasks(task for task in (*self._tasks.values(), self._looking) if task)
        for key in left:
            if kept := await self._read(key):
                await self._write(key, replace(kept, until=self._now()))

    async def _keep(
        self, arrivals: tuple[Arrival, ...]
    ) -> tuple[list[Receipt], asyncio.Task[list[Receipt]] | None]:
        """What is in the transcript already, or the work on it where it is ours."""
        key = _key(arrivals)
        async with self._keeping:
            if key in self._tasks:
                return [], self._tasks[key]
            if await self._read(key):
                return [], None
            known = [await self._box.intake.known(one.message) for one in arrivals]
            if all(known):
                return [receipt for receipt in known if receipt], None
            await self._write(key, _Kept(arrivals, 0, self._now() + LEASE))
            return [], self._begin(key)

    def _begin(self, key: str) -> asyncio.Task[list[Receipt]]:
        task = self._tasks[key] = asyncio.create_task(self._work(key), name="files")
        task.add_done_callback(lambda _: self._tasks.pop(key, None))
        return task

    async def _look(self) -> None:
        while True:
            try:
                for key in await self._box.channel_memory.keys(self._channel, _PREFIX):
                    async with self._keeping:
                        kept = None if key in self._tasks else await self._read(key)
                        if kept and kept.until <= self._now():
                            await self._write(key, replace(kept, until=self._now() + LEASE))
                            self._begin(key)
            except Exception as error:  # noqa: BLE001 — the database may be away for a while
                log.error("arrivals.unreadable", error=type(error).__name__)
            await asyncio.sleep(LOOK)

    async def _work(self, key: str) -> list[Receipt]:
        receipts: list[Receipt] = []
        while True:
            try:
                kept = await self._read(key)
                left = await self._round(key, kept, receipts) if kept else []
                if not kept or not left:
                    await self._box.channel_memory.forget(self._channel, key)
                    return receipts
                pause = LATER[kept.rounds]
                until = self._now() + timedelta(seconds=pause) + LEASE
                await self._write(key, _Kept(tuple(left), kept.rounds + 1, until))
            except Exception as error:  # noqa: BLE001 — it was acknowledged, so it is not given up
                log.warning("arrivals.not_stored", error=type(error).__name__)
                pause = AGAIN
            await asyncio.sleep(pause)

    async def _round(self, key: str, kept: _Kept, receipts: list[Receipt]) -> list[Arrival]:
        """Store what can be stored; returns what is left. Words do not wait for files that are not
        to be had now: these follow as a message of their own. That is written down before the
        words are stored, so that a crash between loses neither."""
        most = self._box.files.policy.files_per_message
        files = Files(self._box, self._fetch, final=kept.rounds >= len(LATER))
        todo = deque(part for one in kept.arrivals for part in parts_of(one, most))
        left: list[Arrival] = []
        while todo:
            part = todo.popleft()
            try:
                receipts.append(await store(self._box, part, files))
            except InvalidInput as error:
                unusable(part, error)
            except DeliveryFailed:
                words, rest = _apart(part)
                left.append(rest)
                todo.extendleft(words)
            if todo:
                rest_of_it = _Kept((*todo, *left), kept.rounds, self._now() + LEASE)
                await self._write(key, rest_of_it)
        return left

    async def _read(self, key: str) -> _Kept | None:
        found = await self._box.channel_memory.recall(self._channel, key)
        return _from_text(found) if found else None

    async def _write(self, key: str, kept: _Kept) -> None:
        await self._box.channel_memory.keep(self._channel, key, _as_text(kept), KEPT)

    def _now(self) -> datetime:
        return self._box.clock.now()


def _apart(part: Arrival) -> tuple[list[Arrival], Arrival]:
    """The words, where there are any, and the files."""
    message = part.message
    if not message.text.strip():
        return [], part
    rest = replace(message, text="", payload=None, refused="")
    rest = replace(rest, external_id=f"{message.external_id}#files")
    return [Arrival(message)], Arrival(rest, part.files)


def _key(arrivals: Sequence[Arrival]) -> str:
    """The same for each time that the platform delivers this."""
    ids = [(one.message.customer_ref, one.message.external_id) for one in arrivals]
    return _PREFIX + hashlib.sha256(json.dumps(ids).encode()).hexdigest()


def _as_text(kept: _Kept) -> str:
    arrivals = [
        {
            "message": {name: getattr(one.message, name) for name in _FIELDS},
            "files": [asdict(file) for file in one.files],
        }
        for one in kept.arrivals
    ]
    body = {"arrivals": arrivals, "rounds": kept.rounds, "until": kept.until.timestamp()}
    return json.dumps(body)


def _from_text(text: str) -> _Kept:
    body = json.loads(text)
    arrivals = [
        Arrival(
            InboundMessage(**one["message"]), tuple(RemoteFile(**file) for file in one["files"])
        )
        for one in body["arrivals"]
    ]
    until = datetime.fromtimestamp(body["until"], timezone.utc)
    return _Kept(tuple(arrivals), body["rounds"], until)

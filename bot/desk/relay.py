"""One reader of the event log for all live feeds of this process.

Fifty feeds that read for themselves would ask the database fifty times for each event, and fifty
pages would then fetch their lists. Here each event is read and encoded once, and so are the rows
of the list that it changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

import async_timeout
import structlog

from bot.desk.models.base import Answer
from bot.desk.models.conversations import Rows, conversation_answer
from bot.desk.models.events import activities_answer, event_answer
from bot.domain.activity import Activity
from bot.domain.events import AUDIT_ONLY, Event, EventKind
from bot.domain.ids import ConversationId, EventId
from bot.services.feed import Feed
from bot.services.inspection import Inspection
from bot.tasks import end_tasks

log = structlog.get_logger(__name__)

ROWS_EVERY = 0.2
"""Seconds in which changed rows gather: a burst of events is one look at the database."""
MOST_BEHIND = 1000
"""Frames after which a feed that is not read fast enough is given up; its reader comes back and
goes on where it was."""
ACTIVITIES = "activities"
"""The kind of what is no event: it has no id, is complete every time and nobody keeps it."""
ROWS = "conversations"
"""The same, for rows of the list."""
_NOT_IN_A_ROW = AUDIT_ONLY | {
    EventKind.CONVERSATION_READ,
    EventKind.CONVERSATION_WATCHED,
    EventKind.MESSAGE_PROCESSED,
    EventKind.DELIVERY_CHANGED,
}


@dataclass(frozen=True)
class Frame:
    """A block of the stream. `event_id`: None for what is no event."""

    data: bytes
    event_id: EventId | None = None
    audit_only: bool = False


class Reader:
    """What one live feed still has to send. `since`: events up to here came before it."""

    def __init__(self, since: EventId) -> None:
        self.since = since
        self._frames: list[Frame] = []
        self._news = asyncio.Event()
        self._ended = False

    def tell(self, frames: Collection[Frame]) -> None:
        """More of it."""
        self._frames += frames
        if len(self._frames) > MOST_BEHIND:
            self.end()
        self._news.set()

    def end(self) -> None:
        """There will be no more."""
        self._ended = True
        self._news.set()

    async def take(self, seconds: float) -> Sequence[Frame] | None:
        """All there is, waiting at most so long for the first; None at the end."""
        try:
            # Not asyncio.wait_for: in Python 3.10 it can swallow a cancellation.
            async with async_timeout.timeout(seconds):
                await self._news.wait()
        except asyncio.TimeoutError:
            return ()
        self._news.clear()
        taken, self._frames = self._frames, []
        return None if self._ended else taken


class Relay:
    """Runs while somebody reads."""

    def __init__(self, feed: Feed, inspection: Inspection) -> None:
        self._feed, self._inspection = feed, inspection
        self._readers: set[Reader] = set()
        self._running: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._position = EventId(0)
        self._doing: Frame | None = None
        self._changed: set[ConversationId] = set()
        self._stale = asyncio.Event()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        """Gets everything after `since`."""
        async with self._starting:
            if self._running is None:
                self._position = await self._feed.last_id()
                self._running = asyncio.create_task(self._run(), name="relay")
        reader = Reader(self._position)
        if self._doing:
            reader.tell([self._doing])
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)
            if not self._readers:
                await self._stop()

    async def _stop(self) -> None:
        running, self._running = self._running, None
        if running:
            await end_tasks([running])

    async def _run(self) -> None:
        """When one half breaks, all feeds end: their readers come back."""
        halves = [asyncio.create_task(half) for half in (self._follow(), self._tell_rows())]
        try:
            ended, _ = await asyncio.wait(halves, return_when=asyncio.FIRST_COMPLETED)
            for error in (half.exception() for half in ended):
                log.error("relay.broke", error=type(error).__name__)
        finally:
            if self._running is asyncio.current_task():
                self._running = None
                for reader in self._readers:
                    reader.end()
            self._doing = None
            await end_tasks(halves)

    async def _follow(self) -> None:
        async with aclosing(self._feed.follow(self._position)) as news:
            async for found in news:
                if isinstance(found, frozenset):
                    self._doing = _doing(found)
                    self._tell([self._doing])
                else:
                    self._position = found[-1].id
                    self._tell([event_frame(event) for event in found])
                    self._note(found)

    def _note(self, events: Sequence[Event]) -> None:
        """Which rows of the list are no longer true."""
        changed = {e.conversation_id for e in events if e.kind not in _NOT_IN_A_ROW}
        self._changed |= {one for one in changed if one is not None}
        if self._changed:
            self._stale.set()

    async def _tell_rows(self) -> None:
        while True:
            await self._stale.wait()
            await asyncio.sleep(ROWS_EVERY)
            self._stale.clear()
            changed, self._changed = self._changed, set()
            rows = await self._inspection.rows(changed)
            answer = Rows(conversations=[conversation_answer(row) for row in rows])
            self._tell([_frame(ROWS, answer)])

    def _tell(self, frames: Sequence[Frame]) -> None:
        for reader in self._readers:
            reader.tell(frames)


def event_frame(event: Event) -> Frame:
    """An event as it stands in the stream."""
    audit_only = event.kind in AUDIT_ONLY
    return _frame(event.kind.value, event_answer(event), event.id, audit_only=audit_only)


def _doing(activities: frozenset[Activity]) -> Frame:
    return _frame(ACTIVITIES, activities_answer(activities))


def _frame(
    name: str, answer: Answer, event_id: EventId | None = None, *, audit_only: bool = False
) -> Frame:
    """JSON has no line breaks of its own, so one `data:` line holds it."""
    number = f"id: {event_id}\r\n" if event_id is not None else ""
    block = f"{number}event: {name}\r\ndata: {answer.encoded()}\r\n\r\n"
    return Frame(block.encode(), event_id, audit_only)

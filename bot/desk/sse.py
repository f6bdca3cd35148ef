"""The live feed as server-sent events: complete after every reconnect, gone with the session."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from aiohttp import web
from aiohttp_sse import EventSourceResponse

from bot.desk.context import SERVICES
from bot.desk.models.base import NoBody
from bot.desk.models.events import StreamQuery
from bot.desk.reading import read_event_id
from bot.desk.relay import Frame, Relay, event_frame
from bot.desk.security import current
from bot.desk.table import Call, Who
from bot.domain.errors import NotSignedIn
from bot.domain.ids import EventId
from bot.domain.staff import Permission
from bot.tasks import end_tasks

log = structlog.get_logger(__name__)

HEARTBEAT = 2.0
"""Seconds between comment lines: the page takes a line without them for dead
(web/src/desk/feed.ts), and proxies keep one with them open."""
RECHECK = 5.0
"""Seconds after which the session is looked up again, and a lost connection noticed."""
RETRY = b"retry: 2000\r\n\r\n"
"""How soon (ms) a browser comes back; sent first, so that it sees the stream open at once."""


class Streams:
    """The feeds that are open now, to be ended when the desk stops."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def open(self) -> int:
        """How many."""
        return len(self._running)

    async def run(self, task: asyncio.Task[None]) -> None:
        """Wait until the feed ends or is ended. Its errors are logged, as the answer has begun
        already; the reader comes back and goes on where it was."""
        self._running.add(task)
        if self._closed:
            task.cancel()
        try:
            await asyncio.wait({task})
        finally:
            self._running.discard(task)
            await end_tasks([task])
        error = None if task.cancelled() else task.exception()
        if error and not isinstance(error, ConnectionError):
            log.error("feed.broke", error=type(error).__name__)

    async def end_all(self, _: web.Application) -> None:
        """Signal handler: browsers reconnect to whoever serves next."""
        self._closed = True
        await end_tasks(self._running)


STREAMS = web.AppKey("streams", Streams)
RELAY = web.AppKey("relay", Relay)


async def stream(call: Call[NoBody, StreamQuery]) -> web.StreamResponse:
    """Send every event after the one that the reader saw last, without end."""
    after = await _start(call)
    response = EventSourceResponse()
    response.ping_interval = HEARTBEAT
    await response.prepare(call.request)
    async with response:
        await response.write(RETRY)
        feed = asyncio.create_task(_pump(call.request, call.who, response, after))
        await call.request.app[STREAMS].run(feed)
    return response


async def _start(call: Call[NoBody, StreamQuery]) -> EventId:
    """Where to go on. An id from the future, of a former database, counts as the newest."""
    newest = await call.services.feed.last_id()
    header = call.request.headers.get("Last-Event-ID")
    after = read_event_id(header) if header else call.query.after
    return newest if after is None else EventId(min(after, newest))


async def _pump(
    request: web.Request, who: Who, response: EventSourceResponse, after: EventId
) -> None:
    audit = who.agent.may(Permission.READ_AUDIT)
    now = asyncio.get_running_loop().time
    checked = now()
    async with request.app[RELAY].reading() as reader:
        sent = await _missed(request, response, after, reader.since, audit=audit)
        while True:
            frames = await reader.take(RECHECK)
            if frames is None:
                return
            if not frames or now() - checked >= RECHECK:
                if not response.is_connected() or not await _still_allowed(request, who):
                    return
                checked = now()
            new = [one for one in frames if one.event_id is None or one.event_id > sent]
            await _send(response, new, audit=audit)


async def _missed(
    request: web.Request,
    response: EventSourceResponse,
    after: EventId,
    until: EventId,
    *,
    audit: bool,
) -> EventId:
    """Send what came between; returns the last event's id."""
    while after < until and (events := await request.app[SERVICES].feed.page(after, None)):
        after = events[-1].id
        await _send(response, [event_frame(event) for event in events], audit=audit)
    return after


async def _send(response: EventSourceResponse, frames: Sequence[Frame], *, audit: bool) -> None:
    shown = [frame.data for frame in frames if audit or not frame.audit_only]
    if shown:
        await response.write(b"".join(shown))


async def _still_allowed(request: web.Request, who: Who) -> bool:
    """Same rights as at the start; whoever got others connects again and gets them."""
    try:
        agent = (await current(request)).agent
    except NotSignedIn:
        return False
    return agent.role is who.agent.role and agent.may(Permission.READ_CONVERSATIONS)

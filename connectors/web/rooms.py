"""Live push: one reader per conversation that somebody has open in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from time import monotonic as clock
from typing import Any

import structlog

from bot.bootstrap import Container
from bot.domain.conversation import Standing
from bot.domain.ids import ConversationId
from bot.ports import conversation_topic
from bot.services.chat import ChatState, Page, Shown
from bot.tasks import end_tasks
from connectors.web.payloads import message_body, rasa_body, state_body

log = structlog.get_logger(__name__)

Emit = Callable[[str, Any, str], Awaitable[None]]
TYPING_LOOK = 2.0
"""Seconds after which is looked whether agents still type."""
LOOK = 5.0
"""Seconds after which all rooms are looked at together: the queue moves on without a hint to those
who wait, and hints get lost."""
QUIET_LOOK = 300.0
"""Seconds after which a reader looks that has heard nothing at all."""


@dataclass
class Room:
    """An open conversation: its sockets, how far they have it, and the state they were told."""

    conversation_id: ConversationId
    seq: int
    members: set[str] = field(default_factory=set)
    told: ChatState | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rooms:
    """Pushes new rows and states to every socket of a conversation. The database is read after
    each hint, so a lost hint delays a message and never loses it."""

    def __init__(self, box: Container, emit: Emit) -> None:
        self._box, self._emit = box, emit
        self._rooms: dict[ConversationId, Room] = {}
        self._readers: dict[ConversationId, asyncio.Task[None]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._plain: set[str] = set()
        self._ours: set[str] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    async def join(self, conversation_id: ConversationId, sid: str, after: int) -> None:
        """Push to this socket whatever comes after `after`."""
        if conversation_id not in self._rooms:
            room = self._rooms[conversation_id] = Room(conversation_id, after)
            self._readers[conversation_id] = asyncio.create_task(self._read(room))
        self._rooms[conversation_id].members.add(sid)
        self._watch = self._watch or asyncio.create_task(self._look_after(), name="rooms")

    async def leave(self, sid: str) -> None:
        """The socket is gone; the last one takes the reader with it."""
        self._plain.discard(sid)
        self._ours.discard(sid)
        for room in [room for room in self._rooms.values() if sid in room.members]:
            room.members.discard(sid)
            if not room.members:
                del self._rooms[room.conversation_id]
                self._end(self._readers.pop(room.conversation_id))

    def _end(self, reader: asyncio.Task[None]) -> None:
        ending = asyncio.create_task(end_tasks([reader]))
        self._leaving.add(ending)
        ending.add_done_callback(self._leaving.discard)

    def mark_plain(self, sid: str) -> None:
        """A widget that speaks Rasa's events only: what was pushed counts as seen."""
        self._plain.add(sid)

    def mark_ours(self, sid: str) -> None:
        """A client of our protocol; all others get Rasa's event with Rasa's fields only."""
        self._ours.add(sid)

    async def close(self) -> None:
        """End all readers."""
        watch = [self._watch] if self._watch else []
        await end_tasks([*watch, *self._readers.values(), *self._leaving])
        self._readers.clear()
        self._rooms.clear()
        self._watch = None

    async def _read(self, room: Room) -> None:
        async with self._box.notifier.listen(conversation_topic(room.conversation_id)) as hints:
            while True:
                await self._catch_up(room)
                await hints.wait(QUIET_LOOK)

    async def _look_after(self) -> None:
        """What no hint tells, for all rooms."""
        looked = clock()
        while True:
            await asyncio.sleep(TYPING_LOOK)
            for room in list(self._rooms.values()):
                if room.told and room.told.agent_typing:
                    await self._catch_up(room)
            if clock() - looked >= LOOK:
                looked = clock()
                await self._look()

    async def _look(self) -> None:
        try:
            standings = await self._box.chat.standings(tuple(self._rooms))
        except Exception as error:  # noqa: BLE001 — the database may be away: the next look mends it
            log.error("look.failed", error=type(error).__name__)
            return
        for conversation_id, standing in standings.items():
            room = self._rooms.get(conversation_id)
            if room:
                await self._compare(room, standing)

    async def _compare(self, room: Room, standing: Standing) -> None:
        told = room.told
        if (
            told is None
            or standing.owner_version > told.owner_version
            or standing.last_seq > room.seq
        ):
            await self._catch_up(room)
        elif standing.owner_version == told.owner_version:
            await self._tell_state(room, replace(told, ahead=standing.ahead))

    async def _catch_up(self, room: Room) -> None:
        try:
            async with room.turn:
                while await self._push_new(room):
                    pass
        except Exception as error:  # noqa: BLE001 — the database may be away: the next look mends it
            log.error("push.failed", error=type(error).__name__)

    async def _push_new(self, room: Room) -> bool:
        """Whether there is more."""
        page = await self._box.chat.page(room.conversation_id, room.seq, told=room.told)
        for shown in page.messages:
            await self._push(room, shown)
        if page.messages:
            await self._seen_by_plain(room, page)
        room.seq = page.up_to
        if not page.more:
            await self._tell_state(room, page.state)
        return page.more

    async def _tell_state(self, room: Room, state: ChatState) -> None:
        before, room.told = room.told, state
        if before is None or _differs(state, before):
            await self._to_ours(room, "state", state_body(state))

    async def _push(self, room: Room, shown: Shown) -> None:
        if shown.author == "customer":
            await self._to_ours(room, "customer_uttered", message_body(shown))
            return
        await self._to_ours(room, "bot_uttered", message_body(shown))
        for sid in room.members - self._ours:
            await self._emit("bot_uttered", rasa_body(shown), sid)

    async def _to_ours(self, room: Room, event: str, body: Any) -> None:
        for sid in room.members & self._ours:
            await self._emit(event, body, sid)

    async def _seen_by_plain(self, room: Room, page: Page) -> None:
        if room.members & self._plain:
            await self._box.acknowledgements.received(room.conversation_id, page.up_to)


def _differs(now: ChatState, before: ChatState) -> bool:
    """Whether the customer should be told; the count of messages alone is no news."""
    return _told(now) != _told(before)


def _told(state: ChatState) -> tuple[int, int | None, bool]:
    return state.owner_version, state.ahead, state.agent_typing

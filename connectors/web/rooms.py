"""Live push: one reader per conversation that somebody has open in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.bootstrap import Container
from bot.domain.ids import ConversationId
from bot.ports import Listener, conversation_topic
from bot.services.chat import ChatState, Page, Shown
from bot.services.tasks import end_tasks
from connectors.web.payloads import message_body, rasa_body, state_body

log = structlog.get_logger(__name__)

Emit = Callable[[str, Any, str], Awaitable[None]]
QUEUE_LOOK = 5.0
"""Seconds after which a waiting customer's place is looked up again."""
TYPING_LOOK = 2.0
"""Seconds after which is looked whether the agent still types."""
QUIET_LOOK = 30.0


class Rooms:
    """Pushes new rows and states to every socket of a conversation. The database is read after
    each hint, so a lost hint delays a message and never loses it."""

    def __init__(self, box: Container, emit: Emit) -> None:
        self._box, self._emit = box, emit
        self._members: dict[ConversationId, set[str]] = {}
        self._readers: dict[ConversationId, asyncio.Task[None]] = {}
        self._plain: set[str] = set()
        self._ours: set[str] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    async def join(self, conversation_id: ConversationId, sid: str, after: int) -> None:
        """Push to this socket whatever comes after `after`."""
        self._members.setdefault(conversation_id, set()).add(sid)
        if conversation_id not in self._readers:
            reader = asyncio.create_task(self._read(conversation_id, after))
            self._readers[conversation_id] = reader

    async def leave(self, sid: str) -> None:
        """The socket is gone; the last one takes the reader with it."""
        self._plain.discard(sid)
        self._ours.discard(sid)
        for conversation_id, members in list(self._members.items()):
            members.discard(sid)
            if not members:
                del self._members[conversation_id]
                self._end(self._readers.pop(conversation_id))

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
        await end_tasks([*self._readers.values(), *self._leaving])
        self._readers.clear()
        self._members.clear()

    async def _read(self, conversation_id: ConversationId, after: int) -> None:
        told: ChatState | None = None
        async with self._box.notifier.listen(conversation_topic(conversation_id)) as hints:
            while True:
                try:
                    after, told = await self._push_new(conversation_id, after, told)
                except Exception as error:  # the database may be away: the next look mends it
                    log.error("push.failed", error=type(error).__name__)
                await self._pause(hints, told)

    async def _push_new(
        self, conversation_id: ConversationId, after: int, told: ChatState | None
    ) -> tuple[int, ChatState]:
        page = await self._box.chat.page(conversation_id, after)
        for shown in page.messages:
            await self._push(conversation_id, shown)
        if page.messages:
            await self._seen_by_plain(conversation_id, page)
        if page.more:
            return await self._push_new(conversation_id, page.up_to, told)
        if told is None or _differs(page.state, told):
            await self._to_ours(conversation_id, "state", state_body(page.state))
        return page.up_to, page.state

    async def _push(self, conversation_id: ConversationId, shown: Shown) -> None:
        if shown.author == "customer":
            await self._to_ours(conversation_id, "customer_uttered", message_body(shown))
            return
        await self._to_ours(conversation_id, "bot_uttered", message_body(shown))
        for sid in self._members.get(conversation_id, set()) - self._ours:
            await self._emit("bot_uttered", rasa_body(shown), sid)

    async def _to_ours(self, conversation_id: ConversationId, event: str, body: Any) -> None:
        for sid in self._members.get(conversation_id, set()) & self._ours:
            await self._emit(event, body, sid)

    async def _seen_by_plain(self, conversation_id: ConversationId, page: Page) -> None:
        if self._members.get(conversation_id, set()) & self._plain:
            await self._box.acknowledgements.received(conversation_id, page.up_to)

    async def _pause(self, hints: Listener, told: ChatState | None) -> None:
        waiting = told is not None and told.owner == "queue"
        typing = told is not None and told.agent_typing
        await hints.wait(TYPING_LOOK if typing else QUEUE_LOOK if waiting else QUIET_LOOK)


def _differs(now: ChatState, before: ChatState) -> bool:
    """Whether the customer should be told; the count of messages alone is no news."""
    return _told(now) != _told(before)


def _told(state: ChatState) -> tuple[int, int | None, bool]:
    return state.owner_version, state.ahead, state.agent_typing

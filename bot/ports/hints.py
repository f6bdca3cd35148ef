"""What merely speeds things up, protects or is over in a moment: hints, rate limits, presence,
activities. It may be lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

from bot.domain.activity import Activity
from bot.domain.ids import AgentId, ConversationId
from bot.domain.staff import PresenceState


class Listener(Protocol):
    """Hears hints. Several hints that came since the last wait count as one."""

    async def wait(self, timeout: float) -> bool:
        """True once a hint came, False after `timeout` seconds without one."""
        ...


class Notifier(Protocol):
    """Carries hints (“look into the database”) between coroutines and processes. May lose them."""

    async def publish(self, topics: Sequence[str]) -> None: ...

    def listen(self, *topics: str) -> AbstractAsyncContextManager[Listener]: ...

    async def close(self) -> None: ...


INBOX = "inbox"
EVENTS = "events"
NOTICES = "notices"
TYPING = "typing"
"""Somebody at the desk types."""


def outbox_topic(channel: str) -> str:
    """The topic of new messages to send on one channel."""
    return f"outbox:{channel}"


def conversation_topic(conversation_id: ConversationId) -> str:
    """The topic of everything new in one conversation."""
    return f"conversation:{conversation_id}"


class RateLimiter(Protocol):
    """Counts acts per key in a sliding or fixed window."""

    async def hit(self, key: str, limit: int, window: timedelta) -> float:
        """Count one act. 0 where it is allowed, else seconds until it would be."""
        ...


class Presence(Protocol):
    """Which agents are at their desk, and how. Entries fade by themselves after `ttl`."""

    async def touch(
        self,
        agent_id: AgentId,
        ttl: timedelta,
        state: PresenceState = PresenceState.AVAILABLE,
    ) -> None: ...

    async def leave(self, agent_id: AgentId) -> None: ...

    async def present(self) -> Mapping[AgentId, PresenceState]: ...


class Activities(Protocol):
    """What people do in conversations at this moment; each fades by itself after `ttl`."""

    async def touch(self, activity: Activity, ttl: timedelta) -> None: ...

    async def stop(self, activity: Activity) -> None: ...

    async def now(self) -> frozenset[Activity]: ...

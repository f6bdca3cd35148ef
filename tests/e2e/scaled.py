"""The processes of a scaled installation, and people on both sides of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.domain.staff import Role
from tests.boxes import box_over
from tests.integration.channels.socket_client import SocketClient, connected
from tests.integration.desk.world import API, PASSWORD, Person
from tests.running import Running
from tests.servers import RedisServer

KEY = "5e" * 32
PATIENCE = 15.0


@dataclass
class Scaled:
    """The processes; `one` and `other` are assistants."""

    one: Running
    other: Running
    desk: Running
    worker: Running
    redis: RedisServer

    @property
    def parts(self) -> list[Running]:
        """All that can be started and stopped."""
        return [self.one, self.other, self.desk, self.worker]


@asynccontextmanager
async def customer_at(
    assistant: Running, token: str | None = None
) -> AsyncIterator[tuple[SocketClient, str]]:
    """At this assistant, with the token of the session; resumes as the widget does."""
    async with connected(assistant.customer_url) as socket:
        session = await socket.call("session_request", {"session_id": token})
        assert (await socket.call("resume", {"after": session["state"]["last_seq"]}))["ok"]
        yield socket, session["session_id"]


async def say(socket: SocketClient, text: str, message_id: str, **more: str) -> dict[str, Any]:
    """A customer's message; its receipt."""
    words = {"message": text, "message_id": message_id, **more}
    receipt = await socket.call("user_uttered", words)
    assert receipt["ok"], receipt
    return receipt


async def owned_by(socket: SocketClient, owner: str) -> None:
    """Wait until the customer was told who answers now."""
    await until(
        lambda: any(event == "state" and data["owner"] == owner for event, data in socket.heard)
    )


@asynccontextmanager
async def signed_in(scaled: Scaled, username: str) -> AsyncIterator[Person]:
    """A new agent, signed in at the desk with a password of their own, and present."""
    database, var = scaled.desk.database, scaled.desk.var
    async with box_over(database, var, vault_key=KEY, redis_url=scaled.redis.url) as box:
        _, once = await box.staff.add(username, "专员", Role.AGENT, by="system")
    cookies = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base_url=scaled.desk.desk_url, cookie_jar=cookies) as browser:
        agent = Person(browser)
        await agent.sign_in(username, once)
        change = {"old": once, "new": PASSWORD}
        agent.csrf = (await agent.told("PUT", "/session/password", json=change))["csrf"]
        await agent.told("PUT", "/session/presence", 204, json={"present": True})
        yield agent


async def reply(agent: Person, conversation: str, text: str) -> None:
    """An agent's message."""
    words = {"text": text, "client_id": text}
    await agent.post(f"{conversation}/messages", words, status=201)


@asynccontextmanager
async def following(agent: Person) -> AsyncIterator[list[dict[str, Any]]]:
    """What the desk's live feed tells from now on."""
    told: list[dict[str, Any]] = []

    async def read(feed: aiohttp.ClientResponse) -> None:
        async for line in feed.content:
            if line.startswith(b"data:"):
                event = json.loads(line[5:])
                if "id" in event:  # rows of the list, which come along, have none
                    told.append(event)

    endless = aiohttp.ClientTimeout(total=None)
    async with agent.browser.get(f"{API}/events/stream", timeout=endless) as feed:
        reading = asyncio.create_task(read(feed))
        try:
            yield told
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


def marks(events: list[dict[str, Any]], conversation_id: str) -> set[tuple[str, int | None]]:
    """Kind and `seq` of what was told about a conversation."""
    mine = (event for event in events if event["conversation_id"] == conversation_id)
    return {(event["kind"], event["data"].get("seq")) for event in mine}


async def until(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for a condition; fails after so many seconds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.02)

"""A person at the desk: the live feed, and the requests that the desk's page makes for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.domain.ids import fresh
from tests.bench.crowd import PASSWORD

API = "/api/v1"
REFRESH = 0.15
"""Seconds that the desk's page waits before it fetches what an event made stale."""
NO_NEWS = ("conversation.read", "conversation.watched")
MESSAGES_ONLY = ("message.processed", "delivery.changed")
Seen = Callable[["Attendant", dict[str, Any]], None]


class Attendant:
    """Does what web/desk does, request by request; `seen` gets every event at once."""

    def __init__(self, client: aiohttp.ClientSession, username: str, seen: Seen) -> None:
        self._client, self._username, self._seen = client, username, seen
        self._headers: dict[str, str] = {}
        self._last = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._stale: set[str] = set()
        self._refreshing = False
        self.id = ""
        self.opened: str | None = None
        self.requests = self.failures = 0
        self.connected = asyncio.Event()

    async def sign_in(self) -> None:
        """Open the desk."""
        body = {"username": self._username, "password": PASSWORD}
        session = await self._ask("POST", "/session", json=body)
        self._headers = {"X-CSRF-Token": session["csrf"]}
        self.id, self._last = session["agent"]["id"], session["last_event_id"]
        self.later(self._follow())
        self.later(self._be_present())
        await self.connected.wait()
        await self._load_lists()

    async def open(self, chat: str) -> None:
        """Show a conversation."""
        if self.opened == chat:
            return
        self.opened = chat
        parts = ("", "/messages?after=0&limit=200", "/hands", "/limits", "/notes")
        path = f"/conversations/{chat}"
        await asyncio.gather(*(self._fetch(path + part) for part in parts), self._fetch_canned())

    async def claim(self, chat: str) -> None:
        """Take it."""
        await self._ask("POST", f"/conversations/{chat}/claim")

    async def types(self, chat: str) -> None:
        """Tell the customer so."""
        await self._ask("PUT", f"/conversations/{chat}/typing")

    async def reply(self, chat: str, text: str) -> None:
        """Write to the customer."""
        body = {"text": text, "client_id": fresh()}
        await self._ask("POST", f"/conversations/{chat}/messages", json=body)

    async def leave(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def later(self, work: Any) -> None:
        """Beside everything else."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self) -> None:
        headers = {"Last-Event-ID": str(self._last)}
        wait = aiohttp.ClientTimeout(total=None)
        stream = self._client.get(f"{API}/events/stream", headers=headers, timeout=wait)
        async with stream as response:
            response.raise_for_status()
            self.connected.set()
            async for line in response.content:
                if line.startswith(b"data:"):
                    self._on(json.loads(line[5:]))

    def _on(self, event: dict[str, Any]) -> None:
        self._seen(self, event)
        if self.opened and event.get("conversation_id") == self.opened:
            if event["kind"] not in NO_NEWS:
                self._stale.add("messages")
            if event["kind"] not in (*NO_NEWS, *MESSAGES_ONLY):
                self._stale.add("detail")
            if self._stale and not self._refreshing:
                self._refreshing = True
                self.later(self._catch_up(f"/conversations/{self.opened}"))

    async def _catch_up(self, path: str) -> None:
        while self._stale:
            await asyncio.sleep(REFRESH)
            stale, self._stale = self._stale, set()
            parts = [self._fetch(f"{path}/messages?after=4&limit=200")]
            if "detail" in stale:
                parts += [self._fetch(path), self._fetch_canned()]
            await asyncio.gather(*parts)
        self._refreshing = False

    async def _load_lists(self) -> None:
        views = ("waiting", "mine")
        await asyncio.gather(*(self._fetch(f"/conversations?view={view}") for view in views))

    async def _fetch_canned(self) -> None:
        await self._fetch(f"/canned?conversation={self.opened}")

    async def _be_present(self) -> None:
        while True:
            try:
                await self._ask("PUT", "/session/presence", json={"present": True})
            except (aiohttp.ClientError, asyncio.TimeoutError):
                self.failures += 1
            await asyncio.sleep(20)

    async def _fetch(self, path: str) -> None:
        """Read an answer; what stands in it is the browser's business."""
        self.requests += 1
        try:
            async with self._client.get(API + path) as response:
                response.raise_for_status()
                await response.read()
        except (aiohttp.ClientError, asyncio.TimeoutError):
            self.failures += 1

    async def _ask(self, method: str, path: str, **parts: Any) -> Any:
        self.requests += 1
        call = self._client.request(method, API + path, headers=self._headers, **parts)
        async with call as response:
            response.raise_for_status()
            return await response.json() if response.status != 204 else None

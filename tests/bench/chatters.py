"""A customer in the web chat: one WebSocket, the widget's events, no more work than needed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp

from bot.domain.ids import fresh

PATIENCE = 30.0
READ_AFTER = 0.3
"""Seconds until the widget says that it has shown something."""
Heard = Callable[[str], None]


class Chatter:
    """Speaks Engine.IO and Socket.IO as text frames. `heard` gets every text at once."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, heard: Heard) -> None:
        self._socket, self._heard = socket, heard
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._calls = 0
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def join(
        cls, client: aiohttp.ClientSession, url: str, token: str, heard: Heard
    ) -> Chatter:
        """Connect and go on with a conversation."""
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        socket = await client.ws_connect(address)
        await socket.receive_str()
        await socket.send_str("40")
        await socket.receive_str()
        chatter = cls(socket, heard)
        await chatter.call("session_request", {"session_id": token})
        await chatter.call("resume", {"after": 0})
        return chatter

    async def write(self, text: str) -> None:
        """Type and say something; returns once it is stored."""
        await self._emit("typing", {})
        await self.call("user_uttered", {"message": text, "message_id": fresh()})

    async def call(self, event: str, data: object) -> Any:
        """Emit an event and wait for the acknowledgement."""
        self._calls += 1
        answer = self._waiting[self._calls] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(f"42{self._calls}" + json.dumps([event, data]))
        told = await asyncio.wait_for(answer, PATIENCE)
        if told.get("ok") is not True:
            raise RuntimeError(f"{event} was refused: {told}")
        return told

    async def leave(self) -> None:
        """Close the page."""
        self._reader.cancel()
        await asyncio.wait([self._reader])
        await self._socket.close()

    async def _emit(self, event: str, data: object) -> None:
        await self._socket.send_str("42" + json.dumps([event, data]))

    async def _read(self) -> None:
        async for frame in self._socket:
            text = str(frame.data)
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith("43"):
                number, _, body = text[2:].partition("[")
                self._waiting.pop(int(number)).set_result(json.loads("[" + body)[0])
            elif text.startswith('42["bot_uttered"'):
                _, said = json.loads(text[2:])
                self._heard(said["text"])
                await self._read_up_to(said["seq"])

    async def _read_up_to(self, seq: int) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(READ_AFTER, lambda: loop.create_task(self._has_seen(seq)))

    async def _has_seen(self, seq: int) -> None:
        with suppress(ConnectionError):  # the page may be closed by now
            await self._emit("seen", {"seq": seq})

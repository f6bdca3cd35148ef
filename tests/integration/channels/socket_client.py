"""A Socket.IO client over a real WebSocket, as browsers speak it.

python-socketio's own client needs a newer aiohttp for WebSocket than Rasa allows.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

PATIENCE = 10.0


class SocketClient:
    """Writes down what it hears; `call` waits for the acknowledgement."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self.heard: list[tuple[str, Any]] = []
        self._reader = asyncio.create_task(self._read())

    async def emit(self, event: str, data: Any) -> None:
        """Send an event without asking for an acknowledgement."""
        await self._socket.send_str("42" + json.dumps([event, data]))

    async def call(self, event: str, data: Any) -> dict[str, Any]:
        """Send an event and return what the server acknowledges."""
        number = len(self._waiting)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(f"42{number}" + json.dumps([event, data]))
        acknowledged: dict[str, Any] = await asyncio.wait_for(answer, PATIENCE)
        return acknowledged

    def texts(self, event: str = "bot_uttered") -> list[str]:
        """What was said so far."""
        return [data["text"] for name, data in self.heard if name == event]

    async def hear(self, count: int, event: str = "bot_uttered") -> list[str]:
        """Wait until so much was said."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while len(self.texts(event)) < count:
            assert asyncio.get_running_loop().time() < end, self.heard
            await asyncio.sleep(0.01)
        return self.texts(event)

    async def hear_text(self, text: str) -> None:
        """Wait until somebody said this."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while text not in self.texts():
            assert asyncio.get_running_loop().time() < end, self.heard
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Go away without a word, as a lost network does."""
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._socket.close()

    async def _read(self) -> None:
        async for frame in self._socket:
            text = str(frame.data)
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith("42"):
                event, data = json.loads(text[2:])
                self.heard.append((event, data))
            elif text.startswith("43"):
                number, _, body = text[2:].partition("[")
                (answer,) = json.loads("[" + body)
                self._waiting[int(number)].set_result(answer)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[SocketClient]:
    """Connected to this server while the block runs."""
    async with aiohttp.ClientSession() as session:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        socket = await session.ws_connect(address)
        await socket.receive_str()
        await socket.send_str("40")
        await socket.receive_str()
        client = SocketClient(socket)
        try:
            yield client
        finally:
            await client.close()

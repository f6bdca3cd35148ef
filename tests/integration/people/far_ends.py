"""The far ends of calls to people on call: a webhook and a mail server, both local and real."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web

from bot.domain.signature import HEADER, is_signed
from tests.integration.listening import listening

SECRET = "a secret for tests"


@dataclass
class Pager:
    """`calls`: every signed request, repeated ones too."""

    url: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[int], int] = lambda _: 200
    """Status by the number of the request, from 1."""
    hold: asyncio.Event | None = None
    """While set up and not set, answers are withheld."""


@asynccontextmanager
async def pager() -> AsyncIterator[Pager]:
    """Listens on loopback while the block runs."""
    seen = Pager()

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        if not is_signed(SECRET, body, request.headers.get(HEADER, ""), int(time.time())):
            return web.Response(status=401)
        call = json.loads(body)
        assert request.headers["Idempotency-Key"] == call["id"]
        seen.calls.append(call)
        if seen.hold is not None:
            await seen.hold.wait()
        return web.Response(status=seen.answer(len(seen.calls)), headers={"Location": "/calls"})

    app = web.Application()
    app.router.add_post("/calls", receive)
    async with listening(app) as url:
        seen.url = f"{url}/calls"
        yield seen


@dataclass
class Mailbox:
    """`letters`: what was taken. `refusals`: answers by command, in place of the usual ones.
    `refuse`: what is answered to a letter that is not taken, empty where it is."""

    url: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    refuse: Callable[[EmailMessage], str] = lambda _: ""


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """As much of an SMTP server as a client needs, without TLS."""
    seen = Mailbox()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await say("220 local")
        while line := await reader.readline():
            command = line.decode().split(":")[0].split()[0].upper()
            if command in seen.refusals:
                await say(seen.refusals[command])
            elif command == "DATA":
                await say("354 go on")
                letter = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
                parsed = message_from_bytes(letter, policy=policy.default)
                assert isinstance(parsed, EmailMessage)
                refusal = seen.refuse(parsed)
                if not refusal:
                    seen.letters.append(parsed)
                await say(refusal or "250 taken")
            elif command == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 fine")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    seen.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield seen

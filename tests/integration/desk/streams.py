"""Server-sent events as a browser gets them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from aiohttp import ClientResponse

from bot.domain.events import Event, EventKind
from tests.integration.desk.world import API, Person, World


@dataclass
class Heard:
    """One event as a browser gets it; a comment has neither id nor kind."""

    id: int | None
    kind: str
    data: dict[str, Any]
    comment: str = ""


class Stream:
    """Reads server-sent events."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self) -> Heard | None:
        """The next block; None at the end."""
        lines: list[str] = []
        while True:
            line = (await asyncio.wait_for(self.response.content.readline(), 10)).decode()
            if not line:
                return None
            if line.strip():
                lines.append(line.rstrip("\r\n"))
            elif lines:
                return _heard(lines)

    async def event(self) -> Heard:
        """The next event, past comments."""
        while True:
            heard = await self.next()
            assert heard is not None, "the stream ended"
            if heard.id is not None:
                return heard

    async def named(self, kind: str) -> dict[str, Any]:
        """The data of the next block of this kind, which has no id."""
        while True:
            heard = await self.next()
            assert heard is not None, "the stream ended"
            if heard.kind == kind:
                assert heard.id is None
                return heard.data

    async def events(self, count: int) -> list[Heard]:
        """The next so many events."""
        return [await self.event() for _ in range(count)]

    async def end(self) -> float:
        """Wait for the end; returns how many seconds it took."""
        began = monotonic()
        while await self.next() is not None:
            pass
        return monotonic() - began


@asynccontextmanager
async def following(person: Person, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    """An open stream."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with person.browser.get(f"{API}/events/stream{query}", headers=named) as response:
        assert response.status == 200, await response.text()
        yield Stream(response)


async def write_events(world: World, count: int, kind: EventKind = EventKind.CASE_CHANGED) -> None:
    """Numbered events, from 0."""
    for number in range(count):
        event = Event(kind, world.clock.now(), "system", data={"number": number})
        async with world.store.writing() as tx:
            await tx.events.append(event)


def _heard(lines: list[str]) -> Heard:
    fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
    if "event" not in fields:
        return Heard(None, "", {}, comment=lines[0])
    number = int(fields["id"]) if "id" in fields else None
    return Heard(number, fields["event"], json.loads(fields["data"]))

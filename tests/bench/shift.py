"""A minute of work at the desk: a steady load, and how soon the others see what one does."""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.bench.attendants import Attendant
from tests.bench.chatters import Chatter
from tests.bench.crowd import Chat, Crowd
from tests.bench.figures import Samples

SECONDS = 60.0
WARM_UP = 8.0
CUSTOMERS_WRITE = 6.0
AGENTS_REPLY = 3.0
AGENTS_CLAIM = 1.0
"""Per second, all together."""
TYPED_FOR = 1.0
JOIN_AT_ONCE = 20
SETTLE = 3.0
MARK = re.compile(r"#(\d+)")


@dataclass
class Figures:
    """`claims`: seconds from the request until the last other feed shows it. `replies`: seconds
    from the request until the customer's socket has it. `lost`: never seen. `cores`: what playing
    everybody took of the machine."""

    claims: Samples = field(default_factory=Samples)
    replies: Samples = field(default_factory=Samples)
    events: int = 0
    requests: int = 0
    wrote: int = 0
    lost: int = 0
    cores: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)


class Shift:
    """Everybody at once, in this one process; acts begin by the clock, whether or not earlier
    ones have ended."""

    def __init__(self, crowd: Crowd) -> None:
        self._random = random.Random(7)  # the same course in every run
        self._crowd, self._figures = crowd, Figures()
        self._people: list[Attendant] = []
        self._chatters: list[Chatter] = []
        self._waiting = [chat for chat in crowd.chats if chat.waits]
        self._own: list[list[Chat]] = [[] for _ in crowd.usernames]
        for chat in crowd.chats:
            if chat.agent is not None:
                self._own[chat.agent].append(chat)
        self._claims: dict[str, tuple[float, int]] = {}
        self._replies: dict[int, float] = {}
        self._count = itertools.count()
        self._recording = False
        self._acts: set[asyncio.Task[None]] = set()

    async def work(self, customer_url: str, desk_url: str) -> Figures:
        """Come, work, go."""
        async with AsyncExitStack() as stack:
            await self._come(stack, customer_url, desk_url)
            rates = (
                (CUSTOMERS_WRITE, self._write),
                (AGENTS_REPLY, self._reply),
                (AGENTS_CLAIM, self._claim),
            )
            begun, spent = time.perf_counter(), time.process_time()
            await asyncio.gather(*(self._paced(rate, act) for rate, act in rates))
            self._figures.cores = (time.process_time() - spent) / (time.perf_counter() - begun)
            await asyncio.sleep(SETTLE)
            self._figures.lost = len(self._claims) + len(self._replies)
            self._figures.requests = sum(person.requests for person in self._people)
            self._figures.failed["read"] = sum(person.failures for person in self._people)
        return self._figures

    async def _come(self, stack: AsyncExitStack, customer_url: str, desk_url: str) -> None:
        connector = aiohttp.TCPConnector(limit=0)
        stack.push_async_callback(connector.close)

        async def client(url: str | None) -> aiohttp.ClientSession:
            session = aiohttp.ClientSession(
                url,
                connector=connector,
                connector_owner=False,
                cookie_jar=aiohttp.CookieJar(unsafe=True),
                timeout=aiohttp.ClientTimeout(total=30),
            )
            return await stack.enter_async_context(session)

        gate, visitors = asyncio.Semaphore(JOIN_AT_ONCE), await client(None)

        async def join(chat: Chat) -> Chatter:
            async with gate:
                chatter = await Chatter.join(visitors, customer_url, chat.token, self._heard)
                stack.push_async_callback(chatter.leave)
                return chatter

        self._chatters = await asyncio.gather(*(join(chat) for chat in self._crowd.chats))
        for username in self._crowd.usernames:
            person = Attendant(await client(desk_url), username, self._seen)
            stack.push_async_callback(person.leave)
            await person.sign_in()
            self._people.append(person)

    async def _paced(self, rate: float, act: Callable[[], Awaitable[None]]) -> None:
        begin = time.perf_counter()
        for number in range(int(rate * (WARM_UP + SECONDS))):
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self._recording = time.perf_counter() - begin > WARM_UP
            task = asyncio.create_task(self._safely(act))
            self._acts.add(task)
            task.add_done_callback(self._acts.discard)
        while self._acts:
            await asyncio.wait(self._acts)

    async def _safely(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except (aiohttp.ClientError, asyncio.TimeoutError, RuntimeError) as error:
            self._figures.failed[type(error).__name__] += 1

    async def _write(self) -> None:
        number = self._random.randrange(len(self._chatters))
        self._figures.wrote += self._recording
        await self._chatters[number].write("还有一件事，上次说好三天回电，一直没有人打给我")

    async def _claim(self) -> None:
        if not self._waiting:
            return
        chat = self._waiting.pop()
        number = self._random.randrange(len(self._people))
        if self._recording:
            self._claims[chat.id] = (time.perf_counter(), len(self._people) - 1)
        await self._people[number].claim(chat.id)
        self._own[number].append(chat)

    async def _reply(self) -> None:
        number = self._random.randrange(len(self._people))
        person, chat = self._people[number], self._random.choice(self._own[number])
        await person.open(chat.id)
        await person.types(chat.id)
        await asyncio.sleep(TYPED_FOR)
        mark = next(self._count)
        if self._recording:
            self._replies[mark] = time.perf_counter()
        await person.reply(chat.id, f"您好，材料我已经看到，正在为您核实。#{mark}")

    def _seen(self, person: Attendant, event: dict[str, Any]) -> None:
        now = time.perf_counter()
        self._figures.events += self._recording
        chat = event.get("conversation_id")
        if event.get("kind") != "owner.changed" or chat not in self._claims:
            return
        if event["actor"] == f"agent:{person.id}":
            return
        begun, left = self._claims[chat]
        self._claims[chat] = (begun, left - 1)
        if left == 1:
            del self._claims[chat]
            self._figures.claims.append(now - begun)

    def _heard(self, text: str) -> None:
        found = MARK.search(text)
        begun = self._replies.pop(int(found[1]), None) if found else None
        if begun is not None:
            self._figures.replies.append(time.perf_counter() - begun)

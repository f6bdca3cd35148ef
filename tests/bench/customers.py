"""Customers on a REST channel: each says the next thing once the answer is there."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from bot.domain.ids import fresh
from tests.bench.figures import Samples

PATIENCE = aiohttp.ClientTimeout(total=30)
CASE_NUMBER = re.compile(r"QT\d{8}-\d{4}")


@dataclass
class Load:
    """What some customers at once came to."""

    turns: Samples = field(default_factory=Samples)
    seconds: float = 0.0
    shapes: set[tuple[int, ...]] = field(default_factory=set)
    """Messages per answer, for every different course that a conversation took."""
    filed: int = 0
    conversations: int = 0

    def add(self, other: Load) -> None:
        """Another round."""
        self.turns += other.turns
        self.seconds += other.seconds
        self.shapes |= other.shapes
        self.filed += other.filed
        self.conversations += other.conversations

    @property
    def rate(self) -> float:
        """Messages per second."""
        return len(self.turns) / self.seconds


async def drive(url: str, script: Sequence[str], customers: int, conversations: int) -> Load:
    """So many customers at once, each with so many conversations, one after the other."""
    load = Load()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(url, timeout=PATIENCE, connector=connector) as client:
        start = time.perf_counter()
        await asyncio.gather(
            *(_customer(client, script, conversations, load) for _ in range(customers))
        )
        load.seconds = time.perf_counter() - start
    return load


async def _customer(
    client: aiohttp.ClientSession, script: Sequence[str], conversations: int, load: Load
) -> None:
    for _ in range(conversations):
        sender, shape, heard = fresh(), [], ""
        for text in script:
            start = time.perf_counter()
            body = {"sender": sender, "message": text}
            async with client.post("/webhooks/rest/webhook", json=body) as answer:
                answer.raise_for_status()
                replies = await answer.json()
            load.turns.append(time.perf_counter() - start)
            shape.append(len(replies))
            heard = " ".join(str(reply.get("text")) for reply in replies)
        load.shapes.add(tuple(shape))
        load.filed += CASE_NUMBER.search(heard) is not None
        load.conversations += 1

"""Row 4: SQLite and PostgreSQL below the same services, both durable."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from bot.bootstrap import Container
from bot.domain.events import EventKind
from bot.domain.ids import fresh
from bot.domain.message import InboundMessage
from bot.domain.staff import Agent
from tests import servers
from tests.bench.figures import Samples, milliseconds, number, spread, times
from tests.bench.report import Table
from tests.boxes import box_over, make_agent

CUSTOMERS = (1, 16)
MESSAGES = {1: 60, 16: 10}
"""Per customer and round; a fresh customer every BEFORE_LIMIT messages."""
BEFORE_LIMIT = 30
ROUNDS = 3
CLAIMS = 40
SQLITE, POSTGRES, SCALED = "SQLite", "PostgreSQL", "PostgreSQL, hints over Redis"
TEXTS = ("拒赔的事你们什么时候给我答复", "我电话13800138000，让能负责的人打给我")


@dataclass
class Place:
    """An installation and, where it has another process, that one; what was measured there."""

    box: Container
    other: Container
    rates: dict[int, list[float]] = field(default_factory=dict)
    claims: Samples = field(default_factory=Samples)


async def measure(var: Path) -> list[Table]:
    """The installations take turns, round by round and claim by claim."""
    async with _places(var) as places:
        both = [places[SQLITE], places[POSTGRES]]
        for place in both:
            await _rate(place.box, 4, 5)  # warms up
        for turn in range(ROUNDS):
            for customers in CUSTOMERS:
                for place in both if turn % 2 == 0 else reversed(both):
                    rate = await _rate(place.box, customers, MESSAGES[customers])
                    place.rates.setdefault(customers, []).append(rate)
        await _claims(list(places.values()))
    return [_intake_table(*both), _claim_table(places)]


async def _rate(box: Container, customers: int, messages: int) -> float:
    start = time.perf_counter()
    await asyncio.gather(*(_write(box, messages) for _ in range(customers)))
    return customers * messages / (time.perf_counter() - start)


async def _write(box: Container, messages: int) -> None:
    customer = ""
    for sent in range(messages):
        if sent % BEFORE_LIMIT == 0:
            customer = fresh()
        text = TEXTS[sent % len(TEXTS)]
        await box.intake.receive(InboundMessage("rest", customer, fresh(), text))


async def _claims(places: list[Place]) -> None:
    agents = [await make_agent(place.box, f"bench{index}") for index, place in enumerate(places)]
    for turn in range(CLAIMS + 1):
        for place, agent in zip(places, agents, strict=True):
            seconds = await _claim(place, agent)
            if turn:  # the first one warms up
                place.claims.append(seconds)


async def _claim(place: Place, agent: Agent) -> float:
    """Seconds from the claim's start until a reader of the feed holds the event."""
    inbound = InboundMessage("rest", fresh(), fresh(), TEXTS[0])
    receipt = await place.box.intake.receive(inbound)
    after, reading = await place.other.feed.last_id(), asyncio.Event()

    async def read() -> float:
        async with aclosing(place.other.feed.follow(after)) as news:
            reading.set()
            async for found in news:
                if isinstance(found, frozenset):
                    continue
                if any(event.kind is EventKind.OWNER_CHANGED for event in found):
                    return time.perf_counter()
        raise AssertionError("the feed has no end")

    reader = asyncio.create_task(read())
    await reading.wait()
    await asyncio.sleep(0.02)  # until the reader listens
    start = time.perf_counter()
    await place.box.handoffs.claim(receipt.conversation_id, agent)
    return await asyncio.wait_for(reader, 10) - start


@asynccontextmanager
async def _places(var: Path) -> AsyncIterator[dict[str, Place]]:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(durable_postgres())
        redis = stack.enter_context(servers.redis_server())
        plain, scaled = (server.url(stack.enter_context(server.database())) for _ in range(2))

        async def box(url: str, redis_url: str = "") -> Container:
            return await stack.enter_async_context(box_over(url, var, redis_url=redis_url))

        lite = await box(f"sqlite:///{var / 'intake.db'}")
        postgres = await box(plain)
        yield {
            SQLITE: Place(lite, lite),
            POSTGRES: Place(postgres, postgres),
            SCALED: Place(await box(scaled, redis.url), await box(scaled, redis.url)),
        }


@contextmanager
def durable_postgres() -> Iterator[servers.PostgresServer]:
    """Tests start PostgreSQL without durability, which would flatter it here."""
    options = ("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
    with mock.patch.object(servers, "_POSTGRES", options), servers.postgres_server() as server:
        yield server


def _intake_table(lite: Place, postgres: Place) -> Table:
    rows = []
    for customers in CUSTOMERS:
        left, right = lite.rates[customers], postgres.rates[customers]
        rows.append(
            (
                f"{customers} customer{'s' if customers > 1 else ''} at once",
                f"{number(Samples(left).median)} /s",
                f"{number(Samples(right).median)} /s",
                times(Samples(right).median / Samples(left).median),
                spread([b / a for a, b in zip(left, right, strict=True)]),
            )
        )
    return Table(
        "Taking in messages: SQLite and PostgreSQL",
        ("`Intake.receive`", SQLITE, POSTGRES, "PostgreSQL : SQLite", "rounds"),
        rows,
        f"Median of {ROUNDS} rounds; every other message with a phone number for the vault. Both "
        "flush every commit to the same disk (SQLite `synchronous=FULL`, PostgreSQL `fsync` and "
        "`synchronous_commit` on).",
    )


def _claim_table(places: dict[str, Place]) -> Table:
    base = places[SQLITE].claims.median
    return Table(
        "From an agent's claim to the event in the live feed",
        ("", "median", "p95", ": SQLite"),
        [
            (
                name,
                milliseconds(place.claims.median),
                milliseconds(place.claims.p95),
                times(place.claims.median / base),
            )
            for name, place in places.items()
        ],
        f"{CLAIMS} claims each, one after the other. With Redis the reader is another "
        "installation on the same database, as on another machine.",
    )

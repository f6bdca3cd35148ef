"""Row: fifty people at the desk and five hundred customers in live conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import servers
from tests.bench import crowd, shift
from tests.bench.databases import durable_postgres
from tests.bench.figures import Samples, milliseconds, number
from tests.bench.report import Table
from tests.bench.shift import Figures, Shift
from tests.running import running

KEY = "5e" * 32
ONE, MANY = "SQLite, one process", "PostgreSQL and Redis, three processes"


@dataclass(frozen=True)
class Place:
    """A started installation with its crowd."""

    people: crowd.Crowd
    customer_url: str
    desk_url: str


async def measure(var: Path) -> list[Table]:
    """One installation after the other: each has the machine for itself."""
    figures: dict[str, Figures] = {}
    for name, start in ((ONE, _one), (MANY, _many)):
        home = var / name.split()[0].strip(",").lower()
        home.mkdir()
        with ExitStack() as stack:
            place = await asyncio.to_thread(stack.enter_context, start(home))
            figures[name] = await Shift(place.people).work(place.customer_url, place.desk_url)
    return [_table(figures)]


@contextmanager
def _one(home: Path) -> Iterator[Place]:
    var = home / "var"
    var.mkdir()
    people = asyncio.run(crowd.fill(f"sqlite:///{var / 'qingting.db'}", var))
    with running(var) as qingting:
        yield Place(people, qingting.customer_url, qingting.desk_url)


@contextmanager
def _many(home: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        postgres = stack.enter_context(durable_postgres())
        redis = stack.enter_context(servers.redis_server())
        url = postgres.url(stack.enter_context(postgres.database()))
        filled = crowd.fill(url, home, redis_url=redis.url, vault_key=KEY)
        people = asyncio.run(filled)
        environment = {"DATABASE_URL": url, "REDIS_URL": redis.url, "QINGTING_VAULT_KEY": KEY}
        parts = {
            part: stack.enter_context(running(_made(home / part), part, environment))
            for part in ("assistant", "desk", "worker")
        }
        yield Place(people, parts["assistant"].customer_url, parts["desk"].desk_url)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _table(figures: dict[str, Figures]) -> Table:
    rows = []
    for name, found in figures.items():
        rows.append((f"{name}: from a claim to the last of the other feeds", *_cells(found.claims)))
        rows.append((f"{name}: from a reply to the customer's socket", *_cells(found.replies)))
    return Table(
        "Fifty people at the desk, five hundred live conversations",
        ("", "median", "p95", "longest", "measured"),
        rows,
        _notes(figures),
    )


def _cells(samples: Samples) -> tuple[str, ...]:
    if not samples:
        return ("–", "–", "–", "0")
    spent = (samples.median, samples.p95, max(samples))
    return (*map(milliseconds, spent), str(len(samples)))


def _notes(figures: dict[str, Figures]) -> str:
    per_second = shift.WARM_UP + shift.SECONDS
    load = "; ".join(
        f"{name}: {number(one.events / crowd.AGENTS / shift.SECONDS)} events/s in each feed, "
        f"{number(one.requests / per_second)} requests/s, {one.lost} never seen, "
        f"{sum(one.failed.values())} acts failed, {number(one.cores)} cores to play them"
        for name, one in figures.items()
    )
    return (
        f"{crowd.AGENTS} people with a live feed each, {crowd.CONVERSATIONS} customers with a "
        f"socket each ({crowd.WAITING} wait, {crowd.WITH_BOT} talk to the bot). For "
        f"{shift.SECONDS:.0f} s every second {shift.CUSTOMERS_WRITE:g} messages of customers, "
        f"{shift.AGENTS_REPLY:g} replies (typed for {shift.TYPED_FOR:g} s before) and "
        f"{shift.AGENTS_CLAIM:g} claim, begun by the clock whether or not earlier ones have ended; "
        f"every desk also makes the requests that its page would make. All of them are played by "
        f"one process that shares the cores with the servers. {load}."
    )

"""Row 6: search by LIKE over a long transcript, on both databases."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import SqlStore, make_engine, migrate
from bot.adapters.sql.tables import conversations, messages
from bot.domain.conversation import Owner
from bot.domain.message import Author, Processing
from bot.domain.search import Terms
from tests import servers
from tests.bench.figures import Samples, milliseconds
from tests.bench.report import Table
from tests.contract.doubles import NotedTopics

MESSAGES, OF_ONE = 50_000, 20
AT_ONCE = 5_000
TIMES = 5
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
WORDS = (
    "保费",
    "业务员",
    "理赔",
    "退保",
    "续期",
    "分红",
    "银行",
    "柜台",
    "电话",
    "没人管",
    "三个月",
)
LOOKS: tuple[tuple[str, Terms], ...] = (
    ("a word of every other message", [["理赔", "理賠"]]),
    ("a word of three messages", [["朝阳支行"]]),
    ("a word of no message", [["地震"]]),
    ("two words", [["理赔", "理賠"], ["朝阳支行"]]),
    ("Latin letters", [["ombudsman"]]),
)


async def measure(var: Path) -> list[Table]:
    """Fill both, then look through both."""
    with servers.postgres_server() as server, server.database() as name:
        urls = (f"sqlite:///{var / 'search.db'}", server.url(name))
        found = [await _measured(url) for url in urls]
    rows = [(look, *(milliseconds(samples[look].median) for samples in found)) for look, _ in LOOKS]
    notes = (
        f"{MESSAGES:,} messages of about {sum(map(len, WORDS)) // 2} characters, read through from "
        f"one end to the other; median of {TIMES}."
    )
    return [Table("Search", ("newest 51 places", "SQLite", "PostgreSQL"), rows, notes)]


async def _measured(url: str) -> dict[str, Samples]:
    await migrate.upgrade(url)
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.execute(sa.insert(conversations), list(_conversations()))
        for batch in _batches():
            await connection.execute(sa.insert(messages), batch)
    store = SqlStore(engine, NotedTopics())
    found = {look: Samples() for look, _ in LOOKS}
    for turn in range(TIMES + 1):
        for look, terms in LOOKS:
            start = time.perf_counter()
            async with store.reading() as tx:
                await tx.search.messages(terms, 51)
            if turn:  # the first one warms up
                found[look].append(time.perf_counter() - start)
    await store.close()
    return found


def _conversations() -> Iterator[dict[str, Any]]:
    for number in range(MESSAGES // OF_ONE):
        yield {
            **{"id": f"c{number}", "channel": "web", "customer_ref": f"u{number}"},
            **{"created_at": START, "updated_at": START, "language": "zh-Hans", "address": b""},
            **{"owner": Owner.BOT, "owner_version": 0, "episode": 1, "last_seq": 0, "priority": 0},
        }


def _batches() -> Iterator[list[dict[str, Any]]]:
    dice = random.Random(7)
    rare = {MESSAGES // 10, MESSAGES // 2, MESSAGES - 7}
    for first in range(0, MESSAGES, AT_ONCE):
        yield [_message(number, dice, rare) for number in range(first, first + AT_ONCE)]


def _message(number: int, dice: random.Random, rare: set[int]) -> dict[str, Any]:
    text = "，".join(dice.sample(WORDS, dice.randint(2, len(WORDS))))
    return {
        **{"id": f"m{number}", "conversation_id": f"c{number // OF_ONE}", "channel": "web"},
        **{"seq": number % OF_ONE + 1, "episode": 1, "author": Author.CUSTOMER, "buttons": []},
        **{"text": f"{text}，朝阳支行" if number in rare else text, "attempts": 0},
        **{"created_at": START + timedelta(seconds=number), "processing": Processing.DONE},
        "attachment_count": 0,
    }

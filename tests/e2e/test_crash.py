"""kill -9 at the two worst moments, on the real program with the really trained model."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot.adapters.sql.engine import make_engine
from connectors.webhook.signature import HEADER, sign
from tests.integration.line.callback import SECRET, Callback, callback_server
from tests.running import Running
from tests.servers import free_port, postgres_server

CUSTOMERS, LINES = 6, 5
PATIENCE = 60.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment that names the database; none for SQLite under the data folder."""
    if request.param == "sqlite":
        yield {}
        return
    with postgres_server() as server, server.database() as name:
        yield {"DATABASE_URL": server.url(name)}


async def test_what_was_stored_when_the_process_was_killed_is_answered_once_after_restart(
    tmp_path: Path, database: dict[str, str]
) -> None:
    async with callback_server() as far_end:
        qingting = _installation(tmp_path, far_end.url, database)
        try:
            await asyncio.to_thread(qingting.start)
            await _everybody_writes(qingting)
            qingting.kill()
            assert await _count(qingting, "processing = 'pending'") > 0, "killed too late"
            await asyncio.to_thread(qingting.start)
            await _until_quiet(qingting)
            await _check_transcripts(qingting)
            _check_each_arrived_once(far_end, await _outgoing_ids(qingting))
        finally:
            qingting.kill()


async def test_what_was_recorded_when_the_process_was_killed_is_sent_once_after_restart(
    tmp_path: Path, database: dict[str, str]
) -> None:
    port = free_port()
    qingting = _installation(tmp_path, f"http://127.0.0.1:{port}/callback", database)
    try:
        await asyncio.to_thread(qingting.start)
        async with callback_server(port) as far_end:
            far_end.hold = asyncio.Event()  # takes the first messages and never answers
            await _everybody_writes(qingting)
            await _until_recorded(qingting)
            qingting.kill()
        assert far_end.posts, "nothing was on its way when the process was killed"
        assert await _count(qingting, "delivery IN ('pending', 'sending')") > 0
        async with callback_server(port) as after:
            after.messages, after.posts = far_end.messages, {}  # it remembers what it took
            await asyncio.to_thread(qingting.start)
            await _until_quiet(qingting)
            expected = await _outgoing_ids(qingting)
        _check_each_arrived_once(after, expected, posted_before=far_end.posts)
    finally:
        qingting.kill()


def _installation(tmp_path: Path, callback: str, database: dict[str, str]) -> Running:
    environment = {
        "QINGTING_WEBHOOK_SECRET": SECRET,
        "QINGTING_WEBHOOK_CALLBACK": callback,
        "QINGTING_WORKER": "crash-test",  # the same name after the restart
        **database,
    }
    return Running(tmp_path / "var", "assistant", environment)


async def _everybody_writes(qingting: Running) -> None:
    """Several customers send several lines; returns when all are acknowledged."""
    async with aiohttp.ClientSession() as client:
        for line in range(LINES):
            await asyncio.gather(
                *(_post(client, qingting, customer, line) for customer in range(CUSTOMERS))
            )


async def _post(client: aiohttp.ClientSession, qingting: Running, customer: int, line: int) -> None:
    body = json.dumps(
        {"sender": f"c{customer}", "message_id": f"c{customer}-{line}", "text": _line(line)}
    ).encode()
    headers = {HEADER: sign(SECRET, body, int(time.time()))}
    url = f"{qingting.customer_url}/webhooks/webhook/messages"
    async with client.post(url, data=body, headers=headers) as answer:
        assert answer.status == 202, await answer.text()


def _line(number: int) -> str:
    return ("你好", "你们凭什么拒赔", "上个月的事", "要求赔付", "记不得保单号了")[number]


async def _check_transcripts(qingting: Running) -> None:
    """Every customer's lines once and in order; every line answered in one turn only."""
    rows = await _rows(
        qingting,
        "SELECT conversation_id, text FROM messages WHERE author = 'customer'"
        " ORDER BY conversation_id, seq",
    )
    said: dict[str, list[str]] = {}
    for conversation_id, text in rows:
        said.setdefault(conversation_id, []).append(text)
    assert list(said.values()) == [[_line(number) for number in range(LINES)]] * CUSTOMERS
    processed = await _rows(
        qingting,
        "SELECT conversation_id, data FROM events WHERE kind = 'message.processed'",
    )
    assert len(processed) == len({str(row) for row in processed}) == CUSTOMERS * LINES


def _check_each_arrived_once(
    far_end: Callback, expected: Sequence[str], posted_before: dict[str, int] | None = None
) -> None:
    arrived = [message["message_id"] for message in far_end.messages]
    assert sorted(arrived) == sorted(expected)
    assert len(arrived) == len(set(arrived))
    before = posted_before or {}
    repeated = {key for key, times in far_end.posts.items() if times > 1}
    assert not repeated, "posted twice although the first post was answered"
    in_flight = set(far_end.posts) & set(before)
    assert in_flight <= set(before), "only what was never answered may be posted again"


async def _until_recorded(qingting: Running) -> None:
    await _until(lambda: _none(qingting, "processing = 'pending'"))


async def _until_quiet(qingting: Running) -> None:
    await _until(
        lambda: _none(qingting, "processing = 'pending' OR delivery IN ('pending', 'sending')")
    )


async def _none(qingting: Running, where: str) -> bool:
    return await _count(qingting, where) == 0


async def _until(holds: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not await holds():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.1)


async def _count(qingting: Running, where: str) -> int:
    ((count,),) = await _rows(qingting, f"SELECT count(*) FROM messages WHERE {where}")
    return int(count)


async def _outgoing_ids(qingting: Running) -> list[str]:
    rows = await _rows(qingting, "SELECT id FROM messages WHERE delivery = 'sent'")
    return [str(row[0]) for row in rows]


async def _rows(qingting: Running, statement: str) -> list[Any]:
    engine = make_engine(qingting.database)
    try:
        async with engine.connect() as connection:
            return list((await connection.execute(sa.text(statement))).all())
    finally:
        await engine.dispose()

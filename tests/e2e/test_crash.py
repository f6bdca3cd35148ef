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
from bot.domain.signature import HEADER, sign
from tests.integration.line.callback import SECRET, Callback, callback_server
from tests.running import Running
from tests.servers import postgres_server

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
            assert await _ids(qingting, "processing = 'pending'"), "killed too late"
            in_doubt = await _ids(qingting, "delivery = 'sending'")
            await asyncio.to_thread(qingting.start)
            await _until_quiet(qingting)
            await _check_transcripts(qingting)
            _check_each_arrived_once(far_end, await _ids(qingting, "delivery = 'sent'"), in_doubt)
        finally:
            qingting.kill()


async def test_what_was_recorded_when_the_process_was_killed_is_sent_once_after_restart(
    tmp_path: Path, database: dict[str, str]
) -> None:
    async with callback_server() as far_end:
        qingting = _installation(tmp_path, far_end.url, database)
        far_end.hold = asyncio.Event()  # takes the first messages and does not answer
        try:
            await asyncio.to_thread(qingting.start)
            await _everybody_writes(qingting)
            await _until(lambda: _none(qingting, "processing = 'pending'"))
            qingting.kill()
            in_doubt = await _ids(qingting, "delivery = 'sending'")
            assert in_doubt, "nothing was on its way when the process was killed"
            assert await _ids(qingting, "delivery = 'pending'"), "nothing was left to send"
            far_end.hold.set()
            await asyncio.to_thread(qingting.start)
            await _until_quiet(qingting)
            _check_each_arrived_once(far_end, await _ids(qingting, "delivery = 'sent'"), in_doubt)
        finally:
            far_end.hold.set()
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
    far_end: Callback, expected: Sequence[str], in_doubt: Sequence[str]
) -> None:
    """The far end has every message once. Posted again, under the same id, was only what was on
    the wire in the moment of the kill, of which nobody can know whether it had arrived."""
    arrived = [message["message_id"] for message in far_end.messages]
    assert sorted(arrived) == sorted(expected)
    assert len(arrived) == len(set(arrived))
    assert {key for key, times in far_end.posts.items() if times > 1} <= set(in_doubt)


async def _until_quiet(qingting: Running) -> None:
    await _until(
        lambda: _none(qingting, "processing = 'pending' OR delivery IN ('pending', 'sending')")
    )


async def _none(qingting: Running, where: str) -> bool:
    return not await _ids(qingting, where)


async def _until(holds: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not await holds():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.1)


async def _ids(qingting: Running, where: str) -> list[str]:
    rows = await _rows(qingting, f"SELECT id FROM messages WHERE {where}")
    return [str(row[0]) for row in rows]


async def _rows(qingting: Running, statement: str) -> list[Any]:
    engine = make_engine(qingting.database)
    try:
        async with engine.connect() as connection:
            return list((await connection.execute(sa.text(statement))).all())
    finally:
        await engine.dispose()

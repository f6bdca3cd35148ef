"""The scaled installation: two assistants, a desk and a worker over PostgreSQL and Redis."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.sql.engine import make_engine
from tests.e2e.scaled import (
    KEY,
    PATIENCE,
    Scaled,
    customer_at,
    following,
    marks,
    owned_by,
    reply,
    say,
    signed_in,
    until,
)
from tests.integration.channels.socket_client import SocketClient
from tests.running import Running, Worker
from tests.servers import postgres_server, redis_server

COMPLAINT = "你们凭什么拒赔？我妈住院的钱一分都不给报"
LIVE = 5.0
"""Far below the half minute after which a process looks by itself."""
POLLED = 15.0
LINES = 5


@pytest.fixture(scope="module")
def scaled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scaled]:
    """All four on an empty database, started at the same moment; at the end all stop cleanly."""
    folder = tmp_path_factory.mktemp("scaled")
    with ExitStack() as stack:
        postgres = stack.enter_context(postgres_server())
        redis = stack.enter_context(redis_server())
        environment = {
            "DATABASE_URL": postgres.url(stack.enter_context(postgres.database())),
            "REDIS_URL": redis.url,
            "QINGTING_VAULT_KEY": KEY,
        }
        installation = Scaled(
            Running(folder / "one", "assistant", environment),
            Running(folder / "other", "assistant", environment),
            Running(folder / "desk", "desk", environment),
            Worker(folder / "worker", "worker", environment),
            redis,
        )
        for part in installation.parts:
            stack.callback(part.kill)
        with ThreadPoolExecutor() as at_once:
            list(at_once.map(lambda part: part.start(), installation.parts))
            yield installation
            assert list(at_once.map(lambda part: part.stop(), installation.parts)) == [0] * 4
        for part in installation.parts:
            assert "Traceback" not in part.log.read_text(encoding="utf-8")
            assert not (part.var / "vault.key").exists(), "it made a key of its own"


async def test_a_customer_goes_on_at_another_assistant_where_the_first_one_stopped(
    scaled: Scaled,
) -> None:
    async with customer_at(scaled.one) as (socket, token):
        await say(socket, COMPLAINT, "1")
        first = await socket.hear(2)
    async with customer_at(scaled.other, token) as (socket, same):
        assert same == token
        page = await socket.call("resume", {"after": 0})
        assert [item["text"] for item in page["messages"]] == [COMPLAINT, *first]
        assert page["state"]["owner"] == "bot"
        assert (await say(socket, COMPLAINT, "1"))["duplicate"] is True
        await say(socket, "上个月五号", "2")
        (question,) = await socket.hear(1)
        assert question not in first, "the other assistant did not know what was asked already"


async def test_an_agent_at_the_desk_and_a_customer_at_an_assistant_talk_live(
    scaled: Scaled,
) -> None:
    async with signed_in(scaled, "lilei") as agent, following(agent) as events:
        async with customer_at(scaled.one) as (socket, token):
            await say(socket, COMPLAINT, "1")
            await socket.hear(2)
        async with customer_at(scaled.other, token) as (socket, _):
            await say(socket, "转人工", "2", payload="/ask_human")
            await owned_by(socket, "queue")
            (waiting,) = (await agent.get("/conversations?view=waiting"))["items"]
            conversation = f"/conversations/{waiting['id']}"
            assert waiting["handoff_reason"] == "customer_asked"
            assert (await agent.get(conversation))["brief"]["said"]
            assert (await agent.post(f"{conversation}/claim"))["owner"] == "agent"
            await owned_by(socket, "agent")
            before = time.monotonic()
            await reply(agent, conversation, "您好，我是李雷，马上为您核实。")
            await socket.hear_text("您好，我是李雷，马上为您核实。")
            print(f"heard after {time.monotonic() - before:.3f} s")
            assert time.monotonic() - before < LIVE, "it came by polling, not by a hint"
            count = len(socket.texts())
            seq = (await say(socket, "好的，谢谢", "3"))["seq"]
            await until(lambda: ("message.recorded", seq) in marks(events, waiting["id"]))
            written = await agent.get(f"{conversation}/messages?after={seq - 1}")
            assert [item["text"] for item in written["items"]] == ["好的，谢谢"]
            assert len(socket.texts()) == count, "the bot spoke while a person had the conversation"
        kinds = {kind for kind, _ in marks(events, waiting["id"])}
        assert kinds >= {"conversation.opened", "message.recorded", "case.drafted", "owner.changed"}
        ids = [event["id"] for event in events]
        assert ids == sorted(set(ids))


async def test_messages_through_two_assistants_at_once_stay_in_order_and_are_answered_once(
    scaled: Scaled,
) -> None:
    async with customer_at(scaled.one) as (socket, token):
        await say(socket, "你好", "first")
        await socket.hear(1)
        async with customer_at(scaled.other, token) as (second, _):
            both = {"a": socket, "b": second}
            shared = await asyncio.gather(*(say(end, "在吗", "shared") for end in both.values()))
            assert sorted(receipt["duplicate"] for receipt in shared) == [False, True]
            assert shared[0]["seq"] == shared[1]["seq"]
            await asyncio.gather(*(_say_all(end, name) for name, end in both.items()))
            await _until_quiet(scaled, message_id=shared[0]["message_id"])
            pages = [await end.call("resume", {"after": 0}) for end in both.values()]
            live = {end: _heard_seqs(end) for end in both.values()}
    transcript = pages[0]["messages"]
    assert transcript == pages[1]["messages"]
    assert [item["seq"] for item in transcript] == list(range(1, len(transcript) + 1))
    sent = [item["client_id"] for item in transcript if item["author"] == "customer"]
    for name in both:
        mine = [item for item in sent if item.startswith(name)]
        assert mine == [f"{name}{number}" for number in range(LINES)]
    assert len(sent) == 2 + 2 * LINES
    await _check_answers(scaled, shared[0]["message_id"])
    for end, seqs in live.items():
        assert len(seqs) == len(set(seqs)), f"something was pushed twice to {end}"


async def test_without_redis_everything_still_arrives_and_with_it_again_at_once(
    scaled: Scaled,
) -> None:
    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(signed_in(scaled, "hanmei"))
        events = await stack.enter_async_context(following(agent))
        socket, _ = await stack.enter_async_context(customer_at(scaled.one))
        stack.callback(scaled.redis.start)  # whatever happens; the next test needs it
        scaled.redis.stop()
        await say(socket, COMPLAINT, "1")
        await socket.hear(2)
        await say(socket, "转人工", "2", payload="/ask_human")
        await owned_by(socket, "queue")
        (waiting,) = (await agent.get("/conversations?view=waiting"))["items"]
        conversation = f"/conversations/{waiting['id']}"
        await agent.post(f"{conversation}/claim")
        await owned_by(socket, "agent")
        before = time.monotonic()
        await reply(agent, conversation, "我在的，请讲。")
        await until(lambda: "我在的，请讲。" in socket.texts(), POLLED)
        print(f"without Redis: heard after {time.monotonic() - before:.1f} s")
        seq = (await say(socket, "好的", "3"))["seq"]
        await until(lambda: ("message.recorded", seq) in marks(events, waiting["id"]))
        scaled.redis.start()
        await reply(agent, conversation, "查到了。")
        await socket.hear_text("查到了。")  # woken when the subscription is back, or by a hint
    assert "redis_lost" in scaled.one.log.read_text(encoding="utf-8")


async def _say_all(socket: SocketClient, name: str) -> None:
    for number in range(LINES):
        await say(socket, "你好", f"{name}{number}")


def _heard_seqs(socket: SocketClient) -> list[int]:
    return [data["seq"] for event, data in socket.heard if event.endswith("_uttered")]


async def _until_quiet(scaled: Scaled, message_id: str) -> None:
    """Until everything said in the conversation of this message is answered."""
    end = time.monotonic() + PATIENCE * 2
    while await _rows(
        scaled,
        "SELECT 1 FROM messages WHERE processing = 'pending' AND conversation_id ="
        " (SELECT conversation_id FROM messages WHERE id = :id)",
        id=message_id,
    ):
        assert time.monotonic() < end, "not everything was answered"
        await asyncio.sleep(0.1)


async def _check_answers(scaled: Scaled, message_id: str) -> None:
    """Every message was worked off once, in order, and got as many replies as its equals."""
    of_it = "conversation_id = (SELECT conversation_id FROM messages WHERE id = :id)"
    said = await _rows(
        scaled,
        f"SELECT id FROM messages WHERE {of_it} AND author = 'customer' ORDER BY seq",
        id=message_id,
    )
    processed = await _rows(
        scaled,
        f"SELECT data FROM events WHERE {of_it} AND kind = 'message.processed' ORDER BY id",
        id=message_id,
    )
    replies = await _rows(
        scaled,
        f"SELECT in_reply_to FROM messages WHERE {of_it} AND author = 'bot' ORDER BY seq",
        id=message_id,
    )
    order = [str(row[0]) for row in said]
    assert [_data(row[0])["message_id"] for row in processed] == order
    answered = [str(row[0]) for row in replies]
    assert sorted(answered, key=order.index) == answered, "answers overtook each other"
    assert set(Counter(answered).values()) == {1}
    assert set(answered) == set(order)


def _data(value: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return data


async def _rows(scaled: Scaled, statement: str, **values: str) -> list[Any]:
    engine = make_engine(scaled.desk.database)
    try:
        async with engine.connect() as connection:
            return list((await connection.execute(sa.text(statement), values)).all())
    finally:
        await engine.dispose()

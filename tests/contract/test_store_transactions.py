"""ports.Store, Transaction and EventLog over every database."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import datetime, timezone

import pytest
import sqlalchemy as sa
import structlog

from bot.adapters.sql import SqlStore, make_engine
from bot.adapters.sql.events import SqlEventLog
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.domain.ids import CaseId, EventId
from bot.ports import EVENTS, Store, conversation_topic
from tests.contract.doubles import NotedTopics
from tests.contract.makers import NOW, a_conversation, added, an_event, later


async def _append(store: Store, *events: Event) -> None:
    async with store.writing() as tx:
        for event in events:
            await tx.events.append(event)


async def test_a_failed_transaction_leaves_and_announces_nothing(
    store: Store, topics: NotedTopics
) -> None:
    conversation = a_conversation()

    async def fail() -> None:
        async with store.writing() as tx:
            await tx.conversations.add_if_new(conversation)
            await tx.events.append(an_event(conversation))
            tx.announce("outbox")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.reading() as tx:
        assert await tx.conversations.find("web", "u1") is None
        assert await tx.events.last_id() == 0
    assert topics.published == []


async def test_each_topic_is_announced_once_and_after_the_commit(
    store: Store, topics: NotedTopics
) -> None:
    conversation = a_conversation()
    async with store.writing() as tx:
        await tx.conversations.add_if_new(conversation)
        tx.announce("inbox")
        await tx.events.append(an_event(conversation))
        await tx.events.append(an_event(conversation))
        tx.announce("inbox")
        assert topics.published == []
    assert topics.published == [("inbox", EVENTS, conversation_topic(conversation.id))]


async def test_a_transaction_without_news_announces_nothing(
    store: Store, topics: NotedTopics
) -> None:
    await added(store, a_conversation())
    assert topics.published == []


async def test_a_lost_hint_does_not_fail_the_write(store: Store, topics: NotedTopics) -> None:
    topics.broken = True
    with structlog.testing.capture_logs() as logs:
        await _append(store, an_event())
    assert logs == [{"event": "hint_lost", "error": "ConnectionError", "log_level": "warning"}]
    async with store.reading() as tx:
        assert await tx.events.last_id() > 0


async def test_a_reading_transaction_cannot_write(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    with pytest.raises(sa.exc.DBAPIError):
        async with store.reading() as tx:
            await tx.conversations.set_language(conversation.id, "en")
    async with store.reading() as tx:
        assert (await tx.conversations.get(conversation.id)).language == "zh-Hans"


async def test_a_reading_transaction_sees_one_state_and_waits_for_no_writer(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    async with store.writing() as writer:
        await writer.conversations.set_language(conversation.id, "en")
        async with store.reading() as tx:
            assert (await tx.conversations.get(conversation.id)).language == "zh-Hans"
    async with store.reading() as before:
        await before.conversations.get(conversation.id)
        async with store.writing() as writer:
            await writer.conversations.set_language(conversation.id, "fr")
        assert (await before.conversations.get(conversation.id)).language == "en"


async def test_a_failed_write_leaves_out_what_people_wrote(store: Store) -> None:
    orphan = a_conversation("secret customer")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        async with store.writing() as tx:
            await tx.dialogues.save(orphan.id, b"secret state")
    assert "secret" not in str(caught.value)


async def test_the_store_answers_a_ping(store: Store) -> None:
    await store.ping()


async def test_events_come_back_in_order_from_where_a_reader_stopped(store: Store) -> None:
    here, there = a_conversation("here"), a_conversation("there")
    await added(store, here, there)
    full = Event(
        EventKind.CASE_FILED, later(1), "agent:a1", here.id, CaseId("c1"), {"数": [1, None, "x"]}
    )
    await _append(store, full, an_event(there, n=1))
    await _append(store, an_event(here, n=2), an_event(n=3))
    async with store.reading() as tx:
        events = await tx.events.after(EventId(0))
        assert [event.data for event in events] == [full.data, {"n": 1}, {"n": 2}, {"n": 3}]
        assert [event.id for event in events] == sorted({event.id for event in events})
        assert events[0] == Event(**{**vars(full), "id": events[0].id})
        assert await tx.events.last_id() == events[-1].id
        assert await tx.events.after(events[1].id) == events[2:]
        assert await tx.events.after(EventId(0), limit=2) == events[:2]
        of_here = await tx.events.after(EventId(0), conversation_id=here.id)
        assert of_here == [events[0], events[2]]
        assert await tx.events.after(events[-1].id) == []


async def test_a_reader_that_resumes_by_id_misses_no_concurrent_commit(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, pauses = SqlEventLog.flush, itertools.cycle([0.03, 0, 0, 0, 0, 0, 0])

    async def flush_and_dawdle(log: SqlEventLog) -> None:
        # Ids are drawn, the commit is still to come: the moment in which others could overtake.
        await flush(log)
        await asyncio.sleep(next(pauses))

    monkeypatch.setattr(SqlEventLog, "flush", flush_and_dawdle)
    conversations = [a_conversation(f"u{n}") for n in range(10)]
    await added(store, *conversations)
    total, seen = 200, list[int]()

    async def write(number: int) -> None:
        conversation = conversations[number % len(conversations)]
        async with store.writing() as tx:
            if number % 3:
                await tx.conversations.lock(conversation.id)
            await tx.events.append(an_event(conversation, n=number))

    async def follow() -> None:
        last, finished = EventId(0), False
        while not finished:
            finished = writers.done()
            async with store.reading() as tx:
                for event in await tx.events.after(last, limit=total):
                    seen.append(event.data["n"])
                    last = event.id
            await asyncio.sleep(0)

    writers = asyncio.gather(*(write(number) for number in range(total)))
    await asyncio.wait_for(asyncio.gather(writers, follow()), 60)
    assert sorted(seen) == list(range(total))


async def test_times_are_utc_whatever_zone_they_came_in(store: Store) -> None:
    shanghai = datetime.fromisoformat("2026-11-21T17:30:00.123456+08:00")
    conversation = Conversation(a_conversation().id, "web", "u", shanghai, shanghai)
    await added(store, conversation)
    async with store.reading() as tx:
        stored = await tx.conversations.get(conversation.id)
    assert stored.created_at == NOW
    assert stored.created_at.tzinfo is timezone.utc


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_on_sqlite_writing_inside_writing_is_an_error_and_not_a_standstill(
    store: Store,
) -> None:
    async with store.writing():
        with pytest.raises(RuntimeError):
            async with store.writing():
                pass
    await added(store, a_conversation())


async def test_two_stores_write_to_one_database(store: Store, database_url: str) -> None:
    other = SqlStore(make_engine(database_url), NotedTopics())
    conversation = a_conversation()
    await added(store, conversation)

    async def take(mine: Store) -> int:
        async with mine.writing() as tx:
            return await tx.conversations.next_seq(conversation.id, NOW)

    try:
        places = await asyncio.gather(*(take(s) for s in [store, other] * 10))
    finally:
        await other.close()
    assert sorted(places) == list(range(1, 21))


async def test_a_cancelled_write_leaves_nothing_and_holds_nobody_up(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    begun = asyncio.Event()

    async def write() -> None:
        async with store.writing() as tx:
            await tx.conversations.lock(conversation.id)
            await tx.conversations.set_language(conversation.id, "en")
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await begun.wait()
    waiting = asyncio.create_task(added(store, a_conversation("next")))
    task.cancel()
    await asyncio.wait_for(waiting, 5)
    async with store.writing() as tx:
        assert (await tx.conversations.lock(conversation.id)).language == "zh-Hans"


async def test_the_newest_events_of_one_kind_are_found(store: Store) -> None:
    one, other = a_conversation(), a_conversation("u2")
    await added(store, one, other)
    kinds = (EventKind.OWNER_CHANGED, EventKind.CASE_CHANGED, EventKind.OWNER_CHANGED)
    for number, kind in enumerate((*kinds, EventKind.OWNER_CHANGED)):
        async with store.writing() as tx:
            await tx.events.append(replace(an_event(one, number=number), kind=kind))
            await tx.events.append(replace(an_event(other, number=number), kind=kind))
    async with store.reading() as tx:
        found = await tx.events.of_kind(one.id, EventKind.OWNER_CHANGED, limit=2)
    assert [event.data["number"] for event in found] == [2, 3]
    async with store.reading() as tx:
        of_all = await tx.events.newest_of_kind([one.id, other.id], EventKind.OWNER_CHANGED)
        of_one = await tx.events.newest_of_kind([one.id], EventKind.CASE_CHANGED)
        assert await tx.events.newest_of_kind([], EventKind.OWNER_CHANGED) == {}
    assert {key: event.data["number"] for key, event in of_all.items()} == {one.id: 3, other.id: 3}
    assert {key: event.data["number"] for key, event in of_one.items()} == {one.id: 1}

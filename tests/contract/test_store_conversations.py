"""ports.Conversations over every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.case import Level
from bot.domain.conversation import Conversation, HandoffReason, Owner, Standing
from bot.domain.errors import NotFound
from bot.domain.ids import AgentId, ConversationId, TeamId
from bot.domain.narrowing import Narrowing
from bot.ports import Store
from tests.contract.makers import NOW, a_case, a_conversation, added, later


async def test_a_conversation_comes_back_as_it_was_stored(store: Store) -> None:
    conversation = replace(
        a_conversation("客户@1"),
        owner=Owner.QUEUE,
        handoff_reason=HandoffReason.HARD_SIGNAL,
        queued_at=NOW,
        promised_at=later(60),
        priority=7,
        owner_version=3,
        language="en",
    )
    await added(store, conversation)
    async with store.reading() as tx:
        assert await tx.conversations.get(conversation.id) == conversation
        assert await tx.conversations.find("web", "客户@1") == conversation
        assert await tx.conversations.find("telegram", "客户@1") is None
        with pytest.raises(NotFound):
            await tx.conversations.get(ConversationId("missing"))
    async with store.writing() as tx:
        assert await tx.conversations.lock(conversation.id) == conversation
        with pytest.raises(NotFound):
            await tx.conversations.lock(ConversationId("missing"))


async def test_of_concurrent_first_messages_one_opens_the_conversation(store: Store) -> None:
    async def first_message() -> ConversationId:
        async with store.writing() as tx:
            return (await tx.conversations.add_if_new(a_conversation())).id

    ids = await asyncio.gather(*(first_message() for _ in range(20)))
    assert len(set(ids)) == 1


async def test_a_stale_version_does_not_change_the_owner(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    moved = conversation.give_to_agent(AgentId("a1"), later(5))
    async with store.writing() as tx:
        assert await tx.conversations.change_owner(moved)
        assert not await tx.conversations.change_owner(conversation.close(later(6)))
    async with store.reading() as tx:
        assert await tx.conversations.get(conversation.id) == moved


async def test_one_of_twenty_concurrent_claims_wins(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)

    async def claim(agent: int) -> bool:
        claimed = conversation.give_to_agent(AgentId(f"a{agent}"), later(agent))
        async with store.writing() as tx:
            return await tx.conversations.change_owner(claimed)

    outcomes = await asyncio.gather(*(claim(agent) for agent in range(20)))
    assert outcomes.count(True) == 1
    async with store.reading() as tx:
        stored = await tx.conversations.get(conversation.id)
    assert stored.agent_id == f"a{outcomes.index(True)}"
    assert stored.owner_version == 1


async def test_fifty_concurrent_messages_take_fifty_places(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)

    async def take() -> int:
        async with store.writing() as tx:
            return await tx.conversations.next_seq(conversation.id, later(9))

    assert sorted(await asyncio.gather(*(take() for _ in range(50)))) == list(range(1, 51))
    async with store.reading() as tx:
        stored = await tx.conversations.get(conversation.id)
    assert (stored.last_seq, stored.updated_at) == (50, later(9))


async def test_a_place_given_back_by_a_rollback_is_taken_again(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)

    async def fail() -> None:
        async with store.writing() as tx:
            await tx.conversations.next_seq(conversation.id, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.writing() as tx:
        assert await tx.conversations.next_seq(conversation.id, NOW) == 1
        with pytest.raises(NotFound):
            await tx.conversations.next_seq(ConversationId("missing"), NOW)


async def test_a_locked_conversation_keeps_other_writers_waiting(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    order: list[str] = []
    locked = asyncio.Event()

    async def first() -> None:
        async with store.writing() as tx:
            await tx.conversations.lock(conversation.id)
            locked.set()
            await asyncio.sleep(0.05)
            order.append("first")

    async def second() -> None:
        await locked.wait()
        async with store.writing() as tx:
            await tx.conversations.lock(conversation.id)
            order.append("second")

    await asyncio.gather(first(), second())
    assert order == ["first", "second"]


async def test_the_language_can_be_changed(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    async with store.writing() as tx:
        await tx.conversations.set_language(conversation.id, "zh-Hant")
        assert (await tx.conversations.get(conversation.id)).language == "zh-Hant"
        await tx.conversations.set_language(conversation.id, "en", chosen=True)
        await tx.conversations.set_language(conversation.id, "zh-Hans")
        now = await tx.conversations.get(conversation.id)
        assert (now.language, now.language_chosen) == ("en", True)
        await tx.conversations.set_language(conversation.id, "zh-Hans", chosen=True)
        assert (await tx.conversations.get(conversation.id)).language == "zh-Hans"


async def test_what_is_put_aside_is_no_load_and_comes_up_when_its_time_has_come(
    store: Store,
) -> None:
    mine = [
        replace(a_conversation(name).give_to_agent(AgentId("li"), NOW), owner_version=0)
        for name in ("a", "b", "c")
    ]
    await added(store, *mine)
    first, second, third = (one.id for one in mine)
    async with store.writing() as tx:
        await tx.conversations.put_aside(first, later(60))
        await tx.conversations.put_aside(second, later(30))
        await tx.conversations.put_aside(third, later(10))
        await tx.conversations.put_aside(third, None)
        aside = await tx.conversations.get(first)
        assert aside == replace(mine[0], aside_until=later(60))
        assert await tx.conversations.loads() == {"li": 1}
        assert await tx.conversations.aside_until(later(29), 9) == []
        assert await tx.conversations.aside_until(later(60), 9) == [second, first]
        assert await tx.conversations.aside_until(later(60), 1) == [second]
        assert await tx.conversations.change_owner(aside.give_to_agent(AgentId("zhao"), NOW))
        assert (await tx.conversations.get(first)).aside_until is None
        assert await tx.conversations.loads() == {"li": 1, "zhao": 1}


async def test_a_priority_is_set_only_where_it_still_waits_as_it_was_read(store: Store) -> None:
    waiting = _queued("a", 7, 0)
    await added(store, waiting)
    async with store.writing() as tx:
        assert await tx.conversations.set_priority(waiting, 40) is True
        assert await tx.conversations.set_priority(waiting, 50) is False
        stored = await tx.conversations.get(waiting.id)
        assert stored == replace(waiting, priority=40)
        await tx.conversations.change_owner(stored.give_to_bot(later(9)))
        assert await tx.conversations.set_priority(stored, 50) is False


def _queued(customer: str, priority: int, at: float) -> Conversation:
    conversation = a_conversation(customer)
    waits = conversation.queue_for_human(
        HandoffReason.CUSTOMER_ASKED, priority, later(at), later(at + 600)
    )
    return replace(waits, owner_version=0)


async def test_the_queue_is_listed_in_serving_order_before_the_rest(store: Store) -> None:
    late, early, urgent = _queued("late", 1, 20), _queued("early", 1, 10), _queued("urgent", 9, 30)
    old = replace(a_conversation("old"), updated_at=later(-10))
    new = replace(a_conversation("new"), updated_at=later(100))
    await added(store, late, new, early, old, urgent)
    everybody = [Owner.QUEUE, Owner.BOT]
    async with store.reading() as tx:
        listed = await tx.conversations.list(owners=everybody)
        assert [c.customer_ref for c in listed] == ["urgent", "early", "late", "new", "old"]
        assert await tx.conversations.list(owners=everybody, limit=2) == [urgent, early]
        assert await tx.conversations.list(owners=[Owner.BOT], before=later(100)) == [old]
        assert await tx.conversations.list(owners=[Owner.CLOSED]) == []
        assert await tx.conversations.list(owners=[]) == []


async def test_a_list_is_narrowed_and_counted_by_what_stands_in_its_rows(store: Store) -> None:
    late, early = _queued("late", 1, 20), replace(_queued("early", 1, 10), channel="letter")
    taken = replace(a_conversation("taken"), owner=Owner.AGENT, agent_id=AgentId("me"))
    english = replace(_queued("english", 0, 30), language="en", team_id=TeamId("t"))
    await added(store, late, early, taken, english)
    major = replace(a_case(late), level=Level.MAJOR)
    former = replace(a_case(early, episode=2), level=Level.MAJOR)
    async with store.writing() as tx:
        for case in (major, former, a_case(taken)):
            await tx.cases.add_if_new(case)
    wanted: list[tuple[Narrowing, list[Conversation]]] = [
        (Narrowing(level=Level.MAJOR), [late]),
        (Narrowing(level=Level.ORDINARY), [early, english, taken]),
        (Narrowing(channel="letter"), [early]),
        (Narrowing(language="en", team_id=TeamId("t")), [english]),
        (Narrowing(agent_id=AgentId("me")), [taken]),
        (Narrowing(promised_before=later(620)), [early]),
        (Narrowing(channel="letter", level=Level.MAJOR), []),
    ]
    everybody = [Owner.QUEUE, Owner.AGENT]
    async with store.reading() as tx:
        for narrowed, rows in wanted:
            assert await tx.conversations.list(owners=everybody, narrowed=narrowed) == rows
            assert await tx.conversations.count(owners=everybody, narrowed=narrowed) == len(rows)
        assert await tx.conversations.count(owners=[Owner.QUEUE]) == 3
        assert await tx.conversations.count(owners=[], also=[taken.id]) == 1


async def test_an_agent_finds_the_own_conversations(store: Store) -> None:
    mine = replace(a_conversation("u1"), owner=Owner.AGENT, agent_id=AgentId("me"))
    others = replace(a_conversation("u2"), owner=Owner.AGENT, agent_id=AgentId("you"))
    await added(store, mine, others)
    async with store.reading() as tx:
        listed = await tx.conversations.list(owners=[Owner.AGENT], agent_id=AgentId("me"))
    assert listed == [mine]


async def test_the_place_in_the_queue_counts_those_served_earlier(store: Store) -> None:
    late, early, urgent = _queued("late", 1, 20), _queued("early", 1, 10), _queued("urgent", 9, 30)
    await added(store, late, early, urgent, a_conversation("not waiting"))
    async with store.reading() as tx:
        places = [await tx.conversations.ahead_in_queue(c) for c in (urgent, early, late)]
        assert places == [0, 1, 2]
        newcomer = _queued("newcomer", 5, 40)
        assert await tx.conversations.ahead_in_queue(newcomer) == 1
        assert await tx.conversations.queue_length(0) == 3
        assert await tx.conversations.queue_length(2) == 1
        assert await tx.conversations.queue_length(10) == 0


async def test_of_two_queued_at_the_same_moment_each_has_a_place(store: Store) -> None:
    twins = [_queued("a", 1, 10), _queued("b", 1, 10)]
    await added(store, *twins)
    async with store.reading() as tx:
        served = await tx.conversations.list(owners=[Owner.QUEUE])
        assert [await tx.conversations.ahead_in_queue(c) for c in served] == [0, 1]


async def test_many_are_looked_at_together_with_their_places(store: Store) -> None:
    first, second = _queued("a", 1, 10), _queued("b", 1, 10)
    other, gone = a_conversation("not waiting"), a_conversation("gone")
    await added(store, first, second, other)
    async with store.reading() as tx:
        served = await tx.conversations.list(owners=[Owner.QUEUE])
        found = await tx.conversations.standings([first.id, second.id, other.id, gone.id])
        assert [found[one.id].ahead for one in served] == [0, 1]
        assert found[other.id] == Standing(other.last_seq, other.owner_version, None)
        assert gone.id not in found
        assert await tx.conversations.standings([second.id]) == {second.id: found[second.id]}
        assert await tx.conversations.standings([]) == {}

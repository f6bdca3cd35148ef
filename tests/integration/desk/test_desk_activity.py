"""Signs of the moment at the desk: who types, who watches, how far the customer has read."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.events import EventKind
from bot.domain.ids import ConversationId, EventId
from bot.domain.staff import Role
from bot.services.activity import TYPING_EVERY, TYPING_LASTS, WATCHING_LASTS
from tests.integration.desk.streams import following
from tests.integration.desk.world import Person, World


async def _owned(world: World) -> tuple[Person, ConversationId, str]:
    li, conversation = await world.person("li"), await world.conversation()
    await li.post(f"/conversations/{conversation}/claim")
    return li, conversation, f"/conversations/{conversation}"


async def _kinds(world: World, conversation: ConversationId) -> list[EventKind]:
    return [event.kind for event in await world.services.feed.page(EventId(0), conversation, 500)]


async def test_a_customer_who_types_is_seen_until_they_stop(world: World) -> None:
    li, conversation, _ = await _owned(world)
    before = await _kinds(world, conversation)
    async with following(li) as stream:
        await world.services.activity.customer_types(conversation)
        heard = await stream.named("activities")
        assert heard == {
            "activities": [{"doing": "typing", "conversation_id": conversation, "who": "customer"}]
        }
        world.clock.ahead += TYPING_LASTS
        assert await stream.named("activities") == {"activities": []}
    assert await _kinds(world, conversation) == before  # nothing is kept


async def test_more_signs_than_needed_are_passed_over(world: World) -> None:
    _, conversation, _ = await _owned(world)
    activity = world.services.activity
    await activity.customer_types(conversation)
    world.clock.ahead += TYPING_EVERY / 2
    await activity.customer_types(conversation)  # does not prolong it
    world.clock.ahead += TYPING_LASTS - TYPING_EVERY / 2
    li = await world.person("wang")
    async with following(li) as stream:
        await activity.customer_types(conversation)
        assert len((await stream.named("activities"))["activities"]) == 1


async def test_only_who_has_it_types_to_the_customer(world: World) -> None:
    li, _, path = await _owned(world)
    await li.told("PUT", f"{path}/typing", 204)
    wang = await world.person("wang")
    refused = await wang.told("PUT", f"{path}/typing", 409)
    assert refused["error"]["details"]["winner"] == "Li"
    await li.told("PUT", "/conversations/unknown/typing", 404)


async def test_what_is_sent_is_typed_no_longer(world: World) -> None:
    li, _, path = await _owned(world)
    async with following(await world.person("wang")) as stream:
        await li.told("PUT", f"{path}/typing", 204)
        assert len((await stream.named("activities"))["activities"]) == 1
        await li.post(f"{path}/messages", {"text": "好", "client_id": "1"}, 201)
        assert await stream.named("activities") == {"activities": []}


async def test_who_watches_is_seen_and_in_the_log_once(world: World) -> None:
    li, conversation, path = await _owned(world)
    boss = await world.person("boss", Role.SUPERVISOR)
    assert boss.agent
    async with following(li) as stream:
        for _ in range(3):
            await boss.told("PUT", f"{path}/watching", 204)
        (seen,) = (await stream.named("activities"))["activities"]
        assert (seen["doing"], seen["who"]) == ("watching", f"agent:{boss.agent.id}")
        await boss.told("DELETE", f"{path}/watching", 204)
        assert await stream.named("activities") == {"activities": []}
    kinds = await _kinds(world, conversation)
    assert kinds.count(EventKind.CONVERSATION_WATCHED) == 1
    world.clock.ahead += WATCHING_LASTS + timedelta(seconds=1)
    await boss.told("PUT", f"{path}/watching", 204)
    kinds = await _kinds(world, conversation)
    assert kinds.count(EventKind.CONVERSATION_WATCHED) == 2


async def test_only_what_a_colleague_has_can_be_watched(world: World) -> None:
    li, _, path = await _owned(world)
    await li.told("PUT", f"{path}/watching", 409)
    queued = await world.conversation()
    await li.told("PUT", f"/conversations/{queued}/watching", 409)


async def test_a_take_over_keeps_its_reason(world: World) -> None:
    li, conversation, path = await _owned(world)
    boss = await world.person("boss", Role.SUPERVISOR)
    await boss.post(f"{path}/claim", {"take_over": True}, 422)
    await boss.post(f"{path}/claim", {"take_over": True, "reason": "要紧,13812348000 在催"})
    events = await world.services.feed.page(EventId(0), conversation, 500)
    moved = [event for event in events if event.kind is EventKind.OWNER_CHANGED][-1]
    assert moved.data["note"] == "要紧,[手机号1] 在催"
    assert moved.data["from"] == "agent"
    refused = await li.post(f"{path}/messages", {"text": "我还在", "client_id": "1"}, 409)
    assert refused["error"]["details"]["winner"] == "Boss"


async def test_what_the_customer_has_read_is_told_once(world: World) -> None:
    li, conversation, path = await _owned(world)
    sent = await li.post(f"{path}/messages", {"text": "好", "client_id": "1"}, 201)
    acknowledgements = world.services.acknowledgements
    await acknowledgements.received(conversation, sent["seq"])
    shown = await li.get(path)
    assert shown["conversation"]["read_seq"] == 0
    messages = (await li.get(f"{path}/messages"))["items"]
    assert messages[-1]["delivery"] == "delivered"
    for _ in range(2):
        await acknowledgements.seen(conversation, sent["seq"])
    await acknowledgements.seen(conversation, 1)
    assert (await li.get(path))["conversation"]["read_seq"] == sent["seq"]
    read = [
        event.data["seq"]
        for event in await world.services.feed.page(EventId(0), conversation, 500)
        if event.kind is EventKind.CONVERSATION_READ
    ]
    assert read == [sent["seq"]]


async def test_a_customers_own_words_are_no_news_to_them(world: World) -> None:
    conversation = await world.conversation("一", "二", queued=False)
    await world.services.acknowledgements.seen(conversation, 2**31 - 1)
    assert EventKind.CONVERSATION_READ not in await _kinds(world, conversation)


async def test_the_stretches_of_people_are_told_apart(world: World) -> None:
    li, _, path = await _owned(world)
    boss = await world.person("boss", Role.SUPERVISOR)
    await boss.post(f"{path}/claim", {"take_over": True, "reason": "要紧"})
    await boss.post(f"{path}/return", {"reason": "问清楚了"})
    hands = (await li.get(f"{path}/hands"))["items"]
    assert [hand["agent_name"] for hand in hands] == ["Li", "Boss"]
    assert hands[0]["until"] == hands[1]["since"]
    assert hands[1]["until"] is not None
    await li.post(f"{path}/claim")
    assert (await li.get(f"{path}/hands"))["items"][-1]["until"] is None
    await li.get("/conversations/unknown/hands", 404)

"""微信客服 over its whole line: the callback's door, pulling, sending, people on either side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Container
from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.errors import DeliveryFailed
from bot.domain.message import Author, Delivery, Message, Reply
from bot.domain.staff import Agent, Role
from bot.services.transcript import Outgoing, record_outgoing
from connectors.wecom.api import WecomApi
from connectors.wecom.payloads import CHANNEL
from connectors.wecom.puller import Puller
from tests.boxes import box_over, make_agent
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.wecom_platform import (
    ACCOUNT,
    CORP,
    CUSTOMER,
    REF,
    Platform,
    address,
    body_of,
    callback,
    entry,
    platform_server,
    seal,
    settings,
    signed,
)
from tests.integration.line.working import transcript, until

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@dataclass
class World:
    """The platform, the served program, and a customer who writes."""

    platform: Platform
    served: Served

    @property
    def box(self) -> Container:
        return self.served.box

    async def post(self, body: bytes, query: dict[str, str]) -> int:
        url = address(self.served.url, query)
        async with self.served.client.post(url, data=body) as answer:
            return answer.status

    async def call_back(self) -> int:
        sealed = callback()
        return await self.post(body_of(sealed), signed(sealed))

    async def happens(self, *entries: dict[str, Any]) -> None:
        """The platform has these, and says so."""
        self.platform.entries += entries
        assert await self.call_back() == 200

    async def conversation(self) -> Conversation:
        found: list[Conversation] = []

        async def there() -> bool:
            conversation = await self.box.elsewhere.find(CHANNEL, REF)
            found[:] = [conversation] if conversation else []
            return bool(found)

        await until(there)
        return found[0]

    async def rows(self) -> Sequence[Message]:
        return await transcript(self.box, (await self.conversation()).id)

    async def heard(self) -> list[str]:
        return [row.text for row in await self.rows() if row.author is Author.CUSTOMER]

    async def answered(self, text: str) -> None:
        """Until the customer has read something that contains this."""

        async def read() -> bool:
            return any(text in shown for shown in self.platform.texts())

        await until(read)

    async def owned_by(self, owner: Owner) -> None:
        async def so() -> bool:
            return (await self.conversation()).owner is owner

        await until(so)

    async def say(self, *replies: Reply, author: Author = Author.BOT) -> list[Message]:
        """A turn of ours in answer to the last words."""
        conversation = await self.conversation()
        reply_to = (await self.rows())[0].id if author is Author.BOT else None
        async with self.box.store.writing() as tx:
            locked = await tx.conversations.lock(conversation.id)
            items = [Outgoing(author, reply, in_reply_to=reply_to) for reply in replies]
            return list(await record_outgoing(tx, locked, items, self.box.clock.now()))

    async def delivered(self, message: Message) -> Message:
        """The row once it is neither waiting nor under way."""
        rows: list[Message] = []

        async def settled() -> bool:
            rows[:] = [row for row in await self.rows() if row.id == message.id]
            return rows[0].delivery not in (Delivery.PENDING, Delivery.SENDING)

        await until(settled)
        return rows[0]


@asynccontextmanager
async def world(tmp_path: Path, **more: object) -> AsyncIterator[World]:
    async with (
        platform_server() as platform,
        serving(tmp_path, **settings(platform.url, **more)) as served,
    ):
        yield World(platform, served)


@pytest.fixture
async def wecom(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


# --- the door


async def test_the_address_is_verified_by_the_decrypted_echo(wecom: World) -> None:
    sealed = seal(b"1616140317555161061")
    url = address(wecom.served.url, {**signed(sealed), "echostr": sealed})
    async with wecom.served.client.get(url) as answer:
        assert (answer.status, await answer.text()) == (200, "1616140317555161061")


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda s: (body_of(s), {}), 401),
        (lambda s: (body_of(s), signed(s, token="another token")), 401),
        (lambda s: (body_of(s), signed(s, at=int(time.time()) - 400)), 401),
        (lambda s: (body_of(s), signed(s, at=int(time.time()) + 400)), 401),
        (lambda s: (body_of(s[:-24]), signed(s)), 401),
        (lambda s: (body_of(s[:-24]), signed(s[:-24])), 422),
        (lambda s: (body_of(s)[:40], signed(s)), 401),
        (lambda s: (b"<!DOCTYPE x>" + body_of(s), signed(s)), 401),
        (lambda s: (b" " * 70_000, signed(s)), 413),
        (lambda _: _properly_signed(seal(b"<xml/>", "wwother")), 422),
        (lambda _: _properly_signed(callback(corp="wwother")), 422),
    ],
    ids=[
        "unsigned",
        "other token",
        "old",
        "from the future",
        "changed",
        "truncated",
        "cut off",
        "document type",
        "oversized",
        "sealed for another company",
        "naming another company",
    ],
)
async def test_a_bad_callback_is_refused_and_nothing_is_pulled(
    wecom: World, make: Any, status: int
) -> None:
    await until(lambda: _eventually(wecom.platform.pulled == [""]))  # the look at the start
    wecom.platform.entries.append(entry("text"))
    body, query = make(callback())
    assert await wecom.post(body, query) == status
    assert await wecom.box.channel_memory.recall(CHANNEL, f"due/{ACCOUNT}") is None
    assert wecom.platform.pulled == [""]


async def test_without_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with serving(tmp_path) as served:
        sealed = callback()
        url = address(served.url, signed(sealed))
        async with served.client.post(url, data=body_of(sealed)) as answer:
            assert answer.status == 404


async def test_a_callback_is_acknowledged_while_the_platform_itself_hangs(wecom: World) -> None:
    wecom.platform.hold = asyncio.Event()
    await wecom.happens(entry("text"))
    assert await wecom.call_back() == 200
    wecom.platform.hold.set()
    await wecom.answered("你们凭什么拒赔")


# --- pulling


async def test_a_complaint_is_answered_taken_over_and_closed_on_both_sides(wecom: World) -> None:
    agent = await make_agent(wecom.box, "wang")
    await wecom.happens(entry("text"))
    await wecom.answered("回：你们凭什么拒赔")
    conversation = await wecom.conversation()
    await wecom.box.handoffs.claim(conversation.id, agent)
    await wecom.box.replies.send(conversation.id, agent, "我是专员，已在核实。", "c1")
    await wecom.answered("我是专员，已在核实。")
    await wecom.happens(entry("text", msgid="second", content="好的"))
    await until(lambda: _contains(wecom.heard(), "好的"))
    await wecom.box.handoffs.close(conversation.id, agent, "withdrawn", "")
    await until(lambda: _eventually(wecom.platform.state.get(CUSTOMER) == 4))
    assert wecom.platform.texts().count("我是专员，已在核实。") == 1
    assert not any("回：好的" in text for text in wecom.platform.texts())


async def test_pages_are_pulled_to_the_end_and_callbacks_repeated_change_nothing(
    wecom: World,
) -> None:
    texts = [f"第{n}句" for n in range(7)]
    await wecom.happens(*(entry("text", msgid=f"m{n}", content=t) for n, t in enumerate(texts)))
    for _ in range(3):
        assert await wecom.call_back() == 200
    await until(lambda: _contains(wecom.heard(), texts[-1]))
    assert await wecom.heard() == texts
    memory = wecom.box.channel_memory
    await until(lambda: _is(memory.recall(CHANNEL, f"cursor/{ACCOUNT}"), "7"))


async def test_what_was_written_before_the_channel_was_set_up_is_left_alone(wecom: World) -> None:
    old = entry("text", msgid="old", content="上个月的事", send_time=int(time.time()) - 86_400)
    await wecom.happens(old, entry("text"))
    await wecom.answered("你们凭什么拒赔")
    assert await wecom.heard() == ["你们凭什么拒赔"]


async def test_a_callback_that_never_came_is_made_good_at_the_next_start(tmp_path: Path) -> None:
    async with platform_server() as platform:
        async with serving(tmp_path, **settings(platform.url)) as served:
            first = World(platform, served)
            await first.happens(entry("text"))
            await first.answered("你们凭什么拒赔")
        yesterday = int(time.time()) - 86_400
        platform.entries.append(entry("text", msgid="m2", content="还在吗", send_time=yesterday))
        async with serving(tmp_path, **settings(platform.url)) as served:
            await World(platform, served).answered("还在吗")


async def test_a_crash_between_two_messages_of_a_page_loses_and_repeats_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        platform_server() as platform,
        box_over(f"sqlite:///{tmp_path / 'one.db'}", tmp_path, **settings(platform.url)) as box,
    ):
        platform.entries = [entry("text", msgid=f"m{n}", content=f"第{n}句") for n in range(3)]
        api = WecomApi(box)
        receive, seen = type(box.intake).receive, []

        async def dies_at_the_second(intake: Any, inbound: Any) -> Any:
            seen.append(inbound.external_id)
            if len(seen) == 2:
                raise ConnectionError("the database went away")
            return await receive(intake, inbound)

        monkeypatch.setattr(type(box.intake), "receive", dies_at_the_second)
        with pytest.raises(ConnectionError):
            await Puller(box, api).pull(ACCOUNT, "")
        assert await box.channel_memory.recall(CHANNEL, f"cursor/{ACCOUNT}") is None
        await asyncio.gather(Puller(box, api).pull(ACCOUNT, ""), Puller(box, api).pull(ACCOUNT, ""))
        conversation = await box.elsewhere.find(CHANNEL, REF)
        assert conversation is not None
        rows = await transcript(box, conversation.id)
        await api.close()
    assert [row.text for row in rows] == ["第0句", "第1句", "第2句"]


async def test_a_hint_token_that_has_run_out_is_done_without(wecom: World) -> None:
    await until(lambda: _eventually(wecom.platform.pulled == [""]))
    wecom.platform.refuse["kf/sync_msg"] = [95007]
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    assert wecom.platform.pulled[-1] == ""


async def test_a_busy_platform_is_asked_again(wecom: World) -> None:
    wecom.platform.refuse["kf/sync_msg"] = [503]
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")


async def test_every_kind_of_message_stands_in_the_transcript(wecom: World) -> None:
    kinds = ("menu", "menu_of_others", "location", "link", "card", "unknown", "recalled")
    await wecom.happens(*(entry(kind) for kind in kinds))
    await until(lambda: _contains(wecom.heard(), "📎"))
    await wecom.answered("20 MB")
    rows = [row for row in await wecom.rows() if row.author is Author.CUSTOMER]
    assert [(row.text, row.payload) for row in rows] == [
        ("是的", "/affirm"),
        ("满意", None),
        ("📍 某营业部 示例路1号 23.1,113.5", None),
        ("条款\n说明\nhttps://example.com/a", None),
        ("📎", None),
        ("📎", None),
    ]


async def test_a_picture_is_taken_in_and_a_program_is_refused_with_a_word(wecom: World) -> None:
    wecom.platform.files = {
        "picture": ("保单.png", PNG),
        "program": ("a.exe", b"MZ" + b"0" * 64),
    }
    wecom.platform.refuse["media/get"] = [502]
    await wecom.happens(
        entry("image"), entry("image", msgid="bad", media_id="program"), entry("voice")
    )
    await wecom.answered("20 MB")

    async def all_there() -> bool:
        return len(await wecom.heard()) == 3

    await until(all_there)
    rows = [row for row in await wecom.rows() if row.author is Author.CUSTOMER]
    assert [[file.media_type for file in row.attachments] for row in rows] == [
        ["image/png"],
        [],
        [],
    ]
    assert [row.text for row in rows] == ["", "📎", "📎"]


async def test_a_newcomer_is_greeted_once_and_only_in_time(wecom: World) -> None:
    late = entry("entered", msgid="late", welcome_code="LATE", send_time=int(time.time()) - 60)
    await wecom.happens(late, entry("entered"), entry("text"))
    await wecom.answered("你们凭什么拒赔")
    assert [item["code"] for item in wecom.platform.greeted] == ["WELCOME1"]
    assert "AI" in wecom.platform.greeted[0]["text"]["content"]


# --- sending


async def test_a_turns_bubbles_go_out_as_one_with_the_buttons_as_a_menu(wecom: World) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    buttons = ({"title": "是的", "payload": "/affirm"},)
    sent = await wecom.say(Reply("我记下了。"), Reply("对吗？", buttons), Reply("不急。"))
    for message in sent:
        assert (await wecom.delivered(message)).delivery is Delivery.SENT
    menu, last = wecom.platform.sent[-2:]
    assert menu["msgmenu"]["head_content"] == "我记下了。\n\n对吗？"
    assert menu["msgmenu"]["list"][0]["click"] == {"id": "/affirm", "content": "是的"}
    assert last["text"]["content"] == "不急。"


async def test_the_sixth_message_waits_for_the_customer_as_a_dead_letter_that_says_why(
    wecom: World,
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    replies = [Reply(f"通知{n}") for n in range(5)]
    *sent, refused = await wecom.say(*replies, author=Author.AGENT)
    assert [(await wecom.delivered(item)).delivery for item in sent] == [Delivery.SENT] * 4
    row = await wecom.delivered(refused)
    assert row.delivery is Delivery.DEAD
    assert "5 messages through until the customer writes again" in str(row.error)
    await wecom.happens(entry("text", msgid="again", content="喂"))
    await wecom.answered("回：喂")
    supervisor = await make_agent(wecom.box, "zhao", Role.SUPERVISOR)
    await wecom.box.acknowledgements.retry(refused.id, supervisor)
    await wecom.answered("通知4")


async def test_nothing_goes_out_48_hours_after_the_last_word(tmp_path: Path) -> None:
    async with world(tmp_path) as wecom:
        await wecom.happens(entry("text"))
        await wecom.answered("你们凭什么拒赔")
        clock: Any = wecom.box.clock
        now = clock.now()
        clock.now = lambda: now + timedelta(hours=49)
        (message,) = await wecom.say(Reply("还在处理"), author=Author.SYSTEM)
        row = await wecom.delivered(message)
    assert "48 hours" in str(row.error)


@pytest.mark.parametrize(("state", "why"), [(2, "待接入池"), (3, "人工接待"), (4, "has ended")])
async def test_in_others_hands_a_message_is_a_dead_letter_that_says_whose(
    wecom: World, state: int, why: str
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    wecom.platform.state[CUSTOMER] = state
    (message,) = await wecom.say(Reply("您好"), author=Author.SYSTEM)
    row = await wecom.delivered(message)
    assert row.delivery is Delivery.DEAD
    assert why in str(row.error)


@pytest.mark.parametrize("first", [-1, 45009, 500, 429], ids=["busy", "too many", "500", "429"])
async def test_a_platform_in_trouble_is_tried_again_with_the_same_id(
    wecom: World, first: int
) -> None:
    wecom.platform.refuse["kf/send_msg"] = [first]
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    tried = [body["msgid"] for path, body in wecom.platform.calls if path == "kf/send_msg"]
    assert len(tried) == 2
    assert len(set(tried)) == 1


async def test_a_long_text_goes_out_in_parts_and_after_trouble_only_the_rest(wecom: World) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    (message,) = await wecom.say(Reply("好" * 683 + "很" * 10), author=Author.SYSTEM)
    assert (await wecom.delivered(message)).delivery is Delivery.SENT
    assert "".join(wecom.platform.texts()[-2:]) == "好" * 683 + "很" * 10
    wecom.platform.refuse["kf/send_msg"] = [0, -1]
    (second,) = await wecom.say(Reply("多" * 683 + "少" * 10), author=Author.SYSTEM)
    assert (await wecom.delivered(second)).delivery is Delivery.SENT
    assert len(wecom.platform.texts()) == 4


async def test_forty_customers_get_every_reply_once_though_a_fifth_of_the_answers_is_lost(
    wecom: World,
) -> None:
    wecom.platform.forgetful = 5
    customers = [f"wm{n:04}" for n in range(40)]
    await wecom.happens(
        *(entry("text", name, msgid=f"{name}-1", content=f"{name}的事") for name in customers)
    )
    wecom.platform.entries += wecom.platform.entries  # the platform repeats itself
    assert await wecom.call_back() == 200
    await until(lambda: _nothing_waits(wecom, 40))
    assert sorted(wecom.platform.texts()) == sorted(f"回：{name}的事" for name in customers)
    assert wecom.platform.tries > 40


async def test_a_refused_message_is_not_tried_again(wecom: World) -> None:
    wecom.platform.refuse["kf/send_msg"] = [40096]
    await wecom.happens(entry("text"))
    row = await wecom.delivered(await _reply(wecom))
    assert (row.delivery, row.attempts) == (Delivery.DEAD, 1)
    assert row.error == "WeCom refused kf/send_msg: 40096"


async def test_what_did_not_arrive_becomes_a_dead_letter_and_goes_again_under_a_new_id(
    wecom: World,
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    reply = await _reply(wecom)
    await wecom.delivered(reply)
    first = wecom.platform.sent[-1]["msgid"]
    await wecom.happens(entry("failed", fail_msgid=first, fail_type=10))

    async def dead() -> bool:
        return (await wecom.delivered(reply)).delivery is Delivery.DEAD

    await until(dead)
    assert "the customer refuses messages" in str((await wecom.delivered(reply)).error)
    supervisor = await make_agent(wecom.box, "zhao", Role.SUPERVISOR)
    await wecom.box.acknowledgements.retry(reply.id, supervisor)
    await until(lambda: _eventually(len(wecom.platform.sent) == 2))
    assert wecom.platform.sent[-1]["msgid"] != first
    await wecom.happens(entry("failed", msgid="other", fail_msgid="not-ours", fail_type=1))


async def test_the_access_token_is_shared_and_fetched_anew_once_it_is_refused(
    tmp_path: Path,
) -> None:
    async with platform_server() as platform:
        url = f"sqlite:///{tmp_path / 'one.db'}"
        async with (
            box_over(url, tmp_path, **settings(platform.url)) as box,
            box_over(url, tmp_path, **settings(platform.url)) as other,
        ):
            one, two = WecomApi(box), WecomApi(other)
            for api in (one, two):
                await api.call("kf/account/list", {})
            assert platform.tokens == 1
            platform.stale.add("token1")
            await asyncio.gather(*(one.call("kf/account/list", {}) for _ in range(5)))
            await two.call("kf/account/list", {})
            assert platform.tokens == 2
            platform.stale.add("token2")
            platform.stale.add("token3")
            with pytest.raises(DeliveryFailed, match="42001") as caught:
                await one.call("kf/account/list", {})
            assert caught.value.retryable
            assert platform.tokens == 3
            await one.close()
            await two.close()


# --- people in WeCom


@pytest.fixture
async def people(tmp_path: Path) -> AsyncIterator[tuple[World, Agent]]:
    """People answer in WeCom, and one desk account stands for them."""
    async with world(tmp_path, wecom_agent="wecom") as made:
        yield made, await make_agent(made.box, "wecom")


async def test_a_queued_conversation_goes_to_wecoms_people_who_answer_and_end_it(
    people: tuple[World, Agent],
) -> None:
    wecom, agent = people
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    await _queue(wecom)
    await wecom.answered("正在安排")
    await until(lambda: _eventually(wecom.platform.state.get(CUSTOMER) == 2))
    wecom.platform.state[CUSTOMER] = 3
    await wecom.happens(entry("moved"), entry("servicer"))
    await wecom.owned_by(Owner.AGENT)
    await wecom.happens(entry("text", msgid="m9", content="那就好"))
    await until(lambda: _contains(wecom.heard(), "那就好"))
    wecom.platform.state[CUSTOMER] = 4
    await wecom.happens(entry("moved", msgid="end", change_type=3))
    await wecom.owned_by(Owner.CLOSED)
    rows = await wecom.rows()
    assert [(row.agent_id, row.delivery) for row in rows if row.text == "您好，我是李四"] == [
        (agent.id, Delivery.SENT)
    ]
    assert not [row for row in rows if row.delivery is Delivery.DEAD]
    assert not any("那就好" in text for text in wecom.platform.texts())


async def test_words_of_wecoms_people_silence_the_bot_even_before_the_event(
    people: tuple[World, Agent],
) -> None:
    wecom, agent = people
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    await wecom.happens(entry("servicer"), entry("servicer"))
    await wecom.owned_by(Owner.AGENT)
    assert (await wecom.conversation()).agent_id == agent.id
    assert [row.text for row in await wecom.rows()].count("您好，我是李四") == 1


async def test_an_event_that_can_never_be_followed_holds_up_nobody(
    people: tuple[World, Agent],
) -> None:
    wecom, _ = people
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    wecom.platform.refuse["kf/service_state/get"] = [40096]
    await wecom.happens(entry("moved"), entry("text", msgid="m2", content="还在吗"))
    await wecom.answered("还在吗")


async def test_our_desk_keeps_what_it_has_when_somebody_in_wecom_takes_it_too(
    people: tuple[World, Agent],
) -> None:
    wecom, _ = people
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    own = await make_agent(wecom.box, "wang")
    await wecom.box.handoffs.claim((await wecom.conversation()).id, own)
    wecom.platform.state[CUSTOMER] = 3
    await wecom.happens(entry("moved"), entry("servicer"))
    await until(lambda: _contains(_texts(wecom), "您好，我是李四"))
    assert (await wecom.conversation()).agent_id == own.id


async def test_without_people_in_wecom_a_queued_conversation_waits_at_our_desk(
    wecom: World,
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    await _queue(wecom)
    await wecom.answered("正在安排")
    await wecom.happens(entry("servicer"), entry("text", msgid="m3", content="喂"))
    await until(lambda: _contains(wecom.heard(), "喂"))
    assert "kf/service_state/trans" not in wecom.platform.paths()
    assert (await wecom.conversation()).owner is Owner.QUEUE
    assert CORP not in (await wecom.conversation()).customer_ref


def _properly_signed(sealed: str) -> tuple[bytes, dict[str, str]]:
    return body_of(sealed), signed(sealed)


async def _queue(wecom: World) -> None:
    conversation = await wecom.conversation()
    async with wecom.box.store.writing() as tx:
        locked = await tx.conversations.lock(conversation.id)
        queued, _ = await wecom.box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
        notice = Outgoing(Author.SYSTEM, Reply("正在安排"))
        await record_outgoing(tx, queued, [notice], wecom.box.clock.now())


async def _reply(wecom: World) -> Message:
    found: list[Message] = []

    async def there() -> bool:
        found[:] = [row for row in await wecom.rows() if row.author is Author.BOT]
        return bool(found)

    await until(there)
    return found[0]


async def _texts(wecom: World) -> list[str]:
    return [row.text for row in await wecom.rows()]


async def _contains(texts: Any, wanted: str) -> bool:
    return wanted in await texts


async def _nothing_waits(wecom: World, sent: int) -> bool:
    async with wecom.box.store.reading() as tx:
        return len(await tx.messages.by_delivery(Delivery.SENT)) == sent


async def _is(value: Any, wanted: str) -> bool:
    return bool(await value == wanted)


async def _eventually(holds: bool) -> bool:
    return holds

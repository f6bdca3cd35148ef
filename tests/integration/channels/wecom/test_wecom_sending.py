"""Messages over WeCom: bubbles, parts, refusals, and the access token."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.errors import DeliveryFailed
from bot.domain.message import Author, Delivery, Message, Reply
from bot.domain.staff import Role
from connectors.wecom.api import WecomApi
from tests.boxes import box_over, make_agent
from tests.integration.channels.wecom.wecom_world import World
from tests.integration.channels.wecom_platform import CUSTOMER, entry, platform_server, settings
from tests.integration.line.working import until


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
    await until(lambda: len(wecom.platform.sent) == 2)
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


async def _reply(wecom: World) -> Message:
    found: list[Message] = []

    async def there() -> bool:
        found[:] = [row for row in await wecom.rows() if row.author is Author.BOT]
        return bool(found)

    await until(there)
    return found[0]


async def _nothing_waits(wecom: World, sent: int) -> bool:
    async with wecom.box.store.reading() as tx:
        return len(await tx.messages.by_delivery(Delivery.SENT)) == sent

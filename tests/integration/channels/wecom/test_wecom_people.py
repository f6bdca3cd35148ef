"""People on either side: at our desk, or in WeCom."""

from __future__ import annotations

import pytest

from bot.domain.conversation import HandoffReason, Owner
from bot.domain.message import Author, Delivery, Reply
from bot.domain.staff import Agent
from bot.services.transcript import Outgoing, record_outgoing
from tests.boxes import make_agent
from tests.integration.channels.wecom.wecom_world import World
from tests.integration.channels.wecom_platform import CORP, CUSTOMER, entry
from tests.integration.line.working import until


async def test_what_our_desk_closes_ends_in_wecom(wecom: World) -> None:
    agent = await make_agent(wecom.box, "wang")
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    conversation = await wecom.conversation()
    await wecom.box.handoffs.claim(conversation.id, agent)
    await wecom.box.handoffs.close(conversation.id, agent, "withdrawn", "")
    await until(lambda: wecom.platform.state.get(CUSTOMER) == 4)


async def test_a_queued_conversation_goes_to_wecoms_people_who_answer_and_end_it(
    people: tuple[World, Agent],
) -> None:
    wecom, agent = people
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    await _queue(wecom)
    await wecom.answered("正在安排")
    await until(lambda: wecom.platform.state.get(CUSTOMER) == 2)
    wecom.platform.state[CUSTOMER] = 3
    await wecom.happens(entry("moved"), entry("servicer"))
    await wecom.owned_by(Owner.AGENT)
    await wecom.happens(entry("text", msgid="m9", content="那就好"))
    await wecom.hears("那就好")
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


@pytest.mark.parametrize("told", [True, False], ids=["event", "refused send"])
async def test_who_is_put_into_wecoms_queue_hears_no_more_of_the_bot(
    wecom: World, told: bool
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    wecom.platform.state[CUSTOMER] = 2
    if told:
        await wecom.happens(entry("moved"))
    else:
        await wecom.happens(entry("text", msgid="m2", content="还在吗"))
    await wecom.owned_by(Owner.QUEUE)
    await wecom.happens(entry("text", msgid="m3", content="有人吗"))
    await wecom.hears("有人吗")
    rows = await wecom.rows()
    assert not any("回：有人吗" in row.text for row in rows)
    lost = [row.error for row in rows if row.delivery is Delivery.DEAD]
    queue = "Not sent: the session waits in WeCom's own queue (待接入池)."
    assert lost == ([] if told else [queue])


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.QUEUE])
async def test_what_people_in_wecom_end_before_they_took_it_is_closed(
    people: tuple[World, Agent], owner: Owner
) -> None:
    wecom, _ = people
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    if owner is Owner.QUEUE:
        await _queue(wecom)
        await until(lambda: wecom.platform.state.get(CUSTOMER) == 2)
    wecom.platform.state[CUSTOMER] = 4
    await wecom.happens(entry("moved", change_type=3), entry("moved", msgid="x", change_type=3))
    await wecom.owned_by(Owner.CLOSED)
    assert "已结束" not in "".join(wecom.platform.texts())


async def test_an_end_in_wecom_leaves_alone_what_our_desk_answers(wecom: World) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    await _queue(wecom)
    await wecom.answered("正在安排")
    wecom.platform.state[CUSTOMER] = 4
    await wecom.happens(entry("moved", change_type=3), entry("text", msgid="m4", content="喂"))
    await wecom.hears("喂")
    assert (await wecom.conversation()).owner is Owner.QUEUE


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

    async def told() -> bool:
        return "您好，我是李四" in [row.text for row in await wecom.rows()]

    await until(told)
    assert (await wecom.conversation()).agent_id == own.id


async def test_without_people_in_wecom_a_queued_conversation_waits_at_our_desk(
    wecom: World,
) -> None:
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    await _queue(wecom)
    await wecom.answered("正在安排")
    await wecom.happens(entry("servicer"), entry("text", msgid="m3", content="喂"))
    await wecom.hears("喂")
    assert "kf/service_state/trans" not in wecom.platform.paths()
    assert (await wecom.conversation()).owner is Owner.QUEUE
    assert CORP not in (await wecom.conversation()).customer_ref


async def _queue(wecom: World) -> None:
    conversation = await wecom.conversation()
    async with wecom.box.store.writing() as tx:
        locked = await tx.conversations.lock(conversation.id)
        queued, _ = await wecom.box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
        notice = Outgoing(Author.SYSTEM, Reply("正在安排"))
        await record_outgoing(tx, queued, [notice], wecom.box.clock.now())

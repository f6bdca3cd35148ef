"""What Feishu's customers say: stored once, acknowledged at once."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from bot.domain.ids import fresh
from bot.domain.message import Author, Delivery
from tests.integration.channels.feishu.feishu_robot import Robot
from tests.integration.channels.feishu_platform import TAKEN
from tests.integration.channels.scripted import BUTTONS, CHOICE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_message_is_stored_and_answered_once_over_all_deliveries(robot: Robot) -> None:
    again = robot.event()
    again["header"]["event_id"] = f"another-{robot.customer}"
    for event in (robot.event(), robot.event(), again):
        assert await robot.call(event) == 200
    first, reply = await robot.settled()
    assert (first.text, reply.delivery) == ("我要投诉，你们乱扣费", Delivery.SENT)
    assert robot.feishu.said == [("text", {"text": "回：我要投诉，你们乱扣费"})]
    (sent,) = robot.feishu.calls
    assert (sent["receive_id"], sent["uuid"]) == (robot.customer, reply.id)


async def test_the_message_is_acknowledged_while_the_model_is_busy(robot: Robot) -> None:
    robot.agent.gate.clear()
    assert await robot.call(robot.event()) == 200
    assert [row.author for row in await robot.rows()] == [Author.CUSTOMER]
    robot.agent.gate.set()
    assert len(await robot.settled()) == 2


async def test_what_somebody_has_read_is_delivered(robot: Robot) -> None:
    assert await robot.call(robot.event("read")) == 200  # nobody has written yet
    assert await robot.call(robot.event()) == 200
    _, reply = await robot.settled()
    read = robot.event("read", 1)
    for moment, state in ((0, Delivery.SENT), (int(time.time() + 1) * 1000, Delivery.DELIVERED)):
        read["event"]["reader"]["read_time"] = str(moment or 1_600_000_000_000)
        assert await robot.call(read) == 200
        assert (await robot.rows())[-1].delivery is state
    assert reply.delivery is Delivery.SENT


@pytest.mark.parametrize("name", ["group", "robot", "read"])
async def test_groups_robots_and_other_events_leave_no_trace(robot: Robot, name: str) -> None:
    assert await robot.call(robot.event(name)) == 200
    assert await robot.rows() == []


async def test_buttons_come_as_a_card_and_a_press_comes_back(robot: Robot) -> None:
    await robot.say(CHOICE, 1)
    await robot.settled()
    ((kind, card),) = robot.feishu.said
    text, actions = card["elements"]
    assert (kind, text["text"]["content"]) == ("interactive", "要*继续*吗？\n请选")
    assert card["config"]["enable_forward"] is False
    assert [button["value"] for button in actions["actions"]] == BUTTONS

    press = robot.event("press")
    press["event"]["action"]["value"] = actions["actions"][0]["value"]
    assert [await robot.call(press) for _ in range(2)] == [200, 200]
    pressed = [row for row in await robot.settled() if row.author is Author.CUSTOMER][1:]
    assert [(row.text, row.payload) for row in pressed] == [("是的，继续", "/affirm")]


async def test_thrice_delivered_and_failing_at_times_everybody_gets_every_answer_once(
    robot: Robot,
) -> None:
    robot.feishu.on_send = lambda n: (503, {}) if n % 5 == 0 else TAKEN
    people = [Robot(robot.served, robot.feishu, robot.agent, f"ou_{fresh()[:8]}") for _ in range(8)]
    events = [person.event(number=n, text=f"第{n}件") for person in people for n in range(2)]
    codes = await asyncio.gather(*(robot.call(event) for event in events * 3))
    assert set(codes) == {200}
    for person in people:
        transcript = await person.settled()
        said = sorted(row.text for row in transcript if row.author is Author.CUSTOMER)
        assert said == ["第0件", "第1件"]
        got = [b for b in robot.feishu.delivered.values() if b["receive_id"] == person.customer]
        texts = sorted(json.loads(body["content"])["text"] for body in got)
        assert texts == ["回：第0件", "回：第1件"]

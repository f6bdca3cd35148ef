"""What DingTalk's customers say: stored once, acknowledged at once."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from bot.domain.message import Author, Delivery
from tests.integration.channels.dingtalk.dingtalk_robot import Robot
from tests.integration.channels.scripted import BUTTONS, CHOICE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_message_is_stored_and_answered_once_over_three_deliveries(robot: Robot) -> None:
    body = robot.body()
    assert [await robot.call(body) for _ in range(3)] == [200, 200, 200]
    first, reply = await robot.settled()
    assert (first.text, reply.delivery) == ("我要投诉，你们乱扣费", Delivery.SENT)
    said = {"msgtype": "text", "text": {"content": "回：我要投诉，你们乱扣费"}}
    assert robot.dingtalk.session == [said]


async def test_the_message_is_acknowledged_while_the_model_is_busy(robot: Robot) -> None:
    robot.agent.gate.clear()
    assert await robot.call(robot.body()) == 200
    assert [row.author for row in await robot.rows()] == [Author.CUSTOMER]
    robot.agent.gate.set()
    assert len(await robot.settled()) == 2


async def test_what_is_said_in_a_group_is_left_there(robot: Robot) -> None:
    assert await robot.call(robot.body("group")) == 200
    assert await robot.rows() == []


async def test_a_choice_is_shown_as_links_that_say_its_words(robot: Robot) -> None:
    await robot.say(CHOICE, 1)
    await robot.settled()
    (said,) = robot.dingtalk.session
    text = said["markdown"]["text"]
    link = f"dtmd://dingtalkclient/sendMessage?content={quote(BUTTONS[0]['title'], safe='')}"
    assert said["msgtype"] == "markdown"
    assert text.startswith("要＊继续＊吗？\n\n请选")
    assert f"[{BUTTONS[0]['title']}]({link})" in text


async def test_a_kind_that_nobody_knows_is_still_in_the_transcript(robot: Robot) -> None:
    assert await robot.call(robot.body(msgtype="chatRecord", content={})) == 200
    marker, notice = await robot.settled()
    assert (marker.text, notice.author) == ("📎", Author.SYSTEM)


async def test_a_long_message_is_kept_in_parts(robot: Robot) -> None:
    await robot.say("长" * 9000, 1)
    transcript = await robot.settled()
    said = [row.text for row in transcript if row.author is Author.CUSTOMER]
    assert [len(text) for text in said] == [4000, 4000, 1000]

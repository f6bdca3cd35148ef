"""Answers over Feishu: one token for all, trouble, and what is finally refused."""

from __future__ import annotations

import pytest

from bot.domain.message import Delivery
from tests.integration.channels.feishu.feishu_robot import Robot
from tests.integration.channels.feishu_platform import TAKEN, Answer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_one_token_serves_all_and_is_renewed_once_when_refused(robot: Robot) -> None:
    refused = (400, {"code": 99991663, "msg": "Invalid access token for authorization."})
    robot.feishu.on_send = lambda n: refused if n == 3 else TAKEN
    for number in range(3):
        await robot.say("你好", number)
        await robot.settled()
    tokens = [call["token"] for call in robot.feishu.calls]
    assert tokens == ["Bearer t-1", "Bearer t-1", "Bearer t-1", "Bearer t-2"]
    assert len(robot.feishu.said) == 3


@pytest.mark.parametrize(
    "busy",
    [
        (429, {"code": 99991400, "msg": "request trigger frequency limit"}),
        (400, {"code": 99991400, "msg": "request trigger frequency limit"}),
        (200, {"code": 230020, "msg": "This operation triggers the frequency limit."}),
        (502, {}),
    ],
)
async def test_a_busy_feishu_is_tried_again(robot: Robot, busy: Answer) -> None:
    robot.feishu.on_send = lambda n: busy if n == 1 else TAKEN
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.SENT, 2)
    assert len(robot.feishu.said) == 1


async def test_after_a_broken_connection_the_customer_gets_the_message_once(robot: Robot) -> None:
    robot.feishu.hang_up = 1
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, len(robot.feishu.calls), len(robot.feishu.said)) == (
        Delivery.SENT,
        2,
        1,
    )


async def test_what_feishu_finally_refuses_is_a_dead_letter_with_its_reason(robot: Robot) -> None:
    robot.feishu.on_send = lambda _: (400, {"code": 230013, "msg": "Bot has NO availability"})
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.DEAD, 1)
    assert reply.error is not None
    assert "可用范围" in reply.error

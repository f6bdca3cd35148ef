"""Two ways to answer over DingTalk: the reply address of the session, then the API."""

from __future__ import annotations

import json
import time

import pytest

from bot.domain.message import Delivery
from connectors.dingtalk.outbound import DingTalkSender
from tests.integration.channels.dingtalk.dingtalk_robot import Robot
from tests.integration.channels.dingtalk_platform import KEY, Answer
from tests.integration.channels.saying import settled

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_after_the_session_the_api_is_used_with_one_token_for_all(robot: Robot) -> None:
    over = int(time.time() * 1000) - 1
    for number in range(2):
        body = robot.body(msgId=f"m{number}", sessionWebhookExpiredTime=over)
        assert await robot.call(body) == 200
        await robot.settled()
    first, second = robot.dingtalk.api
    assert (first["robotCode"], first["userIds"], first["msgKey"]) == (
        KEY,
        [robot.staff],
        "sampleText",
    )
    assert json.loads(first["msgParam"]) == {"content": "回：我要投诉，你们乱扣费"}
    assert (first["token"], second["token"], robot.dingtalk.tokens) == ("token 1", "token 1", 1)
    assert robot.dingtalk.session == []


async def test_a_session_that_dingtalk_ended_early_is_followed_by_the_api(robot: Robot) -> None:
    robot.dingtalk.on_session = lambda _: (200, {"errcode": 310000, "errmsg": "session is over"})
    await robot.say("你好", 1)
    await robot.settled()
    assert (len(robot.dingtalk.session), len(robot.dingtalk.api)) == (1, 1)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.com/robot/sendBySession?session=x",
        "http://127.0.0.1:1/robot/sendBySession?session=x",
        "http://169.254.169.254/robot/sendBySession",
        "file:///etc/passwd",
        "https://oapi.dingtalk.com@evil.example.com/robot/sendBySession",
    ],
)
async def test_a_foreign_reply_address_is_never_called(robot: Robot, address: str) -> None:
    assert await robot.call(robot.body(sessionWebhook=address)) == 200
    await robot.settled()
    assert len(robot.dingtalk.api) == 1


async def test_another_path_at_an_allowed_host_is_not_called_either(robot: Robot) -> None:
    address = f"{robot.dingtalk.url}/v1.0/oauth2/accessToken"
    assert await robot.call(robot.body(sessionWebhook=address)) == 200
    await robot.settled()
    assert (robot.dingtalk.tokens, len(robot.dingtalk.api)) == (1, 1)


async def test_a_refused_token_is_renewed_once(robot: Robot) -> None:
    refused = (401, {"code": "InvalidAuthentication", "message": "token expired"})
    robot.dingtalk.on_api = lambda n: refused if n == 1 else (200, {"processQueryKey": "key"})
    assert await robot.call(robot.body(sessionWebhook="")) == 200
    _, reply = await robot.settled()
    assert reply.delivery is Delivery.SENT
    assert [call["token"] for call in robot.dingtalk.api] == ["token 1", "token 2"]


@pytest.mark.parametrize(
    "busy",
    [
        (429, {"code": "Throttling"}),
        (503, {}),
        (403, {"code": "Forbidden.AccessDenied.QpsLimitForApi"}),
        (200, {"flowControlledStaffIdList": ["$staff"]}),
    ],
)
async def test_a_busy_dingtalk_is_tried_again(robot: Robot, busy: Answer) -> None:
    busy = json.loads(json.dumps(busy).replace("$staff", robot.staff))
    robot.dingtalk.on_api = lambda n: busy if n == 1 else (200, {"processQueryKey": "key"})
    assert await robot.call(robot.body(sessionWebhook="")) == 200
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.SENT, 2)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, {"invalidStaffIdList": ["$staff"]}), "does not reach this person"),
        ((400, {"code": "param.error"}), "DingTalk answered 400 param.error"),
    ],
)
async def test_what_dingtalk_finally_refuses_is_a_dead_letter_with_its_reason(
    robot: Robot, answer: Answer, why: str
) -> None:
    answer = json.loads(json.dumps(answer).replace("$staff", robot.staff))
    robot.dingtalk.on_api = lambda _: answer
    assert await robot.call(robot.body(sessionWebhook="")) == 200
    _, reply = await robot.settled()
    assert (reply.delivery, reply.attempts) == (Delivery.DEAD, 1)
    assert reply.error is not None
    assert why in reply.error
    assert len(robot.dingtalk.api) == 1


async def test_a_busy_session_is_tried_again_where_it_was(robot: Robot) -> None:
    busy = (200, {"errcode": 130101, "errmsg": "send too fast"})
    robot.dingtalk.on_session = lambda n: busy if n == 1 else (200, {"errcode": 0})
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    assert (reply.delivery, len(robot.dingtalk.session), robot.dingtalk.api) == (
        Delivery.SENT,
        2,
        [],
    )


async def test_somebody_without_a_staff_id_is_answered_in_the_session_only(robot: Robot) -> None:
    sender = f"$:LWCP_v1:${robot.staff}=="
    assert await robot.call(robot.body(senderStaffId="", msgId="m1")) == 200
    await settled(robot.served, "dingtalk", sender)
    assert len(robot.dingtalk.session) == 1
    robot.dingtalk.on_session = lambda _: (200, {"errcode": 310000})
    assert await robot.call(robot.body(senderStaffId="", msgId="m2")) == 200
    last = (await settled(robot.served, "dingtalk", sender))[-1]
    assert (last.delivery, robot.dingtalk.api) == (Delivery.DEAD, [])
    assert last.error is not None
    assert "no staff id" in last.error


async def test_a_reply_longer_than_dingtalk_takes_goes_out_in_parts(robot: Robot) -> None:
    await robot.say("你好", 1)
    _, reply = await robot.settled()
    text, sender = "很长。" * 3000, DingTalkSender(robot.served.box)
    await sender.send(reply, text, robot.staff)
    await sender.close()
    parts = [body["text"]["content"] for body in robot.dingtalk.session[1:]]
    assert len(parts) == 2
    assert "".join(parts) == text
    assert all(len(part.encode()) <= 20_000 for part in parts)

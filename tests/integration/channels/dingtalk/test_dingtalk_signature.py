"""The door of DingTalk's robot: signatures, and bodies that nobody should take."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from connectors.dingtalk.inbound import DingTalkInput
from connectors.dingtalk.signature import sign
from tests.integration.channels.dingtalk.dingtalk_robot import Robot, running_robot
from tests.integration.channels.dingtalk_platform import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("secret", "shift"),
    [("another secret", 0), (SECRET, -301_000), (SECRET, 360_000)],
    ids=["other secret", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    robot: Robot, secret: str, shift: int
) -> None:
    assert await robot.call(robot.body(), secret, shift) == 401
    assert await robot.rows() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"timestamp": "now", "sign": "x"}, {"timestamp": "1" * 40, "sign": "签"}],
)
async def test_headers_that_sign_nothing_are_refused(robot: Robot, headers: dict[str, str]) -> None:
    raw = json.dumps(robot.body()).encode()
    assert await robot.post(raw, {k: quote(v) for k, v in headers.items()}) == 401


async def test_broken_oversized_and_foreign_bodies_are_refused(robot: Robot) -> None:
    timestamp = str(int(time.time() * 1000))
    headers = {"timestamp": timestamp, "sign": sign(SECRET, timestamp)}
    raw = json.dumps(robot.body()).encode()
    assert await robot.post(raw[:-20], headers) == 422
    assert await robot.post(b" " * (DingTalkInput.largest + 1), headers) == 413
    assert await robot.call(robot.body(robotCode="anotherRobot")) == 401
    assert await robot.call(robot.body(robotCode=None)) == 401
    assert await robot.rows() == []


async def test_without_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with running_robot(tmp_path, dingtalk_app_secret="") as robot:
        assert await robot.call(robot.body(), "") == 404


async def test_where_the_company_is_set_others_are_refused(tmp_path: Path) -> None:
    async with running_robot(tmp_path, dingtalk_corp_id="dinginvented0corp") as robot:
        for other in ("dinganother0corp", None):
            assert await robot.call(robot.body(chatbotCorpId=other)) == 401
        assert await robot.call(robot.body(robotCode="anotherRobot")) == 401
        assert await robot.rows() == []
        assert await robot.call(robot.body(robotCode=None)) == 200

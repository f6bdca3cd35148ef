"""The door of Feishu's robot: signatures, tokens, and bodies that nobody should take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.feishu.inbound import FeishuInput
from tests.integration.channels.feishu.feishu_robot import Robot, running_robot, signed
from tests.integration.channels.feishu_platform import ENCRYPT_KEY, TOKEN, encrypted

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_consoles_question_is_answered_signed_or_not(robot: Robot) -> None:
    question = {"type": "url_verification", "token": TOKEN, "challenge": "invented-challenge"}
    body = encrypted(json.dumps(question).encode())
    for headers in ({}, signed(body)):
        assert await robot.post(body, headers) == (200, {"challenge": "invented-challenge"})


@pytest.mark.parametrize(
    "question",
    [
        {"type": "url_verification", "token": "another", "challenge": "x"},
        {"type": "url_verification", "challenge": "x"},
        {"type": "event", "token": TOKEN, "challenge": "x"},
    ],
)
async def test_a_question_without_our_token_is_not_answered(
    robot: Robot, question: dict[str, str]
) -> None:
    assert (await robot.post(encrypted(json.dumps(question).encode()), {}))[0] == 401
    assert (await robot.post(json.dumps(question).encode(), {}))[0] == 401


@pytest.mark.parametrize(
    ("key", "shift"),
    [("another key", 0), (ENCRYPT_KEY, -28_900), (ENCRYPT_KEY, 28_900)],
    ids=["other key", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    robot: Robot, key: str, shift: int
) -> None:
    assert await robot.call(robot.event(), key, shift) == 401
    assert await robot.rows() == []


async def test_unsigned_changed_broken_and_oversized_bodies_are_refused(robot: Robot) -> None:
    body = encrypted(json.dumps(robot.event()).encode())
    assert (await robot.post(body, {}))[0] == 401
    assert (await robot.post(body + b" ", signed(body)))[0] == 401
    truncated = body[:-30]
    assert (await robot.post(truncated, signed(truncated)))[0] == 422
    large = b" " * (FeishuInput.largest + 1)
    assert (await robot.post(large, signed(large)))[0] == 413
    other_key = encrypted(json.dumps(robot.event()).encode(), "another key")
    assert (await robot.post(other_key, signed(other_key)))[0] in (401, 422)
    assert await robot.rows() == []


async def test_an_event_with_another_token_is_refused(robot: Robot) -> None:
    event = robot.event()
    event["header"]["token"] = "another"
    assert await robot.call(event) == 401
    assert await robot.rows() == []


async def test_half_configured_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with running_robot(tmp_path, feishu_encrypt_key="") as robot:
        assert await robot.call(robot.event(), "") == 404


async def test_a_press_with_a_value_that_no_button_has_is_refused(robot: Robot) -> None:
    press = robot.event("press")
    press["event"]["action"]["value"]["payload"] = '/inform{"phone": "1"}'
    assert await robot.call(press) == 422
    assert await robot.rows() == []

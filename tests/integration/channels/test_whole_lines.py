"""From the complaint to the end on the channels of China."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels.conftest import Served
from tests.integration.channels.dingtalk.dingtalk_robot import Robot as DingTalkRobot
from tests.integration.channels.dingtalk.dingtalk_robot import running_robot as dingtalk_robot
from tests.integration.channels.feishu.feishu_robot import Robot as FeishuRobot
from tests.integration.channels.feishu.feishu_robot import running_robot as feishu_robot
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.wechat.wechat_world import served_world
from tests.integration.channels.wechat_platform import CUSTOMER as FOLLOWER
from tests.integration.channels.wechat_platform import Platform as WeChat
from tests.integration.channels.wechat_platform import payload
from tests.integration.channels.wecom.wecom_world import World, world
from tests.integration.channels.wecom_platform import REF, entry
from tests.integration.channels.whole_line import Customer, complain_to_close

Line = tuple[Served, Customer]
TWICE = range(2)
"""Every platform delivers everything twice."""


class OnDingTalk:
    """Choices are links that say their words."""

    channel = "dingtalk"

    def __init__(self, robot: DingTalkRobot) -> None:
        self.customer, self._robot, self._count = robot.staff, robot, 0

    async def say(self, text: str) -> None:
        self._count += 1
        for _ in TWICE:
            await self._robot.say(text, self._count)

    async def press(self, title: str) -> None:
        assert f"[{title}](dtmd://" in self._robot.dingtalk.session[-1]["markdown"]["text"]
        await self.say(title)

    def heard(self) -> list[str]:
        """As people read it: in Markdown with twins of the characters that would format."""
        return [_of_dingtalk(body) for body in self._robot.dingtalk.session]


class OnFeishu:
    """Choices are cards."""

    channel = "feishu"

    def __init__(self, robot: FeishuRobot) -> None:
        self.customer, self._robot, self._count = robot.customer, robot, 0

    async def say(self, text: str) -> None:
        self._count += 1
        for _ in TWICE:
            await self._robot.say(text, self._count)

    async def press(self, title: str) -> None:
        _, card = self._robot.feishu.said[-1]
        buttons = [item["value"] for item in card["elements"][1]["actions"]]
        (value,) = [item for item in buttons if item["title"] == title]
        event = self._robot.event("press")
        event["event"]["action"]["value"] = value
        for _ in TWICE:
            assert await self._robot.call(event) == 200

    def heard(self) -> list[str]:
        return [
            said["text"] if kind == "text" else said["elements"][0]["text"]["content"]
            for kind, said in self._robot.feishu.said
        ]


class OnWeChat:
    """Choices are menus, and bubbles that wait together come as one."""

    channel, customer = "wechat", FOLLOWER

    def __init__(self, wechat: WeChat) -> None:
        self._wechat, self._count = wechat, 0

    async def say(self, text: str) -> None:
        await self._post("text", Content=text)

    async def press(self, title: str) -> None:
        menu = self._wechat.sent[-1]["msgmenu"]["list"]
        (chosen,) = [item["id"] for item in menu if item["content"] == title]
        await self._post("menu_choice", Content=title, bizmsgmenuid=chosen)

    def heard(self) -> list[str]:
        return [text for body in self._wechat.sent for text in _bubbles(body)]

    async def _post(self, name: str, **changed: str) -> None:
        self._count += 1
        for _ in TWICE:
            body = payload(name, MsgId=str(self._count), **changed)
            assert await self._wechat.post(body) == (200, "success")


class OnWecom:
    """The same, and messages are pulled."""

    channel, customer = "wecom", REF

    def __init__(self, wecom: World) -> None:
        self._wecom, self._count = wecom, 0

    async def say(self, text: str) -> None:
        await self._happens("text", content=text)

    async def press(self, title: str) -> None:
        menu = self._wecom.platform.sent[-1]["msgmenu"]["list"]
        (chosen,) = [item["click"]["id"] for item in menu if item["click"]["content"] == title]
        await self._happens("menu", content=title, menu_id=chosen)

    def heard(self) -> list[str]:
        return [text for body in self._wecom.platform.sent for text in _bubbles(body)]

    async def _happens(self, name: str, **changes: str) -> None:
        self._count += 1
        await self._wecom.happens(*(entry(name, msgid=f"m{self._count}", **changes) for _ in TWICE))
        await self._wecom.hears(changes["content"].replace("13800138000", "[手机号1]"))


def _of_dingtalk(body: dict[str, Any]) -> str:
    if body["msgtype"] == "text":
        return str(body["text"]["content"])
    return str(body["markdown"]["text"]).partition("\n\n[")[0].replace("＊", "*")


def _bubbles(body: dict[str, Any]) -> list[str]:
    said = body["msgmenu"]["head_content"] if "msgmenu" in body else body["text"]["content"]
    return str(said).split("\n\n")


@asynccontextmanager
async def on_dingtalk(var: Path) -> AsyncIterator[Line]:
    async with dingtalk_robot(var, ASK_HUMAN) as robot:
        yield robot.served, OnDingTalk(robot)


@asynccontextmanager
async def on_feishu(var: Path) -> AsyncIterator[Line]:
    async with feishu_robot(var, ASK_HUMAN) as robot:
        yield robot.served, OnFeishu(robot)


@asynccontextmanager
async def on_wechat(var: Path) -> AsyncIterator[Line]:
    async with served_world(var, Scripted(ASK_HUMAN)) as (wechat, served):
        yield served, OnWeChat(wechat)


@asynccontextmanager
async def on_wecom(var: Path) -> AsyncIterator[Line]:
    async with world(var, agent=Scripted(ASK_HUMAN)) as wecom:
        yield wecom.served, OnWecom(wecom)


@pytest.mark.parametrize("setting", [on_dingtalk, on_feishu, on_wechat, on_wecom])
async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(
    tmp_path: Path, setting: Callable[[Path], AbstractAsyncContextManager[Line]]
) -> None:
    async with setting(tmp_path) as (served, customer):
        await complain_to_close(served, customer)

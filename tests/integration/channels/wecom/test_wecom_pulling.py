"""Pulling WeCom's log: to the end, each entry once, over crashes and trouble."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from connectors.wecom.api import WecomApi
from connectors.wecom.payloads import CHANNEL
from connectors.wecom.puller import Puller
from tests.boxes import box_over
from tests.integration.channels.conftest import serving
from tests.integration.channels.wecom.wecom_world import World
from tests.integration.channels.wecom_platform import ACCOUNT, REF, entry, platform_server, settings
from tests.integration.line.working import transcript, until


async def test_pages_are_pulled_to_the_end_and_callbacks_repeated_change_nothing(
    wecom: World,
) -> None:
    texts = [f"第{n}句" for n in range(7)]
    await wecom.happens(*(entry("text", msgid=f"m{n}", content=t) for n, t in enumerate(texts)))
    for _ in range(3):
        assert await wecom.call_back() == 200
    await wecom.hears(texts[-1])
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


async def test_the_hundred_and_first_account_is_looked_at_too(tmp_path: Path) -> None:
    async with platform_server() as platform:
        platform.accounts = [*(f"wk{number:016d}" for number in range(2, 102)), ACCOUNT]
        platform.entries.append(entry("text"))
        async with serving(tmp_path, **settings(platform.url)) as served:
            await World(platform, served).answered("你们凭什么拒赔")


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
    await until(lambda: wecom.platform.pulled == [""])
    wecom.platform.refuse["kf/sync_msg"] = [95007]
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")
    assert wecom.platform.pulled[-1] == ""


async def test_a_busy_platform_is_asked_again(wecom: World) -> None:
    wecom.platform.refuse["kf/sync_msg"] = [503]
    await wecom.happens(entry("text"))
    await wecom.answered("你们凭什么拒赔")


async def _is(value: Any, wanted: str) -> bool:
    return bool(await value == wanted)

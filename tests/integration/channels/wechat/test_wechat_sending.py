"""Replies over WeChat: menus, parts, refusals, and the access token."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.message import Delivery
from connectors.wechat.api import WeChatApi
from tests.boxes import box_over
from tests.integration.channels.wechat.wechat_world import all_settled, replies_of, rows_of, world
from tests.integration.channels.wechat_platform import APP_ID, payload, platform
from tests.integration.line.working import until


async def test_an_account_that_may_not_send_menus_sends_their_titles(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, _):
        wechat.trouble = [40200]
        await wechat.post(payload("text", Content="评价"))
        assert await replies_of(wechat, 1) == ["您满意吗\n· 满意"]


async def test_a_long_answer_comes_in_parts_and_a_retry_goes_on_in_the_middle(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [0, 503]
        await wechat.post(payload("text", Content="长"))
        parts = await replies_of(wechat, 2)
        await until(all_settled(box))
    assert "".join(parts) == "很长。" * 400
    assert max(len(part.encode()) for part in parts) <= 2048
    assert wechat.calls == 3


@pytest.mark.parametrize(
    ("code", "says"),
    [(45015, "48 hours"), (45047, "5 replies"), (40003, "OpenID"), (45002, "longer"), (1, "1:")],
)
async def test_a_refusal_becomes_a_dead_letter_in_words_and_is_not_tried_again(
    tmp_path: Path, code: int, says: str
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [code]
        await wechat.post(payload("text"))
        await until(all_settled(box))
        rows = [row for row in await rows_of(box) if row.delivery]
    assert {row.delivery for row in rows} == {Delivery.DEAD}
    assert says in (rows[0].error or "")
    assert wechat.calls == 1


@pytest.mark.parametrize("trouble", [-1, 45011, 429, 500])
async def test_passing_trouble_is_tried_again(tmp_path: Path, trouble: int) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [trouble]
        await wechat.post(payload("text"))
        await replies_of(wechat, 1)
        await until(all_settled(box))
    assert (len(wechat.sent), wechat.calls) == (1, 2)


async def test_one_token_serves_until_it_is_refused_and_is_renewed_once(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        await wechat.post(payload("text"))
        await replies_of(wechat, 1)
        assert wechat.tokens == [False]
        kept = await box.channel_memory.recall("wechat", "access token")
        wechat.token = "given out to somebody else"
        await wechat.post(payload("text", MsgId="2"))
        await replies_of(wechat, 2)
        assert await box.channel_memory.recall("wechat", "access token") != kept
        assert wechat.tokens == [False, False]


async def test_a_wrong_secret_is_named_for_who_can_mend_it(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_secret="wrong") as (wechat, box):
        await wechat.post(payload("text"))

        async def tried() -> bool:
            return any(row.error for row in await rows_of(box))

        await until(tried)
        rows = [row for row in await rows_of(box) if row.error]
    assert "QINGTING_WECHAT_SECRET" in (rows[0].error or "")
    assert rows[0].delivery is not Delivery.DEAD


async def test_all_processes_share_a_token_and_force_a_new_one_only_if_need_be(
    tmp_path: Path,
) -> None:
    async with (
        platform() as wechat,
        box_over(
            f"sqlite:///{tmp_path / 'a.db'}",
            tmp_path,
            wechat_api=wechat.url,
            wechat_app_id=APP_ID,
            wechat_secret="secret",
        ) as box,
    ):
        one, other = WeChatApi(box), WeChatApi(box)
        first = await one.token.get()
        assert {first, await other.token.get()} == {first}
        assert wechat.tokens == [False]
        second = await one.token.get(refused=first)
        assert second != first
        assert await other.token.get(refused=first) == second
        assert wechat.tokens == [False, False, True]
        await one.close()
        await other.close()

"""WeChat's own agents, and a bad day."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.case import FactName
from bot.domain.conversation import Owner
from connectors.tencent import Envelope
from connectors.xml import parse_xml
from tests.integration.channels.wechat.wechat_world import (
    conversation_of,
    replies_of,
    rows_of,
    world,
)
from tests.integration.channels.wechat_platform import (
    AES_KEY,
    APP_ID,
    CUSTOMER,
    TOKEN,
    payload,
    sign,
)
from tests.integration.line.working import transcript, until


@pytest.mark.parametrize("key", ["", AES_KEY], ids=["plain", "encrypted"])
async def test_a_waiting_customer_with_a_filed_case_goes_to_the_platforms_agents(
    tmp_path: Path, key: str
) -> None:
    async with world(tmp_path, wechat_transfer=True, wechat_aes_key=key) as (wechat, box):
        sealed = bool(key)
        assert await wechat.post(payload("text"), sealed=sealed) == (200, "success")
        await replies_of(wechat, 1)
        found, message = await conversation_of(box), (await rows_of(box))[0].id
        facts = {FactName.WHAT_HAPPENED: "乱扣费"}
        await box.complaints.note(found, message, complaint=True, facts=facts, signals=())
        asked = payload("text", MsgId="2", Content="人工")
        assert await wechat.post(asked, sealed=sealed) == (200, "success")
        await replies_of(wechat, 2)
        waiting = payload("text", MsgId="3", Content="人呢")
        assert await wechat.post(waiting, sealed=sealed) == (200, "success")
        await box.complaints.file(found)
        status, answer = await wechat.post(waiting, sealed=sealed)
    fields = parse_xml(answer.encode())
    if key:
        assert fields["MsgSignature"] == sign(
            TOKEN, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"]
        )
        fields = parse_xml(Envelope(key, APP_ID).open(fields["Encrypt"]))
    assert status == 200
    assert fields["MsgType"] == "transfer_customer_service"
    assert (fields["ToUserName"], fields["FromUserName"]) == (CUSTOMER, "gh_000000000001")


async def test_many_customers_on_a_bad_day_are_each_heard_and_answered_once(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as (wechat, box):
        wechat.trouble = [503 if n % 5 == 0 else 0 for n in range(200)]
        people = [f"oTEST-{n:03d}" for n in range(12)]
        posts = [
            wechat.post(
                payload("text", FromUserName=who, MsgId=f"{n}{who[-3:]}", Content=f"第{n}句")
            )
            for n in (1, 2)
            for who in people
            for _ in range(3)
        ]
        assert {status for status, _ in await asyncio.gather(*posts)} == {200}

        async def quiet() -> bool:
            async with box.store.reading() as tx:
                waiting = [
                    row
                    for owner in await tx.conversations.list(owners=list(Owner))
                    for row in await tx.messages.transcript(owner.id)
                    if "pending" in (row.processing, row.delivery) or row.delivery == "sending"
                ]
            return not waiting

        await until(quiet)
        for who in people:
            found = await box.chat.find("wechat", who)
            assert found is not None
            rows = await transcript(box, found)
            said = sorted(row.text for row in rows if row.processing)
            assert said == ["第1句", "第2句"]
            got = "\n\n".join(
                text
                for body, text in zip(wechat.sent, wechat.texts, strict=True)
                if body["touser"] == who
            )
            expected = [row.text for row in rows if row.delivery]
            assert got.split("\n\n") == expected
            assert len(expected) == 4

"""What customers quote: on platforms by the platform's id, in the web chat by its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.message import Message
from tests.integration.channels.conftest import Served
from tests.integration.channels.facebook import facebook_page
from tests.integration.channels.facebook.facebook_page import facebook
from tests.integration.channels.feishu.feishu_robot import running_robot
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import heard, said, settled
from tests.integration.channels.socket_client import connected
from tests.integration.channels.telegram import telegram_chat
from tests.integration.channels.telegram.telegram_chat import telegram
from tests.integration.channels.whatsapp.whatsapp_chat import TEXT, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER


async def _quoted(served: Served, channel: str, customer: str) -> list[int | None]:
    """What each message of the customer's quotes."""
    return [row.quoted_seq for row in await heard(served, channel, customer)]


async def _first_said(served: Served, channel: str, customer: str) -> Message:
    await settled(served, channel, customer)
    return (await said(served, channel, customer))[0]


def _whatsapp(wamid: str, quoted: str, **changes: Any) -> bytes:
    data = payload("whatsapp", "text")
    message = data["entry"][0]["changes"][0]["value"]["messages"][0]
    message |= {"id": wamid, "context": {"from": "1", "id": quoted}, **changes}
    return json.dumps(data).encode()


async def test_whatsapp_names_both_sides_by_its_own_ids(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        await cloud.deliver(served, TEXT)
        ours = await _first_said(served, "whatsapp", CUSTOMER)
        (own,) = await heard(served, "whatsapp", CUSTOMER)
        for wamid, quoted in (("w2", own.external_id), ("w3", cloud.sent[0]["wamid"]), ("w4", "x")):
            assert await cloud.deliver(served, _whatsapp(wamid, str(quoted))) == 200
        pressed = {"type": "button", "button": {"text": "对", "payload": "/affirm"}}
        await cloud.deliver(served, _whatsapp("w5", cloud.sent[0]["wamid"], **pressed))
        found = await _quoted(served, "whatsapp", CUSTOMER)
    assert found == [None, own.seq, ours.seq, None, None]


async def test_telegram_counts_within_the_chat(tmp_path: Path) -> None:
    customer = telegram_chat.CUSTOMER
    async with telegram(tmp_path) as (served, bot_api):
        bot_api.replies["sendMessage"] = {"ok": True, "result": {"message_id": 9001}}
        first = payload("telegram", "text")
        await telegram_chat.post(served, first)
        ours = await _first_said(served, "telegram", customer)
        (own,) = await heard(served, "telegram", customer)
        for number, quoted in enumerate((first["message"]["message_id"], 9001, 77), 1):
            answer = payload("telegram", "text", update_id=700009000 + number)
            answer["message"] |= {"message_id": 800 + number}
            answer["message"]["reply_to_message"] = {"message_id": quoted}
            assert (await telegram_chat.post(served, answer))[0] == 200
        found = await _quoted(served, "telegram", customer)
    assert found == [None, own.seq, ours.seq, None]


async def test_messenger_names_both_sides(tmp_path: Path) -> None:
    customer, message = facebook_page.CUSTOMER, f"{facebook_page.EVENT}__message"
    async with facebook(tmp_path) as (served, graph):
        graph.replies["messages"] = {"message_id": "m_SENT"}
        await facebook_page.post(served, payload("facebook", "text"))
        ours = await _first_said(served, "facebook", customer)
        (own,) = await heard(served, "facebook", customer)
        for quoted in ("m_AAAtext", "m_SENT", "m_other"):
            words = {"mid": f"m_2{quoted}", "text": "这一条", "reply_to": {"mid": quoted}}
            answer = payload("facebook", "text", **{message: words})
            assert await facebook_page.post(served, answer) == 200
        found = await _quoted(served, "facebook", customer)
    assert found == [None, own.seq, ours.seq, None]


async def test_feishu_names_both_sides(tmp_path: Path) -> None:
    def taken(number: int) -> tuple[int, dict[str, Any]]:
        return 200, {"code": 0, "data": {"message_id": f"om_sent{number}"}}

    async with running_robot(tmp_path) as robot:
        robot.feishu.on_send = taken
        await robot.say("你们乱扣费", 1)
        own, ours, *_ = await robot.settled()
        for number, quoted in ((2, own.external_id), (3, "om_sent1"), (4, "om_other")):
            answer = robot.event(number=number, text="这一条")
            answer["event"]["message"]["parent_id"] = quoted
            assert await robot.call(answer) == 200
        rows = [row for row in await robot.settled() if row.processing]
    assert [row.quoted_seq for row in rows] == [None, own.seq, ours.seq, None]


async def test_the_web_chat_names_places_and_reads_them_again(served: Served) -> None:
    async with connected(served.url) as chat:
        await chat.call("session_request", {})
        first = await chat.call("user_uttered", {"message": "你好", "message_id": "a"})
        await chat.hear(1)
        for name, quoted in (("b", first["seq"]), ("c", first["seq"] + 1), ("d", 99), ("e", 0)):
            more = {"message": name, "message_id": name, "quoted_seq": quoted}
            assert (await chat.call("user_uttered", more))["ok"]
        refused = await chat.call(
            "user_uttered", {"message": "f", "message_id": "f", "quoted_seq": "1"}
        )
        page = await chat.call("resume", {"after": 0})
    quoted = [one.get("quoted_seq") for one in page["messages"] if one["author"] == "customer"]
    assert quoted == [None, first["seq"], first["seq"] + 1, None, None]
    assert (refused["error"]["code"], refused["ok"]) == ("invalid_input", False)


async def test_a_long_message_quotes_once(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        await cloud.deliver(served, TEXT)
        (own,) = await heard(served, "whatsapp", CUSTOMER)
        long = _whatsapp("w2", str(own.external_id), text={"body": "长" * 5000})
        assert await cloud.deliver(served, long) == 200
        found = await _quoted(served, "whatsapp", CUSTOMER)
    assert found == [None, own.seq, None]


@pytest.mark.parametrize("quoted", ["", "长" * 300, "\0", "\ud800"])
async def test_no_id_is_too_odd_to_lose_the_words(tmp_path: Path, quoted: str) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, _whatsapp("w1", quoted)) == 200
        assert await _quoted(served, "whatsapp", CUSTOMER) == [None]

"""Customers whom the embedding site names with a signed token (docs/widget.md)."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.domain.case import FactName
from bot.domain.message import Message
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.socket_client import SocketClient, connected

SECRET = "a secret between the site and us"
NAME = "李静"
ID = "C-20417"
DAY = 86_400
"""Tokens are made when tests are collected and may be used much later."""


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """With the site's secret."""
    async with serving(tmp_path, widget_secret=SECRET) as running:
        yield running


def signed(secret: str = SECRET, **claims: object) -> str:
    """What the site's server makes."""
    usual = {"sub": ID, "name": NAME, "aud": "qingting", "exp": int(time.time()) + DAY}
    left = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    return jwt.encode(left, secret, algorithm="HS256")


async def _begin(chat: SocketClient, **request: object) -> dict[str, Any]:
    return await chat.call("session_request", request)


async def _say(chat: SocketClient, text: str, message_id: str) -> None:
    assert (await chat.call("user_uttered", {"message": text, "message_id": message_id}))["ok"]


async def test_a_customer_of_the_site_finds_the_conversation_again_on_any_device(
    served: Served,
) -> None:
    async with connected(served.url) as phone:
        begun = await _begin(phone, identity=signed())
        assert begun["identity"] == {"ok": True}
        await _say(phone, "你好", "a")
    async with connected(served.url) as computer:
        other = await _begin(computer, identity=signed(name=None))
        page = await computer.call("resume", {"after": 0})
    assert other["state"]["last_seq"] > 0
    assert page["messages"][0]["text"] == "你好"


async def test_the_sites_word_wins_over_the_session_of_somebody_else(served: Served) -> None:
    async with connected(served.url) as chat:
        anonymous = (await _begin(chat))["session_id"]
        await _say(chat, "没有登录时说的话", "a")
        known = await _begin(chat, session_id=anonymous, identity=signed())
        assert known["state"] == {"owner": "none", "last_seq": 0}
        other = await _begin(chat, session_id=known["session_id"], identity=signed(sub="C-2"))
    assert len({anonymous, known["session_id"], other["session_id"]}) == 3


@pytest.mark.parametrize(
    ("token", "code", "says"),
    [
        (signed(exp=int(time.time()) - 5), "identity_expired", "sign a new one"),
        (signed("another secret, just as long ....."), "identity_invalid", "Signature"),
        (signed(aud="another"), "identity_invalid", "Audience"),
        (signed(aud=None), "identity_invalid", '"aud"'),
        (signed(exp=None), "identity_invalid", '"exp"'),
        (signed(sub=" "), "identity_invalid", "1 to 100 characters"),
        (signed(name="a\nb"), "identity_invalid", "name must be text"),
        (jwt.encode({"sub": ID}, "", algorithm="none"), "identity_invalid", "docs/widget.md"),
        (7, "identity_invalid", "must be text"),
    ],
    ids=["old", "signature", "audience", "no aud", "no exp", "sub", "name", "unsigned", "number"],
)
async def test_a_token_that_does_not_count_leaves_the_visitor_anonymous_and_says_why(
    served: Served, token: object, code: str, says: str
) -> None:
    async with connected(served.url) as chat:
        begun = await _begin(chat, identity=token)
        await _say(chat, "你好", "a")
    assert begun["ok"]
    assert begun["identity"]["error"]["code"] == code
    assert says in begun["identity"]["error"]["message"]
    assert await served.box.chat.find("web", f"site:{ID}") is None


async def test_without_a_secret_nobody_is_known(tmp_path: Path) -> None:
    async with serving(tmp_path) as plain, connected(plain.url) as chat:
        begun = await _begin(chat, identity=signed())
    assert "QINGTING_WIDGET_SECRET" in begun["identity"]["error"]["message"]


async def test_a_token_that_runs_out_does_not_end_the_page_that_it_began(served: Served) -> None:
    async with connected(served.url) as chat:
        session = (await _begin(chat, identity=signed()))["session_id"]
        late = signed(exp=int(time.time()) - 5)
        again = await _begin(chat, session_id=session, identity=late)
    assert again["session_id"] == session
    assert again["identity"] == {"ok": True}


async def test_name_and_id_reach_the_record_as_tokens_and_the_assistant_not_at_all(
    served: Served,
) -> None:
    async with connected(served.url) as chat:
        await _begin(chat, identity=signed())
        await _say(chat, "你们凭什么拒赔", "a")
        assert await chat.hear(1) == ["回：你们凭什么拒赔"]
        message = (await _transcript(served))[0]
        noted = await served.box.complaints.note(
            message.conversation_id, message.id, complaint=True, facts={}, signals=()
        )
    assert noted.case is not None
    told = {fact.name: fact.value for fact in noted.case.facts}
    assert told == {FactName.CUSTOMER_ID: "[客户号1]", FactName.COMPLAINANT_NAME: "[姓名1]"}
    async with served.box.store.reading() as tx:
        masks = await served.box.boundary.masks(tx, message.conversation_id)
    assert masks == {"[客户号1]": "****", "[姓名1]": "李**"}


async def test_what_the_customer_says_wins_over_what_the_site_knows(served: Served) -> None:
    async with connected(served.url) as chat:
        await _begin(chat, identity=signed())
        await _say(chat, "我叫王小明，替我妈投诉", "a")
        message = (await _transcript(served))[0]
        said = {FactName.COMPLAINANT_NAME: "王小明"}
        noted = await served.box.complaints.note(
            message.conversation_id, message.id, complaint=True, facts=said, signals=()
        )
    assert noted.case is not None
    name = noted.case.fact(FactName.COMPLAINANT_NAME)
    assert name is not None
    assert name.value == "王小明"


async def test_the_notice_comes_in_the_language_of_the_page(served: Served) -> None:
    async with connected(served.url) as chat:
        texts = {lang: (await _begin(chat, language=lang))["notice"] for lang in ("zh-Hans", "en")}
        traditional = (await _begin(chat, language="zh-Hant"))["notice"]
    assert "投诉" in texts["zh-Hans"]
    assert "投訴" in traditional
    assert "complaint" in texts["en"]


async def _transcript(served: Served) -> list[Message]:
    found = await served.box.chat.find("web", f"site:{ID}")
    assert found is not None
    async with served.box.store.reading() as tx:
        return list(await tx.messages.transcript(found))

"""The whole line over a channel that is pushed to, with the really trained model: a complaint in
WhatsApp, facts, a person, an answer, the end. Every post comes twice and every third send fails."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp

from connectors.meta import HEADER, sign
from tests.e2e.scaled import reply, until
from tests.integration.channels.samples import payload
from tests.integration.channels.whatsapp_platform import SECRET, Cloud, cloud_server, fails
from tests.integration.desk.world import PASSWORD, Person
from tests.running import Running, running

SECONDS = 60.0
ANSWER = "我是理赔部的专员，已经查到您的案子，今天下午打 13800138000 找您。"


@dataclass
class OnWhatsApp:
    """A customer with a telephone."""

    cloud: Cloud
    url: str
    client: aiohttp.ClientSession
    count: int = 0

    async def say(self, text: str) -> None:
        """Delivered twice, as Meta does now and then."""
        self.count += 1
        data = payload("whatsapp", "text")
        message = data["entry"][0]["changes"][0]["value"]["messages"][0]
        message["id"], message["text"] = f"wamid.REAL{self.count}", {"body": text}
        message["timestamp"] = str(int(message["timestamp"]) + self.count)
        body = json.dumps(data).encode()
        for _ in range(2):
            headers = {HEADER: sign(SECRET, body)}
            async with self.client.post(self.url, data=BytesIO(body), headers=headers) as answer:
                assert answer.status == 200

    async def say_and_hear(self, text: str) -> str:
        """Until there is something to read; the first of it."""
        before = len(self.cloud.texts)
        await self.say(text)
        await self.hears(before + 1)
        return self.cloud.texts[before]

    async def hears(self, count: int) -> None:
        """Wait for so many messages in all."""
        await until(lambda: len(self.cloud.texts) >= count, SECONDS)


async def test_a_complaint_in_whatsapp_goes_all_the_way_with_the_real_model(
    tmp_path: Path,
) -> None:
    async with cloud_server() as cloud:
        cloud.answer = lambda number: fails(131000, 500) if number % 3 == 0 else None
        environment = {f"QINGTING_{name.upper()}": value for name, value in cloud.settings.items()}
        with running(tmp_path / "var", environment=environment) as qingting:
            async with aiohttp.ClientSession() as client, _administrator(qingting) as agent:
                url = f"{qingting.customer_url}/webhooks/whatsapp/events"
                customer = OnWhatsApp(cloud, url, client)
                await customer.say_and_hear("你们凭什么拒赔？我妈住院的钱一分都不给报")
                await customer.say_and_hear("上个月五号，保单号记不得了")
                await customer.say_and_hear("把住院费赔给我，再道个歉。我电话13800138000")
                await customer.say_and_hear("转人工")
                conversation = await _waiting(agent)
                await _is_answered_and_closed(agent, customer, conversation)
        assert "13800138000" not in qingting.log.read_text(encoding="utf-8")
    assert len(cloud.tried) > len(cloud.sent)


async def _is_answered_and_closed(
    agent: Person, customer: OnWhatsApp, conversation: dict[str, Any]
) -> None:
    path = f"/conversations/{conversation['id']}"
    detail = await agent.get(path)
    assert detail["brief"]
    assert conversation["channel"] == "whatsapp"
    await agent.post(f"{path}/claim")
    await reply(agent, path, ANSWER)
    await until(lambda: ANSWER in customer.cloud.texts, SECONDS)
    await customer.say("好的，谢谢")
    await agent.post(f"{path}/close", {"outcome": "resolved", "note": ""})
    transcript = await _until_all_went_out(agent, path)
    outgoing = [row for row in transcript if row["delivery"]]
    assert {row["delivery"] for row in outgoing} == {"sent"}
    await customer.hears(len(outgoing))
    assert len(customer.cloud.texts) == len(outgoing)
    said = [row["text"] for row in transcript if row["author"] == "customer"]
    assert len(said) == customer.count
    assert said[-1] == "好的，谢谢"
    assert (await agent.get(path))["conversation"]["owner"] == "closed"


async def _until_all_went_out(agent: Person, path: str) -> list[dict[str, Any]]:
    end = time.monotonic() + SECONDS
    while True:
        rows: list[dict[str, Any]] = (await agent.get(f"{path}/messages"))["items"]
        if all(row["delivery"] not in ("pending", "sending") for row in rows):
            return rows
        assert time.monotonic() < end, rows[-1]
        await asyncio.sleep(0.1)


async def _waiting(agent: Person) -> dict[str, Any]:
    end = time.monotonic() + SECONDS
    while not (found := (await agent.get("/conversations?view=waiting"))["items"]):
        assert time.monotonic() < end, "nobody waits"
        await asyncio.sleep(0.1)
    return dict(found[0])


@asynccontextmanager
async def _administrator(qingting: Running) -> AsyncIterator[Person]:
    """Signed in, with a password of their own."""
    cookies = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base_url=qingting.desk_url, cookie_jar=cookies) as browser:
        person = Person(browser)
        once = qingting.first_password()
        await person.sign_in("admin", once)
        change = {"old": once, "new": PASSWORD}
        person.csrf = (await person.told("PUT", "/session/password", json=change))["csrf"]
        yield person

"""An unmodified Socket.IO client that knows Rasa's events only, through a whole conversation.

python-socketio's own client, over polling: its WebSocket needs a newer aiohttp than Rasa allows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import socketio

from bot.domain.conversation import HandoffReason
from bot.domain.ids import ConversationId
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served

PATIENCE = 15.0


class RasaClient:
    """As Rasa's documentation has it: session_request, user_uttered, bot_uttered."""

    def __init__(self, url: str) -> None:
        self._url, self._client = url, socketio.AsyncClient(reconnection=False)
        self.session = ""
        self.heard: list[dict[str, Any]] = []
        self._client.on("session_confirm", self._confirmed)
        self._client.on("bot_uttered", self._uttered)

    async def begin(self) -> None:
        """Connect and ask for the session that is remembered, if one is."""
        await self._client.connect(self._url, transports=["polling"])
        before, self.session = self.session, ""
        await self._client.emit("session_request", {"session_id": before} if before else {})
        await self._until(lambda: bool(self.session))

    async def say(self, text: str) -> None:
        """What its input line or a button sends."""
        await self._client.emit(
            "user_uttered", {"message": text, "session_id": self.session, "customData": {}}
        )

    async def hears(self, words: str) -> dict[str, Any]:
        """Wait until somebody says it; returns the message."""
        await self._until(lambda: any(words in message["text"] for message in self.heard))
        return next(message for message in self.heard if words in message["text"])

    async def leave(self) -> None:
        """Go away; the session is remembered."""
        await self._client.disconnect()

    async def _confirmed(self, session: str) -> None:
        self.session = session

    async def _uttered(self, message: dict[str, Any]) -> None:
        self.heard.append(message)

    async def _until(self, holds: Any) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while not holds():
            assert asyncio.get_running_loop().time() < end, [m["text"] for m in self.heard]
            await asyncio.sleep(0.02)


@pytest.fixture
async def client(served: Served) -> AsyncIterator[RasaClient]:
    """Connected."""
    rasas = RasaClient(served.url)
    await rasas.begin()
    yield rasas
    await rasas.leave()


async def test_it_complains_reaches_a_person_is_answered_and_comes_back_after_the_end(
    served: Served, client: RasaClient
) -> None:
    await client.say("你们凭什么拒赔")
    await client.hears("回：你们凭什么拒赔")
    conversation_id = await _conversation(served)
    agent = await make_agent(served.box, "wang")
    await _queue(served, conversation_id)
    await served.box.handoffs.claim(conversation_id, agent)
    await client.hears(agent.display_name)
    await client.say("终于有人了")
    await served.box.replies.send(conversation_id, agent, "我来处理", "r1")
    await client.hears("我来处理")
    await asyncio.sleep(0.5)  # without acknowledgements, an end before the mark brings it twice
    assert not await served.box.chat.undelivered(conversation_id, 2**31 - 1)
    await client.leave()
    await served.box.handoffs.close(conversation_id, agent, "resolved", "")
    await client.begin()
    question = next(m for m in [await client.hears("满意")] if "quick_replies" in m)
    satisfied = question["quick_replies"][0]
    assert satisfied == {"title": "满意", "payload": "/satisfied"}
    await client.say(satisfied["payload"])
    await client.hears("谢谢")
    await client.say("还有一件事")
    await client.hears("回：还有一件事")
    # rasa-webchat shows nothing that has further fields.
    assert {name for message in client.heard for name in message} == {"text", "quick_replies"}


async def _conversation(served: Served) -> ConversationId:
    found = await served.box.inspection.conversations("open", await make_agent(served.box, "li"))
    return found.rows[0].conversation.id


async def _queue(served: Served, conversation_id: ConversationId) -> None:
    async with served.box.store.writing() as tx:
        conversation = await tx.conversations.lock(conversation_id)
        await served.box.handoffs.enqueue(tx, conversation, HandoffReason.CUSTOMER_ASKED)

"""Dialogue engines with a will of their own, to meet the line's services at awkward moments.

The real engine has its own tests; what matters here is *when* an answer comes.
"""

from __future__ import annotations

import asyncio
import random

from bot.adapters.policies import load_policy
from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.case import FactName
from bot.domain.conversation import Conversation, HandoffReason
from bot.domain.errors import AssistantFailed
from bot.domain.handoff import HandoffRequest
from bot.domain.message import Message, Reply
from bot.domain.survey import SurveyAnswer
from bot.domain.triage import parse_triage_policy
from bot.ports import Turn


class Deaf:
    """Keeps nothing of what is said while people have the conversation."""

    async def listen(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> None: ...


class Dawdling(Deaf):
    """Answers after a random moment."""

    def __init__(self, longest: float, seed: int) -> None:
        self._longest, self._random = longest, random.Random(seed)

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        await asyncio.sleep(self._random.uniform(0, self._longest))
        return Turn((Reply(f"已记录第{message.seq}条"),), None, b"memory")


class Gated(Deaf):
    """Answers when it is let, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.gate = asyncio.Event()

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        self.asked += 1
        await self.gate.wait()
        return Turn((Reply(f"回答{message.seq}"),), None, None)


class HandingOver(Deaf):
    """Asks for a person at once."""

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        request = HandoffRequest(HandoffReason.CUSTOMER_ASKED)
        return Turn((Reply("正在为您安排专员"),), request, b"memory")


class Broken:
    """Fails the first so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        if self.left > 0:
            self.left -= 1
            raise AssistantFailed("broken on purpose")
        return Turn((Reply("又好了"),), None, None)

    async def listen(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> None:
        await self.answer(conversation, message, dialogue)


class Clerk:
    """Does to the record what the custom actions do, and says little. The policy's phrases are
    all the signals it knows."""

    def __init__(self, box: Container) -> None:
        self._box = box
        self._triage = load_policy(ROOT / "data/policy/escalation.yml", parse_triage_policy)

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        if message.payload:
            answer = SurveyAnswer(message.payload[1:])
            survey = await self._box.surveys.answer(conversation.id, message.id, answer)
            return Turn((Reply(answer.value if survey else "over"),), None, None)
        await self.listen(conversation, message, dialogue)
        return Turn((Reply("请您接着说"),), None, None)

    async def listen(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> None:
        complaint = "投诉" in message.text
        facts = {FactName.WHAT_HAPPENED: message.text} if complaint else {}
        signals = self._triage.read(message.text)
        await self._box.complaints.note(
            conversation.id, message.id, complaint=complaint, facts=facts, signals=signals
        )

"""Conversations at the level of the assistant port: from intake's message to the turn's outcome."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.adapters.scripts import DomainScripts
from bot.bootstrap import Container, install
from bot.config import ROOT
from bot.domain.ids import fresh
from bot.domain.message import InboundMessage
from bot.services.intake import Intake
from bot.services.notices import Notices
from connectors.assistant import RasaAssistant, reading_only
from connectors.memory import TURNS
from tests.boxes import box_over


class Office:
    """One assistant over one database."""

    def __init__(self, box: Container, agent: Any) -> None:
        self.box = box
        self.assistant = RasaAssistant(agent.handle_message, reading_only(lambda: agent), TURNS)
        notices = Notices(DomainScripts(ROOT / "domain.yml"), box.clock)
        after = (box.surveys, notices)
        self.intake = Intake(
            box.store, box.boundary, box.files, box.quotations, after, Unlimited(), box.clock
        )


class Talk:
    """One customer's conversation, with the memory kept from turn to turn."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._customer = fresh()
        self.dialogue: bytes | None = None

    async def say(self, text: str) -> float:
        """Seconds that the assistant took to answer."""
        box = self._office.box
        inbound = InboundMessage("rest", self._customer, fresh(), text)
        receipt = await self._office.intake.receive(inbound)
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
            message = await tx.messages.get(receipt.message_id)
        start = time.perf_counter()
        turn = await self._office.assistant.answer(conversation, message, self.dialogue)
        seconds = time.perf_counter() - start
        self.dialogue = turn.dialogue
        return seconds


class Unlimited:
    """ports.RateLimiter for a customer who says 200 things in a minute."""

    async def hit(self, key: str, limit: int, window: timedelta) -> float:
        return 0.0


@asynccontextmanager
async def office(var: Path, agent: Any) -> AsyncIterator[Office]:
    """An office over an empty SQLite database."""
    async with box_over(f"sqlite:///{var / 'bench.db'}", var) as box:
        install(box)
        try:
            yield Office(box, agent)
        finally:
            install(None)

"""What happens in a script beside the customer's messages: people act, time passes, files come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.ids import AgentId, ConversationId, fresh
from bot.domain.staff import Agent, Role
from tests.integration.channels.samples import AMR, PDF, PNG

FILES: Mapping[str, InboundAttachment] = {
    "picture": InboundAttachment("picture.png", "image/png", PNG),
    "recording": InboundAttachment("recording.amr", "audio/amr", AMR),
    "document": InboundAttachment("document.pdf", "application/pdf", PDF),
    "program": InboundAttachment("program.exe", "application/pdf", b"MZ" + bytes(100)),
    "huge picture": InboundAttachment("huge.png", "image/png", PNG + bytes(11 * 2**20)),
}
"""The last two are refused: for what they are, and for their size."""


async def _claims(box: Container, one: ConversationId, agent: Agent) -> None:
    await box.handoffs.claim(one, agent)


async def _hands_back(box: Container, one: ConversationId, agent: Agent) -> None:
    await box.handoffs.return_to_bot(one, agent, "")


async def _resolves(box: Container, one: ConversationId, agent: Agent) -> None:
    await box.handoffs.close(one, agent, "resolved", "")


ACTS: Mapping[str, Callable[[Container, ConversationId, Agent], Awaitable[None]]] = {
    "claims": _claims,
    "hands back": _hands_back,
    "resolves": _resolves,
}
"""What an agent does, through the same services as the desk."""


@dataclass
class Desk:
    """The one agent of a script; the name is written alike in every language."""

    box: Container
    agent: Agent | None = None

    async def act(self, act: str, conversation_id: ConversationId) -> None:
        """Raises what the desk would show."""
        if self.agent is None:
            self.agent = Agent(AgentId(fresh()), "lin", "Lin", Role.AGENT, self.box.clock.now())
            async with self.box.store.writing() as tx:
                await tx.staff.add(self.agent, "no password")
        await ACTS[act](self.box, conversation_id, self.agent)


async def look_around(box: Container) -> None:
    """What the worker does each minute about those who say nothing."""
    await box.silence.remind()
    await box.silence.keep_drafts()
    await box.queue_answers.tell_late()

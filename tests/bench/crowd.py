"""People at the desk and customers in live conversations, written through the services."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.crypto import Argon2PasswordHasher
from bot.bootstrap import Container
from bot.domain.case import FactName
from bot.domain.conversation import HandoffReason
from bot.domain.ids import AgentId, ConversationId, fresh
from bot.domain.message import Author, InboundMessage, Reply
from bot.domain.reading import Cause
from bot.domain.staff import Agent, Role
from bot.domain.triage import Signal, SignalName
from bot.services.transcript import Outgoing, record_outgoing
from connectors.web.sessions import Sessions
from tests.boxes import box_over

AGENTS = 50
CONVERSATIONS = 500
WAITING = 100
WITH_BOT = 25
AT_ONCE = 8
PASSWORD = "a password for the bench"
WORDS = (
    "住院两万多，你们说资料齐了就赔，现在又说不赔",
    "续期的钱扣了两次，没人给我说清楚",
    "我打了三次电话，一个人一个说法",
    "再不赔我就发抖音，去银保监投诉你们",
)
ANSWERS = ("您和家人碰上这样的事，确实让人着急。", "材料我会一并转给专员。", "您希望我们怎么处理？")


@dataclass(frozen=True)
class Chat:
    """A live conversation; `agent`: the index of who has it, None while nobody does."""

    id: ConversationId
    token: str
    agent: int | None
    waits: bool


@dataclass(frozen=True)
class Crowd:
    """Everybody; all agents have the same password."""

    usernames: Sequence[str]
    chats: Sequence[Chat]


async def fill(url: str, var: Path, *, redis_url: str = "", vault_key: str = "") -> Crowd:
    """Into an empty database."""
    async with box_over(url, var, redis_url=redis_url, vault_key=vault_key) as box:
        agents = await _agents(box)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> Chat:
            async with gate:
                return await _chat(box, number, agents)

        chats = await asyncio.gather(*(one(number) for number in range(CONVERSATIONS)))
    return Crowd([agent.username for agent in agents], chats)


async def _agents(box: Container) -> Sequence[Agent]:
    """With one password hash, which is slow to make."""
    hashed, now = await Argon2PasswordHasher().hash(PASSWORD), box.clock.now()
    names = [f"agent{number:02}" for number in range(AGENTS)]
    agents = [Agent(AgentId(fresh()), name, f"专员{name[5:]}", Role.AGENT, now) for name in names]
    async with box.store.writing() as tx:
        for agent in agents:
            await tx.staff.add(agent, hashed)
    return agents


async def _chat(box: Container, number: int, agents: Sequence[Agent]) -> Chat:
    customer, token = Sessions(box.session_key).issue(box.clock.now())
    text = WORDS[number % len(WORDS)]
    receipt = await box.intake.receive(InboundMessage("web", customer, fresh(), text))
    chat = receipt.conversation_id
    waits, agent = number < WAITING, None
    if waits:
        await _note(box, chat, number, text)
    async with box.store.writing() as tx:
        await tx.messages.finish_pending(chat)
        locked = await tx.conversations.lock(chat)
        replies = [Outgoing(Author.BOT, Reply(answer)) for answer in ANSWERS]
        await record_outgoing(tx, locked, replies, box.clock.now())
        if number < CONVERSATIONS - WITH_BOT:
            locked = await tx.conversations.lock(chat)
            await box.handoffs.enqueue(tx, locked, HandoffReason.HARD_SIGNAL)
    if WAITING <= number < CONVERSATIONS - WITH_BOT:
        agent = number % AGENTS
        await box.handoffs.claim(chat, agents[agent])
    return Chat(chat, token, agent, waits)


async def _note(box: Container, chat: ConversationId, number: int, text: str) -> None:
    async with box.store.reading() as tx:
        (message,) = await tx.messages.transcript(chat, limit=1, newest=True)
    hard = number % len(WORDS) == len(WORDS) - 1
    await box.complaints.note(
        chat,
        message.id,
        complaint=True,
        facts={FactName.WHAT_HAPPENED: text, FactName.DEMAND: "赔付住院费，书面解释"},
        signals=[Signal(SignalName.REGULATOR, 0.9, "去银保监投诉", hard=True)] if hard else [],
        anger=number % 5,
        causes=[Cause.CLAIM],
        intent="complain",
    )

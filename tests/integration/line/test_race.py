"""The race: an agent claims while the bot is answering and the customer is typing."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import sqlalchemy as sa

from bot.adapters.sql.engine import make_engine
from bot.bootstrap import Container
from bot.domain.conversation import Owner
from bot.domain.errors import AlreadyClaimed
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery
from bot.domain.staff import Agent
from tests.boxes import box_over, make_agent
from tests.integration.line.assistants import Dawdling
from tests.integration.line.working import all_processed, say, transcript, turns_of, until

ROUNDS = 200
AT_ONCE = 10
LINES = ("你们凭什么拒赔", "我等了两个月", "到底谁负责")


async def test_200_claims_in_the_middle_of_answers_lose_nothing_and_silence_the_bot(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        box_over(database_url, tmp_path, worker="one") as box,
        box_over(database_url, tmp_path, worker="two") as other,
        turns_of(box, Dawdling(0.03, seed=1), "one"),
        turns_of(other, Dawdling(0.03, seed=2), "two"),
    ):
        agent = await make_agent(box, "wang")
        dice = random.Random(7)
        suppressed = 0
        for start in range(0, ROUNDS, AT_ONCE):
            numbers = range(start, start + AT_ONCE)
            ids = await asyncio.gather(*(_round(box, agent, n, dice) for n in numbers))
            await _nobody_works(database_url)
            for number, conversation_id in zip(numbers, ids, strict=True):
                suppressed += await _check(box, agent, number, conversation_id)
        assert suppressed > 0, "no claim ever met an answer in the making: the race did not run"


async def test_of_20_agents_who_claim_one_conversation_one_wins_and_19_learn_who(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        agents = [await make_agent(box, f"agent{n}") for n in range(20)]
        receipt = await say(box, "customer", "转人工", "m1")
        results = await asyncio.gather(
            *(box.handoffs.claim(receipt.conversation_id, agent) for agent in agents),
            return_exceptions=True,
        )
        won = [a for a, r in zip(agents, results, strict=True) if not isinstance(r, BaseException)]
        lost = [r for r in results if isinstance(r, AlreadyClaimed)]
        assert len(won) == 1
        assert len(lost) == 19
        assert {error.winner for error in lost} == {won[0].display_name}


async def _round(box: Container, agent: Agent, number: int, dice: random.Random) -> ConversationId:
    first = await say(box, f"customer{number}", LINES[0], f"{number}:0")

    async def type_on() -> None:
        for place, line in enumerate(LINES[1:], 1):
            await asyncio.sleep(dice.uniform(0, 0.02))
            await say(box, f"customer{number}", line, f"{number}:{place}")

    async def claim() -> None:
        await asyncio.sleep(dice.uniform(0, 0.04))
        await box.handoffs.claim(first.conversation_id, agent)

    await asyncio.gather(type_on(), claim())
    await until(lambda: all_processed(box, first.conversation_id))
    return first.conversation_id


async def _check(box: Container, agent: Agent, number: int, conversation_id: ConversationId) -> int:
    """Assert the invariants of one round; returns how many replies were suppressed."""
    rows = await transcript(box, conversation_id)
    said = [row.text for row in rows if row.author is Author.CUSTOMER]
    assert said == list(LINES), f"round {number}: lost or reordered"
    assert [row.seq for row in rows] == sorted({row.seq for row in rows})
    claimed_at = next(row.seq for row in rows if row.author is Author.SYSTEM)
    spoken_after = [
        row
        for row in rows
        if row.author is Author.BOT
        and row.seq > claimed_at
        and row.delivery is not Delivery.SUPPRESSED
    ]
    assert not spoken_after, f"round {number}: the bot spoke after the claim"
    answered = [row.in_reply_to for row in rows if row.author is Author.BOT]
    assert len(answered) == len(set(answered)), f"round {number}: answered twice"
    async with box.store.reading() as tx:
        conversation = await tx.conversations.get(conversation_id)
    assert (conversation.owner, conversation.agent_id) == (Owner.AGENT, agent.id)
    assert conversation.owner_version == 1
    return sum(row.delivery is Delivery.SUPPRESSED for row in rows)


async def _nobody_works(url: str) -> None:
    """Wait until no worker holds a conversation any more, so that late answers are in."""
    engine = make_engine(url)

    async def free() -> bool:
        async with engine.connect() as connection:
            held = await connection.execute(
                sa.text("SELECT count(*) FROM conversations WHERE lease_worker IS NOT NULL")
            )
            return bool(held.scalar_one() == 0)

    await until(free)
    await engine.dispose()

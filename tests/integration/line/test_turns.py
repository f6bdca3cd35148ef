"""The bot's turns: in order, in parallel, again after a failure, silent after a claim."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.bootstrap import Container
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery, Processing
from tests.boxes import box_over, make_agent
from tests.integration.line.assistants import Broken, Gated, HandingOver
from tests.integration.line.working import all_processed, say, transcript, turns_of, until


async def test_a_message_is_stored_once_however_often_it_is_delivered(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipts = await asyncio.gather(*(say(box, "customer", "你好", "m1") for _ in range(8)))
        rows = await transcript(box, receipts[0].conversation_id)
    assert [row.text for row in rows] == ["你好"]
    assert {receipt.message_id for receipt in receipts} == {rows[0].id}
    assert sum(not receipt.duplicate for receipt in receipts) == 1


async def test_messages_are_answered_in_order_within_a_conversation_and_in_parallel_across(
    database_url: str, tmp_path: Path
) -> None:
    gated = Gated()
    async with box_over(database_url, tmp_path) as box:
        for number in range(5):
            for line in range(3):
                receipt = await say(box, f"customer{number}", f"第{line}句", f"{number}:{line}")
        async with turns_of(box, gated):
            await until(lambda: _is(gated.asked == 5))  # one of each conversation, at once
            gated.gate.set()
            await until(lambda: all_processed(box, receipt.conversation_id))
            rows = await transcript(box, receipt.conversation_id)
    answers = [row.text for row in rows if row.author is Author.BOT]
    assert answers == ["回答1", "回答2", "回答3"]


async def test_an_answer_that_comes_after_a_claim_is_recorded_as_suppressed(
    database_url: str, tmp_path: Path
) -> None:
    gated = Gated()
    async with box_over(database_url, tmp_path) as box:
        agent = await make_agent(box, "wang")
        receipt = await say(box, "customer", "你们拒赔", "m1")
        async with turns_of(box, gated):
            await until(lambda: _is(gated.asked == 1))
            await box.handoffs.claim(receipt.conversation_id, agent)
            gated.gate.set()
            await until(lambda: _has_bot_row(box, receipt.conversation_id))
            rows = await transcript(box, receipt.conversation_id)
            shown = (await box.chat.page(receipt.conversation_id, 0)).messages
    (bot,) = [row for row in rows if row.author is Author.BOT]
    assert bot.delivery is Delivery.SUPPRESSED
    assert "bot" not in {item.author for item in shown}


async def test_a_handoff_and_its_words_are_one_step(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipt = await say(box, "customer", "转人工", "m1")
        async with turns_of(box, HandingOver()):
            await until(lambda: all_processed(box, receipt.conversation_id))
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
        rows = await transcript(box, receipt.conversation_id)
    assert conversation.owner is Owner.QUEUE
    assert conversation.handoff_reason is HandoffReason.CUSTOMER_ASKED
    assert conversation.promised_at is not None
    assert [row.delivery for row in rows if row.author is Author.BOT] == [Delivery.PENDING]


async def test_a_failing_assistant_is_tried_again_without_a_second_answer(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipt = await say(box, "customer", "你好", "m1")
        async with turns_of(box, Broken(times=2)):
            await until(lambda: all_processed(box, receipt.conversation_id))
        rows = await transcript(box, receipt.conversation_id)
    assert [row.text for row in rows] == ["你好", "又好了"]


async def test_an_assistant_that_stays_broken_fetches_a_person(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipt = await say(box, "customer", "你好", "m1")
        async with turns_of(box, Broken(times=99)):
            await until(lambda: all_processed(box, receipt.conversation_id))
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
        rows = await transcript(box, receipt.conversation_id)
    assert rows[0].processing is Processing.FAILED
    assert conversation.handoff_reason is HandoffReason.ASSISTANT_FAILED
    assert rows[-1].author is Author.SYSTEM


async def test_what_a_stopped_process_left_is_answered_by_the_next_one_once(
    database_url: str, tmp_path: Path
) -> None:
    stuck, free = Gated(), Gated()
    free.gate.set()
    async with box_over(database_url, tmp_path) as box:
        receipt = await say(box, "customer", "你好", "m1")
        async with turns_of(box, stuck, worker="same"):
            await until(lambda: _is(stuck.asked == 1))
        async with turns_of(box, free, worker="same"):
            await until(lambda: all_processed(box, receipt.conversation_id))
        rows = await transcript(box, receipt.conversation_id)
    assert [row.text for row in rows] == ["你好", "回答1"]


async def test_a_message_after_closing_opens_a_new_episode_with_the_bot(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        agent = await make_agent(box, "wang")
        receipt = await say(box, "customer", "你好", "m1")
        await box.handoffs.claim(receipt.conversation_id, agent)
        await box.handoffs.close(receipt.conversation_id, agent, "resolved", "")
        await say(box, "customer", "又有一件事", "m2")
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
    assert (conversation.owner, conversation.episode) == (Owner.BOT, 2)


async def _is(condition: bool) -> bool:
    return condition


async def _has_bot_row(box: Container, conversation_id: ConversationId) -> bool:
    return any(row.author is Author.BOT for row in await transcript(box, conversation_id))

"""What is said while people have the conversation: it is read, and the bot says nothing."""

from __future__ import annotations

from pathlib import Path

from bot.bootstrap import Container
from bot.domain.case import Case, FactName, Level
from bot.domain.conversation import Conversation, HandoffReason
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Processing
from tests.boxes import box_over, make_agent
from tests.integration.line.assistants import Broken, Clerk, Gated
from tests.integration.line.working import all_processed, answered, say, transcript, turns_of, until

THREAT = "我不想活了"


async def _queued(box: Container, customer: str) -> ConversationId:
    """A customer with an ordinary complaint, in the queue."""
    receipt = await answered(box, customer, "我要投诉，理赔太慢", f"{customer}:1")
    async with box.store.writing() as tx:
        locked = await tx.conversations.lock(receipt.conversation_id)
        await box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
    return receipt.conversation_id


async def _now(box: Container, conversation_id: ConversationId) -> tuple[Conversation, Case]:
    async with box.store.reading() as tx:
        conversation = await tx.conversations.get(conversation_id)
        case = await tx.cases.of_episode(conversation_id, conversation.episode)
    assert case
    return conversation, case


async def _called_for(box: Container, conversation_id: ConversationId) -> list[tuple[object, ...]]:
    """Per call: its reasons and how often it is repeated, by one way."""
    async with box.store.reading() as tx:
        notices = await tx.notices.of_conversation(conversation_id)
    rows = [(tuple(row.payload["reasons"]), row.payload["reminder"]) for row in notices]
    return sorted(set(rows))


async def _said_by_us(box: Container, conversation_id: ConversationId) -> list[Author]:
    rows = await transcript(box, conversation_id)
    return [row.author for row in rows if row.author is not Author.CUSTOMER]


async def test_a_threat_while_waiting_moves_up_calls_people_and_names_help_once(
    database_url: str, tmp_path: Path
) -> None:
    """Practice Q1, O18: whoever waits is heard."""
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        first, other = [await _queued(box, name) for name in ("c", "d")]
        assert (await _now(box, first))[0].priority == 0
        before = await _said_by_us(box, first)
        await answered(box, "c", THREAT, "c:2")
        await answered(box, "c", "真的" + THREAT, "c:3")
        await answered(box, "d", "你们快点", "d:2")
        waiting, case = await _now(box, first)
        assert (waiting.priority, case.level) == (100, Level.MAJOR)
        assert (await _now(box, other))[0].priority == 0
        assert await _said_by_us(box, first) == [*before, Author.SYSTEM]
        assert await _said_by_us(box, other) == before
        called = await _called_for(box, first)
        assert called == [(("self_harm", "major"), number) for number in (1, 2, 3)]
        assert await _called_for(box, other) == []


async def test_a_new_reason_calls_again_and_an_old_one_does_not(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id = await _queued(box, "c")
        await answered(box, "c", THREAT, "c:2")
        await answered(box, "c", "我带刀去砸了你们公司", "c:3")
        await answered(box, "c", "我带刀去砸了你们公司", "c:4")
        called = await _called_for(box, conversation_id)
    first = [(("self_harm", "major"), number) for number in (1, 2, 3)]
    assert called == first + [(("violence",), number) for number in (1, 2, 3)]


async def test_an_agent_reads_signals_and_what_people_put_down_stands(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        agent = await make_agent(box, "wang")
        conversation_id = await _queued(box, "c")
        await box.handoffs.claim(conversation_id, agent)
        before = await _said_by_us(box, conversation_id)
        receipt = await answered(box, "c", THREAT, "c:2")
        opened = await box.inspection.open(conversation_id)
        assert await _said_by_us(box, conversation_id) == before
        assert await _called_for(box, conversation_id) == []
    (signal,) = opened.brief.signals
    assert (signal.name.value, signal.message_id) == ("self_harm", receipt.message_id)


async def test_a_complaint_to_an_agent_whose_record_has_ended_opens_none_and_changes_none(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        agent = await make_agent(box, "wang")
        conversation_id = await _queued(box, "c")
        await box.handoffs.claim(conversation_id, agent)
        await box.complaints.withdraw(conversation_id)
        await answered(box, "c", "我还要投诉你们", "c:2")
        conversation, case = await _now(box, conversation_id)
    assert conversation.episode == 1
    story = case.fact(FactName.WHAT_HAPPENED)
    assert story
    assert story.value == "我要投诉，理赔太慢"


async def test_what_is_said_to_a_person_is_never_answered_by_the_bot(
    database_url: str, tmp_path: Path
) -> None:
    """Not even where it could not be read before the person gave the conversation back."""
    free = Gated()
    free.gate.set()
    async with box_over(database_url, tmp_path) as box:
        agent = await make_agent(box, "wang")
        receipt = await say(box, "c", "你好", "c:1")
        await box.handoffs.claim(receipt.conversation_id, agent)
        await say(box, "c", "你是真人吗", "c:2")
        await box.handoffs.return_to_bot(receipt.conversation_id, agent, "")
        async with turns_of(box, free):
            await answered(box, "c", "在吗", "c:3")
        rows = await transcript(box, receipt.conversation_id)
    assert [row.text for row in rows if row.author is Author.BOT] == [f"回答{rows[-2].seq}"]
    assert free.asked == 1


async def test_a_reading_that_fails_is_given_up_and_fetches_nobody_twice(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        agent = await make_agent(box, "wang")
        receipt = await say(box, "c", "你好", "c:1")
        await box.handoffs.claim(receipt.conversation_id, agent)
        async with turns_of(box, Broken(times=3)):
            await until(lambda: all_processed(box, receipt.conversation_id))
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(receipt.conversation_id)
        rows = await transcript(box, receipt.conversation_id)
    assert rows[0].processing is Processing.FAILED
    assert conversation.agent_id == agent.id

"""What whoever waits for a person is answered, over real databases (practice E6, D3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.bootstrap import Container
from bot.domain.callback import CallbackState
from bot.domain.case import CaseState, FactName
from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.ids import ConversationId
from bot.domain.message import Author, InboundMessage, Message
from bot.domain.signals import Signal, SignalName
from tests.boxes import box_over, make_agent
from tests.integration.people.test_queue_order import MovedClock

NOTHING_TOLD: Mapping[FactName, str] = {}


async def _say(
    box: Container,
    customer: str,
    text: str,
    intent: str = "",
    facts: Mapping[FactName, str] = NOTHING_TOLD,
) -> ConversationId:
    """A message that was read as this intent; a text that begins with `/` is a button."""
    payload = text if text.startswith("/") else None
    inbound = InboundMessage("telegram", customer, uuid4().hex, text, payload=payload)
    receipt = await box.intake.receive(inbound)
    await box.complaints.note(
        receipt.conversation_id,
        receipt.message_id,
        complaint=intent == "complain",
        facts=facts,
        signals=[],
        intent=intent,
    )
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(receipt.conversation_id)
        if conversation.owner is Owner.QUEUE:
            message = await tx.messages.get(receipt.message_id)
            await box.queue_order.heard(tx, conversation, message)
    return receipt.conversation_id


async def _waiting(box: Container, customer: str) -> ConversationId:
    conversation_id = await _say(box, customer, "我要投诉", "complain")
    async with box.store.writing() as tx:
        locked = await tx.conversations.lock(conversation_id)
        await box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
    return conversation_id


async def _told(box: Container, conversation_id: ConversationId) -> list[Message]:
    async with box.store.reading() as tx:
        rows = await tx.messages.transcript(conversation_id)
    return [row for row in rows if row.author is Author.SYSTEM]


async def _state(box: Container, conversation_id: ConversationId) -> CaseState | None:
    case = await box.complaints.of_conversation(conversation_id)
    return case.state if case else None


async def _asked_back(box: Container) -> ConversationId:
    """Somebody who waits has said that they withdraw."""
    conversation_id = await _waiting(box, "a")
    await _say(box, "a", "不投诉了", "withdraw")
    (asked,) = await _told(box, conversation_id)
    assert [button["payload"] for button in asked.buttons] == ["/affirm", "/deny"]
    return conversation_id


async def _now(box: Container, conversation_id: ConversationId) -> Conversation:
    async with box.store.reading() as tx:
        return await tx.conversations.get(conversation_id)


@pytest.mark.parametrize("intent", ["ask_status", "ask_human", "greet"])
async def test_who_waits_and_asks_hears_place_and_time_as_they_are_now(
    database_url: str, tmp_path: Path, intent: str
) -> None:
    async with box_over(database_url, tmp_path) as box:
        first, second = await _waiting(box, "a"), await _waiting(box, "b")
        await _say(box, "b", "还要多久", intent)
        await box.handoffs.claim(first, await make_agent(box, "li"))
        await _say(box, "b", "还要多久", intent)
        before, now = [row.text for row in await _told(box, second)]
    assert "第 2 位" in before
    assert "36 分钟" in before
    assert "第 1 位" in now
    assert "28 分钟" in now


async def test_what_is_added_is_acknowledged_once_and_not_where_a_person_has_it(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _waiting(box, "a")
        await _say(box, "a", "好的", "affirm")
        assert await _told(box, conversation_id) == []
        for text in ("保单号在这里", "是去年三月买的"):
            await _say(box, "a", text, "inform")
        (kept,) = await _told(box, conversation_id)
        assert "接着写" in kept.text or "写在这里" in kept.text
        await box.handoffs.claim(conversation_id, await make_agent(box, "li"), told=False)
        for text, intent in (("还要多久", "ask_status"), ("还有一件事", "inform")):
            await _say(box, "a", text, intent)
        assert await _told(box, conversation_id) == [kept]


async def test_who_was_told_the_place_is_not_told_besides_that_it_is_kept(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _waiting(box, "a")
        await _say(box, "a", "还要多久", "ask_status")
        await _say(box, "a", "是去年三月买的", "inform")
        (place,) = await _told(box, conversation_id)
    assert "第 1 位" in place.text


async def test_a_language_named_in_the_queue_is_spoken(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _waiting(box, "a")
        await _say(box, "a", "请说英文", "change_language")
        await box.chat.speak(conversation_id, "zh-Hans")  # what they write in from here on
        await _say(box, "a", "还要多久", "ask_status")
        changed, place = await _told(box, conversation_id)
        assert (await _now(box, conversation_id)).language == "en"
        assert await box.chat.speak(conversation_id, "zh-Hans", chosen=True) == "zh-Hans"
    assert "English" in changed.text
    assert "number 1" in place.text


async def test_whoever_starts_over_in_the_queue_tells_it_anew_and_keeps_the_place(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _waiting(box, "a")
        await _say(box, "a", "上个月的事", "inform", {FactName.HAPPENED_AT: "上个月"})
        assert await box.complaints.of_conversation(conversation_id)
        before = await box.complaints.of_conversation(conversation_id)
        await _say(box, "a", "重新开始", "restart")
        case = await box.complaints.of_conversation(conversation_id)
        *_, told = await _told(box, conversation_id)
        assert (await _now(box, conversation_id)).owner is Owner.QUEUE
    assert before
    assert before.facts
    assert case
    assert case.facts == ()
    assert "第 1 位" in told.text


async def test_a_message_that_tells_something_throws_nothing_away(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _waiting(box, "a")
        await _say(box, "a", "从上个月开始的", "restart", {FactName.HAPPENED_AT: "上个月"})
        case = await box.complaints.of_conversation(conversation_id)
        assert await _told(box, conversation_id) == []
    assert case
    assert [fact.value for fact in case.facts] == ["上个月"]


@pytest.mark.parametrize(("text", "intent"), [("确定撤回", "withdraw"), ("/affirm", "")])
async def test_a_withdrawal_is_asked_back_carried_out_and_leaves_the_queue(
    database_url: str, tmp_path: Path, text: str, intent: str
) -> None:
    """Order 3/2020 Art. 15."""
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _asked_back(box)
        assert (await _now(box, conversation_id)).owner is Owner.QUEUE
        (slot,) = box.callbacks.suggest(1)
        await box.callbacks.promise(conversation_id, box.callbacks.choose(slot.start, slot.end))
        await _say(box, "a", text, intent)
        assert await _state(box, conversation_id) is CaseState.WITHDRAWN
        (dropped,) = await box.callbacks.list(CallbackState.CANCELLED)
        _, done = await _told(box, conversation_id)
        now = await _now(box, conversation_id)
    assert "撤" in done.text
    assert dropped.callback.conversation_id == conversation_id
    assert (now.owner, now.queued_at) == (Owner.BOT, None)


@pytest.mark.parametrize(("text", "intent"), [("不要撤回", "withdraw"), ("/deny", "")])
async def test_no_clear_word_withdraws_nothing(
    database_url: str, tmp_path: Path, text: str, intent: str
) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _asked_back(box)
        await _say(box, "a", text, intent)
        await _say(box, "a", "好的", "affirm")
        assert len(await _told(box, conversation_id)) == 2
        assert (await _now(box, conversation_id)).owner is Owner.QUEUE
        assert await _state(box, conversation_id) is CaseState.DRAFT


async def test_whoever_waits_longer_than_told_hears_it_once(
    database_url: str, tmp_path: Path
) -> None:
    clock = MovedClock()
    async with box_over(database_url, tmp_path, clock=clock) as box:
        conversation_id = await _waiting(box, "a")
        assert await box.queue_answers.tell_late() == 0
        clock.ahead += timedelta(minutes=29)
        assert [await box.queue_answers.tell_late() for _ in range(2)] == [1, 0]
        (told,) = await _told(box, conversation_id)
        clock.ahead += timedelta(hours=1)
        assert await box.queue_answers.tell_late() == 0
    assert "第 1 位" in told.text
    assert "28 分钟" in told.text


async def test_despair_is_answered_with_help_and_nothing_about_waiting(
    database_url: str, tmp_path: Path
) -> None:
    """Practice Q1."""
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _waiting(box, "a")
        inbound = InboundMessage("telegram", "a", uuid4().hex, "还要多久，我不想活了")
        receipt = await box.intake.receive(inbound)
        despair = Signal(SignalName.SELF_HARM, 1.0, "不想活", hard=True)
        await box.complaints.note(
            conversation_id,
            receipt.message_id,
            complaint=True,
            facts={},
            signals=[despair],
            intent="ask_status",
        )
        async with box.store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            message = await tx.messages.get(receipt.message_id)
            await box.queue_order.heard(tx, conversation, message)
        (told,) = await _told(box, conversation_id)
    assert "12356" in told.text

"""The outbox: in order, retried with back-off, dead letters visible, nothing twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Container
from bot.domain.errors import StateConflict
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery, InboundMessage, Message, Reply
from bot.domain.staff import Role
from bot.services.delivery import MAX_ATTEMPTS, Deliverer, pause_before
from bot.services.transcript import Outgoing, record_outgoing
from connectors.webhook.outbound import WebhookSender
from tests.boxes import box_over, make_agent
from tests.integration.line.callback import SECRET, Callback, callback_server


async def test_messages_of_a_conversation_arrive_once_and_in_order(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        conversation_id = await _conversation(box)
        await _record(box, conversation_id, "一", "二", "三")
        await _deliver_all(box, far_end)
        states = [row.delivery for row in await _outgoing(box, conversation_id)]
    assert [message["text"] for message in far_end.messages] == ["一", "二", "三"]
    assert set(far_end.posts.values()) == {1}
    assert states == [Delivery.SENT] * 3


async def test_a_busy_platform_is_tried_again_later_and_gets_the_message_once(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        far_end.answer = lambda attempt: 503 if attempt == 1 else 200
        conversation_id = await _conversation(box)
        (message,) = await _record(box, conversation_id, "一")
        async with _delivering(box, far_end) as deliverer:
            await deliverer.sweep()
            (after_first,) = await _outgoing(box, conversation_id)
            await _make_due(box, message)
            await deliverer.sweep()
        (after_second,) = await _outgoing(box, conversation_id)
    assert (after_first.delivery, after_first.error) == (Delivery.PENDING, "callback answered 503.")
    assert after_first.next_attempt_at is not None
    assert after_first.next_attempt_at > message.created_at
    assert after_second.delivery is Delivery.SENT
    assert [item["text"] for item in far_end.messages] == ["一"]


async def test_a_refused_message_becomes_a_dead_letter_and_the_next_one_goes_out(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        refused: list[str] = []
        conversation_id = await _conversation(box)
        first, _ = await _record(box, conversation_id, "一", "二")
        refused.append(first.id)
        far_end.answer = lambda _: (
            422 if first.id in far_end.posts and len(far_end.posts) == 1 else 200
        )
        await _deliver_all(box, far_end)
        dead = await box.inspection.deliveries("dead")
    assert [view.messages[0].id for view in dead] == refused
    assert [item["text"] for item in far_end.messages] == ["二"]


@pytest.mark.parametrize("status", [302, 307])
async def test_a_reply_never_follows_a_redirect_and_is_not_taken_for_sent(
    database_url: str, tmp_path: Path, status: int
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        far_end.answer, far_end.headers = lambda _: status, {"Location": "/elsewhere"}
        conversation_id = await _conversation(box)
        await _record(box, conversation_id, "一")
        await _deliver_all(box, far_end)
        (row,) = await _outgoing(box, conversation_id)
    assert (row.delivery, row.error) == (Delivery.DEAD, f"callback answered {status}.")
    assert far_end.strayed == []


async def test_a_callback_that_asks_for_a_pause_gets_it(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        far_end.answer, far_end.headers = lambda _: 429, {"Retry-After": "120"}
        conversation_id = await _conversation(box)
        await _record(box, conversation_id, "一")
        before = box.clock.now()
        await _deliver_all(box, far_end)
        (row,) = await _outgoing(box, conversation_id)
    assert row.next_attempt_at is not None
    assert row.next_attempt_at >= before + timedelta(seconds=120)


async def test_a_dead_letter_can_be_sent_again_and_nothing_else_can(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        supervisor = await make_agent(box, "zhao", Role.SUPERVISOR)
        far_end.answer = lambda attempt: 400 if attempt == 1 else 200
        conversation_id = await _conversation(box)
        (message,) = await _record(box, conversation_id, "一")
        await _deliver_all(box, far_end)
        await box.acknowledgements.retry(message.id, supervisor)
        await _deliver_all(box, far_end)
        with pytest.raises(StateConflict, match="Only a dead letter"):
            await box.acknowledgements.retry(message.id, supervisor)
    assert [item["text"] for item in far_end.messages] == ["一"]


async def test_a_platform_that_never_answers_ends_in_a_dead_letter(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        far_end.answer = lambda _: 500
        conversation_id = await _conversation(box)
        (message,) = await _record(box, conversation_id, "一")
        async with _delivering(box, far_end) as deliverer:
            for _ in range(MAX_ATTEMPTS):
                await deliverer.sweep()
                await _make_due(box, message)
        (row,) = await _outgoing(box, conversation_id)
    assert row.delivery is Delivery.DEAD
    assert far_end.posts[message.id] == MAX_ATTEMPTS


async def test_on_a_merging_channel_bubbles_that_wait_go_out_as_one_up_to_a_question(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        conversation_id = await _conversation(box)
        await _record(box, conversation_id, "一", "二", "三？", "四")
        await _record(box, conversation_id, "五", author=Author.SYSTEM)
        await _record(box, conversation_id, "六", "七", author=Author.AGENT)
        await _deliver_all(box, far_end, merging=True)
        rows = await _outgoing(box, conversation_id)
    texts = [message["text"] for message in far_end.messages]
    assert texts == ["一\n\n二\n\n三？", "四\n\n五", "六", "七"]
    assert [len(message["buttons"]) for message in far_end.messages] == [1, 0, 0, 0]
    assert {row.delivery for row in rows} == {Delivery.SENT}


async def test_merged_bubbles_are_retried_together_and_die_together(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        far_end.answer = lambda attempt: 503 if attempt == 1 else 422
        conversation_id = await _conversation(box)
        first, *_ = await _record(box, conversation_id, "一", "二")
        async with _delivering(box, far_end, merging=True) as deliverer:
            await deliverer.sweep()
            waiting = await _outgoing(box, conversation_id)
            await _make_due(box, first)
            await deliverer.sweep()
            assert await deliverer.sweep() == 0
        dead = await _outgoing(box, conversation_id)
    assert [row.delivery for row in waiting] == [Delivery.PENDING] * 2
    assert [row.delivery for row in dead] == [Delivery.DEAD] * 2
    assert far_end.posts == {first.id: 2}


async def test_what_a_platform_has_not_taken_cannot_have_been_read(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, callback_server() as far_end:
        far_end.answer = lambda _: 200 if len(far_end.posts) == 1 else 503
        conversation_id = await _conversation(box)
        await _record(box, conversation_id, "一", "二")
        await _deliver_all(box, far_end)
        later = box.clock.now() + timedelta(minutes=1)
        earlier = later - timedelta(days=1)
        assert await box.acknowledgements.read_until(conversation_id, earlier) == 0
        assert await box.acknowledgements.read_until(conversation_id, later) == 1
        states = [row.delivery for row in await _outgoing(box, conversation_id)]
    assert states == [Delivery.DELIVERED, Delivery.PENDING]


def test_pauses_grow_to_five_minutes_and_are_spread_over_half_of_their_length() -> None:
    assert [pause_before(n, 0.0).total_seconds() for n in (1, 2, 3, 9, 20)] == [1, 2, 4, 256, 300]
    assert pause_before(3, 1.0) == timedelta(seconds=2)


async def _conversation(box: Container) -> ConversationId:
    receipt = await box.intake.receive(InboundMessage("webhook", "partner-1", "m0", "你好"))
    return receipt.conversation_id


async def _record(
    box: Container, conversation_id: ConversationId, *texts: str, author: Author = Author.BOT
) -> list[Message]:
    """Questions have a button."""
    button = {"title": "是", "payload": "/affirm"}
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(conversation_id)
        replies = [Reply(text, (button,) if text.endswith("？") else ()) for text in texts]
        items = [Outgoing(author, reply) for reply in replies]
        return list(await record_outgoing(tx, conversation, items, box.clock.now()))


async def _outgoing(box: Container, conversation_id: ConversationId) -> list[Message]:
    async with box.store.reading() as tx:
        rows = await tx.messages.transcript(conversation_id)
    return [row for row in rows if row.delivery is not None]


@asynccontextmanager
async def _delivering(
    box: Container, far_end: Callback, *, merging: bool = False
) -> AsyncIterator[Deliverer]:
    sender = WebhookSender(far_end.url, SECRET, box.files)
    yield Deliverer(
        box.store,
        box.notifier,
        box.boundary,
        {"webhook": sender},
        box.clock,
        merging=["webhook"] if merging else [],
    )
    await sender.close()


async def _deliver_all(box: Container, far_end: Callback, *, merging: bool = False) -> None:
    async with _delivering(box, far_end, merging=merging) as deliverer:
        while await deliverer.sweep():
            pass


async def _make_due(box: Container, message: Message) -> None:
    """What waiting would do: the pause is over."""
    async with box.store.writing() as tx:
        current = await tx.messages.get(message.id)
        if current.delivery is Delivery.PENDING:
            await tx.messages.set_delivery(
                message.id, Delivery.PENDING, error=current.error, next_attempt_at=None
            )

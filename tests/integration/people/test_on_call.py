"""Calls to people on call: written with the handoff, sent until somebody comes, never lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.adapters.on_call import MailOnCall, WebhookOnCall
from bot.adapters.on_call.mail import MailServer
from bot.bootstrap import Container
from bot.domain.conversation import HandoffReason
from bot.domain.errors import DeliveryFailed
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, EventId, MessageId
from bot.domain.message import InboundMessage
from bot.domain.on_call import MailWords, Notice, NoticeKind, NoticeState
from bot.domain.triage import Signal, SignalName
from bot.ports import OnCall
from bot.services.notice_sender import MAX_ATTEMPTS, NoticeSender
from tests.boxes import box_over, make_agent
from tests.integration.people.far_ends import SECRET, Pager, mailbox, pager

SAID = "我不想活了，我叫张伟，手机13812348000"


@dataclass
class Shifted:
    """The container's clock, plus whatever a test adds."""

    box: Container
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.box.clock.now() + self.ahead


@asynccontextmanager
async def _calling(
    box: Container, far_end: Pager, seconds: float = 5
) -> AsyncIterator[tuple[NoticeSender, Shifted]]:
    """The sender of one process; only the webhook is set up."""
    clock = Shifted(box)
    way = WebhookOnCall(far_end.url, SECRET, box.clock, aiohttp.ClientTimeout(total=seconds))
    sender = NoticeSender(box.store, box.notifier, {NoticeKind.WEBHOOK: way}, clock)
    yield sender, clock
    await sender.close()


async def _in_danger(box: Container, customer: str = "c") -> ConversationId:
    """A customer whose life is in danger, in the queue."""
    receipt = await box.intake.receive(InboundMessage("web", customer, f"m-{customer}", SAID))
    signal = Signal(SignalName.SELF_HARM, 1.0, "我不想活了", hard=True)
    await box.complaints.note(
        receipt.conversation_id,
        MessageId(receipt.message_id),
        complaint=True,
        facts={},
        signals=[signal],
    )
    await _queue(box, receipt.conversation_id)
    return receipt.conversation_id


async def _queue(box: Container, conversation_id: ConversationId, *, fail: bool = False) -> None:
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(conversation_id)
        await box.handoffs.enqueue(tx, conversation, HandoffReason.HARD_SIGNAL)
        if fail:
            raise ZeroDivisionError


async def _notices(
    box: Container, conversation_id: ConversationId, kind: NoticeKind = NoticeKind.WEBHOOK
) -> list[Notice]:
    async with box.store.reading() as tx:
        rows = await tx.notices.of_conversation(conversation_id)
    return [row for row in rows if row.kind is kind]


async def _events(box: Container, kind: EventKind) -> Sequence[Event]:
    return [e for e in await box.feed.page(EventId(0), None, 500) if e.kind is kind]


async def test_a_handoff_writes_its_calls_and_they_name_no_person(
    database_url: str, tmp_path: Path
) -> None:
    desk = "https://desk.example.com/"
    async with box_over(database_url, tmp_path, desk_url=desk) as box, pager() as far_end:
        conversation_id = await _in_danger(box)
        assert len(await _notices(box, conversation_id)) == 3
        async with _calling(box, far_end) as (sender, _):
            assert await sender.sweep() == 2  # the first by each way
            assert await sender.sweep() == 0
        (told,) = await _events(box, EventKind.ON_CALL_NOTIFIED)
    (call,) = far_end.calls
    assert (call["reason"], call["level"], call["reminder"]) == ("self_harm", "major", 1)
    assert call["link"] == f"https://desk.example.com/#/c/{conversation_id}"
    assert call["since"].endswith("+08:00")
    text = json.dumps(call, ensure_ascii=False)
    assert not any(word in text for word in ("张伟", "1381234", "不想活", "手机号"))
    assert told.data == {
        "notice_id": call["id"],
        "kind": "webhook",
        "reason": "self_harm",
        "reminder": 1,
    }


async def test_a_way_that_is_not_set_up_is_passed_over(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id = await _in_danger(box)
        async with _calling(box, far_end) as (sender, _):
            await sender.sweep()
        first, *_ = await _notices(box, conversation_id, NoticeKind.EMAIL)
    assert (first.state, first.error) == (NoticeState.DROPPED, "not set up")


async def test_the_settings_say_which_ways_are_used(database_url: str, tmp_path: Path) -> None:
    async with pager() as far_end, mailbox() as letters:
        settings: dict[str, Any] = {
            "on_call_url": far_end.url,
            "on_call_secret": SECRET,
            "smtp_url": letters.url,
            "on_call_mail_to": "a@example.com, b@example.com",
        }
        async with box_over(database_url, tmp_path, **settings) as box:
            conversation_id = await _in_danger(box)
            await box.notices.sweep()
    assert [call["conversation_id"] for call in far_end.calls] == [conversation_id]
    (letter,) = letters.letters
    assert letter["To"] == "a@example.com, b@example.com"
    assert "self_harm" in letter["Subject"]
    assert conversation_id in letter.get_content()


async def test_calls_are_repeated_until_somebody_takes_the_conversation(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id = await _in_danger(box)
        agent = await make_agent(box, "wang")
        async with _calling(box, far_end) as (sender, clock):
            await sender.sweep()
            clock.ahead = timedelta(minutes=10)
            await sender.sweep()
            await box.handoffs.claim(conversation_id, agent)
            clock.ahead = timedelta(minutes=20)
            await sender.sweep()
        rows = await _notices(box, conversation_id)
    assert [call["reminder"] for call in far_end.calls] == [1, 2]
    assert len({call["id"] for call in far_end.calls}) == 2
    assert [row.state.value for row in rows] == ["sent", "sent", "dropped"]


async def test_who_comes_back_to_the_queue_is_called_for_anew(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id = await _in_danger(box)
        agent = await make_agent(box, "wang")
        await box.handoffs.claim(conversation_id, agent)
        await box.handoffs.transfer(conversation_id, agent, None, "下班")
        async with _calling(box, far_end) as (sender, _):
            while await sender.sweep():
                pass
        rows = await _notices(box, conversation_id)
    assert [call["reminder"] for call in far_end.calls] == [1]
    assert sorted(row.state.value for row in rows) == ["dropped", *["pending"] * 4, "sent"]


async def test_a_busy_far_end_is_tried_again_with_the_same_id(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        far_end.answer = lambda number: 503 if number < 3 else 200
        conversation_id = await _in_danger(box)
        async with _calling(box, far_end) as (sender, clock):
            await sender.sweep()
            (waiting, *_) = await _notices(box, conversation_id)
            assert await sender.sweep() == 0  # its pause is not over
            for _ in range(2):
                clock.ahead += timedelta(seconds=10)
                await sender.sweep()
        (first, *_) = await _notices(box, conversation_id)
    assert (waiting.state, waiting.error) == (NoticeState.PENDING, "webhook answered 503")
    assert (first.state, first.attempts) == (NoticeState.SENT, 3)
    assert len({call["id"] for call in far_end.calls}) == 1


@pytest.mark.parametrize(("status", "attempts"), [(410, 1), (302, 1), (500, MAX_ATTEMPTS)])
async def test_a_call_that_cannot_be_made_ends_as_a_dead_letter_in_the_audit_trail(
    database_url: str, tmp_path: Path, status: int, attempts: int
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        far_end.answer = lambda _: status
        conversation_id = await _in_danger(box)
        (first, *_) = await _notices(box, conversation_id)
        async with _calling(box, far_end) as (sender, clock):
            for _ in range(MAX_ATTEMPTS + 1):
                await sender.sweep()
                clock.ahead += timedelta(seconds=301)
        rows = {row.id: row for row in await _notices(box, conversation_id)}
        failed = {event.data["notice_id"] for event in await _events(box, EventKind.ON_CALL_FAILED)}
    dead = rows[first.id]
    assert (dead.state, dead.error) == (NoticeState.DEAD, f"webhook answered {status}")
    assert [call["id"] for call in far_end.calls].count(first.id) == attempts
    assert first.id in failed


async def test_a_slow_far_end_costs_a_time_out_and_is_tried_again(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        far_end.hold = asyncio.Event()
        conversation_id = await _in_danger(box)
        async with _calling(box, far_end, seconds=0.3) as (sender, clock):
            await sender.sweep()
            (slow, *_) = await _notices(box, conversation_id)
            far_end.hold.set()
            clock.ahead = timedelta(seconds=10)
            await sender.sweep()
        (sent, *_) = await _notices(box, conversation_id)
    assert slow.state is NoticeState.PENDING
    assert slow.error in ("webhook: TimeoutError", "webhook: ServerTimeoutError")
    assert sent.state is NoticeState.SENT
    assert len({call["id"] for call in far_end.calls}) == 1


class Broken:
    """A way with a fault of its own."""

    async def send(self, notice: Notice) -> None:
        raise ZeroDivisionError

    async def close(self) -> None: ...


async def test_a_broken_way_ends_in_a_dead_letter_and_stops_no_other(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        conversation_id, clock = await _in_danger(box), Shifted(box)
        (broken, *_) = await _notices(box, conversation_id, NoticeKind.EMAIL)
        webhook = WebhookOnCall(far_end.url, SECRET, box.clock)
        ways: dict[NoticeKind, OnCall] = {NoticeKind.EMAIL: Broken(), NoticeKind.WEBHOOK: webhook}
        sender = NoticeSender(box.store, box.notifier, ways, clock)
        for _ in range(MAX_ATTEMPTS):
            await sender.sweep()
            clock.ahead += timedelta(seconds=301)
        await sender.close()
        rows = {row.id: row for row in await _notices(box, conversation_id, NoticeKind.EMAIL)}
    assert (rows[broken.id].state, rows[broken.id].error) == (NoticeState.DEAD, "ZeroDivisionError")
    assert [call["reminder"] for call in far_end.calls] == [1, 2, 3]


async def test_a_crash_between_claim_and_sending_loses_no_call(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        await _in_danger(box)
        now = box.clock.now()
        async with box.store.writing() as tx:  # a worker that dies right after this
            assert await tx.notices.claim_due(now, now + timedelta(seconds=30), 16)
        async with _calling(box, far_end) as (sender, clock):
            assert await sender.sweep() == 0
            clock.ahead = timedelta(seconds=31)
            await sender.sweep()
    assert len(far_end.calls) == 1


async def test_two_workers_make_each_call_once(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box, pager() as far_end:
        for number in range(10):
            await _in_danger(box, f"c{number}")
        async with _calling(box, far_end) as (one, _), _calling(box, far_end) as (two, _):
            while any(await asyncio.gather(one.sweep(), two.sweep())):
                pass
    assert len(far_end.calls) == len({call["id"] for call in far_end.calls}) == 10


async def test_a_failed_handoff_calls_nobody(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        conversation_id = await _in_danger(box)
        agent = await make_agent(box, "wang")
        await box.handoffs.claim(conversation_id, agent)
        before = await _notices(box, conversation_id)
        with pytest.raises(ZeroDivisionError):
            await _queue(box, conversation_id, fail=True)
        assert await _notices(box, conversation_id) == before


async def test_a_mail_carries_the_designers_words_to_everybody_on_call(tmp_path: Path) -> None:
    async with mailbox() as far_end:
        await _mail(far_end.url).send(_letter())
    (letter,) = far_end.letters
    assert letter["Subject"] == "值班提醒：self_harm"
    assert (letter["From"], letter["To"]) == ("desk@example.com", "a@example.com, b@example.com")
    assert letter["Message-ID"] == "<n1@example.com>"
    assert letter.get_content().strip() == "请接手 https://desk.example.com/#/c/c1"


@pytest.mark.parametrize(
    ("command", "answer", "retryable", "says"),
    [
        ("MAIL", "451 later", True, "SMTPSenderRefused 451"),
        ("RCPT", "550 no such user", False, "SMTPRecipientsRefused"),
        ("RCPT", "450 busy", True, "SMTPRecipientsRefused"),
        ("DATA", "554 spam", False, "SMTPDataError 554"),
    ],
)
async def test_a_refused_mail_says_whether_trying_again_helps(
    command: str, answer: str, retryable: bool, says: str
) -> None:
    async with mailbox() as far_end:
        far_end.refusals[command] = answer
        with pytest.raises(DeliveryFailed, match=says) as caught:
            await _mail(far_end.url).send(_letter())
    assert caught.value.retryable is retryable
    assert "example.com" not in str(caught.value)


async def test_a_mail_server_that_is_away_is_tried_again() -> None:
    async with mailbox() as far_end:
        pass
    with pytest.raises(DeliveryFailed, match="ConnectionRefusedError") as caught:
        await _mail(far_end.url).send(_letter())
    assert caught.value.retryable


async def test_a_password_never_goes_out_in_the_clear() -> None:
    async with mailbox() as far_end:
        url = far_end.url.replace("smtp://", "smtp://me:secret@")
        with pytest.raises(DeliveryFailed, match="SMTPNotSupportedError") as caught:
            await _mail(url).send(_letter())
    assert (caught.value.retryable, far_end.letters) == (False, [])


def test_mail_servers_are_read_from_their_address() -> None:
    assert MailServer.of("smtp://mail.example.com") == MailServer("mail.example.com", 587, False)
    found = MailServer.of("smtps://me%40x:p%2Fw@mail.example.com:4650")
    assert found == MailServer("mail.example.com", 4650, True, "me@x", "p/w")
    assert "p/w" not in repr(found)


def _mail(url: str) -> MailOnCall:
    recipients, words = (
        ("a@example.com", "b@example.com"),
        MailWords("值班提醒：{reason}", "请接手 {link}"),
    )
    return MailOnCall(MailServer.of(url), "desk@example.com", recipients, words, time_out=5)


def _letter() -> Notice:
    payload = {"reason": "self_harm", "link": "https://desk.example.com/#/c/c1"}
    now = datetime.fromisoformat("2026-11-21T09:30:00+00:00")
    return Notice("n1", NoticeKind.EMAIL, "k", ConversationId("c1"), 1, payload, now, now)

"""A desk with people and conversations in it, without an assistant: what it shows is written
through the same services that the assistant uses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.callback import Callback, CallbackId
from bot.domain.case import FactName
from bot.domain.conversation import HandoffReason
from bot.domain.ids import ConversationId, fresh
from bot.domain.message import Author, InboundMessage, Reply
from bot.domain.reading import Cause
from bot.domain.staff import Role
from bot.domain.triage import Signal, SignalName
from bot.ports import Clock
from bot.services.transcript import Outgoing, record_outgoing
from tests.boxes import box_over
from tests.running import Running, running

PASSWORD = "a password for tests"
STAFF = (("wangmin", "王敏", Role.AGENT), ("zhaoli", "赵丽", Role.SUPERVISOR))
Line = tuple[str, int, str, Sequence[Signal]]
More = Callable[[Container], Awaitable[None]]
STORY: Sequence[Line] = (
    ("我妈住院两万多，你们说资料齐了就赔，现在又说不赔", 1, "complain", ()),
    ("我打了三次电话，一个人一个说法，号码13800001234", 2, "inform", ()),
    (
        "再不赔我就发抖音，去银保监投诉你们，让大家都看看",
        4,
        "complain",
        (
            Signal(SignalName.MEDIA, 0.7, "发抖音"),
            Signal(SignalName.REGULATOR, 0.9, "去银保监投诉", hard=True),
        ),
    ),
)
FACTS: Mapping[FactName, str] = {FactName.DEMAND: "赔付住院费，书面解释"}
ANSWERS = (
    "您和家人碰上这样的事，还要来回跑，确实让人着急。您反映的情况我已经记下。",
    "同一件事要说三遍，确实让人烦心。材料我会一并转给专员。",
    "您的心情我理解，我已为您优先安排专员。",
)


class Earlier:
    """Begins an hour ago and goes on in steps up to now, so that people have waited for a while."""

    STEP = timedelta(seconds=10)

    def __init__(self) -> None:
        self._at = datetime.now(timezone.utc) - timedelta(hours=1)

    def now(self) -> datetime:
        """A step after the last time."""
        self._at = min(self._at + self.STEP, datetime.now(timezone.utc))
        return self._at


@contextmanager
def desk_world(
    folder: Path, more: More | None = None, clock: Clock | None = None
) -> Iterator[Running]:
    """The desk alone, on a database that is filled before it starts, with `more` at the end."""
    var = folder / "var"
    var.mkdir()
    aside(lambda: _fill(var, more, clock))
    with running(var, "desk") as desk:
        yield desk


def aside(work: object) -> None:
    """Run a coroutine function in a thread: Playwright keeps a loop running in this one."""
    assert callable(work)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(work())).result()


async def _fill(var: Path, more: More | None, clock: Clock | None) -> None:
    async with box_over(f"sqlite:///{var / 'qingting.db'}", var, clock=clock) as box:
        for username, name, role in STAFF:
            agent, once = await box.staff.add(username, name, role, by="system")
            await box.staff.change_password(agent, once, PASSWORD)
        await _ordinary(box)
        await _second_round(box)
        if more:
            await more(box)


async def _ordinary(box: Container) -> None:
    conversation = await says(box, "2", "续期的钱扣了两次，没人给我说清楚", 1, "complain")
    await answers(box, conversation, ANSWERS[1])


async def _second_round(box: Container) -> None:
    """Settled once, not to the customer's satisfaction; now with the press in it."""
    conversation = await says(box, "1", "住院理赔一直没有结果", 1, "complain")
    wangmin = next(agent for agent in await box.staff.list() if agent.username == "wangmin")
    await box.handoffs.claim(conversation, wangmin)
    await box.handoffs.close(conversation, wangmin, "resolved", "")
    await receive(box, "1", "不满意，钱没到")
    for (text, anger, intent, signals), answer in zip(STORY, ANSWERS, strict=True):
        await says(box, "1", text, anger, intent, signals)
        await answers(box, conversation, answer)
    await enqueue(box, conversation)
    await _promise(box, conversation)


async def _promise(box: Container, conversation: ConversationId) -> None:
    """Due since a minute, which nobody could promise now."""
    now = box.clock.now()
    async with box.store.writing() as tx:
        case = await tx.cases.before_episode(conversation, 99)
        made = Callback(
            CallbackId(fresh()),
            conversation,
            case.id if case else None,
            now - timedelta(minutes=1),
            now - timedelta(hours=2),
            "请打[手机号1]，下班后方便",
        )
        await tx.callbacks.add(made)


async def receive(
    box: Container,
    customer: str,
    text: str,
    channel: str = "web",
    files: Sequence[InboundAttachment] = (),
) -> ConversationId:
    """A customer writes; nothing is read in it."""
    message = InboundMessage(channel, f"c-{customer}", fresh(), text, attachments=tuple(files))
    receipt = await box.intake.receive(message)
    async with box.store.writing() as tx:
        await tx.messages.finish_pending(receipt.conversation_id)
    return receipt.conversation_id


async def says(
    box: Container,
    customer: str,
    text: str,
    anger: int,
    intent: str,
    signals: Sequence[Signal] = (),
    channel: str = "web",
    facts: Mapping[FactName, str] = FACTS,
) -> ConversationId:
    """A customer complains, and this is read in it."""
    conversation = await receive(box, customer, text, channel)
    async with box.store.reading() as tx:
        (message,) = await tx.messages.transcript(conversation, limit=1, newest=True)
    await box.complaints.note(
        conversation,
        message.id,
        complaint=True,
        facts={FactName.WHAT_HAPPENED: message.text, **facts},
        signals=[replace(signal) for signal in signals],
        anger=anger,
        causes=[Cause.CLAIM, Cause.SERVICE],
        intent=intent,
    )
    return conversation


async def answers(box: Container, conversation: ConversationId, text: str) -> None:
    """The bot says this."""
    async with box.store.writing() as tx:
        locked = await tx.conversations.lock(conversation)
        reply = Outgoing(Author.BOT, Reply(text))
        await record_outgoing(tx, locked, [reply], box.clock.now())


async def enqueue(
    box: Container,
    conversation: ConversationId,
    reason: HandoffReason = HandoffReason.HARD_SIGNAL,
) -> None:
    """Into the queue."""
    async with box.store.writing() as tx:
        locked = await tx.conversations.lock(conversation)
        await box.handoffs.enqueue(tx, locked, reason)

"""A desk where many wait, and the first of them has written two thousand messages."""

from __future__ import annotations

from bot.bootstrap import Container
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Reply
from bot.domain.triage import Signal, SignalName
from bot.services.transcript import Outgoing, record_outgoing
from tests.e2e.desk_world import enqueue, receive, says

WAITING = 230
MESSAGES = 2000
THREAT = "再不处理我就去银保监投诉"


async def long_day(box: Container) -> None:
    """Fill the desk."""
    signal = Signal(SignalName.REGULATOR, 0.9, "去银保监投诉", hard=True)
    talker = await says(box, "talker", THREAT, 4, "complain", [signal])
    await _talk(box, talker)
    await enqueue(box, talker)
    for number in range(WAITING - 2):  # the desk's own world has one more
        await enqueue(box, await receive(box, f"waits-{number}", f"第{number}位客户等着"))


async def _talk(box: Container, conversation: ConversationId) -> None:
    async with box.store.writing() as tx:
        locked = await tx.conversations.lock(conversation)
        said = [
            Outgoing(Author.BOT, Reply(f"第{number}句。" + "这一句长一些。" * (number % 9)))
            for number in range(2, MESSAGES + 1)
        ]
        await record_outgoing(tx, locked, said, box.clock.now())

"""What platforms may put into texts and ids, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.message import Author, InboundMessage, Processing
from tests.boxes import box_over
from tests.integration.line.working import transcript

BROKEN = "投诉\0乱\ud800扣费"


async def test_what_no_database_keeps_is_taken_out_of_texts(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        receipt = await box.intake.receive(InboundMessage("webhook", "a", "m1", BROKEN))
        (row,) = await transcript(box, receipt.conversation_id)
        assert row.text == "投诉乱?扣费"


@pytest.mark.parametrize(("sender", "message_id"), [("a\0", "m1"), ("a", "m\ud800")])
async def test_an_id_with_broken_characters_is_refused(
    database_url: str, tmp_path: Path, sender: str, message_id: str
) -> None:
    async with box_over(database_url, tmp_path) as box:
        with pytest.raises(InvalidInput):
            await box.intake.receive(InboundMessage("webhook", sender, message_id, "你好"))


async def test_a_message_is_known_once_it_is_stored_and_for_its_customer_only(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        message = InboundMessage("telegram", "a", "m1", "你好", scoped=True)
        assert await box.intake.known(message) is None
        receipt = await box.intake.receive(message)
        known = await box.intake.known(message)
        assert known is not None
        assert (known.message_id, known.duplicate) == (receipt.message_id, True)
        other = InboundMessage("telegram", "b", "m1", "你好", scoped=True)
        assert await box.intake.known(other) is None


async def test_what_cannot_be_taken_is_named_the_bot_not_asked_and_the_customer_told_once(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        for number in (1, 1, 2, 3):
            inbound = InboundMessage("telegram", "a", f"m{number}", "", refused="📎 a.exe")
            receipt = await box.intake.receive(inbound)
        rows = await transcript(box, receipt.conversation_id)
        heard = [(row.text, row.processing) for row in rows if row.author is Author.CUSTOMER]
        told = [row.text for row in rows if row.author is Author.SYSTEM]
        assert heard == [("📎 a.exe", Processing.DONE)] * 3
        assert (len(told), "20 MB" in told[0]) == (1, True)


async def test_words_beside_what_cannot_be_taken_are_for_the_bot(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        inbound = InboundMessage("telegram", "a", "m1", "这是收据", refused="📎 a.exe")
        receipt = await box.intake.receive(inbound)
        said, told = await transcript(box, receipt.conversation_id)
        assert (said.text, said.processing) == ("这是收据", Processing.PENDING)
        assert told.author is Author.SYSTEM

"""E-mail: one mailbox, played by local IMAP and SMTP servers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.domain.attachment import InboundAttachment
from bot.domain.message import Delivery
from bot.services.replies import Words
from connectors.email import puller
from connectors.email.payloads import CHANNEL, read_mail
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served, serving
from tests.integration.channels.mail_platform import CUSTOMER, OWN, Mails, body, mail, mail_servers
from tests.integration.channels.samples import PDF, PNG
from tests.integration.channels.saying import heard, said
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.whole_line import complain_to_close
from tests.integration.line.working import until

FIRST = {"Message-ID": "<first@customer.example>"}


@asynccontextmanager
async def _email(
    var: Path, agent: object | None = None, **settings: object
) -> AsyncIterator[tuple[Served, Mails]]:
    async with mail_servers() as mails:
        options = {**mails.settings, **settings}
        async with serving(var, agent, **options) as served:
            yield served, mails


class Writer:
    """A customer with a mail program: answers the last mail that came."""

    channel, customer = CHANNEL, CUSTOMER

    def __init__(self, mails: Mails) -> None:
        self.mails = mails

    async def say(self, text: str) -> None:
        letters = self.mails.outgoing.letters
        last = {"In_Reply_To": letters[-1]["Message-ID"], "Subject": "回复：x"} if letters else {}
        uid = self.mails.put(mail(text, **(last or {"Subject": "回复：x"})))
        await until(lambda: bool(self.mails.flags[uid]))

    async def press(self, title: str) -> None:
        await self.say(title)

    def heard(self) -> list[str]:
        return [bubble for text in self.mails.heard for bubble in _bubbles(text)]


def _bubbles(text: str) -> list[str]:
    """Bubbles that waited together came as one mail."""
    return text.split("\n\n")


async def _is(served: Served, state: Delivery, customer: str = CUSTOMER) -> bool:
    rows = await said(served, CHANNEL, customer)
    return bool(rows) and rows[-1].delivery is state


async def test_the_whole_line_runs_over_mail(tmp_path: Path) -> None:
    async with _email(tmp_path, Scripted(ASK_HUMAN)) as (served, mails):
        await complain_to_close(served, Writer(mails))
        letters = mails.outgoing.letters
    assert {letter["To"] for letter in letters} == {CUSTOMER}
    assert len({letter["Message-ID"] for letter in letters}) == len(letters)


async def test_an_answer_stands_under_the_customers_mail(tmp_path: Path) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.put(mail("你们乱扣费", References="<older@x>", Subject="扣费 投诉", **FIRST))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        (row,) = await heard(served, CHANNEL, CUSTOMER)
        (letter,) = mails.outgoing.letters
        agent = await make_agent(served.box, "li")
        await served.box.handoffs.claim(row.conversation_id, agent)
        await served.box.replies.send(row.conversation_id, agent, "我来处理", "1")
        await until(lambda: len(mails.outgoing.letters) >= 3)
    assert row.text == "扣费 投诉\n\n你们乱扣费"
    assert letter["From"] == f"倾听客服 <{OWN}>"
    assert letter["Subject"] == "Re: 扣费 投诉"
    assert letter["In-Reply-To"] == "<first@customer.example>"
    assert letter["References"] == "<older@x> <first@customer.example>"
    assert letter["Auto-Submitted"] == "auto-replied"
    assert body(letter) == "回：扣费 投诉\n\n你们乱扣费"
    assert mails.outgoing.letters[-1]["Auto-Submitted"] is None  # a person wrote it


async def test_a_mail_found_again_is_stored_once(tmp_path: Path) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.refusing.add("STORE")  # stored, and the process dies before it is marked
        mails.put(mail("你们乱扣费", **FIRST))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        mails.refusing.clear()
        await until(lambda: bool(mails.flags[1]))
        again = mails.put(mail("你们乱扣费", **FIRST))
        await until(lambda: bool(mails.flags[again]))
        assert len(await heard(served, CHANNEL, CUSTOMER)) == 1
    assert len(mails.outgoing.letters) == 1


async def test_a_mailbox_that_breaks_off_is_tried_again(tmp_path: Path) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.dropping = 3
        mails.put(mail("你们乱扣费"))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        assert len(await heard(served, CHANNEL, CUSTOMER)) == 1


async def test_an_answer_from_another_address_lands_in_the_same_conversation(
    tmp_path: Path,
) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.put(mail("你们乱扣费"))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        name = mails.outgoing.letters[0]["Message-ID"]
        other = "lei@office.example"
        mails.put(mail("我换个邮箱", From=other, In_Reply_To=name, Subject="Re: 投诉"))
        await until(lambda: len(mails.outgoing.letters) >= 2)
        first, second = await heard(served, CHANNEL, CUSTOMER)
        assert await heard(served, CHANNEL, other) == []
    assert first.conversation_id == second.conversation_id
    assert second.text == "From: [邮箱1]\n\n我换个邮箱"
    assert mails.outgoing.letters[1]["To"] == CUSTOMER


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
        {"From": OWN},
    ],
)
async def test_machines_are_left_in_the_mailbox_for_people(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    async with _email(tmp_path) as (served, mails):
        uid = mails.put(mail("我不在办公室", **headers))
        await until(lambda: bool(mails.flags[uid]))
        assert await heard(served, CHANNEL, headers.get("From", CUSTOMER)) == []
    assert mails.flags[uid] == {r"\Seen", r"\Flagged"}
    assert mails.outgoing.letters == []


async def test_files_come_in_and_what_cannot_be_taken_is_named(tmp_path: Path) -> None:
    made = message_from_bytes(mail("见附件"), policy=policy.default)
    assert isinstance(made, EmailMessage)
    made.add_attachment(PNG, maintype="image", subtype="png", filename="扣费.png")
    made.add_attachment(b"MZ", maintype="application", subtype="x-exe", filename="a.exe")
    async with _email(tmp_path) as (served, mails):
        mails.put(made.as_bytes())
        await until(lambda: len(mails.outgoing.letters) >= 1)
        row, *_ = await heard(served, CHANNEL, CUSTOMER)
    assert [file.media_type for file in row.attachments] == ["image/png"]
    assert "png" in mails.heard[0]  # what can be sent is said


async def test_of_a_mail_that_is_too_large_the_subject_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(puller.Puller.__init__, "__kwdefaults__", {"largest": 1000})
    async with _email(tmp_path) as (served, mails):
        uid = mails.put(mail("长" * 2000, Subject="我要投诉"))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        (row,) = await heard(served, CHANNEL, CUSTOMER)
    assert row.text == "我要投诉"
    assert mails.fetched == ["BODY.PEEK[HEADER]"]
    assert mails.flags[uid] == {r"\Seen"}


async def test_a_bounce_becomes_a_dead_letter_with_its_reason(tmp_path: Path) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.put(mail("你们乱扣费"))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        await until(lambda: _is(served, Delivery.SENT))
        name = mails.outgoing.letters[0]["Message-ID"]
        mails.put(
            (
                "From: MAILER-DAEMON@x.example\r\nReturn-Path: <>\r\nContent-Type: "
                'multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n'
                "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
                "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
                f"Message-ID: {name}\r\n\r\n--b--\r\n"
            ).encode()
        )
        await until(lambda: _is(served, Delivery.DEAD))
        rows = await said(served, CHANNEL, CUSTOMER)
    assert len(rows) == 2  # two bubbles went out as one mail
    assert {row.delivery for row in rows} == {Delivery.DEAD}
    assert all("5.1.1" in (row.error or "") for row in rows)


@pytest.mark.parametrize(
    ("refusal", "state"), [("550 no such user", Delivery.DEAD), ("451 later", Delivery.PENDING)]
)
async def test_what_the_server_refuses_is_given_up_or_tried_again(
    tmp_path: Path, refusal: str, state: Delivery
) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.outgoing.refusals["RCPT"] = refusal
        mails.put(mail("你们乱扣费"))

        async def tried() -> bool:
            rows = await said(served, CHANNEL, CUSTOMER)
            return bool(rows) and rows[0].attempts > 0 and rows[0].delivery is state

        await until(tried)
        mails.outgoing.refusals.clear()
        if state is Delivery.PENDING:
            await until(lambda: _is(served, Delivery.SENT))
    assert len(mails.outgoing.letters) == (state is Delivery.PENDING)


async def test_files_and_quotations_of_agents_go_out(tmp_path: Path) -> None:
    async with _email(tmp_path) as (served, mails):
        mails.put(mail("你们乱扣费", Subject="Re: x"))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        (row,) = await heard(served, CHANNEL, CUSTOMER)
        agent = await make_agent(served.box, "li")
        await served.box.handoffs.claim(row.conversation_id, agent)
        upload = await served.box.replies.attach(
            row.conversation_id, agent, InboundAttachment("决定.pdf", "application/pdf", PDF)
        )
        words = Words("请看附件", "1", (upload.id,), quoted_seq=row.seq)
        await served.box.replies.say(row.conversation_id, agent, words)
        await until(lambda: len(mails.outgoing.letters) >= 3)
        letter = mails.outgoing.letters[-1]
    assert body(letter) == "> 你们乱扣费\n\n请看附件"
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("决定.pdf", PDF)


async def test_a_mail_that_breaks_the_reader_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(raw: bytes, own: str, **options: Any) -> object:
        if b"evil" in raw:
            raise ZeroDivisionError
        return read_mail(raw, own, **options)

    monkeypatch.setattr(puller, "read_mail", breaking)
    async with _email(tmp_path) as (served, mails):
        broken = mails.put(mail("evil"))
        mails.put(mail("你们乱扣费"))
        await until(lambda: len(mails.outgoing.letters) >= 1)
        assert len(await heard(served, CHANNEL, CUSTOMER)) == 1
    assert mails.flags[broken] == {r"\Seen", r"\Flagged"}


async def test_who_writes_too_much_waits_and_others_do_not(tmp_path: Path) -> None:
    async with _email(tmp_path) as (served, mails):
        flood = [mails.put(mail(f"第{n}封")) for n in range(42)]
        other = mails.put(mail("你们乱扣费", From="han@customer.example"))
        await until(lambda: bool(mails.flags[other]))
        taken = [bool(mails.flags[uid]) for uid in flood]
        assert len(await heard(served, CHANNEL, "han@customer.example")) == 1
    assert taken == sorted(taken, reverse=True)  # what waits is what came last
    assert not all(taken)

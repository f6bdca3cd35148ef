"""Calls to people on call by e-mail."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.adapters.on_call import MailOnCall
from bot.adapters.smtp import MailServer, SmtpMailer
from bot.domain.errors import DeliveryFailed
from bot.domain.ids import ConversationId
from bot.domain.on_call import MailWords, Notice, NoticeKind
from tests.integration.people.far_ends import mailbox


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
    return MailOnCall(
        SmtpMailer(MailServer.of(url), time_out=5), "desk@example.com", recipients, words
    )


def _letter() -> Notice:
    payload = {"reason": "self_harm", "link": "https://desk.example.com/#/c/c1"}
    now = datetime.fromisoformat("2026-11-21T09:30:00+00:00")
    return Notice("n1", NoticeKind.EMAIL, "k", ConversationId("c1"), 1, payload, now, now)

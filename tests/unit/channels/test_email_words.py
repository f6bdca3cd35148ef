"""What a mail says, in the forms that mail programs give it."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from connectors.email.payloads import (
    Bounce,
    Letter,
    Ours,
    Unanswerable,
    answered_subject,
    read_mail,
)
from connectors.email.text import new_words, plain, tidy
from tests.integration.channels.mail_platform import OWN, mail

OURS = "0123456789abcdef0123456789abcdef"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
FORMS = {
    "gmail": "On Mon, Nov 2, 2026 at 10:00 AM 倾听客服 <service@qingting.example> wrote:\n> 您好",
    "gmail in two lines": "On Mon, Nov 2, 2026 at 10:00 AM 客服 <\ns@x.example> wrote:\n> 您好",
    "gmail in Chinese": "倾听客服 <service@x.example> 于2026年11月2日周一 10:00写道：\n> 您好",
    "gmail in Traditional": "客服 <s@x.example> 於 2026年11月2日 週一 上午10:00寫道：\n> 您好",
    "apple": "在 2026年11月2日，10:00，倾听客服 <service@x.example> 写道：\n\n> 您好",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "倾听客服"\n您好',
    "netease": 'At 2026-11-02 10:00:00, "倾听客服" <service@x.example> wrote:\n>您好',
    "outlook": "________________________________\nFrom: 倾听客服\nSent: Monday\n您好",
    "outlook classic": "-----Original Message-----\nFrom: 倾听客服\n您好",
    "outlook in Chinese": "发件人: 客服 <service@x.example>\n发送时间: 2026年11月2日 10:00\n您好",
    "outlook in Traditional": "寄件者: 傾聽客服\n傳送時間: 2026年11月2日\n收件者: 我\n您好",
}


def _letter(raw: bytes, **options: str) -> Letter:
    found = read_mail(raw, OWN, **options)  # type: ignore[arg-type]  # `whole` is no text
    assert isinstance(found, Letter)
    return found


@pytest.mark.parametrize("quoted", FORMS.values(), ids=list(FORMS))
def test_an_answer_is_what_is_new_in_it(quoted: str) -> None:
    assert new_words(f"还没有收到退款。\n\n{quoted}\n", answers=True) == "还没有收到退款。"


def test_what_another_mail_quotes_is_what_it_is_about() -> None:
    text = f"请看下面。\n\n{FORMS['outlook classic']}"
    assert new_words(text, answers=False) == text


@pytest.mark.parametrize(
    "signature", ["-- \n李雷\n某公司", "发自我的 iPhone", "Sent from my iPad", "來自我的三星手機"]
)
def test_signatures_are_left_out_and_never_everything(signature: str) -> None:
    assert new_words(f"乱扣费！\n\n{signature}\n", answers=False) == "乱扣费！"
    assert new_words(signature, answers=True) == tidy(signature)


def test_sentences_that_look_like_marks_stay() -> None:
    text = "你们在2026年11月2日的短信里写道会退款。\nOn Monday I wrote: nothing\n我来信说明"
    assert new_words(text, answers=True) == text


def test_a_page_becomes_its_words() -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style><body><p>你们&nbsp;乱扣费</p>"
        "<script>alert(1)</script><div>第二行<br>第三行</div></body>"
    )
    assert plain(page) == "你们 乱扣费\n\n第二行\n第三行"


def test_subject_text_and_files_of_a_first_mail() -> None:
    made = message_from_bytes(mail("保单被乱扣费。"), policy=policy.default)
    made.add_attachment(PNG, maintype="image", subtype="png", filename="扣费 记录.png")
    letter = _letter(made.as_bytes())
    assert (letter.sender, letter.text) == ("li.lei@customer.example", "投诉\n\n保单被乱扣费。")
    assert [(file.file_name, file.content) for file in letter.files] == [("扣费 记录.png", PNG)]
    assert letter.refused == ""


def test_gb2312_that_is_really_larger_and_odd_charsets_are_read() -> None:
    head = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset="
    raw = head + b"gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "喆，保单被骗".encode("gbk")
    assert _letter(raw).text == "x\n\n喆，保单被骗"
    assert "ok" in _letter(head + b"no-such-set\r\n\r\nok").text
    big5 = head + b"big5\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "保單被騙".encode("big5")
    assert (_letter(big5).text, _letter(big5).language) == ("x\n\n保單被騙", "zh-Hant")


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto-Submitted": "auto-replied"}, "automatic"),
        ({"Return-Path": "<>"}, "automatic"),
        ({"Precedence": "bulk"}, "list"),
        ({"List-Id": "<news.example>"}, "list"),
        ({"From": "MAILER-DAEMON@x.example"}, "machine"),
        ({"From": OWN}, "machine"),
        ({"From": "nobody"}, "no sender"),
    ],
)
def test_machines_are_never_answered(headers: dict[str, str], why: str) -> None:
    assert read_mail(mail("我不在办公室", **headers), OWN) == Unanswerable(why)


def test_only_our_own_servers_judgement_of_the_sender_counts() -> None:
    forged = mail("我是李雷", **{"Authentication-Results": "mx.us.example; dmarc=fail"})
    assert read_mail(forged, OWN, authserv="mx.us.example") == Unanswerable("forged")
    assert _letter(forged).text.endswith("我是李雷")
    assert _letter(forged, authserv="mx.other.example").text.endswith("我是李雷")
    good = mail("我是李雷", **{"Authentication-Results": "mx.us.example; dmarc=pass"})
    assert _letter(good, authserv="mx.us.example").text.endswith("我是李雷")


def test_an_answer_names_our_mail_and_a_forged_domain_does_not() -> None:
    name = f"<{OURS}.7@qingting.example>"
    letter = _letter(
        mail("好的", In_Reply_To=name, References=f"<x@y> {name}", Subject="回复: 投诉")
    )
    assert letter.answers[0] == Ours(OURS, 7)  # type: ignore[arg-type]  # an id is text
    assert letter.text == "好的"
    assert _letter(mail("好的", In_Reply_To=f"<{OURS}.7@evil.example>")).answers == ()


def test_a_bounce_names_our_mail_and_a_delay_is_none() -> None:
    def report(action: str) -> bytes:
        return (
            "From: MAILER-DAEMON@customer.example\r\nReturn-Path: <>\r\nContent-Type: "
            'multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n'
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
            f"Action: {action}\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers"
            f"\r\n\r\nMessage-ID: <{OURS}.7@qingting.example>\r\n\r\n--b--\r\n"
        ).encode()

    assert read_mail(report("failed"), OWN) == Bounce(Ours(OURS, 7), "5.1.1")  # type: ignore[arg-type]
    assert read_mail(report("delayed"), OWN) == Unanswerable("automatic")


@pytest.mark.parametrize("subject", ["投诉", "Re: 投诉", "回复：Re: 投诉", "RE：答复: 投诉"])
def test_answers_to_answers_are_called_so_once(subject: str) -> None:
    assert answered_subject(subject) == "Re: 投诉"


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 500,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(3000)
        ),
    ],
    ids=["many parts", "deep"],
)
def test_bombs_are_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput, match="mail"):
        read_mail(b"From: a@b.example\r\n" + raw, OWN)


_HEADERS = (
    b"From: a@b.example",
    b"From: =?utf-8?b?5byg?= <a@b.example>",
    b"Subject: =?gb2312?B?zba?=",
    b"In-Reply-To: <" + OURS.encode() + b".3@qingting.example>",
    b"References: <x>",
    b"Message-ID: <\xff>",
    b"Content-Type: multipart/alternative; boundary=b",
    b"Content-Type: text/html; charset=\xff",
    b"Content-Type: message/rfc822",
    b"Content-Transfer-Encoding: base64",
    b"Content-Disposition: attachment; filename*=utf-8''%ff%00.png",
    b"Authentication-Results: mx; dmarc=fail",
)
_PIECES = st.sampled_from([*_HEADERS, b"--b", b"--b--", b"", b"<p", b"<![CDATA[", b"> x", b"-- "])


@settings(max_examples=300)
@given(st.lists(_PIECES | st.binary(max_size=40), max_size=25))
def test_any_mail_is_read_or_refused_by_name(lines: list[bytes]) -> None:
    try:
        found = read_mail(b"\r\n".join(lines), OWN, authserv="mx")
    except InvalidInput as error:
        assert error.field == "mail"  # noqa: PT017 — either outcome is fine
        return
    if isinstance(found, Letter):
        assert found.text.strip() or found.files or found.refused
        assert 0 < len(found.external_id) <= 150


@given(st.text(max_size=300), st.booleans())
def test_any_page_has_words_or_none(page: str, answers: bool) -> None:
    assert len(new_words(plain(page), answers=answers)) <= 2 * len(page) + 1

"""What a mail means to us: somebody's words, news of a mail of ours, or nothing to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256

from bot.channel_settings import ADDRESS
from bot.domain.attachment import InboundAttachment
from bot.domain.ids import MessageId
from connectors.arrivals import FILE_SIGN
from connectors.email.mime import (
    charset_of,
    content_of,
    header,
    is_decoration,
    leaves,
    parse,
    words_of,
)
from connectors.email.text import new_words

CHANNEL = "email"
MOST_FILES = 20
_LONGEST_ID, _LONGEST_SUBJECT, _MOST_REFERENCES = 150, 200, 10
_MACHINES = ("mailer-daemon", "postmaster")
_BULK = ("bulk", "junk", "list", "auto_reply")
_OF_MACHINES = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond")
_ANSWER = re.compile(
    r"^(?:(?:re|aw|sv|回复|回覆|回復|答复|答覆)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_ID = re.compile(r"<[!-;=?-~]+>")
_OURS = re.compile(r"<?([0-9a-f]{32})\.(\d{1,9})@([^\s<>]+?)>?(?=[\s<>,;]|$)")


@dataclass(frozen=True)
class Ours:
    """A mail of ours by its Message-ID: from this message up to this `seq` of its conversation."""

    message_id: MessageId
    last_seq: int

    def header(self, domain: str) -> str:
        """The Message-ID; the same at every try of the same words."""
        return f"<{self.message_id}.{self.last_seq}@{domain}>"


@dataclass(frozen=True)
class Bounce:
    """A mail server says that a mail of ours came to nothing, and its code (`5.1.1`)."""

    ours: Ours
    code: str


@dataclass(frozen=True)
class Unanswerable:
    """Nothing that the assistant should speak to: it is left in the mailbox for people."""

    why: str


@dataclass(frozen=True)
class Letter:
    """A mail by somebody. `answers`: mails of ours that it names, the nearest first."""

    sender: str
    external_id: str
    message_id: str
    references: str
    subject: str
    text: str
    answers: tuple[Ours, ...] = ()
    files: tuple[InboundAttachment, ...] = ()
    refused: str = ""
    language: str | None = None

    def __repr__(self) -> str:
        return f"Letter({len(self.text)} characters, {len(self.files)} files)"


def read_mail(
    raw: bytes, own: str, *, authserv: str = "", whole: bool = True
) -> Letter | Bounce | Unanswerable:
    """`own` is our address; `authserv` the server whose judgement of the sender is believed.
    `whole` is false where only the header was fetched, as the mail is too large. Raises
    InvalidInput where nothing can be read."""
    mail = parse(raw)
    bounce = _bounce(mail, raw, own)
    if bounce:
        return bounce
    sender = parseaddr(header(mail, "From"))[1].strip().lower()
    why = _unanswerable(mail, sender, own) or _forged(mail, authserv)
    if why:
        return Unanswerable(why)
    return _letter(mail, raw, sender, own) if whole else _head(mail, raw, sender, own)


def answered_subject(subject: str) -> str:
    """A subject as an answer bears it."""
    return "Re: " + _ANSWER.sub("", subject).strip()


def _letter(mail: EmailMessage, raw: bytes, sender: str, own: str) -> Letter:
    texts: list[str] = []
    files: list[InboundAttachment] = []
    charset = ""
    for part in leaves(mail):
        words = words_of(part)
        if words is not None:
            texts.append(words)
            charset = charset or charset_of(part)
            continue
        file = content_of(part)
        if not is_decoration(part, file.content):
            files.append(file)
    head = _head(mail, raw, sender, own)
    answers = bool(header(mail, "In-Reply-To") or _ANSWER.match(head.subject))
    words = new_words("\n\n".join(filter(None, texts)), answers=answers)
    said = words if answers else "\n\n".join(filter(None, (head.subject, words)))
    whole = bool(said.strip() or files) and len(files) <= MOST_FILES
    return replace(
        head,
        text=said,
        files=tuple(files[:MOST_FILES]),
        refused="" if whole else FILE_SIGN,
        language=_language(mail, said, charset),
    )


def _head(mail: EmailMessage, raw: bytes, sender: str, own: str) -> Letter:
    """A mail of which only the header counts."""
    named, subject = header(mail, "Message-ID"), header(mail, "Subject")[:_LONGEST_SUBJECT]
    usable = _ID.fullmatch(named) is not None and len(named) <= _LONGEST_ID
    references = header(mail, "References")
    chain = _ours(f"{references} {header(mail, 'In-Reply-To')}", own)
    return Letter(
        sender=sender,
        external_id=named.strip("<>") if usable else sha256(raw).hexdigest(),
        message_id=named if usable else "",
        references=" ".join(_ID.findall(references)[-_MOST_REFERENCES:]),
        subject=subject,
        text=subject,
        answers=tuple(reversed(chain)),
        refused=FILE_SIGN,
        language=_language(mail, subject, ""),
    )


def _bounce(mail: EmailMessage, raw: bytes, own: str) -> Bounce | None:
    """Only who got a mail of ours can name its id."""
    if mail.get_content_type() != "multipart/report":
        return None
    text = raw.decode("latin-1")
    ours = _ours(text, own)
    if not ours or not re.search(r"^Action:\s*failed", text, re.IGNORECASE | re.MULTILINE):
        return None
    code = re.search(r"^Status:\s*([45]\.\d{1,3}\.\d{1,3})", text, re.IGNORECASE | re.MULTILINE)
    return Bounce(ours[0], code[1] if code else "")


def _unanswerable(mail: EmailMessage, sender: str, own: str) -> str:
    submitted = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or header(mail, "Return-Path") == "<>":
        return "automatic"
    if header(mail, "Precedence").lower() in _BULK or any(header(mail, n) for n in _OF_MACHINES):
        return "list"
    if not ADDRESS.fullmatch(sender) or len(sender) > _LONGEST_ID:
        return "no sender"
    if sender == own or sender.partition("@")[0] in _MACHINES:
        return "machine"
    return ""


def _forged(mail: EmailMessage, authserv: str) -> str:
    """What our own mail server says, in the header that it has put on top."""
    if not authserv:
        return ""
    try:
        results = [str(value) for value in mail.get_all("Authentication-Results", [])]
    except (ValueError, LookupError, AttributeError, TypeError):
        return "forged"
    own = [item for item in results if item.split(";")[0].split()[:1] == [authserv]]
    return "forged" if own and re.search(r"\bdmarc\s*=\s*fail\b", own[0]) else ""


def _ours(text: str, own: str) -> Sequence[Ours]:
    domain = own.rpartition("@")[2]
    return [
        Ours(MessageId(found[1]), int(found[2]))
        for found in _OURS.finditer(text)
        if found[3].lower() == domain
    ]


_SAID: Mapping[str, str] = {"zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-hant": "zh-Hant"}


def _language(mail: EmailMessage, text: str, charset: str) -> str | None:
    """Until the assistant has read it: by what the mail says of itself, else by its letters."""
    named = header(mail, "Content-Language").lower()
    if named in _SAID or charset.startswith("big5"):
        return "zh-Hant"
    if re.search(r"[\u4e00-\u9fff]", text):
        return None
    return "en" if re.search(r"[A-Za-z]{2}", text) else None

"""DingTalk's bodies: what a person sent the robot, and what the robot says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.domain.attachment import Attachment, AttachmentKind
from bot.domain.message import InboundMessage
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import (
    id_at,
    object_at,
    objects_at,
    order_at,
    parse_object,
    text_at,
    whole_at,
)

CHANNEL = "dingtalk"
ONE_TO_ONE = "1"

_FILES = ("picture", "audio", "video", "file")
_PLAIN = str.maketrans({"*": "＊", "`": "｀", "[": "［", "]": "］", "#": "＃", ">": "＞"})
"""Characters that Markdown reads, and their twins that it does not."""


@dataclass(frozen=True)
class Callback:
    """One callback, for a robot of a company where it names them. `reply_to` may be posted to until
    `reply_until` (Unix milliseconds)."""

    arrival: Arrival
    robot: str
    company: str
    reply_to: str = ""
    reply_until: int = 0


def parse_callback(body: bytes) -> Callback | None:
    """None for what is said in groups: a complaint is nobody else's business.

    Raises InvalidInput naming the field.
    """
    data = parse_object(body)
    if id_at(data, "conversationType") != ONE_TO_ONE:
        return None
    until = whole_at(data, "sessionWebhookExpiredTime")
    return Callback(
        arrival=_arrival(data),
        robot=text_at(data, "robotCode"),
        company=text_at(data, "chatbotCorpId"),
        reply_to=text_at(data, "sessionWebhook")[:2000],
        reply_until=until if 0 < until < 10**13 else 0,
    )


def _arrival(data: Mapping[str, Any]) -> Arrival:
    sender = "senderStaffId" if data.get("senderStaffId") else "senderId"
    text, files = _content(data, id_at(data, "msgtype"))
    message = InboundMessage(
        channel=CHANNEL,
        customer_ref=id_at(data, sender),
        external_id=id_at(data, "msgId"),
        text=text.strip(),
        refused="" if text.strip() or files else FILE_SIGN,
        platform_order=order_at(data, "createAt"),
    )
    return Arrival(message, files)


def _content(data: Mapping[str, Any], kind: str) -> tuple[str, tuple[RemoteFile, ...]]:
    """Nothing of both for kinds that cannot be taken."""
    if kind == "text":
        return text_at(data, "text", "content"), ()
    content = object_at(data, "content")
    if kind == "richText":
        parts = objects_at(content, "richText")
        pictures = (_file(part, "picture") for part in parts if part.get("downloadCode"))
        return "".join(text_at(part, "text") for part in parts), tuple(pictures)
    if kind not in _FILES:
        return "", ()
    return text_at(content, "recognition"), (_file(content, kind),)


def _file(content: Mapping[str, Any], kind: str) -> RemoteFile:
    code = id_at(content, "downloadCode", longest=5000)
    declared = {"picture": "image", "file": "application"}.get(kind, kind)
    return RemoteFile(code, text_at(content, "fileName")[:200], f"{declared}/unknown")


def shown(attachment: Attachment, media_id: str) -> dict[str, str]:
    """`msgKey` and `msgParam` of a picture or a document that was uploaded."""
    if attachment.kind is AttachmentKind.IMAGE:
        return {"msgKey": "sampleImageMsg", "msgParam": json.dumps({"photoURL": media_id})}
    name = attachment.file_name
    content = {"mediaId": media_id, "fileName": name, "fileType": name.rpartition(".")[2].lower()}
    return {"msgKey": "sampleFile", "msgParam": json.dumps(content, ensure_ascii=False)}


@dataclass(frozen=True)
class Speech:
    """One thing to say, in the two forms that DingTalk wants."""

    text: str
    buttons: Sequence[Mapping[str, str]]

    @property
    def title(self) -> str:
        """What the list of chats shows."""
        return self.text.strip()[:20]

    def for_session(self) -> dict[str, Any]:
        """The body for a session's address."""
        if self.buttons:
            return {"msgtype": "markdown", "markdown": self._markdown()}
        return {"msgtype": "text", "text": {"content": self.text}}

    def for_api(self) -> dict[str, str]:
        """`msgKey` and `msgParam` for the OpenAPI."""
        content = self._markdown() if self.buttons else {"content": self.text}
        key = "sampleMarkdown" if self.buttons else "sampleText"
        return {"msgKey": key, "msgParam": json.dumps(content, ensure_ascii=False)}

    def _markdown(self) -> dict[str, str]:
        """A choice is a link that says its words in the customer's name; typing them does the
        same. Plain text otherwise: what looks like formatting is not meant."""
        said = self.text.translate(_PLAIN).replace("\n", "\n\n")
        links = [_link(str(button["title"])) for button in self.buttons]
        return {"title": self.title, "text": said + "\n\n" + "\n\n".join(links)}


def _link(words: str) -> str:
    address = f"dtmd://dingtalkclient/sendMessage?content={quote(words, safe='')}"
    return f"[{words.translate(_PLAIN)}]({address})"

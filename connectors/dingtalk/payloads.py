"""DingTalk's bodies: what a person sent the robot, and what the robot says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.domain.attachment import AttachmentKind
from bot.domain.message import InboundMessage
from connectors.bodies import id_in, json_object, list_in, object_in, words_in
from connectors.fetching import OTHER_KIND, Incoming, RemoteFile

CHANNEL = "dingtalk"
ONE_TO_ONE = "1"

_KINDS = {
    "picture": AttachmentKind.IMAGE,
    "audio": AttachmentKind.AUDIO,
    "video": AttachmentKind.VIDEO,
    "file": AttachmentKind.FILE,
}
_PLAIN = str.maketrans({"*": "＊", "`": "｀", "[": "［", "]": "］", "#": "＃", ">": "＞"})
"""Characters that Markdown reads, and their twins that it does not."""


@dataclass(frozen=True)
class Callback:
    """One callback. `reply_to` may be posted to until `reply_until` (Unix milliseconds)."""

    incoming: Incoming
    robot: str
    reply_to: str = ""
    reply_until: int = 0


def parse_callback(body: bytes) -> Callback | None:
    """None for what is said in groups: a complaint is nobody else's business.

    Raises InvalidInput naming the field.
    """
    data = json_object(body)
    if id_in(data, "conversationType") != ONE_TO_ONE:
        return None
    until = data.get("sessionWebhookExpiredTime")
    return Callback(
        incoming=_incoming(data),
        robot=id_in(data, "robotCode") if data.get("robotCode") else "",
        reply_to=id_in(data, "sessionWebhook", 2000) if data.get("sessionWebhook") else "",
        reply_until=until if type(until) is int and 0 < until < 10**13 else 0,
    )


def _incoming(data: Mapping[str, Any]) -> Incoming:
    sender = "senderStaffId" if data.get("senderStaffId") else "senderId"
    text, files = _content(data, id_in(data, "msgtype"))
    refused = not text.strip() and not files
    message = InboundMessage(
        channel=CHANNEL,
        customer_ref=id_in(data, sender),
        external_id=id_in(data, "msgId"),
        text=OTHER_KIND if refused else text,
        refused=refused,
    )
    return Incoming(message, files)


def _content(data: Mapping[str, Any], kind: str) -> tuple[str, tuple[RemoteFile, ...]]:
    """Nothing of both for kinds that cannot be taken."""
    if kind == "text":
        return words_in(object_in(data, "text"), "content").strip(), ()
    if kind == "richText":
        return _rich(list_in(object_in(data, "content"), "richText"))
    if kind not in _KINDS:
        return "", ()
    content = object_in(data, "content")
    return words_in(content, "recognition"), (_file(content, _KINDS[kind]),)


def _rich(parts: list[Any]) -> tuple[str, tuple[RemoteFile, ...]]:
    known = [part for part in parts if isinstance(part, dict)]
    text = "".join(words_in(part, "text") for part in known)
    pictures = [_file(part, AttachmentKind.IMAGE) for part in known if part.get("downloadCode")]
    return text, tuple(pictures)


def _file(content: Mapping[str, Any], kind: AttachmentKind) -> RemoteFile:
    code = id_in(content, "downloadCode", 5000)
    return RemoteFile(code, kind, words_in(content, "fileName")[:200])


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

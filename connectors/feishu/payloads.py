"""Feishu's events: what a person sent the robot, and which button was pressed."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.domain.attachment import AttachmentKind
from bot.domain.errors import InvalidInput, NotSignedIn
from bot.domain.message import InboundMessage
from connectors.bodies import id_in, json_object, list_in, object_in, words_in
from connectors.feishu.crypto import decrypt
from connectors.fetching import OTHER_KIND, Incoming, RemoteFile

CHANNEL = "feishu"

_FILES = {
    "image": AttachmentKind.IMAGE,
    "audio": AttachmentKind.AUDIO,
    "media": AttachmentKind.VIDEO,
    "file": AttachmentKind.FILE,
}


def open_event(body: bytes, key: str, token: str) -> Mapping[str, Any]:
    """The decrypted event, with our Verification Token in it. Raises InvalidInput, NotSignedIn."""
    event = json_object(decrypt(key, id_in(json_object(body), "encrypt", len(body) + 1)))
    header = event.get("header")
    given = (header if isinstance(header, dict) else event).get("token")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode("utf-8", "replace"), token.encode()
    ):
        raise NotSignedIn("The event's verification token is not ours.")
    return event


def challenge_of(event: Mapping[str, Any]) -> str | None:
    """What must be said back when the address is entered in the console."""
    if event.get("type") != "url_verification":
        return None
    return id_in(event, "challenge", 500)


def parse_event(event: Mapping[str, Any]) -> Incoming | None:
    """None for events of other kinds, for groups (a complaint is nobody else's business) and
    for what robots say. Raises InvalidInput naming the field."""
    header, content = object_in(event, "header"), object_in(event, "event")
    kind = id_in(header, "event_type")
    if kind == "im.message.receive_v1":
        return _message(content)
    if kind == "card.action.trigger":
        return _press(content, id_in(header, "event_id"))
    return None


def _message(event: Mapping[str, Any]) -> Incoming | None:
    sender, message = object_in(event, "sender"), object_in(event, "message")
    if sender.get("sender_type") != "user" or message.get("chat_type") != "p2p":
        return None
    text, files = _content(message)
    message_id = id_in(message, "message_id")
    refused = not text.strip() and not files
    inbound = InboundMessage(
        channel=CHANNEL,
        customer_ref=id_in(object_in(sender, "sender_id"), "open_id"),
        # Not the event's id: the same message may come in two events.
        external_id=message_id,
        text=OTHER_KIND if refused else text,
        refused=refused,
    )
    return Incoming(inbound, tuple(files))


def _content(message: Mapping[str, Any]) -> tuple[str, list[RemoteFile]]:
    """Nothing of both for kinds that cannot be taken."""
    kind, message_id = id_in(message, "message_type"), id_in(message, "message_id")
    content = json_object(words_in(message, "content"), "content")
    if kind == "text":
        return words_in(content, "text").strip(), []
    if kind == "post":
        return _post(content, message_id)
    if kind == "location":
        place = (words_in(content, name) for name in ("name", "latitude", "longitude"))
        return " ".join(part for part in place if part), []
    if kind in _FILES:
        return "", [_file(content, message_id, _FILES[kind])]
    return "", []


def _post(content: Mapping[str, Any], message_id: str) -> tuple[str, list[RemoteFile]]:
    """Rich text: paragraphs of words, links, pictures."""
    lines, files = [words_in(content, "title")], []
    for paragraph in list_in(content, "content"):
        parts = [part for part in _known(paragraph) if isinstance(part, dict)]
        lines.append("".join(_words(parts)))
        files += [
            _file(part, message_id, _FILES[kind])
            for part in parts
            if (kind := {"img": "image", "media": "media"}.get(str(part.get("tag"))))
        ]
    return "\n".join(line for line in lines if line.strip()), files


def _known(paragraph: object) -> list[Any]:
    if not isinstance(paragraph, list):
        raise InvalidInput("content", "must be a list of paragraphs.")
    return paragraph


def _words(parts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for part in parts:
        yield words_in(part, "text")
        if part.get("tag") == "a":
            yield f" {words_in(part, 'href')} "


def _file(content: Mapping[str, Any], message_id: str, kind: AttachmentKind) -> RemoteFile:
    """`key` is the address of the file below the API's own."""
    image = kind is AttachmentKind.IMAGE
    name = id_in(content, "image_key" if image else "file_key", 500)
    if not _is_plain(message_id + name):
        raise InvalidInput("file_key", "must be letters, digits, _ and -.")
    path = f"/open-apis/im/v1/messages/{message_id}/resources/{name}"
    return RemoteFile(
        f"{path}?type={'image' if image else 'file'}", kind, words_in(content, "file_name")[:200]
    )


def _is_plain(name: str) -> bool:
    return name.isascii() and name.replace("_", "").replace("-", "").isalnum()


def _press(event: Mapping[str, Any], event_id: str) -> Incoming:
    value = object_in(object_in(event, "action"), "value")
    inbound = InboundMessage(
        channel=CHANNEL,
        customer_ref=id_in(object_in(event, "operator"), "open_id"),
        external_id=event_id,
        text=words_in(value, "title"),
        payload=id_in(value, "payload"),
    )
    return Incoming(inbound)

"""Telegram's updates as our messages, our messages as Telegram's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.message import MAX_TEXT, InboundMessage, Message
from bot.services.intake import PAYLOAD
from connectors.bodies import items, json_object, number, part, text
from connectors.parts import in_parts, utf16

CHANNEL = "telegram"
MOST_TEXT = 4096
MOST_DATA = 64
"""Bytes of a button's data."""

_START = re.compile(r"/start(?:@\w+)?(?:\s.*)?", re.DOTALL)
_FILES = ("voice", "audio", "video", "video_note", "animation", "document")
_SILENT = {"message_id", "from", "chat", "date", "edit_date", "sender_chat", "via_bot"}


@dataclass(frozen=True)
class FileRef:
    """A file that waits on Telegram's side."""

    file_id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Update:
    """One customer's update: words (in parts, if long), a file, a pressed button."""

    chat_id: str
    messages: tuple[InboundMessage, ...]
    file: FileRef | None = None
    callback_id: str | None = None


def parse_update(body: bytes) -> Update | None:
    """None for what is no customer's doing: groups, other bots, joins, reactions. A message of a
    kind that we cannot read comes without words. Raises InvalidInput."""
    data = json_object(body)
    update_id = number(data, "update_id")
    if not update_id:
        raise InvalidInput("update_id", "is missing; this is no update of Telegram's.")
    pressed = part(data, "callback_query")
    if pressed:
        return _pressed(update_id, pressed)
    message = part(data, "message") or part(data, "edited_message")
    sender = part(message, "from")
    if part(message, "chat").get("type") != "private" or sender.get("is_bot") is not False:
        return None
    if not message.keys() - _SILENT:
        return None
    return _message(update_id, message, _language(sender))


def send_body(chat_id: str, words: str, message: Message, *, last: bool) -> dict[str, Any]:
    """`sendMessage`; plain text, so that nothing a person typed becomes a link or bold."""
    body: dict[str, Any] = {
        "chat_id": chat_id,
        "text": words,
        "link_preview_options": {"is_disabled": True},
    }
    if message.buttons and last:
        rows = [[_button(button)] for button in message.buttons]
        body["reply_markup"] = {"inline_keyboard": rows}
    return body


def text_parts(words: str) -> list[str]:
    """As long as Telegram takes, which counts in UTF-16."""
    return in_parts(words, MOST_TEXT, utf16)


def _message(update_id: int, message: dict[str, Any], language: str | None) -> Update | None:
    chat_id = number(part(message, "chat"), "id")
    if not chat_id:
        return None
    words, file = _words(message), _file(message)
    payload = "/greet" if _START.fullmatch(words) else None
    pieces = in_parts(words, MAX_TEXT) or [""]
    messages = tuple(
        InboundMessage(
            channel=CHANNEL,
            customer_ref=str(chat_id),
            external_id=f"{_external_id(update_id, message)}{f'#{place}' if place else ''}",
            text=piece,
            payload=payload,
            language=language,
            scoped=True,
        )
        for place, piece in enumerate(pieces)
    )
    return Update(str(chat_id), messages, file)


def _pressed(update_id: int, pressed: dict[str, Any]) -> Update | None:
    message, data = part(pressed, "message"), text(pressed, "data")
    chat, callback_id = part(message, "chat"), text(pressed, "id")
    chat_id = number(chat, "id")
    if chat.get("type") != "private" or not (chat_id and data and callback_id):
        return None
    inbound = InboundMessage(
        channel=CHANNEL,
        customer_ref=str(chat_id),
        external_id=f"{update_id}:{callback_id}",
        text=_title(message, data),
        payload=data if PAYLOAD.fullmatch(data) else None,
        language=_language(part(pressed, "from")),
        scoped=True,
    )
    return Update(str(chat_id), (inbound,), callback_id=callback_id)


def _external_id(update_id: int, message: dict[str, Any]) -> str:
    """Update ids begin anew after a quiet week; together with the message's they are unique."""
    return f"{update_id}:{number(message, 'message_id')}"


def _words(message: dict[str, Any]) -> str:
    """What the customer said, in whatever form it can be said as words."""
    place, contact = part(message, "location"), part(message, "contact")
    if contact:
        names = (text(contact, "first_name"), text(contact, "last_name"))
        return " ".join(filter(None, (*names, text(contact, "phone_number"))))
    if place:
        where = f"{place.get('latitude')}, {place.get('longitude')}"
        venue = part(message, "venue")
        return "\n".join(filter(None, (text(venue, "title"), text(venue, "address"), where)))
    emoji = text(part(message, "sticker"), "emoji")
    return text(message, "text") or text(message, "caption") or emoji


def _file(message: dict[str, Any]) -> FileRef | None:
    sizes = items(message, "photo")
    if sizes:
        return _ref(max(sizes, key=lambda item: number(item, "file_size")), "photo")
    found = ((name, part(message, name)) for name in _FILES)
    return next((_ref(item, name) for name, item in found if item), None)


def _ref(item: dict[str, Any], kind: str) -> FileRef | None:
    file_id = text(item, "file_id")
    if not file_id:
        return None
    name = text(item, "file_name") or kind
    return FileRef(file_id, name, text(item, "mime_type"), number(item, "file_size"))


def _title(message: dict[str, Any], data: str) -> str:
    """The pressed button's words, as the customer saw them."""
    rows = part(message, "reply_markup").get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict) and button.get("callback_data") == data:
                return text(button, "text") or data
    return data


def _button(button: Mapping[str, str]) -> dict[str, str]:
    """A payload that is too long gives way to its title, which the assistant knows too."""
    title, data = button["title"], button["payload"]
    if len(data.encode()) > MOST_DATA:
        data = title.encode()[:MOST_DATA].decode(errors="ignore")
    return {"text": title, "callback_data": data}


def _language(sender: dict[str, Any]) -> str | None:
    """Of the customer's app; what they write in counts more, later."""
    code = text(sender, "language_code").lower()
    if code.startswith("zh"):
        return "zh-Hant" if code.endswith(("hant", "tw", "hk", "mo")) else "zh-Hans"
    return "en" if code.startswith("en") else None

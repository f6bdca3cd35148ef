"""Telegram's updates as our messages, our messages as Telegram's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import InvalidInput
from bot.domain.message import InboundMessage, Message
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile
from connectors.bodies import (
    number_at,
    object_at,
    objects_at,
    order_at,
    parse_object,
    place,
    text_at,
    whole_at,
)
from connectors.splitting import split_text, utf16_units

CHANNEL = "telegram"
MOST_TEXT = 4096
MOST_DATA = 64
"""Bytes of a button's data."""

_START = re.compile(r"/start(?:@\w+)?(?:\s.*)?", re.DOTALL)
_FILES = ("voice", "audio", "video", "video_note", "animation", "document")
_SILENT = {"message_id", "from", "chat", "date", "edit_date", "sender_chat", "via_bot"}


@dataclass(frozen=True)
class Update:
    """One customer's update: words, a file, a pressed button."""

    chat_id: str
    arrival: Arrival
    callback_id: str | None = None


def parse_update(body: bytes) -> Update | None:
    """None for what is no customer's doing: groups, other bots, joins, reactions. A message of a
    kind that we cannot read comes without words. Raises InvalidInput."""
    data = parse_object(body)
    update_id = order_at(data, "update_id")
    if not update_id:
        raise InvalidInput("update_id", "is missing; this is no update of Telegram's.")
    pressed = object_at(data, "callback_query")
    if pressed:
        return _pressed(update_id, pressed)
    message = object_at(data, "message") or object_at(data, "edited_message")
    sender = object_at(message, "from")
    if object_at(message, "chat").get("type") != "private" or sender.get("is_bot") is not False:
        return None
    if not message.keys() - _SILENT:
        return None
    return _message(update_id, message, _language(sender))


def bodies(chat_id: str, text: str, message: Message) -> list[dict[str, Any]]:
    """`sendMessage` for each part; the last one has the buttons."""
    parts = text_parts(text)
    return [_body(chat_id, part, message, last=part is parts[-1]) for part in parts]


def _body(chat_id: str, words: str, message: Message, *, last: bool) -> dict[str, Any]:
    """Plain text, so that nothing a person typed becomes a link or bold."""
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
    return split_text(words, MOST_TEXT, utf16_units)


def _message(update_id: int, message: dict[str, Any], language: str | None) -> Update | None:
    chat_id = whole_at(object_at(message, "chat"), "id")
    if not chat_id:
        return None
    words, file = _words(message), _file(message)
    inbound = InboundMessage(
        channel=CHANNEL,
        customer_ref=str(chat_id),
        external_id=_external_id(update_id, message),
        text=words,
        payload="/greet" if _START.fullmatch(words) else None,
        language=language,
        scoped=True,
        refused="" if words.strip() or file else FILE_SIGN,
        platform_order=update_id,
        quoted_id=str(whole_at(message, "reply_to_message", "message_id") or ""),
    )
    return Update(str(chat_id), Arrival(inbound, (file,) if file else ()))


def _pressed(update_id: int, pressed: dict[str, Any]) -> Update | None:
    message, data = object_at(pressed, "message"), text_at(pressed, "data")
    chat, callback_id = object_at(message, "chat"), text_at(pressed, "id")
    chat_id = whole_at(chat, "id")
    if chat.get("type") != "private" or not (chat_id and data and callback_id):
        return None
    inbound = InboundMessage(
        channel=CHANNEL,
        customer_ref=str(chat_id),
        external_id=f"{update_id}:{callback_id}",
        text=_title(message, data),
        payload=data if PAYLOAD.fullmatch(data) else None,
        language=_language(object_at(pressed, "from")),
        scoped=True,
        platform_order=update_id,
    )
    return Update(str(chat_id), Arrival(inbound), callback_id)


def _external_id(update_id: int, message: dict[str, Any]) -> str:
    """Update ids begin anew after a quiet week; together with the message's they are unique."""
    return f"{update_id}:{whole_at(message, 'message_id')}"


def message_id_of(external_id: str) -> int:
    """The message's own id in the one above, as intake has stored it; 0 for a pressed button."""
    last = external_id.rpartition(":")[2]
    return int(last) if last.isdecimal() and len(last) < 16 else 0


def _words(message: dict[str, Any]) -> str:
    """What the customer said, in whatever form it can be said as words."""
    where, contact = object_at(message, "location"), object_at(message, "contact")
    if contact:
        names = [text_at(contact, name) for name in ("first_name", "last_name", "phone_number")]
        return " ".join(("👤", *filter(None, names)))
    if where:
        axes = [number_at(where, axis) for axis in ("latitude", "longitude")]
        return place(
            text_at(message, "venue", "title"), text_at(message, "venue", "address"), *axes
        )
    emoji = text_at(message, "sticker", "emoji")
    return text_at(message, "text") or text_at(message, "caption") or emoji


def _file(message: dict[str, Any]) -> RemoteFile | None:
    sizes = objects_at(message, "photo")
    if sizes:
        return _ref(max(sizes, key=lambda item: whole_at(item, "file_size")), "photo")
    found = ((name, object_at(message, name)) for name in _FILES)
    return next((_ref(item, name) for name, item in found if item), None)


def _ref(item: dict[str, Any], kind: str) -> RemoteFile | None:
    file_id = text_at(item, "file_id")
    if not file_id:
        return None
    return RemoteFile(file_id, text_at(item, "file_name") or kind, text_at(item, "mime_type"))


def _title(message: dict[str, Any], data: str) -> str:
    """The pressed button's words, as the customer saw them."""
    rows = object_at(message, "reply_markup").get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict) and button.get("callback_data") == data:
                return text_at(button, "text") or data
    return data


def _button(button: Mapping[str, str]) -> dict[str, str]:
    """A payload that is too long gives way to its title, which the assistant knows too."""
    title, data = button["title"], button["payload"]
    if len(data.encode()) > MOST_DATA:
        data = title.encode()[:MOST_DATA].decode(errors="ignore")
    return {"text": title, "callback_data": data}


def _language(sender: dict[str, Any]) -> str | None:
    """Of the customer's app; what they write in counts more, later."""
    code = text_at(sender, "language_code").lower()
    if code.startswith("zh"):
        return "zh-Hant" if code.endswith(("hant", "tw", "hk", "mo")) else "zh-Hans"
    return "en" if code.startswith("en") else None

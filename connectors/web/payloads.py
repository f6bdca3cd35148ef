"""The web chat's messages on the wire (docs/web-chat.md)."""

from __future__ import annotations

from typing import Any

from bot.domain.attachment import AttachmentPolicy
from bot.domain.errors import InvalidInput, QingtingError
from bot.domain.ids import AttachmentId, fresh
from bot.domain.message import InboundMessage
from bot.services.chat import ChatState, Shown
from bot.services.intake import PAYLOAD
from connectors.attachments import FIELD, MOST, attachment_body

CHANNEL = "web"
LANGUAGES = frozenset({"zh-Hans", "zh-Hant", "en"})


def parse_uttered(data: object, customer_ref: str, language: str | None) -> InboundMessage:
    """`user_uttered`. Raises InvalidInput. A client's id counts within its own session only."""
    if not isinstance(data, dict):
        raise InvalidInput("message", "must be an object with the field message.")
    uploads = _uploads(data)
    text = data.get("message", "" if uploads else None)
    if not isinstance(text, str):
        raise InvalidInput("message", "must be text.")
    client_id = data.get("message_id")
    if client_id is None:
        client_id = fresh()
    if not isinstance(client_id, str) or not 0 < len(client_id) <= 100 or ":" in client_id:
        raise InvalidInput("message_id", "must be text of 1 to 100 characters without a colon.")
    return InboundMessage(
        channel=CHANNEL,
        customer_ref=customer_ref,
        external_id=client_id,
        text=text,
        payload=_payload(data, text),
        language=language,
        scoped=True,
        uploads=uploads,
        quoted_seq=None if data.get("quoted_seq") is None else number_of(data, "quoted_seq"),
    )


def language_of(data: object) -> str | None:
    """The language that a client asks for, if it is one of ours."""
    wanted = data.get("language") if isinstance(data, dict) else None
    return wanted if isinstance(wanted, str) and wanted in LANGUAGES else None


def number_of(data: object, field: str) -> int:
    """A `seq` from the client. Raises InvalidInput."""
    value = data.get(field) if isinstance(data, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise InvalidInput(field, "must be a whole number from 0.")
    return value


def message_body(shown: Shown) -> dict[str, Any]:
    """`Message`."""
    body: dict[str, Any] = {
        "seq": shown.seq,
        "message_id": shown.message_id,
        "author": shown.author,
        "text": shown.text,
        "at": shown.at.isoformat(),
    }
    if shown.name:
        body["name"] = shown.name
    if shown.client_id:
        body["client_id"] = shown.client_id
    if shown.buttons:
        body["quick_replies"] = [dict(button) for button in shown.buttons]
    if shown.attachments:
        body[FIELD] = [attachment_body(item) for item in shown.attachments]
    if shown.quoted_seq is not None:
        body["quoted_seq"] = shown.quoted_seq
    return body


def rasa_body(shown: Shown) -> dict[str, Any]:
    """The same for one of Rasa's own widgets; some of them show nothing that has further fields."""
    names = ", ".join(item.file_name for item in shown.attachments)
    body: dict[str, Any] = {"text": shown.text or names}
    if shown.buttons:
        body["quick_replies"] = [dict(button) for button in shown.buttons]
    return body


def limits_body(policy: AttachmentPolicy) -> dict[str, Any]:
    """`Limits`: what a client may offer to upload."""
    return {
        "types": {name: kind.value for name, kind in policy.kinds.items()},
        "largest": {kind.value: size for kind, size in policy.largest.items()},
        "per_message": policy.files_per_message,
    }


def state_body(state: ChatState) -> dict[str, Any]:
    """`State`."""
    body: dict[str, Any] = {"owner": state.owner, "last_seq": state.last_seq}
    if state.agent_name:
        body["agent_name"] = state.agent_name
    if state.ahead is not None:
        body["ahead"] = state.ahead
    if state.expected_at is not None:
        body["expected_at"] = state.expected_at.isoformat()
    if state.agent_typing:
        body["agent_typing"] = True
    return body


def failure_body(error: QingtingError) -> dict[str, Any]:
    """`{ok: false, error}`."""
    details = {"code": error.code, "message": str(error), **error.details}
    return {"ok": False, "error": details}


def _uploads(data: dict[str, Any]) -> tuple[AttachmentId, ...]:
    ids = data.get(FIELD) or []
    if not isinstance(ids, list) or len(ids) > MOST or not all(isinstance(i, str) for i in ids):
        raise InvalidInput(FIELD, "must be a list of upload ids.")
    return tuple(AttachmentId(item) for item in ids)


def _payload(data: dict[str, Any], text: str) -> str | None:
    """Ours sends a button's payload beside its title; Rasa's widgets send it as the message."""
    payload = data.get("payload")
    if payload is not None and not isinstance(payload, str):
        raise InvalidInput("payload", "must be text.")
    if payload is None and PAYLOAD.fullmatch(text):
        return text
    return payload

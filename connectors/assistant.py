"""Rasa as the dialogue engine behind `bot.ports.Assistant`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.domain.conversation import Conversation, HandoffReason
from bot.domain.errors import AssistantFailed
from bot.domain.handoff import HandoffRequest
from bot.domain.message import Message, Reply
from bot.ports import Turn
from bot.services.intake import PAYLOAD
from connectors.memory import OpenTurns

log = structlog.get_logger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class RasaAssistant:
    """Feeds one message to Rasa and collects what it would do."""

    def __init__(self, on_new_message: OnNewMessage, turns: OpenTurns) -> None:
        self._on_new_message, self._turns = on_new_message, turns

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        """Raises AssistantFailed; then nothing of the turn has happened."""
        turn = self._turns.begin(conversation.id, dialogue)
        said = CollectingOutputChannel()
        try:
            await self._on_new_message(_user_message(conversation, message, said))
            if turn.failed:
                raise AssistantFailed(turn.failed)
        except AssistantFailed:
            raise
        except Exception as error:
            log.exception("assistant.broke", conversation=conversation.id)
            raise AssistantFailed(type(error).__name__) from error
        finally:
            self._turns.end(conversation.id)
        return Turn(_replies(said.messages), _handoff(said.messages), turn.after)


def _user_message(
    conversation: Conversation, message: Message, channel: CollectingOutputChannel
) -> UserMessage:
    return UserMessage(
        text=_safe_text(message),
        output_channel=channel,
        sender_id=conversation.id,
        input_channel=conversation.channel,
        message_id=message.id,
        metadata={
            "language": conversation.language,
            "seq": message.seq,
            "said_at": message.created_at.isoformat(),  # “yesterday” is from then, not from now
            "attachments": [attachment.kind.value for attachment in message.attachments],
        },
    )


def _safe_text(message: Message) -> str:
    """A button's payload goes to Rasa as it is; typed text can never become one with entities."""
    if message.payload:
        return message.payload
    text = message.text.strip()
    if text.startswith("/") and not PAYLOAD.fullmatch(text):
        return "／" + text[1:]
    return text


def _replies(messages: list[dict[str, Any]]) -> tuple[Reply, ...]:
    return tuple(
        Reply(
            text=str(item["text"]),
            buttons=tuple(
                {"title": str(b["title"]), "payload": str(b["payload"])}
                for b in item.get("buttons") or ()
            ),
        )
        for item in messages
        if item.get("text")
    )


def _handoff(messages: list[dict[str, Any]]) -> HandoffRequest | None:
    for item in messages:
        custom = item.get("custom")
        if isinstance(custom, Mapping) and isinstance(custom.get("handoff"), Mapping):
            return HandoffRequest(HandoffReason(custom["handoff"]["reason"]))
    return None

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


def reading_only(agent: Callable[[], Any]) -> OnNewMessage:
    """What Rasa's agent does with a message before its policies decide: it reads it and fills the
    slots, which calls `action_take_note`. `agent` is asked each time, as it may be replaced."""

    async def read(message: UserMessage) -> None:
        processor = agent().processor
        tracker = await processor.log_message(message, should_save_tracker=False)
        await processor.run_action_extract_slots(message.output_channel, tracker)

    return read


class RasaAssistant:
    """Feeds one message to Rasa and collects what it would do."""

    def __init__(
        self, on_new_message: OnNewMessage, on_overheard: OnNewMessage, turns: OpenTurns
    ) -> None:
        self._on_new_message, self._on_overheard = on_new_message, on_overheard
        self._turns = turns

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        """Raises AssistantFailed; then nothing of the turn has happened."""
        return await self._feed(self._on_new_message, conversation, message, dialogue)

    async def listen(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> None:
        """Raises AssistantFailed."""
        await self._feed(self._on_overheard, conversation, message, dialogue, listening=True)

    async def _feed(
        self,
        rasa: OnNewMessage,
        conversation: Conversation,
        message: Message,
        dialogue: bytes | None,
        *,
        listening: bool = False,
    ) -> Turn:
        turn = self._turns.begin(conversation.id, dialogue)
        said = CollectingOutputChannel()
        try:
            await rasa(_user_message(conversation, message, said, listening=listening))
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
    conversation: Conversation,
    message: Message,
    channel: CollectingOutputChannel,
    *,
    listening: bool,
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
            "recorded": conversation.recorded_by is not None,
            "attachments": [attachment.kind.value for attachment in message.attachments],
            "listening": listening,
        },
    )


def _safe_text(message: Message) -> str:
    """A button's payload goes to Rasa as it is."""
    return message.payload or typed_text(message.text.strip())


def typed_text(text: str) -> str:
    """For Rasa, as long as it was: typed text can never become a payload with entities."""
    if text.lstrip().startswith("/") and not PAYLOAD.fullmatch(text.strip()):
        return text.replace("/", "／", 1)
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

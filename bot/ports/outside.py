"""Time, keys, words, the dialogue engine and the ways out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from typing import Protocol

from bot.domain.conversation import Conversation
from bot.domain.customers import CustomerRecord
from bot.domain.handoff import HandoffRequest
from bot.domain.hours import DayKind
from bot.domain.message import Message, Reply
from bot.domain.on_call import Notice


class Clock(Protocol):
    """Time as the program sees it; injected, so that tests can move it."""

    def now(self) -> datetime:
        """The current moment, timezone-aware, in UTC."""
        ...


class Cipher(Protocol):
    """The vault's key in use."""

    def encrypt(self, plain: str, context: str) -> bytes:
        """Authenticated; `context` must be given again to decrypt."""
        ...

    def decrypt(self, ciphertext: bytes, context: str) -> str:
        """Raises VaultUnreadable."""
        ...

    def digest(self, plain: str) -> str:
        """Keyed, deterministic."""
        ...


class CustomerDirectory(Protocol):
    """What the company knows about its customers, found by keyed digests only."""

    async def find(self, digests: Sequence[str]) -> CustomerRecord | None:
        """All entries under any of these digests, taken together; None where there is none.

        Raises DirectoryUnavailable."""
        ...

    async def close(self) -> None: ...


class PasswordHasher(Protocol):
    """Slow on purpose; runs off the event loop."""

    async def hash(self, password: str) -> str: ...

    async def verify(self, password_hash: str, password: str) -> bool: ...


class Scripts(Protocol):
    """Texts that the program itself says to customers; the words are in `domain.yml`."""

    def reply(self, name: str, language: str, values: Mapping[str, str]) -> Reply:
        """The response `name` with its buttons, its `{placeholders}` filled. Raises
        SettingsError where it is missing."""
        ...


@dataclass(frozen=True)
class Turn:
    """What the assistant made of one message: replies, perhaps a wish to hand over, and its
    memory after the turn. Nothing of it has happened until it is recorded."""

    replies: tuple[Reply, ...]
    handoff: HandoffRequest | None
    dialogue: bytes | None


class Assistant(Protocol):
    """The dialogue engine."""

    async def answer(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> Turn:
        """Raises AssistantFailed."""
        ...

    async def listen(
        self, conversation: Conversation, message: Message, dialogue: bytes | None
    ) -> None:
        """Read into the record what a customer says while people have the conversation. Says
        nothing and keeps `dialogue` as it is. Safe to repeat. Raises AssistantFailed."""
        ...


class Sender(Protocol):
    """Puts one message on a platform's wire."""

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """`text` is the message as the customer may read it, `recipient` the customer's id on
        the channel; `message.id` is the idempotency key. Returns once the platform has taken
        it. Raises DeliveryFailed."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class OnCall(Protocol):
    """One way to the people on call."""

    async def send(self, notice: Notice) -> None:
        """`notice.id` is the idempotency key. Returns once the far end has taken it. Raises
        DeliveryFailed."""
        ...

    async def close(self) -> None: ...


class Mailer(Protocol):
    """The way to a mail server."""

    async def send(self, mail: EmailMessage) -> None:
        """Returns once the server has taken it. Raises DeliveryFailed."""
        ...


class WorkingDays(Protocol):
    """What the state makes of days."""

    @property
    def known_until(self) -> date:
        """The last day whose holidays are known; later ones count as ordinary."""
        ...

    def kind(self, day: date) -> DayKind: ...

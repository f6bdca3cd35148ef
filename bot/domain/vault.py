"""What the vault keeps: personal values behind tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ConversationId
from bot.domain.privacy.kinds import PersonalKind


@dataclass(frozen=True)
class VaultEntry:
    """One personal value of one conversation.

    `token` (`[手机号1]`) is unique within the conversation. `ciphertext` holds the value as it
    was first typed. `digest` is a keyed digest of
    the normalised value: equal values give equal digests across conversations, and nobody
    without the key can test a guess. `mask` is what the desk shows (`138****8000`).
    """

    conversation_id: ConversationId
    token: str
    kind: PersonalKind
    ciphertext: bytes
    digest: str
    mask: str
    created_at: datetime


def digest_source(kind: PersonalKind, normalised: str) -> str:
    """The text whose keyed digest says that two personal values are the same."""
    return f"{kind.value}:{normalised}"

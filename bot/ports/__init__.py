"""What the use cases need from the outside, as protocols. No I/O library appears here.

`Store` is the truth; everything that merely speeds things up (`Notifier`) may lose what it
is given. Adapters raise only errors of `bot.domain.errors` on purpose.
"""

from __future__ import annotations

from bot.ports.attachments import Attachments, AttachmentStore
from bot.ports.hints import (
    EVENTS,
    INBOX,
    Listener,
    Notifier,
    Presence,
    RateLimiter,
    conversation_topic,
    outbox_topic,
)
from bot.ports.outside import Assistant, Cipher, Clock, PasswordHasher, Scripts, Sender, Turn
from bot.ports.record import Cases, EventLog, Signals, Staff, VaultEntries
from bot.ports.store import Store, Transaction
from bot.ports.transcript import Conversations, Dialogues, Messages

__all__ = [
    "EVENTS",
    "INBOX",
    "Assistant",
    "AttachmentStore",
    "Attachments",
    "Cases",
    "Cipher",
    "Clock",
    "Conversations",
    "Dialogues",
    "EventLog",
    "Listener",
    "Messages",
    "Notifier",
    "PasswordHasher",
    "Presence",
    "RateLimiter",
    "Scripts",
    "Sender",
    "Signals",
    "Staff",
    "Store",
    "Transaction",
    "Turn",
    "VaultEntries",
    "conversation_topic",
    "outbox_topic",
]

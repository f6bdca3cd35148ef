"""What the use cases need from the outside, as protocols. No I/O library appears here.

`Store` is the truth; everything that merely speeds things up (`Notifier`) may lose what it
is given. Adapters raise only errors of the family in `bot.domain.errors` on purpose.
"""

from __future__ import annotations

from bot.ports.assignments import Assignments
from bot.ports.attachments import Attachments, AttachmentStore
from bot.ports.channels import ChannelNotes
from bot.ports.figures import Figures
from bot.ports.hints import (
    EVENTS,
    INBOX,
    NOTICES,
    TYPING,
    Activities,
    Listener,
    Notifier,
    Presence,
    RateLimiter,
    conversation_topic,
    outbox_topic,
)
from bot.ports.judgements import Labels, Readings, Signals
from bot.ports.notes import Notes
from bot.ports.outside import (
    Assistant,
    Cipher,
    Clock,
    CustomerDirectory,
    Mailer,
    OnCall,
    PasswordHasher,
    Scripts,
    Sender,
    Turn,
    WorkingDays,
)
from bot.ports.people import Callbacks, Notices, Teams
from bot.ports.record import Cases, EventLog, Staff, Surveys, VaultEntries
from bot.ports.relations import Relations
from bot.ports.search import Search
from bot.ports.store import Store, Transaction
from bot.ports.transcript import Conversations, Dialogues, Messages

__all__ = [
    "EVENTS",
    "INBOX",
    "NOTICES",
    "TYPING",
    "Activities",
    "Assignments",
    "Assistant",
    "AttachmentStore",
    "Attachments",
    "Callbacks",
    "Cases",
    "ChannelNotes",
    "Cipher",
    "Clock",
    "Conversations",
    "CustomerDirectory",
    "Dialogues",
    "EventLog",
    "Figures",
    "Labels",
    "Listener",
    "Mailer",
    "Messages",
    "Notes",
    "Notices",
    "Notifier",
    "OnCall",
    "PasswordHasher",
    "Presence",
    "RateLimiter",
    "Readings",
    "Relations",
    "Scripts",
    "Search",
    "Sender",
    "Signals",
    "Staff",
    "Store",
    "Surveys",
    "Teams",
    "Transaction",
    "Turn",
    "VaultEntries",
    "WorkingDays",
    "conversation_topic",
    "outbox_topic",
]

"""What channels let us send, and what is left of it (`data/policy/channels.yml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import Any

from bot.domain import policy_fields as read
from bot.domain.message import Author, Delivery, Message

_FILE = "channels.yml"
_NEVER_WENT_OUT = frozenset({Delivery.DEAD, Delivery.SUPPRESSED})
_PROGRAM = frozenset({Author.BOT, Author.SYSTEM})
_TOGETHER = timedelta(seconds=2)
"""What the program says within so long goes out as one message where messages are counted."""


class Standing(str, Enum):
    """Whether a platform takes one more message. `template`: an approved one only."""

    OPEN = "open"
    USED_UP = "used_up"
    TEMPLATE = "template"
    CLOSED = "closed"


@dataclass(frozen=True)
class ReplyWindow:
    """After each message of a customer the platform takes replies for as long as it `lasts`, and
    no more than `messages` (None: any number). A text above `part` bytes counts as several.
    `template`: later it still takes approved templates."""

    lasts: timedelta
    messages: int | None = None
    part: int | None = None
    template: bool = False

    def cost(self, text: str, files: int) -> int:
        """How many of the platform's messages this makes."""
        size = len(text.encode())
        return (ceil(size / self.part) if self.part else min(1, size)) + files


@dataclass(frozen=True)
class Allowance:
    """What is left of a window. `closes_at`: when it does, or did; None where the customer has
    written nothing that we know of. `left` of `most` messages: None where nobody counts."""

    standing: Standing
    closes_at: datetime | None
    left: int | None
    most: int | None


@dataclass(frozen=True)
class ChannelRule:
    """What one channel takes."""

    files: bool = False
    quotes: bool = False
    window: ReplyWindow | None = None


@dataclass(frozen=True)
class ChannelRules:
    """By channel. `templates`: the channels for which an approved template is set up."""

    rules: Mapping[str, ChannelRule] = field(default_factory=dict)
    templates: frozenset[str] = frozenset()

    def with_templates(self, names: Mapping[str, str]) -> ChannelRules:
        """`names`: of the approved template by channel, empty where there is none."""
        there = frozenset(channel for channel, name in names.items() if name)
        return replace(self, templates=there)

    def of(self, channel: str) -> ChannelRule:
        """A channel that nobody has listed carries text, at any time."""
        return self.rules.get(channel, ChannelRule())

    def allowance(self, channel: str, rows: Sequence[Message], now: datetime) -> Allowance | None:
        """What is left after these newest rows of the transcript, in their order; None where the
        channel has no window."""
        window = self.of(channel).window
        if window is None:
            return None
        heard = [place for place, row in enumerate(rows) if row.author is Author.CUSTOMER]
        if not heard:
            return Allowance(Standing.CLOSED, None, None, window.messages)
        closes_at = rows[heard[-1]].created_at + window.lasts
        left = None
        if window.messages is not None:
            left = max(0, window.messages - _spent(window, rows[heard[-1] + 1 :]))
        standing = Standing.USED_UP if left == 0 else Standing.OPEN
        if now >= closes_at:
            templates = window.template and channel in self.templates
            standing = Standing.TEMPLATE if templates else Standing.CLOSED
        return Allowance(standing, closes_at, left, window.messages)


def _spent(window: ReplyWindow, rows: Sequence[Message]) -> int:
    """What the program says in one go is one message, up to the first buttons."""
    spent, bubbles = 0, list[Message]()
    for row in rows:
        if row.delivery in _NEVER_WENT_OUT:
            continue
        if bubbles and not _one_message(bubbles[-1], row):
            spent += _cost(window, bubbles)
            bubbles = []
        bubbles.append(row)
    return spent + (_cost(window, bubbles) if bubbles else 0)


def _one_message(first: Message, second: Message) -> bool:
    ours = first.author in _PROGRAM and second.author in _PROGRAM
    return ours and not first.buttons and second.created_at - first.created_at <= _TOGETHER


def _cost(window: ReplyWindow, bubbles: Sequence[Message]) -> int:
    text = "\n\n".join(bubble.text for bubble in bubbles)
    return window.cost(text, sum(len(bubble.attachments) for bubble in bubbles))


def parse_channel_rules(data: Mapping[str, Any]) -> ChannelRules:
    """Raises ValueError naming the entry to mend."""
    return ChannelRules({str(name): _rule(entry, str(name)) for name, entry in data.items()})


def _rule(entry: Any, name: str) -> ChannelRule:
    where = f"{_FILE}: {name}"
    if not isinstance(entry, Mapping):
        raise ValueError(f"{where} must have files, quotes or window.")
    read.only(entry, ("files", "quotes", "window"), where)
    window = _window(read.section(entry, "window", where), where) if "window" in entry else None
    files, quotes = read.flag(entry, "files", where), read.flag(entry, "quotes", where)
    return ChannelRule(files, quotes, window)


def _window(entry: Mapping[str, Any], name: str) -> ReplyWindow:
    where = f"{name}: window"
    read.only(entry, ("hours", "messages", "bytes", "template"), where)
    counted = {key: read.whole(entry, key, where) for key in ("messages", "bytes") if key in entry}
    return ReplyWindow(
        timedelta(hours=read.whole(entry, "hours", where)),
        counted.get("messages"),
        counted.get("bytes"),
        read.flag(entry, "template", where),
    )

"""What channels let us send, and what is left of it (`data/policy/channels.yml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import takewhile
from math import ceil
from typing import Any

from bot.domain import policy_fields as read
from bot.domain.attachment import AttachmentKind, AttachmentPolicy
from bot.domain.message import Author, Delivery, Message

_FILE, _REORDERING = "channels.yml", "reordering_seconds"
_NEVER_WENT_OUT = frozenset({Delivery.DEAD, Delivery.SUPPRESSED})
_PROGRAM = frozenset({Author.BOT, Author.SYSTEM})
_TOGETHER = timedelta(seconds=2)
"""What the program says within so long goes out as one message where messages are counted."""


ACT = "event:"
"""In the external id of what a customer did without words (where the platform tells it apart)."""


class Standing(str, Enum):
    """Whether a platform takes one more message. `template`: an approved one only; `unreachable`:
    the complaint was typed in, so there is no platform."""

    OPEN = "open"
    USED_UP = "used_up"
    TEMPLATE = "template"
    CLOSED = "closed"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class ReplyWindow:
    """After each message of a customer the platform takes replies for as long as it `lasts`, and
    no more than `messages` (None: any number). A text above `part` bytes counts as several.
    `template`: later it still takes approved templates. `acts`: what it takes after something that
    the customer did without words (`ACT`); None: as much as after a message. `people`: how long
    people may answer, where the platform has allowed it."""

    lasts: timedelta
    messages: int | None = None
    part: int | None = None
    template: bool = False
    acts: ReplyWindow | None = None
    people: timedelta | None = None

    def openings(self, rows: Sequence[Message]) -> list[tuple[int, ReplyWindow]]:
        """The customer's last message and the last act after it, by their places in the rows, with
        what each allows."""
        heard = [place for place, row in enumerate(rows) if row.author is Author.CUSTOMER]
        acts = list(takewhile(lambda place: self._is_act(rows[place]), reversed(heard)))
        said = heard[: len(heard) - len(acts)][-1:]
        return [(place, self) for place in said] + [
            (place, self.acts) for place in acts[:1] if self.acts
        ]

    def _is_act(self, row: Message) -> bool:
        return self.acts is not None and ACT in (row.external_id or "")

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
class KindRule:
    """Files of one kind that a platform takes: `largest` in bytes, and media types (empty: all)."""

    largest: int
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChannelRule:
    """What one channel takes. `kinds` of files, where it does not take all of our own.
    `reordering`: within how long its platform may deliver in any order."""

    files: bool = False
    quotes: bool = False
    window: ReplyWindow | None = None
    kinds: Mapping[AttachmentKind, KindRule] = field(default_factory=dict)
    reordering: timedelta = timedelta(0)

    def carries(self, ours: AttachmentPolicy) -> AttachmentPolicy:
        """What may be attached here: our own limits, and the platform's within them."""
        if not self.kinds:
            return ours
        kinds = {
            name: kind
            for name, kind in ours.kinds.items()
            if kind in self.kinds and name in (self.kinds[kind].types or (name,))
        }
        largest = {
            kind: min(ours.largest[kind], self.kinds[kind].largest) for kind in kinds.values()
        }
        return replace(ours, kinds=kinds, largest=largest)


@dataclass(frozen=True)
class ChannelRules:
    """By channel. `templates`: the channels for which an approved template is set up, `people`:
    those whose platform lets people answer for longer."""

    rules: Mapping[str, ChannelRule] = field(default_factory=dict)
    templates: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def with_allowed(
        self, *, templates: Mapping[str, bool], people: Mapping[str, bool]
    ) -> ChannelRules:
        """By channel, whether the platform has allowed it to this installation."""
        return replace(
            self,
            templates=frozenset(channel for channel, there in templates.items() if there),
            people=frozenset(channel for channel, there in people.items() if there),
        )

    def of(self, channel: str) -> ChannelRule:
        """A channel that nobody has listed carries text, at any time."""
        return self.rules.get(channel, ChannelRule())

    def allowance(self, channel: str, rows: Sequence[Message], now: datetime) -> Allowance | None:
        """What is left after these newest rows of the transcript, in their order; None where the
        channel has no window."""
        window = self.of(channel).window
        if window is None:
            return None
        if window.people and channel in self.people:
            window = replace(window, lasts=window.people)
        openings = window.openings(rows)
        if not openings:
            return Allowance(Standing.CLOSED, None, None, window.messages)
        ends = {place: rows[place].created_at + rule.lasts for place, rule in openings}
        open_now = [(place, rule) for place, rule in openings if now < ends[place]]
        left, most = _left(open_now or openings, rows)
        closes_at = max(ends[place] for place, _ in open_now or openings)
        standing = Standing.USED_UP if left == 0 else Standing.OPEN
        if not open_now:
            templates = window.template and channel in self.templates
            standing = Standing.TEMPLATE if templates else Standing.CLOSED
        return Allowance(standing, closes_at, left, most)


def _left(
    openings: Sequence[tuple[int, ReplyWindow]], rows: Sequence[Message]
) -> tuple[int | None, int | None]:
    """How many messages these still allow, of how many; None where nobody counts. What one of them
    has paid for does not count against the next."""
    left, most, paid = 0, 0, 0
    ends = [place for place, _ in openings[1:]] + [len(rows)]
    for (place, rule), end in zip(openings, ends, strict=True):
        if rule.messages is None:
            return None, None
        left += max(0, rule.messages - max(0, _spent(rule, rows[place + 1 :]) - paid))
        paid = max(0, rule.messages - _spent(rule, rows[place + 1 : end]))
        most += rule.messages
    return left, most


def _spent(window: ReplyWindow, rows: Sequence[Message]) -> int:
    """What the program says in one go is one message, up to the first buttons."""
    spent, bubbles = 0, list[Message]()
    for row in rows:
        if row.author is Author.CUSTOMER or row.delivery in _NEVER_WENT_OUT:
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
        raise ValueError(f"{where} must have files, quotes or window, or reordering_seconds.")
    read.only(entry, ("files", "quotes", "window", _REORDERING), where)
    window = _window(read.section(entry, "window", where), where) if "window" in entry else None
    quotes = read.flag(entry, "quotes", where)
    seconds = read.whole(entry, _REORDERING, where, 0) if _REORDERING in entry else 0
    reordering = timedelta(seconds=seconds)
    if isinstance(entry.get("files"), Mapping):
        kinds = _kinds(entry["files"], f"{where}: files")
        return ChannelRule(True, quotes, window, kinds, reordering)
    return ChannelRule(read.flag(entry, "files", where), quotes, window, reordering=reordering)


def _kinds(entry: Mapping[str, Any], where: str) -> Mapping[AttachmentKind, KindRule]:
    kinds = {}
    for name in entry:
        kind, place = read.choice(AttachmentKind, name, where), f"{where}: {name}"
        given = read.section(entry, name, where)
        read.only(given, ("megabytes", "types"), place)
        largest = read.whole(given, "megabytes", place) * 2**20
        kinds[kind] = KindRule(largest, read.words(given, "types", place))
    return kinds


def _window(entry: Mapping[str, Any], name: str) -> ReplyWindow:
    where = f"{name}: window"
    read.only(entry, ("hours", "messages", "bytes", "template", "acts", "people_hours"), where)
    counted = {key: read.whole(entry, key, where) for key in ("messages", "bytes") if key in entry}
    part, people = counted.get("bytes"), "people_hours" in entry
    return ReplyWindow(
        timedelta(hours=read.whole(entry, "hours", where)),
        counted.get("messages"),
        part,
        read.flag(entry, "template", where),
        _acts(read.section(entry, "acts", where), where, part) if "acts" in entry else None,
        timedelta(hours=read.whole(entry, "people_hours", where)) if people else None,
    )


def _acts(entry: Mapping[str, Any], name: str, part: int | None) -> ReplyWindow:
    where = f"{name}: acts"
    read.only(entry, ("minutes", "messages"), where)
    lasts = timedelta(minutes=read.whole(entry, "minutes", where))
    return ReplyWindow(lasts, read.whole(entry, "messages", where), part)

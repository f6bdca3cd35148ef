"""People on call: who is told what, when, and how often until somebody comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bot.domain.case import Level
from bot.domain.hours import OpeningHours
from bot.domain.ids import ConversationId
from bot.domain.triage import Assessment, Signal, SignalName

MAJOR = "major"
"""The reason that every major complaint gives, whatever made it one."""
SCENARIO = "scenario"
"""The reason that a scenario with `on_call` gives where it weighs too little for a major one."""


class NoticeKind(str, Enum):
    """How a notice goes out."""

    WEBHOOK = "webhook"
    EMAIL = "e-mail"


class NoticeState(str, Enum):
    """pending → sending → sent; → pending again after a retryable failure, → dead after a
    permanent one or too many tries; → dropped where it is of no use any more."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Notice:
    """One call to the people on call; a row of the outbox.

    `key` is unique: the same call is never written twice. It has a use only while the
    conversation still waits at this `owner_version`. `payload` holds no personal data.
    """

    id: str
    kind: NoticeKind
    key: str
    conversation_id: ConversationId
    owner_version: int
    payload: Mapping[str, Any]
    created_at: datetime
    due_at: datetime
    attempts: int = 0
    state: NoticeState = NoticeState.PENDING
    error: str | None = None


class When(str, Enum):
    """Whether people on call are also told while the desk is open."""

    ALWAYS = "always"
    CLOSED = "closed"


@dataclass(frozen=True)
class CallRule:
    """What one reason leads to."""

    reason: str
    when: When
    to: tuple[NoticeKind, ...]


@dataclass(frozen=True)
class MailWords:
    """The e-mail, with `{placeholders}` for the fields of the payload."""

    subject: str
    text: str

    def filled(self, payload: Mapping[str, Any]) -> MailWords:
        """Placeholders are filled by name, never evaluated."""
        subject, text = self.subject, self.text
        for name, value in payload.items():
            words = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")
            subject = subject.replace(f"{{{name}}}", words)
            text = text.replace(f"{{{name}}}", words)
        return MailWords(" ".join(subject.split()), text)


@dataclass(frozen=True)
class OnCallPolicy:
    """Rules in order of weight; each call is repeated until somebody comes, `at_most` in all."""

    rules: tuple[CallRule, ...]
    repeat_after: timedelta
    at_most: int
    mail: MailWords

    def applying(self, signals: Iterable[Signal], assessment: Assessment) -> list[CallRule]:
        """The rules whose reason holds."""
        reasons = {signal.name.value for signal in signals}
        if assessment.level is Level.MAJOR:
            reasons.add(MAJOR)
        elif assessment.on_call:
            reasons.add(SCENARIO)
        return [rule for rule in self.rules if rule.reason in reasons]

    def due(
        self, rules: Iterable[CallRule], hours: OpeningHours, now: datetime
    ) -> Mapping[NoticeKind, tuple[datetime, ...]]:
        """When each way is used. Where people are called only while the desk is closed, and it
        is open, the first call is due at closing: for whoever still waits then."""
        starts: dict[NoticeKind, datetime] = {}
        for rule in rules:
            start = now if rule.when is When.ALWAYS else hours.next_closing(now)
            if start is not None:
                starts |= {kind: min(starts.get(kind, start), start) for kind in rule.to}
        return {
            kind: tuple(start + n * self.repeat_after for n in range(self.at_most))
            for kind, start in starts.items()
        }


def parse_on_call_policy(data: Mapping[str, Any]) -> OnCallPolicy:
    """Raises ValueError naming the entry to mend."""
    notify = _mapping(data, "notify")
    return OnCallPolicy(
        rules=tuple(_rule(str(reason), entry) for reason, entry in notify.items()),
        repeat_after=timedelta(minutes=_whole(data, "repeat_after_minutes", 1440)),
        at_most=_whole(data, "at_most", 50),
        mail=_mail(_mapping(data, "mail")),
    )


def _rule(reason: str, entry: Any) -> CallRule:
    known = [MAJOR, SCENARIO, *(name.value for name in SignalName)]
    where = f"on_call.yml: notify.{reason}"
    if reason not in known:
        raise ValueError(f"{where} is no reason; use {', '.join(known)}.")
    if not isinstance(entry, Mapping) or entry.get("when") not in [when.value for when in When]:
        raise ValueError(f"{where}.when must be always or closed.")
    ways, to = [kind.value for kind in NoticeKind], entry.get("to")
    if not isinstance(to, list) or not to or not set(map(str, to)) <= set(ways):
        raise ValueError(f"{where}.to must be a list of {' and '.join(ways)}.")
    return CallRule(reason, When(entry["when"]), tuple(NoticeKind(way) for way in to))


def _mail(data: Mapping[str, Any]) -> MailWords:
    subject, text = data.get("subject"), data.get("text")
    if not isinstance(subject, str) or not isinstance(text, str) or not subject.strip():
        raise ValueError("on_call.yml: mail must have a subject and a text.")
    return MailWords(subject, text)


def _whole(data: Mapping[str, Any], key: str, most: int) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ValueError(f"on_call.yml: {key} must be a whole number from 1 to {most}.")
    return value


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    if not isinstance(value, Mapping):
        raise ValueError(f"on_call.yml: {key} must be a mapping.")
    return value

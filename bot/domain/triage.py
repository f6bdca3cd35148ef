"""First triage: signals read from words, and the assessment drawn from them.

Rules are a designer's material (`data/policy/escalation.yml`): per signal a score, whether
it is hard (a person is fetched at once), phrases that show it and phrases that undo it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.domain.case import Level


class SignalName(str, Enum):
    """Evidence that a complaint may become major (practice O, P, Q)."""

    REGULATOR = "regulator"
    MEDIA = "media"
    LEGAL = "legal"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    GROUP = "group"
    REPEAT = "repeat"
    VIP = "vip"
    INFLUENCER = "influencer"
    EXCESSIVE_DEMAND = "excessive_demand"
    STAFF_FRAUD = "staff_fraud"
    LOST_PATIENCE = "lost_patience"


@dataclass(frozen=True)
class Signal:
    """One piece of evidence in the customer's own words, found in message `seq`."""

    name: SignalName
    score: float
    quote: str
    hard: bool = False
    message_id: str | None = None
    seq: int | None = None


@dataclass(frozen=True)
class SignalRule:
    """How one signal is recognised. A match of `unless` over the same words undoes it."""

    name: SignalName
    score: float
    hard: bool
    phrases: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class Hit:
    """A phrase of the policy at `start:end`; `valid` unless a match of `unless` overlaps it."""

    name: SignalName
    start: int
    end: int
    valid: bool


@dataclass(frozen=True)
class Assessment:
    """Level and priority (higher is sooner) with the reasons that led there."""

    level: Level
    priority: int
    reasons: tuple[str, ...]
    hard: bool


@dataclass(frozen=True)
class TriagePolicy:
    """`major_from`: the sum of the best scores per signal from which a case is major."""

    rules: tuple[SignalRule, ...]
    major_from: float

    def read(self, text: str) -> tuple[Signal, ...]:
        """The signals in one message, at most one per name, strongest rule first."""
        found: dict[SignalName, Signal] = {}
        for rule in self.rules:
            quote = _quote(rule, text)
            if quote and rule.name not in found:
                found[rule.name] = Signal(rule.name, rule.score, quote, rule.hard)
        return tuple(found.values())

    def rule(self, name: SignalName) -> SignalRule | None:
        """The rule of one signal; None where the policy has none."""
        return next((rule for rule in self.rules if rule.name is name), None)

    def hits(self, text: str) -> list[Hit]:
        """Every phrase found in `text`, undone ones included."""
        return [
            Hit(rule.name, match.start(), match.end(), valid)
            for rule in self.rules
            for match, valid in _matches(rule, text)
        ]

    def assess(self, signals: Iterable[Signal]) -> Assessment:
        """Draw level and priority (0–100) from all signals of an episode."""
        best: dict[SignalName, Signal] = {}
        for signal in signals:
            kept = best.get(signal.name)
            if kept is None or kept.score < signal.score:
                best[signal.name] = signal
        total = sum(signal.score for signal in best.values())
        hard = any(signal.hard for signal in best.values())
        return Assessment(
            level=Level.MAJOR if hard or total >= self.major_from else Level.ORDINARY,
            priority=min(100, round(50 * total) + (50 if hard else 0)),
            reasons=tuple(f"{s.name.value}: “{s.quote}”" for s in best.values()),
            hard=hard,
        )


def parse_triage_policy(data: Mapping[str, Any]) -> TriagePolicy:
    """Build the policy from parsed YAML. Raises ValueError naming the entry to mend."""
    rules = [_parse_rule(name, entry) for name, entry in _mapping(data, "signals").items()]
    return TriagePolicy(
        rules=tuple(sorted(rules, key=lambda rule: -rule.score)),
        major_from=_number(data, "major_from", "escalation.yml"),
    )


def _matches(rule: SignalRule, text: str) -> Iterator[tuple[re.Match[str], bool]]:
    undone = [m.span() for m in rule.unless.finditer(text)] if rule.unless else []
    for match in rule.phrases.finditer(text):
        start, end = match.span()
        yield match, not any(start < u_end and u_start < end for u_start, u_end in undone)


def _quote(rule: SignalRule, text: str) -> str | None:
    return next((match.group() for match, valid in _matches(rule, text) if valid), None)


def _parse_rule(name: str, entry: Any) -> SignalRule:
    if name not in {signal.value for signal in SignalName}:
        known = ", ".join(signal.value for signal in SignalName)
        raise ValueError(f"escalation.yml: unknown signal {name!r}; known ones are {known}.")
    if not isinstance(entry, Mapping):
        raise ValueError(f"escalation.yml: signal {name} must be a mapping with score and phrases.")
    unless = _pattern(entry.get("unless") or [], name)
    phrases = _pattern(entry.get("phrases") or [], name)
    if phrases is None:
        raise ValueError(f"escalation.yml: signal {name} needs at least one phrase.")
    score = _number(entry, "score", f"signal {name}")
    return SignalRule(SignalName(name), score, bool(entry.get("hard", False)), phrases, unless)


def _pattern(phrases: Any, name: str) -> re.Pattern[str] | None:
    if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
        raise ValueError(f"escalation.yml: phrases of {name} must be a list of patterns.")
    try:
        return re.compile("|".join(f"(?:{p})" for p in phrases), re.IGNORECASE) if phrases else None
    except re.error as error:
        raise ValueError(
            f"escalation.yml: a phrase of {name} is no valid pattern: {error}"
        ) from error


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    if not isinstance(value, Mapping):
        raise ValueError(f"escalation.yml: {key} must be a mapping.")
    return value


def _number(data: Mapping[str, Any], key: str, where: str) -> float:
    value = data.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"{where}: {key} must be a number.")
    return float(value)

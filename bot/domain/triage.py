"""Triage: the policy by which signals are read and an episode's evidence is weighed.

The policy is a designer's material (`data/policy/escalation.yml`): per signal a score, whether
it is hard (a person is fetched at once), phrases that show it and phrases that undo it; what
the record adds to that (`record_rules`), and what each scenario does (`scenario`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain import policy_fields as fields
from bot.domain.assessment import Assessment, Reason, assess
from bot.domain.evidence import Evidence
from bot.domain.record_rules import RecordRules, parse_record_rules
from bot.domain.scenario import Scenario, ScenarioRule, parse_scenarios
from bot.domain.signals import Signal, SignalName, SignalSource

__all__ = [
    "Assessment",
    "Evidence",
    "Hit",
    "Reason",
    "Scenario",
    "Signal",
    "SignalName",
    "SignalRule",
    "SignalSource",
    "TriagePolicy",
    "parse_triage_policy",
]

_FILE = "escalation.yml"
UNRULED_SCORE = 0.5
"""What a signal weighs that a person adds and the policy does not know."""


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
class TriagePolicy:
    """`major_from`: the sum of weights from which a case is major. `scenarios` in their order."""

    rules: tuple[SignalRule, ...]
    major_from: float
    record: RecordRules = field(default_factory=RecordRules)
    scenarios: tuple[ScenarioRule, ...] = ()

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

    def scenario_rule(self, scenario: Scenario | None) -> ScenarioRule | None:
        """What is done in this scenario; None where the policy has no entry."""
        return next((rule for rule in self.scenarios if rule.scenario is scenario), None)

    def weight(self, name: SignalName) -> tuple[float, bool]:
        """Score and hardness of a signal that a person adds."""
        rule = self.rule(name)
        if rule:
            return rule.score, rule.hard
        score = self.record.score(name)
        return (UNRULED_SCORE if score is None else score), False

    def assess(self, signals: Iterable[Signal]) -> Assessment:
        """The same as `weigh`, of signals alone."""
        return self.weigh(Evidence(tuple(signals)))

    def weigh(self, evidence: Evidence) -> Assessment:
        """Draw the assessment from all evidence of an episode."""
        return assess(evidence, self.record, self.scenarios, self.major_from)


def parse_triage_policy(data: Mapping[str, Any]) -> TriagePolicy:
    """Build the policy from parsed YAML. Raises ValueError naming the entry to mend."""
    entries = fields.section(data, "signals", _FILE)
    rules = [_parse_rule(name, entry) for name, entry in entries.items()]
    return TriagePolicy(
        rules=tuple(sorted(rules, key=lambda rule: -rule.score)),
        major_from=fields.number(data, "major_from", _FILE),
        record=parse_record_rules(data),
        scenarios=parse_scenarios(data),
    )


def _matches(rule: SignalRule, text: str) -> Iterator[tuple[re.Match[str], bool]]:
    found = list(rule.phrases.finditer(text))
    undone = [m.span() for m in rule.unless.finditer(text)] if found and rule.unless else []
    at = 0
    for match in found:
        while at < len(undone) and undone[at][1] <= match.start():
            at += 1
        yield match, not (at < len(undone) and undone[at][0] < match.end())


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
    score = fields.number(entry, "score", f"signal {name}")
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

"""The assessment: level, priority and scenario, each with the reasons that led there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.case import Level
from bot.domain.evidence import Evidence, LevelDecision, seq_of
from bot.domain.record_rules import RecordRules
from bot.domain.scenario import Scenario, ScenarioRule, holding
from bot.domain.signals import Signal, SignalName

FURIOUS = "furious"
ANGER_RISING = "anger_rising"
ANGER_PEAK = "anger_peak"
LEVEL_DECIDED = "level_decided"


@dataclass(frozen=True)
class Reason:
    """Why. `code` is a signal's name or one of the codes above; `quote` the customer's words or
    what stands in the record; `weight` what it adds to the sum."""

    code: str
    quote: str
    seq: int | None = None
    weight: float = 0.0

    def __str__(self) -> str:
        return f"{self.code}: “{self.quote}”"


@dataclass(frozen=True)
class Assessment:
    """Level and priority (0–100, higher is sooner). `hard`: a person is fetched at once.

    `rising`: anger has grown by as much as the policy calls a rise. `scenario` is None where
    nothing calls for a way of its own; `on_call`: it calls people out of hours.
    """

    level: Level
    priority: int
    reasons: tuple[Reason, ...]
    hard: bool
    scenario: Scenario | None = None
    on_call: bool = False
    rising: bool = False


def assess(
    evidence: Evidence, rules: RecordRules, scenarios: Sequence[ScenarioRule], major_from: float
) -> Assessment:
    """Draw the assessment. `major_from`: the sum of weights from which a case is major."""
    best = _best(evidence.signals)
    reasons = [Reason(s.name.value, s.quote, s.seq, s.score) for s in best]
    about_anger = _anger_reasons(evidence, rules)
    reasons += about_anger
    furious = _furious_reason(evidence, rules)
    reasons += [furious] if furious else []
    total = sum(reason.weight for reason in reasons)
    hard = furious is not None or any(signal.hard for signal in best)
    level = Level.MAJOR if hard or total >= major_from else Level.ORDINARY
    if evidence.level:
        level = _decided(evidence.level, evidence.signals, level)
        reasons.append(Reason(LEVEL_DECIDED, evidence.level.level.value, evidence.level.seq))
    rule = holding(scenarios, {signal.name: signal.score for signal in best})
    return Assessment(
        level=level,
        priority=min(100, round(50 * total) + (50 if hard else 0)),
        reasons=tuple(reasons),
        hard=hard,
        scenario=rule.scenario if rule else None,
        on_call=rule is not None and rule.on_call,
        rising=any(reason.code == ANGER_RISING for reason in about_anger),
    )


def _best(signals: Iterable[Signal]) -> list[Signal]:
    """Each signal counts once, with its strongest evidence."""
    best: dict[SignalName, Signal] = {}
    for signal in signals:
        kept = best.get(signal.name)
        if kept is None or kept.score < signal.score:
            best[signal.name] = signal
    return list(best.values())


def _anger_reasons(evidence: Evidence, rules: RecordRules) -> list[Reason]:
    trend, rule = evidence.anger, rules.anger
    reasons: list[Reason] = []
    if rule and trend.rise >= rule.rises_by:
        quote = " → ".join(map(str, trend.course[-5:]))
        last = max(item.seq for item in evidence.heard if item.anger is not None)
        reasons.append(Reason(ANGER_RISING, quote, last, rule.rise_score))
    if rule and trend.peak >= rule.peak_from:
        seq = seq_of(evidence.heard, trend.peak)
        reasons.append(Reason(ANGER_PEAK, str(trend.peak), seq, rule.peak_score))
    return reasons


def _furious_reason(evidence: Evidence, rules: RecordRules) -> Reason | None:
    trigger = rules.furious
    if trigger is None or evidence.anger.in_a_row(trigger.anger) < trigger.messages:
        return None
    count = evidence.anger.in_a_row(trigger.anger)
    return Reason(FURIOUS, f"×{count}", seq_of(evidence.heard, trigger.anger))


def _decided(decision: LevelDecision, signals: Iterable[Signal], drawn: Level) -> Level:
    """A person's word stands until a hard signal comes later."""
    later = any(signal.hard and (signal.seq or 0) > decision.seq for signal in signals)
    return drawn if later else decision.level

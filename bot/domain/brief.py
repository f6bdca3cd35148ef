"""The brief that an agent reads first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.advice import Advice
from bot.domain.case import Case, Fact, FactName, Level, missing
from bot.domain.evidence import AngerTrend, Evidence, Heard
from bot.domain.message import Message
from bot.domain.reading import Anger, Cause
from bot.domain.triage import Assessment, Reason, Scenario, Signal, SignalName


@dataclass(frozen=True)
class Brief:
    """Ten seconds of reading: 情绪 风险 责任 理性 需求 (practice M1, reading (a)) and the rest.

    Each dimension is a short code the desk translates; `said` is what the bot and agents last said.
    `avoid` holds one code per signal, `do` and `do_not` what the scenario's policy advises.
    `earlier`: cases of the same person or policy. `heard`: what was read message by message.
    `round`: how many times this matter has been taken up, this time included.
    """

    emotion: str
    risk: str
    responsibility: str
    rationality: str
    demand: str
    facts: tuple[Fact, ...]
    missing: tuple[tuple[str, ...], ...]
    signals: tuple[Signal, ...]
    reasons: tuple[Reason, ...]
    said: tuple[Message, ...]
    avoid: tuple[str, ...]
    scenario: Scenario | None = None
    anger: AngerTrend = field(default_factory=AngerTrend)
    rising: bool = False
    causes: tuple[Cause, ...] = ()
    do: tuple[Advice, ...] = ()
    do_not: tuple[Advice, ...] = ()
    earlier: tuple[Case, ...] = ()
    heard: tuple[Heard, ...] = ()
    round: int = 1


_HEATED = {SignalName.VIOLENCE, SignalName.SELF_HARM, SignalName.LOST_PATIENCE}


def make_brief(
    case: Case | None,
    evidence: Evidence,
    assessment: Assessment,
    said: Sequence[Message],
    *,
    do: Sequence[Advice] = (),
    do_not: Sequence[Advice] = (),
    earlier: Sequence[Case] = (),
) -> Brief:
    """Draw the brief from what is recorded; nothing in it is stored twice."""
    facts = case.facts if case else ()
    names = {signal.name for signal in evidence.signals}
    demand = case.fact(FactName.DEMAND) if case else None
    return Brief(
        emotion=_emotion(names, evidence.anger),
        risk=_risk(case, assessment),
        responsibility="staff_suspected" if SignalName.STAFF_FRAUD in names else "open",
        rationality="excessive" if SignalName.EXCESSIVE_DEMAND in names else "issue_focused",
        demand=demand.value if demand else "",
        facts=facts,
        missing=tuple(tuple(sorted(n.value for n in group)) for group in missing(facts)),
        signals=evidence.signals,
        reasons=assessment.reasons,
        said=tuple(said),
        avoid=tuple(f"avoid_{name.value}" for name in sorted(names)),
        scenario=assessment.scenario,
        anger=evidence.anger,
        rising=assessment.rising,
        causes=evidence.all_causes(),
        do=tuple(do),
        do_not=tuple(do_not),
        earlier=tuple(earlier),
        heard=tuple(sorted(evidence.heard, key=lambda item: item.seq)),
    )


def _emotion(names: set[SignalName], anger: AngerTrend) -> str:
    if names & _HEATED or anger.latest >= Anger.ANGRY:
        return "heated"
    return "upset" if names or anger.latest > Anger.NONE else "calm"


def _risk(case: Case | None, assessment: Assessment) -> str:
    graded = case is not None and case.level is Level.MAJOR
    return "major" if graded or assessment.level is Level.MAJOR else "ordinary"

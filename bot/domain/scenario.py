"""Scenarios: the situations that practice has a way of handling for (O, P, Q)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Any

from bot.domain import policy_fields as read
from bot.domain.case import FactName
from bot.domain.dialogue.questions import FIELD_QUESTIONS
from bot.domain.signals import SignalName

_FILE = "escalation.yml"
_KEYS = ("order", "signals", "shown_from", "hand_over", "on_call", "ask_before", "do", "avoid")


class Scenario(str, Enum):
    """What kind of escalation it is."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    LITIGATION = "litigation"
    MEDIA = "media"
    REGULATOR = "regulator"
    INCITEMENT = "incitement"
    STAFF_FRAUD = "staff_fraud"
    VIP = "vip"
    EXCESSIVE_DEMAND = "excessive_demand"
    LOST_PATIENCE = "lost_patience"


class HandOver(str, Enum):
    """When a person is fetched on the ground of a scenario; customers may ask at any time."""

    AT_ONCE = "at_once"
    AFTER_CLARIFYING = "after_clarifying"
    NEVER = "never"


@dataclass(frozen=True)
class ScenarioRule:
    """What is done in one scenario. The least `order` wins where several hold.

    `shown_from`: the least sum of its signals' scores; fainter evidence is no scenario yet.
    `ask_before`: facts worth asking before the person comes. `do`, `avoid`: codes of
    `data/policy/advice.yml`, for the person.
    """

    scenario: Scenario
    order: int
    signals: frozenset[SignalName]
    shown_from: float = 0.0
    hand_over: HandOver = HandOver.NEVER
    on_call: bool = False
    ask_before: tuple[FactName, ...] = ()
    do: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


def holding(
    rules: Iterable[ScenarioRule], scores: Mapping[SignalName, float]
) -> ScenarioRule | None:
    """The first scenario that these signals show, by their scores; `rules` in their order."""
    for rule in rules:
        shown = [scores[name] for name in rule.signals if name in scores]
        if shown and sum(shown) >= rule.shown_from:
            return rule
    return None


def parse_scenarios(data: Mapping[str, Any]) -> tuple[ScenarioRule, ...]:
    """The section `scenarios`, in order; empty where there is none. Raises ValueError."""
    entries = read.section(data, "scenarios", _FILE) if "scenarios" in data else {}
    rules = sorted((_rule(name, entries) for name in entries), key=lambda rule: rule.order)
    for first, second in pairwise(rules):
        if first.order == second.order:
            raise ValueError(
                f"{_FILE}: scenarios {first.scenario.value} and {second.scenario.value} have the "
                f"same order {first.order}; give each one its own."
            )
    return tuple(rules)


def _rule(name: str, entries: Mapping[str, Any]) -> ScenarioRule:
    scenario = read.choice(Scenario, name, f"{_FILE}: scenarios")
    entry, where = read.section(entries, name, f"{_FILE}: scenarios"), f"{_FILE}: scenario {name}"
    read.only(entry, _KEYS, where)
    signals = frozenset(read.choices(SignalName, entry, "signals", where))
    if not signals:
        raise ValueError(f"{where}: signals must name at least one signal.")
    hand_over = read.choice(HandOver, entry.get("hand_over"), f"{where}: hand_over")
    return ScenarioRule(
        scenario=scenario,
        order=read.whole(entry, "order", where),
        signals=signals,
        shown_from=read.number(entry, "shown_from", where) if "shown_from" in entry else 0.0,
        hand_over=hand_over,
        on_call=read.flag(entry, "on_call", where),
        ask_before=_ask_before(entry, hand_over, where),
        do=read.words(entry, "do", where),
        avoid=read.words(entry, "avoid", where),
    )


def _ask_before(entry: Mapping[str, Any], hand_over: HandOver, where: str) -> tuple[FactName, ...]:
    """Nothing stands there that would never be asked."""
    facts = read.choices(FactName, entry, "ask_before", where)
    if facts and hand_over is not HandOver.AFTER_CLARIFYING:
        raise ValueError(
            f"{where}: hand_over {hand_over.value} asks nothing before; remove ask_before, or "
            f"write hand_over: {HandOver.AFTER_CLARIFYING.value}."
        )
    unasked = [name.value for name in facts if name not in FIELD_QUESTIONS]
    if unasked:
        askable = ", ".join(name.value for name in FIELD_QUESTIONS)
        raise ValueError(f"{where}: ask_before: nobody asks for {unasked[0]}; choose of {askable}.")
    return facts

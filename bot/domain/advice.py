"""What a person at the desk is told to do and to avoid (`data/policy/advice.yml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.scenario import ScenarioRule


@dataclass(frozen=True)
class Advice:
    """One sentence in the desk's languages."""

    code: str
    zh: str
    en: str


Advices = Mapping[str, Advice]


def advice_for(rules: Iterable[ScenarioRule], data: Mapping[str, Any]) -> Advices:
    """Both of the following."""
    advices = parse_advice(data)
    require_advice(rules, advices)
    return advices


def parse_advice(data: Mapping[str, Any]) -> Advices:
    """By code. Raises ValueError naming the entry to mend."""
    return {str(code): _advice(str(code), entry) for code, entry in data.items()}


def require_advice(rules: Iterable[ScenarioRule], advices: Advices) -> None:
    """Raises ValueError where a scenario names a code that has no words."""
    for rule in rules:
        for code in (*rule.do, *rule.avoid):
            if code not in advices:
                raise ValueError(
                    f"escalation.yml: scenario {rule.scenario.value} names the advice {code!r}, "
                    "which advice.yml lacks; add it there with zh and en."
                )


def _advice(code: str, entry: Any) -> Advice:
    if not isinstance(entry, Mapping) or set(entry) != {"zh", "en"}:
        raise ValueError(f"advice.yml: {code} must have zh and en, nothing else.")
    if not all(isinstance(text, str) and text.strip() for text in entry.values()):
        raise ValueError(f"advice.yml: {code}: zh and en must be sentences.")
    return Advice(code, entry["zh"], entry["en"])

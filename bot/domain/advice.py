"""What a person at the desk is told to do and to avoid (`data/policy/advice.yml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain import policy_fields as read
from bot.domain.scenario import ScenarioRule

_FILE, _ORDINARY = "advice.yml", "ordinary"


@dataclass(frozen=True)
class Advice:
    """One sentence in the desk's languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Advices:
    """The sentences by code, and which of them hold where there is no scenario (practice Q1)."""

    sentences: Mapping[str, Advice] = field(default_factory=dict)
    ordinary: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def of(self, rule: ScenarioRule | None) -> tuple[tuple[Advice, ...], tuple[Advice, ...]]:
        """What to do, and what to avoid; None: in an ordinary complaint."""
        do, avoid = (rule.do, rule.avoid) if rule else self.ordinary
        return tuple(self.sentences[one] for one in do), tuple(self.sentences[one] for one in avoid)


def parse_advice(rules: Iterable[ScenarioRule], data: Mapping[str, Any]) -> Advices:
    """Raises ValueError naming the entry to mend, or the code that lacks its words."""
    where = f"{_FILE}: {_ORDINARY}"
    ordinary = read.section(data, _ORDINARY, _FILE)
    read.only(ordinary, ("do", "avoid"), where)
    do, avoid = (read.words(ordinary, key, where) for key in ("do", "avoid"))
    sentences = {str(code): _advice(str(code), data[code]) for code in data if code != _ORDINARY}
    _require(where, (*do, *avoid), sentences)
    for rule in rules:
        place = f"escalation.yml: scenario {rule.scenario.value}"
        _require(place, (*rule.do, *rule.avoid), sentences)
    return Advices(sentences, (do, avoid))


def _require(where: str, codes: Iterable[str], sentences: Mapping[str, Advice]) -> None:
    for code in codes:
        if code not in sentences:
            raise ValueError(
                f"{where} names the advice {code!r}, which {_FILE} lacks; add it there with zh "
                "and en."
            )


def _advice(code: str, entry: Any) -> Advice:
    if not isinstance(entry, Mapping) or set(entry) != {"zh", "en"}:
        raise ValueError(f"advice.yml: {code} must have zh and en, nothing else.")
    if not all(isinstance(text, str) and text.strip() for text in entry.values()):
        raise ValueError(f"advice.yml: {code}: zh and en must be sentences.")
    return Advice(code, entry["zh"], entry["en"])

"""Which canned words come next: by scenario, by stage, and by what the agent has said already."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from bot.domain.canned import Canned, Filled, Stage
from bot.domain.case import ENDED, Case, missing
from bot.domain.scenario import Scenario


class _Fit(int, Enum):
    """How well an entry fits, the best first. A life comes before the greeting, and whoever has
    just come greets before anything else (practice E12, D)."""

    SCENARIO_AND_STAGE = 0
    OPENING = 1
    SCENARIO = 2
    STAGE = 3


def stage_of(case: Case | None, *, has_spoken: bool) -> Stage:
    """Where the agent stands with the customer."""
    if case and case.state in ENDED:
        return Stage.ENDED
    if not has_spoken:
        return Stage.OPENING
    complete = case is not None and (case.number is not None or not missing(case.facts))
    return Stage.DECIDING if complete else Stage.COLLECTING


def next_words(filled: Sequence[Filled], scenario: Scenario | None, stage: Stage) -> str | None:
    """The code of the entry to say next, in the order given where several fit alike; None where
    nothing fits. Nothing is suggested that was said already."""
    rated = [
        (fit, place, one.canned.code)
        for place, one in enumerate(filled)
        if not one.said and (fit := _fit(one.canned, scenario, stage)) is not None
    ]
    return min(rated)[2] if rated else None


def _fit(entry: Canned, scenario: Scenario | None, stage: Stage) -> _Fit | None:
    of_scenario, of_stage = scenario in entry.scenarios, stage in entry.stages
    if of_scenario and of_stage:
        return _Fit.SCENARIO_AND_STAGE
    if of_scenario and not entry.stages and stage is not Stage.ENDED:
        return _Fit.SCENARIO
    if not of_stage or entry.scenarios:
        return None
    return _Fit.OPENING if stage is Stage.OPENING else _Fit.STAGE

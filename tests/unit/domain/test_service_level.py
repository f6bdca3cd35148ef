"""The designers' file about how fast the desk means to be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.domain.service_level import Measure, parse_service_levels

FILE = Path(__file__).resolve().parents[3] / "data" / "policy" / "service_levels.yml"
FINE = {"within_minutes": 5, "target": 0.9}
DATA: Mapping[str, Any] = {measure.value: FINE for measure in Measure}


def test_the_shipped_file_names_every_measure_and_answers_follow_claims() -> None:
    claim, first_answer, acceptance = load_policy(FILE, parse_service_levels)
    assert [one.measure for one in (claim, first_answer, acceptance)] == list(Measure)
    assert claim.within <= first_answer.within


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"claim": None}, "claim must be a mapping"),
        ({"claim": {**FINE, "within_minutes": 0}}, "claim: within_minutes"),
        (
            {"acceptance": {**FINE, "target": 90}},
            "acceptance: target must be above 0 and at most 1",
        ),
        ({"claim": {**FINE, "taregt": 1}}, "unknown entry 'taregt'"),
        ({"answer": FINE}, "unknown entry 'answer'"),
    ],
)
def test_a_mistake_is_named(change: Mapping[str, Any], problem: str) -> None:
    assert len(parse_service_levels(DATA)) == 3
    with pytest.raises(ValueError, match=problem):
        parse_service_levels({**DATA, **change})

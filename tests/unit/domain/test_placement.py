"""Where somebody works, and what they can be given."""

from __future__ import annotations

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.placement import MAX_CAPACITY, Placement, team_name
from bot.domain.scenario import Scenario


def test_repetitions_are_dropped_and_the_order_is_kept() -> None:
    given = Placement(
        languages=("en", "zh-Hans", "en"),
        product_lines=("health", "health"),
        scenarios=(Scenario.VIP, Scenario.VIP),
        capacity=MAX_CAPACITY,
    )
    kept = given.checked(["health", "life"])
    assert kept.languages == ("en", "zh-Hans")
    assert (kept.product_lines, kept.scenarios) == (("health",), (Scenario.VIP,))


@pytest.mark.parametrize(
    ("placement", "field"),
    [
        (Placement(languages=("fr",)), "languages: 'fr' is unknown; known are zh-Hans"),
        (Placement(product_lines=("pets",)), "product_lines: 'pets' is unknown; known are health"),
        (Placement(capacity=0), "capacity"),
        (Placement(capacity=MAX_CAPACITY + 1), "capacity"),
    ],
)
def test_what_cannot_be_is_named(placement: Placement, field: str) -> None:
    with pytest.raises(InvalidInput, match=field):
        placement.checked(["health"])


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb"])
def test_a_team_needs_a_name(name: str) -> None:
    with pytest.raises(InvalidInput):
        team_name(name)
    assert team_name(" 理赔组 ") == "理赔组"

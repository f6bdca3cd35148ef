"""Numbers that a customer in danger is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.help_lines import parse_help_lines


def _data(**of_english: Any) -> dict[str, Any]:
    entry = {"emergency": "1", "police": "2", "helpline": "3", "checked": date(2026, 5, 1)}
    english = {**entry, **of_english}
    return {"valid_days": 180, "numbers": {"zh-Hans": entry, "zh-Hant": entry, "en": english}}


def test_each_language_has_its_numbers_and_their_age() -> None:
    lines = parse_help_lines(_data(police=" 999 ", checked=None))
    assert lines.values("en") == {"emergency": "1", "police": "999", "helpline": "3"}
    assert lines.unchecked(date(2026, 5, 2)) == ["en"]
    assert lines.unchecked(date(2026, 10, 28)) == ["en"]
    assert lines.unchecked(date(2026, 10, 29)) == ["zh-Hans", "zh-Hant", "en"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (_data(police=110), "en.police"),
        (_data(helpline=""), "en.helpline"),
        (_data(checked="yesterday"), "en.checked"),
        (_data(fire="119"), "'fire'"),
        ({**_data(), "valid_days": 0}, "valid_days"),
        ({"valid_days": 1, "numbers": {}}, "zh-Hans"),
    ],
)
def test_a_mistake_is_named(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_help_lines(wrong)

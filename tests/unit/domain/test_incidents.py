"""Incidents that many may complain of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.incidents import incident_named, parse_incidents

DAY = date(2026, 11, 18)


def _entry(**values: Any) -> dict[str, Any]:
    entry = {"from": DAY, "until": date(2026, 11, 20), "words": ["app.{0,6}打不开"]}
    return {"incidents": {"App 故障": {**entry, **values}}}


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("你们APP打不开", DAY, "App 故障"),
        ("你们APP打不开", date(2026, 11, 20), "App 故障"),
        ("你们APP打不开", date(2026, 11, 21), None),
        ("你们APP打不开", date(2026, 11, 17), None),
        ("理赔太慢", DAY, None),
    ],
)
def test_words_and_days_decide(text: str, day: date, named: str | None) -> None:
    assert incident_named(parse_incidents(_entry()), ["門打不開", text], day) == named


def test_without_an_end_it_goes_on() -> None:
    incidents = parse_incidents(_entry(until=None))
    assert incident_named(incidents, ["app打不开"], date(2027, 11, 18)) == "App 故障"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (_entry(words=[]), "words"),
        (_entry(words=["(打不开"]), "no valid pattern"),
        (_entry(until=date(2026, 11, 1)), "until lies before from"),
        (_entry(until="soon"), "until must be a day"),
        (_entry(**{"from": None}), "from must be a day"),
        (_entry(on=1), "'on'"),
        ({"incidents": []}, "incidents must be a mapping"),
    ],
)
def test_a_mistake_is_named(data: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_incidents(data)

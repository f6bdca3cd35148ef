"""Who is named in a note."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.domain.ids import AgentId
from bot.domain.note import mentioned
from bot.domain.staff import Agent, Role

_AT = datetime(2026, 11, 21, tzinfo=timezone.utc)
_STAFF = [
    Agent(AgentId(name), name, name, Role.AGENT, _AT, active=name != "gone")
    for name in ("li", "li.na", "王敏", "gone")
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@li 请看", ["li"]),
        ("请@li看一下", ["li"]),
        ("@li.na 和 @li", ["li.na", "li"]),
        ("@LI @li", ["li"]),
        ("@王敏看看", ["王敏"]),
        ("@lisa @gone", []),
        ("li@", []),
        ("没有人", []),
    ],
)
def test_a_user_name_after_an_at_names_a_colleague(text: str, expected: list[str]) -> None:
    assert list(mentioned(text, _STAFF)) == expected

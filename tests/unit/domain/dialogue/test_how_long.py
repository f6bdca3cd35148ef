"""Who waits asks how long in many ways."""

from __future__ import annotations

import pytest

from bot.domain.dialogue.how_long import asks_how_long


@pytest.mark.parametrize(
    "text",
    ["还要多久", "什么时候有人来", "幾點到我", "排到第几了", "how much longer do I have to wait?",
     "when will someone be here", "am I still waiting for nothing"],
)  # fmt: skip
def test_a_short_question_about_time_or_place(text: str) -> None:
    assert asks_how_long(text)


@pytest.mark.parametrize(
    "text",
    [
        "保单号在这里",
        "my policy number",
        "三年前买的",
        "业务员当时说交三年就行，后来又说交十年，" * 3 + "多久",
    ],
)
def test_everything_else(text: str) -> None:
    assert not asks_how_long(text)

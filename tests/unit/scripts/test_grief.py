"""Who is bereaved, and what is a lament (practice E3, A32)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.scripts.grief import GRIEF, grief, parse_grief
from bot.yaml_files import read_mapping


@pytest.mark.parametrize(
    "text",
    [
        "我老公上个月车祸走了，你们说他酒驾不赔",
        "我媽媽上個月過世了，理賠沒有下來",
        "我老公癌症去世",
        "我爸走了，你们不赔",
        "我妈妈就这么没了",
        "My husband passed away and you refuse to pay",
        "My late father had a policy with you",
        "my daughter died in an accident",
        "we lost our son in March",
        "I've lost my wife",
        "My dad's death certificate was refused",
    ],
)
def test_the_bereaved_are_known_by_their_words(text: str) -> None:
    assert grief().bereaved.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "我爸走了三趟柜台",
        "我妈的钱没了",
        "如果我老公去世了受益人是谁",
        "我女儿的身故受益人写错了",
        "what happens if my husband died?",
        "I lost my husband's policy",
        "Is there a death benefit for my wife",
    ],
)
def test_policies_and_ifs_are_no_bereavement(text: str) -> None:
    assert not grief().bereaved.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "我不知道以后怎么办",
        "我天天哭，还有两个小孩",
        "孩子還小",
        "I can't stop crying, I have two little kids",
        "I don't know what to do now",
    ],
)
def test_a_lament_is_heard(text: str) -> None:
    assert grief().laments.found_in(text)


@pytest.mark.parametrize("text", ["不知道", "不知道怎么办", "全额赔付", "I don't know", "pay me"])
def test_an_answer_is_no_lament(text: str) -> None:
    assert not grief().laments.found_in(text)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"sorrow": {}}, "sorrow"),
        ({"laments": {"phrases": []}}, "laments: phrases are missing"),
        ({"laments": {"phrases": ["("]}}, "laments: phrases: '\\('"),
    ],
)
def test_the_entry_to_mend_is_named(change: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        parse_grief({**read_mapping(GRIEF), **change})

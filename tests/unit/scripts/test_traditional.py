"""What readers in Hong Kong and Taiwan see: their characters, their words, nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.config import ROOT
from bot.scripts.traditional import Traditional, traditional
from bot.scripts.variations import SIMPLIFIED, TRADITIONAL, language_of
from bot.yaml_files import read_mapping
from connectors.wording import Wording

_HAN = re.compile(r"[\u3400-\u9fff]")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_MAINLAND = re.compile(
    r"信息|短信|合同|賬|视频|網點|櫃面|單位|字符|崗|值守|窩心|授權檔案|瞭解|[“”‘’]"
)


def _responses() -> Mapping[str, list[dict[str, Any]]]:
    responses: Mapping[str, list[dict[str, Any]]] = read_mapping(ROOT / "domain.yml")["responses"]
    return responses


def _simplified() -> Iterator[Any]:
    for name, variations in _responses().items():
        for number, variation in enumerate(variations, 1):
            if language_of(variation) == SIMPLIFIED:
                titles = [str(button["title"]) for button in variation.get("buttons") or ()]
                yield pytest.param([str(variation["text"]), *titles], id=f"{name}-{number}")


@pytest.mark.parametrize("texts", _simplified())
def test_a_response_is_wholly_traditional_and_keeps_its_placeholders(texts: list[str]) -> None:
    for text in texts:
        converted = traditional()(text)
        # Big5 has no character of which only the Simplified form is in use.
        assert not [c for c in _HAN.findall(converted) if not _in_big5(c)], converted
        assert not _MAINLAND.findall(converted), converted
        assert _PLACEHOLDER.findall(converted) == _PLACEHOLDER.findall(text)


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("随时发“转人工”。", "隨時輸入「轉人工」。"),
        ("他说“我听见‘好’了”", "他說「我聽見『好』了」"),
        ("请给我手机号或保单号", "請給我手機號碼或保單號碼"),
        ("手机号码和身份证号码", "手機號碼和身分證號碼"),
        ("站在您的位置想，确实窝心", "站在您的位置想，確實難受"),
        ("合同和授权文件", "合約和授權文件"),
        ("现在同事不在岗，账上的钱", "現在同事下班了，帳上的錢"),
        ("接下来了解几点，我再了解一下", "接下來了解幾點，我再了解一下"),
    ],
)
def test_words_are_those_of_hong_kong_and_taiwan(simplified: str, expected: str) -> None:
    assert traditional()(simplified) == expected


def test_the_longest_word_wins_and_is_not_looked_at_again() -> None:
    convert = Traditional({"手機號": "手機號碼", "手機號碼": "手機號碼", "號碼": "編號"})
    assert convert("手机号，手机号码，号码") == "手機號碼，手機號碼，編號"


# Rasa warns about every domain that has slots.
@pytest.mark.filterwarnings("ignore:Slot auto-fill")
async def test_what_is_filled_in_and_what_a_button_sends_stay_as_they_are() -> None:
    custom = {"mappings": [{"type": "custom"}]}
    button = {"title": "手机号", "payload": '/correct{{"field": "contact"}}'}
    domain = Domain.from_dict(
        {
            "slots": {"language": {"type": "text", **custom}, "memory": {"type": "any", **custom}},
            "responses": {"utter_which": [{"text": "经过：{story}", "buttons": [button]}]},
        }
    )
    events = [SlotSet("language", TRADITIONAL)]
    tracker = DialogueStateTracker.from_events("one", events, domain.slots)
    answer = await Wording(domain).generate("utter_which", tracker, "web", story="我的合同")
    assert answer is not None
    assert answer["text"] == "經過：我的合同"
    assert answer["buttons"] == [{"title": "手機號碼", "payload": '/correct{"field": "contact"}'}]

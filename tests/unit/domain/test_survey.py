"""How answers to the satisfaction question read (practice W1–W4)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.survey import SaidAnswer, SurveyAnswer, SurveyPolicy, parse_survey_policy

POLICY = load_policy(ROOT / "data" / "policy" / "survey.yml", parse_survey_policy)
WORDS: dict[str, Any] = {"satisfied": ["满意"], "neutral": ["一般"], "dissatisfied": ["不满意"]}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("满意", "satisfied"),
        ("很满意,谢谢!", "satisfied"),
        ("我觉得挺好的", "satisfied"),
        ("服務很滿意", "satisfied"),
        ("Good", "satisfied"),
        ("I am very satisfied, thank you.", "satisfied"),
        ("👍👍", "satisfied"),
        ("还行吧", "neutral"),
        ("Not bad", "neutral"),
        ("不满意", "dissatisfied"),
        ("對處理不滿意", "dissatisfied"),
        ("very bad", "dissatisfied"),
    ],
)
def test_plain_words_are_an_answer(text: str, answer: str) -> None:
    assert POLICY.read(text) == SaidAnswer(SurveyAnswer(answer))


def test_what_follows_a_dissatisfied_word_is_kept() -> None:
    said = POLICY.read("不满意，理赔款到现在还没到")
    assert said == SaidAnswer(SurveyAnswer.DISSATISFIED, "理赔款到现在还没到")


def test_what_follows_a_neutral_word_is_kept_unless_it_asks() -> None:
    said = POLICY.read("还行吧，就是等太久")
    assert said == SaidAnswer(SurveyAnswer.NEUTRAL, "就是等太久")
    assert POLICY.read("一般，多久能办好？") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "满意什么",
        "满意，不过我还要投诉另一件事",
        "你们满意了吧我可没钱了",
        "好的",
        "ok",
        "goodbye",
        "badly translated contract",
        "我要投诉",
        "不满意" + "。" * 400,
    ],
)
def test_anything_else_is_a_message_and_no_answer(text: str) -> None:
    assert POLICY.read(text) is None


def test_a_question_is_open_for_the_days_of_the_policy() -> None:
    now = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
    assert SurveyPolicy(3, {}).open_since(now) == now - timedelta(days=3)


@pytest.mark.parametrize(
    ("data", "entry"),
    [
        ({"open_days": 0, "answers": WORDS}, "open_days"),
        ({"open_days": True, "answers": WORDS}, "open_days"),
        ({"open_days": 7}, "answers must list"),
        ({"open_days": 7, "answers": {**WORDS, "great": []}}, "answers must list"),
        ({"open_days": 7, "answers": {**WORDS, "neutral": []}}, "answers.neutral"),
        ({"open_days": 7, "answers": {**WORDS, "neutral": [True]}}, "quotes around yes or no"),
        ({"open_days": 7, "answers": WORDS, "around": "很"}, "around"),
    ],
)
def test_a_wrong_entry_is_named(data: dict[str, Any], entry: str) -> None:
    with pytest.raises(ValueError, match=r"^survey\.yml: ") as caught:
        parse_survey_policy(data)
    assert entry in str(caught.value)

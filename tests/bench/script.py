"""What the customers of the measurements say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, cycle, islice

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.privacy.detect import Detector, PersonalValue
from bot.domain.privacy.rules import parse_rules
from bot.domain.privacy.tokens import token, tokenise

COMPLAINT = (
    "你们凭什么拒赔？我妈住院的钱一分都不给报",
    "上个月五号",
    "把住院费赔给我，再道个歉",
    "保单不在手边，记不得了",
    "你是机器人吧",
    "我叫王小明",
    "电话13800138000",
    "对的",
)
"""From the first word to the case number, with one side question; eight turns."""

SIDE_QUESTIONS = (
    "你是机器人吧",
    "我的投诉现在到哪一步了",
    "谢谢",
    "理赔需要什么材料",
    "你好",
)
"""What a form answers without getting further, however often it is asked."""


def detector() -> Detector:
    """As the boundary has it."""
    return Detector(load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules))


def tokenised(texts: Sequence[str]) -> tuple[str, ...]:
    """As the assistant reads them; for stock Rasa, which has no privacy boundary of its own.
    Good for at most one value of a kind."""
    finder = detector()
    return tuple(tokenise(text, finder.find(text), _first) for text in texts)


def endless_complaint(turns: int) -> Iterator[str]:
    """A complaint under way that never gets further: each question is answered by a question."""
    return islice(chain(COMPLAINT[:1], cycle(SIDE_QUESTIONS)), turns)


def _first(value: PersonalValue) -> str:
    return token(value.kind, 1)

"""The satisfaction question after a person has helped, and its answers (practice W1–W5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bot.domain.ids import CaseId, ConversationId, SurveyId

LONGEST_ANSWER = 300
"""Characters; who writes more tells a story and does not answer a question."""


class SurveyAnswer(str, Enum):
    """What the customer thinks of the handling; the values are intents, too."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"

    @property
    def payload(self) -> str:
        """What its button sends."""
        return f"/{self.value}"


_AFTER = {
    SurveyAnswer.NEUTRAL: r"(?:\W+(?P<comment>\w[^?？吗嗎]*))",
    SurveyAnswer.DISSATISFIED: r"(?:\W+(?P<comment>\w.*))",
}
"""What may follow such a word."""


@dataclass(frozen=True)
class Survey:
    """One question, asked at one hand-back.

    `asked_seq` is its place in the transcript; `case_id` the case it asks about, if there is one.
    `comment` is what was said beside the answer, tokenised.
    """

    id: SurveyId
    conversation_id: ConversationId
    episode: int
    asked_at: datetime
    asked_seq: int
    case_id: CaseId | None = None
    answered_at: datetime | None = None
    answer: SurveyAnswer | None = None
    comment: str = ""

    def answered(self, answer: SurveyAnswer, comment: str, at: datetime) -> Survey:
        """The same with an answer; a later one replaces an earlier one."""
        return replace(self, answer=answer, comment=comment, answered_at=at)


@dataclass(frozen=True)
class SaidAnswer:
    """An answer and what was said beside it."""

    answer: SurveyAnswer
    comment: str = ""


@dataclass(frozen=True)
class SurveyPolicy:
    """`open_days`: how long a question may be answered. `patterns` fit a whole message."""

    open_days: int
    patterns: Mapping[SurveyAnswer, re.Pattern[str]]

    def open_since(self, now: datetime) -> datetime:
        """Questions asked before this moment are over."""
        return now - timedelta(days=self.open_days)

    def read(self, text: str) -> SaidAnswer | None:
        """The answer that a typed message gives, whatever was asked; None where it gives none.

        Only words of the policy count. Beside a dissatisfied word anything may follow, as the
        next round keeps it, and beside a neutral one anything that asks nothing; a satisfied one
        with more to it is no answer but a message.
        """
        said = text.strip()
        if len(said) > LONGEST_ANSWER:
            return None
        for answer, pattern in self.patterns.items():
            match = pattern.fullmatch(said)
            if match:
                return SaidAnswer(answer, (match.groupdict().get("comment") or "").strip())
        return None


def parse_survey_policy(data: Mapping[str, Any]) -> SurveyPolicy:
    """Raises ValueError naming the entry to mend."""
    days = data.get("open_days")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        raise ValueError("survey.yml: open_days must be a whole number from 1.")
    answers = data.get("answers")
    if not isinstance(answers, Mapping) or set(answers) != {item.value for item in SurveyAnswer}:
        known = ", ".join(item.value for item in SurveyAnswer)
        raise ValueError(f"survey.yml: answers must list words for {known}, and nothing else.")
    around = _either(data.get("around") or [], "around")
    patterns = {item: _pattern(item, answers[item.value], around) for item in SurveyAnswer}
    return SurveyPolicy(days, patterns)


def _pattern(answer: SurveyAnswer, words: Any, around: str) -> re.Pattern[str]:
    beside = rf"(?:{around}|\W)*" if around else r"\W*"
    after = _AFTER.get(answer, "(?!)")
    said = _either(words, f"answers.{answer.value}")
    if not said:
        raise ValueError(f"survey.yml: answers.{answer.value} needs at least one word.")
    return re.compile(rf"{beside}(?:{said}){beside}?{after}?", re.IGNORECASE | re.DOTALL)


def _either(words: Any, where: str) -> str:
    """Longest first, so that a word is not mistaken for the beginning of another."""
    if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
        raise ValueError(
            f"survey.yml: {where} must be a list of words; put quotes around yes or no."
        )
    plain = {word.strip() for word in words}
    return "|".join(re.escape(word) for word in sorted(plain, key=lambda w: (-len(w), w)))

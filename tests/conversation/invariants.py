"""What holds in every turn of every conversation, with the practice rows it comes from.

Each check returns what is wrong as a sentence, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

from bot.domain.case import FactName
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import ANSWERED_BY, Question
from bot.scripts.apologies import apologises
from bot.scripts.lint.policy import LintPolicy
from bot.scripts.lint.policy_reading import parse_lint_policy
from bot.scripts.sentences import sentences
from tests.conversation.customer import Answer
from tests.conversation.material import project_file

MOST_BUBBLES = 2
LONGEST = {"zh-Hans": 140, "zh-Hant": 140, "en": 280}
HAN = re.compile(r"[\u3400-\u9fff]")
_QUESTION = re.compile(r"[？?]")
_SIMPLIFIED = OpenCC("t2s")
_QUOTING = ("utter_read_back",)


@dataclass(frozen=True)
class Seen:
    """A turn as the customer saw it. `language`: in which they expect to be answered. `heard`:
    all their messages so far, this one last. `apologies`: sentences of earlier turns."""

    answer: Answer
    language: str
    owner_before: str
    heard: Sequence[str]
    known: dict[FactName, str]
    asked: Question | None
    memory: Memory
    apologies: frozenset[str]

    @property
    def own_words(self) -> list[str]:
        """The bubbles without the customer's own words."""
        quoted = {
            line for value in (*self.known.values(), *self.heard) for line in value.split("\n")
        }
        texts = self.answer.texts
        for words in sorted(quoted, key=len, reverse=True):
            texts = [text.replace(words, "") for text in texts] if words.strip() else texts
        return texts

    @property
    def quotes(self) -> bool:
        """Whether the record is read back."""
        return any(name in _QUOTING for name in self.answer.said)


def answers_while_the_bot_owns(seen: Seen) -> str | None:
    """A15, D3, D13: nobody talks into the void."""
    return "no answer" if seen.owner_before == "bot" and not seen.answer.texts else None


def at_most_two_bubbles(seen: Seen) -> str | None:
    """AD13, E7: short."""
    count = len(seen.answer.texts)
    return f"{count} bubbles" if count > MOST_BUBBLES else None


def bubbles_fit_a_phone(seen: Seen) -> str | None:
    """AD13: one screen; the read-back is as long as the record."""
    longest = 0 if seen.quotes else max(map(len, seen.own_words), default=0)
    return f"a bubble of {longest} characters" if longest > LONGEST[seen.language] else None


def no_taboo(seen: Seen) -> str | None:
    """A11, E1, E2, E6, E8, E11, E31, AC14: nothing that data/policy/taboos.yml forbids."""
    for name, text in zip(seen.answer.said, seen.own_words, strict=False):
        found = _taboo(name, _SIMPLIFIED.convert(text), seen.language)
        if found:
            return f"taboo {found} in {name}"
    return None


@lru_cache(maxsize=1)
def _taboos() -> LintPolicy:
    return parse_lint_policy(project_file("data/policy/taboos.yml"))


def _taboo(response: str, text: str, language: str) -> str | None:
    family = "en" if language == "en" else "zh"
    policy = _taboos()
    for rule, taboo in policy.taboos.items():
        if not policy.advice[rule].spares(response):
            spans = taboo.offences(family, text)
            found = [text[start:end] for start, end in spans]
            if found:
                return f"{rule} “{found[0]}”"
    return None


def no_apology_twice(seen: Seen) -> str | None:
    """E35: the same words again sound insincere."""
    again = [s for s in apologies(seen.answer) if s in seen.apologies]
    return f"the same apology again: {again[0]}" if again else None


def apologies(answer: Answer) -> list[str]:
    """The apologising sentences."""
    return [s.strip() for text in answer.texts for s in sentences(text) if apologises(s)]


def in_the_customers_language(seen: Seen) -> str | None:
    """D2, I9: English without Chinese, Chinese in the reader's script."""
    for text in seen.own_words:
        wrong = _foreign(text, seen.language)
        if wrong:
            return f"not {seen.language}: {wrong!r} in “{text}”"
    return None


def _foreign(text: str, language: str) -> str:
    if language == "en":
        return "".join(HAN.findall(text))
    if not HAN.search(text) and len(text) > LONGEST["en"] // 10:
        return text
    charset = "big5" if language == "zh-Hant" else "gb2312"
    return "".join(c for c in HAN.findall(text) if not _encodable(c, charset))


def _encodable(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def nothing_known_is_asked(seen: Seen) -> str | None:
    """O3, AD13: what was said is not asked again, unless the customer wants to change it."""
    if seen.asked is None or seen.asked is Question.CLARIFY_DEMAND:
        return None
    known = ANSWERED_BY.get(seen.asked, frozenset()) & set(seen.known)
    if not known or seen.asked in seen.memory.reopened:
        return None
    return f"asks {seen.asked.value}, which is known: {seen.known[next(iter(known))]}"


def at_most_one_question(seen: Seen) -> str | None:
    """E33, AD13: one thing at a time."""
    asking = [name for name in seen.answer.said if name.startswith("utter_ask_")]
    marks = 0 if seen.quotes else sum(len(_QUESTION.findall(text)) for text in seen.own_words)
    return f"asks {max(marks, len(asking))} things" if marks > 1 or len(asking) > 1 else None


INVARIANTS: tuple[Callable[[Seen], str | None], ...] = (
    answers_while_the_bot_owns,
    at_most_two_bubbles,
    bubbles_fit_a_phone,
    no_taboo,
    no_apology_twice,
    in_the_customers_language,
    nothing_known_is_asked,
    at_most_one_question,
)

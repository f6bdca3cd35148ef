"""What the customer wants done, one hit per class (docs/labelling.md §6).

Only what is wanted: not what was promised or done (他们给我道歉了), not a question (能退多少吗).
"""

from __future__ import annotations

from bisect import bisect_left

from bot.nlu.facts.demand_signs import (
    AFTER_BARE,
    AFTER_WANT,
    ASKS,
    BEFORE_BARE,
    BEFORE_LATIN,
    BETWEEN,
    CONDITIONS,
    DONE,
    ENOUGH,
    FARTHEST,
    FARTHEST_LATIN,
    FILLING,
    FOLLOWS,
    HARD_QUESTIONS,
    HEADING,
    JUST_BACK,
    LIST_ITEM,
    MAY_TAKE,
    MAY_WANT,
    NEAR,
    NEGATION,
    NOT_AFTER,
    NOUN_AFTER,
    NUMBER_AFTER,
    OR_ELSE,
    ORDER,
    ORDER_LATIN,
    ORDERED,
    POLITE,
    REPORTS,
    REQUEST,
    SAID_PLAINLY,
    SAYS,
    SHORT,
    SOFT,
    SOFT_QUESTIONS,
    STRONG,
    TALK,
    THIRD,
    THIS_POLICY,
    WINDOW,
    WINDOW_LATIN,
)
from bot.nlu.facts.hit import Hit
from bot.nlu.facts.words import ALONE, ELSE, FactWords
from bot.nlu.lexicon import Found


def find_demands(text: str, parts: list[tuple[int, int]], words: FactWords) -> list[Hit]:
    found: dict[str, Hit] = {}
    heading = wanted = False
    for start, end in parts:
        clause = text[start:end]
        before = len(found)
        named = [f for f in words.demands.find(clause) if f.concept != ELSE]
        if named:
            listed = heading or (wanted and FOLLOWS.match(clause) is not None)
            signs = _Signs(clause, words, heading=listed, question=text[end : end + 1] == "?")
            for word in named:
                name = _class_of(clause, word)
                if name not in found and (first := signs.wanted_from(word, name)) is not None:
                    found[name] = Hit("demand", name, start + first, start + word.end)
        wanted = len(found) > before
        heading = HEADING.search(clause[-12:]) is not None or (heading and len(clause) <= LIST_ITEM)
    for name, pattern in SAID_PLAINLY:
        if name not in found and (said := pattern.search(text)) is not None:
            found[name] = Hit("demand", name, *said.span())
    return sorted(found.values(), key=lambda hit: hit.start)


def _class_of(clause: str, word: Found) -> str:
    """退了 of a policy (这份) is to surrender it."""
    name = word.concept.removeprefix(ALONE)
    if name == "refund" and clause[word.start : word.end] in JUST_BACK:
        return "surrender" if THIS_POLICY.search(clause) else name
    return name


class _Signs:
    """One clause, with the signs of wanting, telling and asking in it."""

    def __init__(self, clause: str, words: FactWords, *, heading: bool, question: bool) -> None:
        self._clause = clause
        self._signs = words.wanting.find(clause)
        self._sign_starts = [sign.start for sign in self._signs]
        self._asks = [
            ask
            for ask in words.questions.find(clause)
            if not clause.startswith("要么", max(0, ask.start - 1))
        ]
        self._ask_starts = [ask.start for ask in self._asks]
        self._heading = heading
        self._question = question
        self._enough = ENOUGH.search(clause[-12:]) is not None

    def wanted_from(self, word: Found, name: str) -> int | None:
        """Where the words begin that say that `word` is wanted; None where it is not."""
        clause, alone = self._clause, word.concept.startswith(ALONE)
        latin = clause[word.start].isascii()
        near = max(0, word.start - (WINDOW_LATIN if latin else WINDOW))
        signs = self._signs[
            bisect_left(self._sign_starts, near) : bisect_left(self._sign_starts, word.start)
        ]
        signs = [s for s in signs if s.end < word.end or s.concept == "negates"]
        if self._is_told(signs, word) or SAYS.search(clause, near, word.start):
            return None
        if (
            name != "stop_contact"
            and (
                clause[max(0, word.start - 1) : word.start] in NEGATION
                or self._is_negated(signs, word)
            )
            and not clause.endswith("要不", 0, word.start)
        ):
            return None
        wanted = [sign for sign in signs if self._is_want(sign, word)]
        strong = any(clause[s.start : s.end] in STRONG for s in wanted)
        if clause[word.start] == "把":
            ordered = BEFORE_BARE.fullmatch(clause, 0, word.start) is not None
            strong = strong or ordered or bool(wanted)
        done = name != "stop_contact" and not strong and DONE.match(clause, word.end)
        if done or NOT_AFTER.match(clause, word.end):
            return None
        if self._is_asked(word, name):
            return None
        alone = alone and not (THIRD.search(clause, near, word.start) and name in TALK)
        alone = alone and (name == "compensation" or not NUMBER_AFTER.match(clause, word.end))
        if not (alone or wanted or self._heading or self._enough):
            alone = self._is_ordered(word, near, name)
        if not (alone or wanted or self._heading or self._enough):
            return None
        return wanted[0].start if wanted else word.start

    def _is_told(self, signs: list[Found], word: Found) -> bool:
        """Told or asked; 如果不赔就退给我 still wants what comes after 就."""
        return any(
            sign.concept == "told"
            and not (
                self._clause[sign.start : sign.end] in CONDITIONS
                and POLITE.search(self._clause, sign.end, word.start)
            )
            and not (
                self._clause[sign.start : sign.end] in REPORTS
                and ASKS.search(self._clause, sign.end, word.start)
            )
            for sign in signs
        )

    def _is_ordered(self, word: Found, near: int, name: str) -> bool:
        """Words that stand by themselves (退保！) or are an order, and 不行就退保."""
        clause = self._clause
        if NOUN_AFTER.match(clause, word.end):
            return False
        if (
            len(clause) <= SHORT
            and BEFORE_BARE.fullmatch(clause, 0, word.start)
            and AFTER_BARE.fullmatch(clause, word.end)
        ):
            return True
        if ORDER.match(clause) and word.start <= NEAR and ORDERED.match(clause):
            return len(clause) > word.end
        if ORDER_LATIN.match(clause, word.start) and BEFORE_LATIN.search(clause, near, word.start):
            return True
        if OR_ELSE.search(clause, near, word.start):
            return True
        return name not in SOFT and AFTER_WANT.match(clause, word.end) is not None

    def _is_want(self, sign: Found, word: Found) -> bool:
        """Whether a word such as 要, 想 or 把 says here that what follows is wanted."""
        clause, distance = self._clause, word.start - sign.end
        farthest = FARTHEST_LATIN if clause[word.start].isascii() else FARTHEST
        if sign.concept != "wants" or distance > farthest:
            return False
        if BETWEEN.search(clause, sign.end, word.start):
            return False
        said, before = clause[sign.start : sign.end], clause[max(0, sign.start - 3) : sign.start]
        if said in ("给我", "帮我"):
            return distance <= NEAR
        if said == "把":
            return MAY_TAKE.search(before) is not None
        if said == "要":
            return MAY_WANT.search(before) is not None
        return said != "想" or clause[sign.end : sign.end + 1] not in "问知了查咨看法过"

    def _is_negated(self, signs: list[Found], word: Found) -> bool:
        """A negation right before the word, or with 给我 and the like between."""
        return any(
            sign.concept == "negates"
            and (
                sign.start < word.start < sign.end
                or FILLING.fullmatch(self._clause, sign.end, word.start)
            )
            for sign in signs
        )

    def _is_asked(self, word: Found, name: str) -> bool:
        """能退多少吗 asks; 能不能给我退了 requests, and 给个说法吗 still wants it."""
        near, far = word.start - WINDOW, word.end + WINDOW
        first = bisect_left(self._ask_starts, near)
        asks = self._asks[first : bisect_left(self._ask_starts, far)]
        if self._clause[word.start].isascii():  # compensation for what he did asks nothing
            asks = [ask for ask in asks if ask.start < word.start]
        if REQUEST.search(self._clause, max(0, near), far):
            return any(self._clause[a.start : a.end] in HARD_QUESTIONS for a in asks)
        if name in SOFT:
            before = [self._clause[a.start : a.end] for a in asks if a.start < word.start]
            return any(ask not in SOFT_QUESTIONS for ask in before)
        return bool(asks) or self._question

"""What designers set about giving conversations to people: `data/policy/assignment.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain import policy_fields as read

_FILE = "assignment.yml"
_LINE = ("zh", "en", "words")


@dataclass(frozen=True)
class ProductLine:
    """A kind of product that people at the desk know well. Customers name products in their own
    words; any of `words` in what they said shows the line."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class AssignmentPolicy:
    """`automatic`: whether conversations are given to people by themselves at all.

    `answer_within`: so long an assignment waits for its person. `not_again_for`: who returned,
    refused or missed a conversation is not given it again for so long. `pause_after_miss`: who
    missed one is given none for so long. `any_skill_after`: so long product line and scenario
    count; languages always do.
    """

    automatic: bool = False
    answer_within: timedelta = timedelta(seconds=60)
    not_again_for: timedelta = timedelta(minutes=30)
    pause_after_miss: timedelta = timedelta(minutes=5)
    any_skill_after: timedelta = timedelta(minutes=10)
    product_lines: tuple[ProductLine, ...] = ()

    @property
    def line_codes(self) -> tuple[str, ...]:
        """The codes of the product lines, in the file's order."""
        return tuple(line.code for line in self.product_lines)

    def line_of(self, product: str) -> str | None:
        """The product line that the customer's words show: the one with the longest word found."""
        said = product.casefold()
        found = [
            (len(word), line.code)
            for line in self.product_lines
            for word in line.words
            if word.casefold() in said
        ]
        return max(found, key=lambda hit: hit[0])[1] if found else None


def parse_assignment_policy(data: Mapping[str, Any]) -> AssignmentPolicy:
    """Raises ValueError naming the entry to mend."""
    lines = data.get("product_lines") or {}
    if not isinstance(lines, Mapping):
        raise ValueError(f"{_FILE}: product_lines must be a mapping.")
    return AssignmentPolicy(
        automatic=read.flag(data, "automatic", _FILE),
        answer_within=timedelta(seconds=read.whole(data, "answer_within_seconds", _FILE, 10)),
        not_again_for=timedelta(minutes=read.whole(data, "not_again_for_minutes", _FILE)),
        pause_after_miss=timedelta(minutes=read.whole(data, "pause_after_miss_minutes", _FILE, 0)),
        any_skill_after=timedelta(minutes=read.whole(data, "any_skill_after_minutes", _FILE, 0)),
        product_lines=tuple(_line(str(code), lines) for code in lines),
    )


def _line(code: str, lines: Mapping[str, Any]) -> ProductLine:
    where = f"{_FILE}: product line {code}"
    entry = read.section(lines, code, f"{_FILE}: product_lines")
    read.only(entry, _LINE, where)
    zh, en, words = entry.get("zh"), entry.get("en"), read.words(entry, "words", where)
    if not isinstance(zh, str) or not isinstance(en, str) or not zh.strip() or not en.strip():
        raise ValueError(f"{where} must have a name under zh and under en.")
    if not words or not all(word.strip() for word in words):
        raise ValueError(f"{where}: words must name at least one word, and no empty one.")
    return ProductLine(code, zh, en, words)

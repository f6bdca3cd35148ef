"""Canned words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from bot.desk.models.base import Answer, Id, Query
from bot.domain.canned import Canned as Entry
from bot.domain.canned import Filled
from bot.domain.triage import Scenario
from bot.services.canned import CannedView


class CustomerLanguage(str, Enum):
    """In which customers are written to."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


class CannedQuery(Query):
    """For which conversation; in the customer's language where none is named."""

    conversation: Id
    language: CustomerLanguage | None = None


class Title(Answer):
    """In the desk's languages."""

    zh: str
    en: str


class Titled(Answer):
    """Canned words by their name only."""

    code: str
    title: Title


class Titles(Answer):
    """All canned words, in the order of the file."""

    items: list[Titled]


class Canned(Answer):
    """Words for the customer, ready to be sent; `said`: an agent has said it in this matter
    already."""

    code: str
    title: Title
    scenarios: list[Scenario]
    text: str
    said: bool


class CannedList(Answer):
    """The conversation's scenario first. `next`: the code of what to say next, if any fits."""

    language: str
    items: list[Canned]
    next: str | None


def canned_answer(view: CannedView) -> CannedList:
    """Draw the shape."""
    return CannedList(
        language=view.language,
        items=[_canned(one) for one in view.words],
        next=view.next,
    )


def titles_answer(entries: Sequence[Entry]) -> Titles:
    """Draw the shape."""
    return Titles(items=[Titled(code=entry.code, title=_title(entry)) for entry in entries])


def _title(entry: Entry) -> Title:
    return Title(zh=entry.title["zh"], en=entry.title["en"])


def _canned(filled: Filled) -> Canned:
    entry = filled.canned
    return Canned(
        code=entry.code,
        title=_title(entry),
        scenarios=sorted(entry.scenarios),
        text=filled.text,
        said=filled.said,
    )

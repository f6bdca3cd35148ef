"""Canned words."""

from __future__ import annotations

from enum import Enum

from bot.desk.models.base import Answer, Id, Query
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


class Canned(Answer):
    """Words for the customer; `missing`: placeholders that nothing is known for. `said`: an agent
    has said it in this matter already."""

    code: str
    title: Title
    scenarios: list[Scenario]
    text: str
    missing: list[str]
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


def _canned(filled: Filled) -> Canned:
    entry = filled.canned
    return Canned(
        code=entry.code,
        title=Title(zh=entry.title["zh"], en=entry.title["en"]),
        scenarios=sorted(entry.scenarios),
        text=filled.text,
        missing=list(filled.missing),
        said=filled.said,
    )

"""Canned words."""

from __future__ import annotations

from bot.desk.models.base import Answer, Id, Query
from bot.domain.canned import Filled
from bot.domain.triage import Scenario


class CannedQuery(Query):
    """For which conversation."""

    conversation: Id


class Title(Answer):
    """In the desk's languages."""

    zh: str
    en: str


class Canned(Answer):
    """Words in the customer's language; `missing`: placeholders that nothing is known for."""

    code: str
    title: Title
    scenarios: list[Scenario]
    text: str
    missing: list[str]


class CannedList(Answer):
    """The conversation's scenario first. `next`: the code of what to say next, if any fits."""

    items: list[Canned]
    next: str | None


def canned_answer(filled: Filled) -> Canned:
    """Draw the shape."""
    entry = filled.canned
    return Canned(
        code=entry.code,
        title=Title(zh=entry.title["zh"], en=entry.title["en"]),
        scenarios=sorted(entry.scenarios),
        text=filled.text,
        missing=list(filled.missing),
    )

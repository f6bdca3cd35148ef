"""Several ways to reach a customer: another one is kept beside the first, a corrected one takes its
place (practice C3, C13)."""

from __future__ import annotations

import re

from bot.scripts.phrases import phrase_book

_BETWEEN = re.compile("、|, ")


def with_contact(known: str | None, said: str, text: str, *, changing: bool, language: str) -> str:
    """What stands after `said` was told in `text`, beside or instead of what is `known`.
    `changing`: the message corrects the record."""
    if not known:
        return said
    book = phrase_book()
    new = [contact for contact in _BETWEEN.split(said) if contact not in known]
    replaced = changing and new and not book.contact_beside.found_in(text)
    if replaced or book.contact_instead.found_in(text):
        return said
    return joined([known, *new], language)


def joined(contacts: list[str], language: str) -> str:
    """Several as one value, as they are written in the customer's language."""
    return (", " if language == "en" else "、").join(contacts)

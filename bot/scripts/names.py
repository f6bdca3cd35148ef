"""The name in an answer to “what is your name”, without the words around it.

“叫刘洋” and “Sure, Peter Jones” are recorded and read back as 刘洋 and Peter Jones.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.scripts.phrases import Phrases, phrase_book
from bot.scripts.spellings import spellings

_HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){0,3}")
_PLAIN_LATIN_NAME = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2}")


def stripped_name(text: str) -> str:
    """The text without courtesy and without “my name is”; all of it where nothing else remains."""
    before, after = _around()
    told = after.sub("", before.sub("", text.strip(), count=1), count=1).strip()
    return told or text.strip()


def introduced_name(text: str) -> str | None:
    """The name that is wrapped in words of introduction or courtesy; None where there is none
    or no such words say that it is one."""
    told = stripped_name(text)
    shaped = _HAN_NAME.fullmatch(told) or _LATIN_NAME.fullmatch(told)
    no_name = phrase_book().no_name.found_in(told)
    return told if told != text.strip() and shaped and not no_name else None


def looks_like_a_name(text: str) -> bool:
    """“David”, “Mary Wong”: shaped like a name, whatever else it was taken for."""
    plain = text.strip()
    shaped = _PLAIN_LATIN_NAME.fullmatch(plain)
    return bool(shaped) and not phrase_book().everyday_word.found_in(plain)


@lru_cache(maxsize=1)
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a name and what behind it, as it is written in either script."""
    book = phrase_book()
    courtesy, closed = _any_of(book.name_courtesy), _any_of(book.name_closed)
    before = rf"^(?:{courtesy}[\s,，.。!！、:：]+)*(?:{_any_of(book.name_introduced)})?[\s:：]*"
    after = rf"(?:[\s,，.。!！]+{courtesy}|{closed})?[\s,，.。!！~～]*$"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


def _any_of(phrases: Phrases) -> str:
    written = (other for pattern in phrases.shows for other in spellings(pattern.pattern))
    return "(?:" + "|".join(dict.fromkeys(written)) + ")"

"""The name in an answer to “what is your name”, without the words around it.

“叫刘洋” and “Sure, Peter Jones” are recorded and read back as 刘洋 and Peter Jones.
"""

from __future__ import annotations

import re

_COURTESY = (
    r"(?:好的?|可以|行|嗯|哦|喔|没问题|沒問題|谢谢[你您]?|謝謝[你您]?|唔該晒?|多[谢謝]"
    r"|ok(?:ay)?|sure|well|yes|thanks|thank you|please)"
)
_INTRODUCTION = (
    r"(?:投诉人|投訴人|本人)?(?:我的?|我個)?(?:名字|姓名|名)?(?:就|请|請)?(?:是|叫|係|登记|登記|:|：)我?"
    r"|投[诉訴]人|(?:我|本人|免[贵貴])?姓(?!名)"
    r"|(?:my |the )?(?:full )?name(?: is|'s|:)?|(?:you can |please )?call me"
    r"|it(?: is|'s)|this is|i am|i'm"
)
_BEFORE = re.compile(
    rf"^(?:{_COURTESY}[\s,，.。!！、:：]+)*(?:{_INTRODUCTION})?[\s:：]*", re.IGNORECASE
)
_AFTER = re.compile(
    rf"(?:[\s,，.。!！]+{_COURTESY}|吧|就行|就好|就可以|\s+is my name)?[\s,，.。!！~～]*$",
    re.IGNORECASE,
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’.-]*(?: [A-Z][A-Za-z'’.-]*){0,3}")
_NO_NAME = re.compile(r"[你您我他她们們人的]|什么|什麼|谢|謝")


def stripped_name(text: str) -> str:
    """The text without courtesy and without “my name is”; all of it where nothing else remains."""
    told = _AFTER.sub("", _BEFORE.sub("", text.strip(), count=1), count=1).strip()
    return told or text.strip()


def introduced_name(text: str) -> str | None:
    """The name that is wrapped in words of introduction or courtesy; None where there is none
    or no such words say that it is one."""
    told = stripped_name(text)
    shaped = _HAN_NAME.fullmatch(told) or _LATIN_NAME.fullmatch(told)
    return told if told != text.strip() and shaped and not _NO_NAME.search(told) else None

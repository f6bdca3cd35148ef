"""Several ways to reach a customer: another one is kept beside the first, a corrected one takes its
place (practice C3, C13)."""

from __future__ import annotations

import re

_INSTEAD = re.compile(
    r"错|錯|不对|不對|不是|有误|有誤|更正|应该是|應該是|换|換|改|新(?:的)?(?:号|號|手机|手機|电话|電話)"
    r"|不用了|停用|停机|停機"
    r"|\b(?:wrong|incorrect|not|correct(?:ion)?|chang\w+|instead|no longer|mistyped|should be)\b"
    r"|\bnew (?:number|phone|mobile|e-?mail)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"也|另|还有|還有|还可以|還可以|再加|补充|補充|备用|備用|第二"
    r"|\b(?:also|another|second|too|as well|add|or)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile("、|, ")


def with_contact(known: str | None, said: str, text: str, *, changing: bool, language: str) -> str:
    """What stands after `said` was told in `text`, beside or instead of what is `known`.
    `changing`: the message corrects the record."""
    if not known:
        return said
    new = [contact for contact in _BETWEEN.split(said) if contact not in known]
    replaced = changing and new and not _BESIDE.search(text)
    return said if replaced or _INSTEAD.search(text) else joined([known, *new], language)


def joined(contacts: list[str], language: str) -> str:
    """Several as one value, as they are written in the customer's language."""
    return (", " if language == "en" else "、").join(contacts)

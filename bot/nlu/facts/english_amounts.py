"""Amounts in English words: two grand, five hundred pounds, 5 lakh, 1.2 million, paid 3500."""

from __future__ import annotations

import re

from bot.nlu.facts.currencies import AFTER, code_after
from bot.nlu.facts.hit import Hit

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_ONES += " sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split(), start=1)}
_WORDS |= {word: 10 * n for n, word in enumerate(_TENS.split(), start=2)}
_WORDS |= {"a": 1, "an": 1, "couple": 2, "few": 1, "half": 0}
_SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "lakh": 100_000, "lakhs": 100_000}
_SCALES |= {
    "lac": 100_000,
    "lacs": 100_000,
    "crore": 10_000_000,
    "million": 1_000_000,
    "mil": 10**6,
}
_SCALES |= {"m": 1_000_000, "bn": 10**9, "billion": 10**9, "k": 1_000}
_SCALE = re.compile(r"\s?(hundred|thousand|grand|lakhs?|lacs?|crore|million|mil|billion|bn|m)\b")
_NUMBER = "|".join(sorted((w for w in _WORDS if w not in ("few", "half")), key=len, reverse=True))
_SPELLED = re.compile(
    rf"\b(?:half|{_NUMBER}|few|several)(?:[ -](?:{_NUMBER}|of|hundred|thousand|grand|lakhs?"
    rf"|million|and)"
    r"){0,7}\b"
)
_BARE = re.compile(
    r"\b(?:paid|pay|paying|pays|charged?|debited|billed|insured for|deducted?|refund(?:ed)?"
    r"|received|got|owe[sd]?|cost|costs"
    r"|quoted|premiums?(?: of| is| was)|estimate[^,.;!?]{0,24}|put in|invested|took|take|taken"
    r"|only|(?<!months )(?<!years )(?<!days )(?<!weeks )instead of|said|says|amount(?: is| was"
    r"| of)?|typo|meant|be|lost|lose|collected"
    r"|handed|gave|give|deposited|saved|spent|spend|transferred|worth|claimed|claiming|returned"
    r"|return|reimburse[ds]?|knocked|docked|shaved|slashed)"
    r"(?: (?:the|my|that|your|another|roughly|over|under|me|us|him|her|back|only|about|around"
    r"|out|over|just|it|a|was|is|of))*[:,]? ?"
    r"(?P<n>\d{2,7}(?:,\d{3})*(?:\.\d{1,2})?)"
    r"(?=$|[,.;:!?)](?!\d)| (?:a|per|each|every|of|in|from|to|for|on|off|not|instead|and|but"
    r"|back|twice|by"
    r"|every|this|last|without|as|at|is|was|you|they|he|she|i|we|cash|so|which|already|plus"
    r"|when|already|total|altogether|extra)\b)(?! (?:a\.?m|p\.?m|of (?:you|us|them|january"
    r"|may|march)))"
)
_COUNTED = (
    r"(?: (?:monthly|annual|yearly|weekly|different|more|other|separate|new|working|calendar))*"
    r" (?:days?|weeks?|months?|years?|times|people|hours|minutes|pages|km|miles|calls|emails"
    r"|letters|payments|premiums|instalments|installments|policies|claims|forms|units|shares"
    r"|points|followers|readers|percent|per cent|am|pm|of (?:you|us|them|the|my))\b"
)
_LONG = re.compile(
    r"\b(?:paid|pay|charged?|cost|costs|quoted|offer(?:ed)?|took|refunded|received|invested|spent"
    r"|deducted|debited|owe[sd]?|lost|gave|handed|deposited)"
    rf" (?:me |us |him |her |only |over |about |another )*(?P<n>\d{{3,6}})(?![\d,.:/]\d|\d|%"
    rf"|{_COUNTED})"
)
_LISTED = re.compile(
    r"\b(?:payments|charges|debits|deductions|instalments|installments|amounts|bills): ?"
    r"(?P<list>\d{2,6}(?:\.\d\d)?(?:(?:,| and|, and) \d{2,6}(?:\.\d\d)?)+)"
)
_PLAIN = re.compile(r"\d+(?:\.\d\d)?")
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d")
_THOUSANDS = re.compile(
    r"(?<![\d.,$£€¥₹])(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|(?<!at )(?<!by )(?<!on )(?<!till )(?<!from )(?<!version )\d{1,5}\.\d\d)(?![\d,.]*\d|%"
    r"| ?(?:%|x\b)"
    r"| (?:[a-z]+ )?(?:km|kilomet|miles|people|follow|fans|views|members|customers|employees|words"
    r"|steps|times|days|hours|points|subs|readers|viewers|clients|policyholders|others|of (?:us|you"
    r"|them)|percent|per cent|am\b|pm\b|kg|sq))"
)
_NAMED = re.compile(
    r"\b(?:difference|repairs?|damage|bills?|invoices?|excess|deposit|loss|losses|worth|balance"
    r"|value|offer(?:ed)?|fees?"
    r"|quote|settlement"
    r"|sum|amount|payout|payment|cheque|charge|sum assured|premium|total|refund|claim)"
    r"(?: in (?:19|20)\d\d| last year| this year)?"
    r"(?: (?:of|was|is|came to|comes to|totalling|for|about|around|only|just)){0,2}:? "
    r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d\d|\d{3,6})(?![\d,.:/]\d|\d)"
    r"(?! (?:days|weeks|months|years|pages|times|people))"
)
_EVERY = re.compile(
    r"(?<![\d.,$£€¥₹/])(?<![a-z])(?P<n>\d{2,6}(?:\.\d{1,2})?) (?:a|per|each|every) (?:month"
    r"|year|week|day)\b"
)
_FROM_TO = re.compile(
    r"\b(?:went|gone|rose|risen|jumped|up|increased|climbed|dropped|fell|cut|changed|premiums?"
    r"|price|renewal)(?: [a-z]+){0,2} from (?P<n>\d{2,6}(?:\.\d\d)?) to (?P<m>\d{2,6}(?:\.\d\d)?)"
    r"(?!%| (?:per ?cent|days|years|months))"
)
_DIGIT_WORD = re.compile(r"[a-z]+")


def english_scale(text: str, end: int) -> tuple[int, int, bool] | None:
    """Factor and end of a scale word after digits (1.2 million), and whether it is Indian."""
    match = _SCALE.match(text, end)
    if match is None:
        return None
    return _SCALES[match.group(1)], match.end(), match.group(1)[:2] in ("la", "cr")


def spelled_amounts(text: str, dollar: str) -> list[Hit]:
    """Amounts in number words, and bare numbers that English words show to be money."""
    found = [hit for m in _SPELLED.finditer(text) if (hit := _spelled(text, m, dollar))]
    for listed in _LISTED.finditer(text):
        for one in _PLAIN.finditer(text, listed.start("list"), listed.end("list")):
            value = {"value": float(one.group()), "currency": "CNY"}
            found.append(Hit("amount", value, one.start(), one.end()))
    for pattern, group in (
        (_LONG, "n"),
        (_BARE, "n"),
        (_NAMED, "n"),
        (_THOUSANDS, 0),
        (_EVERY, "n"),
        (_FROM_TO, "n"),
        (_FROM_TO, "m"),
    ):
        for match in pattern.finditer(text):
            word = match[group]
            if not _YEAR.fullmatch(word):
                value = {"value": float(word.replace(",", "")), "currency": "CNY"}
                found.append(Hit("amount", value, match.start(group), match.end(group)))
    return found


def _spelled(text: str, match: re.Match[str], dollar: str) -> Hit | None:
    words = _DIGIT_WORD.findall(match.group())
    while words and words[-1] in ("and", "of", "a", "an"):
        words.pop()
    if not words or (words[0] in ("a", "an") and len(words) == 1):
        return None
    length = match.group().rfind(words[-1]) + len(words[-1])
    end = match.start() + length
    after = AFTER.match(text, end)
    if after is None and "grand" not in words and not ({"lakh", "lakhs"} & set(words)):
        return None
    code = code_after(after) if after else "INR" if {"lakh", "lakhs"} & set(words) else "CNY"
    value = float(_value(words))
    if value <= 0:
        return None
    found = {"value": value, "currency": dollar if code == "$" else code}
    if words[0] in ("few", "several", "couple") or "couple" in words or "few" in words:
        found["approximate"] = True
    return Hit("amount", found, match.start(), after.end() if after else end)


def _value(words: list[str]) -> float:
    total = part = 0.0
    for word in words:
        if word == "half":
            part = 0.5
        elif word in _WORDS:
            part = 2 if word == "couple" else part + _WORDS[word] if word not in "an" else part or 1
        elif word in _SCALES:
            part = (part or 1) * _SCALES[word]
            if word != "hundred":
                total, part = total + part, 0
    return total + part

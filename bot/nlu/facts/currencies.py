"""Words and signs of currencies before and after a number."""

from __future__ import annotations

import re

_BEFORE = {
    "HKD": r"hk\$|hkd|港币|港元|港纸",
    "TWD": r"nt\$|ntd|twd|新台币|台币",
    "USD": r"us\$|usd|美金|美元",
    "SGD": r"s\$|sgd|新币",
    "AUD": r"a\$|aud|澳元",
    "CAD": r"c\$|cad|加元",
    "MOP": r"mop\$?|澳门币|葡币",
    "MYR": r"\brm(?!b)|myr",
    "CNY": r"¥|cny|rmb|cn¥|人民币",
    "GBP": r"£|gbp",
    "EUR": r"€|eur",
    "INR": r"₹|\brs\.?|inr",
    "$": r"\$",
}
_AFTER = {
    "HKD": r"港币|港元|港纸|港圆|蚊|hkd\b|hk\$|hk dollars?|元港币|块港币",
    "TWD": r"新台币|台币|元台币|块台币|元新台币|ntd?\b|twd\b",
    "USD": r"美元|美金|刀(?!片|具|子|口)|usd\b|us dollars?",
    "SGD": r"新币|sgd\b",
    "AUD": r"澳元|澳币|aud\b",
    "CAD": r"加元|加币|cad\b",
    "MOP": r"澳门币|葡币|mop\b",
    "JPY": r"日元|日圆|日币|yen\b|jpy\b",
    "GBP": r"英镑|gbp\b"
    r"|pounds?\b"
    r"(?! of (?!damage|loss|debt|cover|compensation|premium|my|our|repair))|quid\b|sterling\b",
    "EUR": r"欧元|euros?\b|eur\b",
    "INR": r"rupees?\b|rs\b|inr\b|₹|卢比",
    "THB": r"泰铢|thb\b|baht\b",
    "PHP": r"pesos?\b|php\b",
    "MYR": r"ringgit\b|myr\b|马币",
    "CNY": r"元?人民币|块人民币|块钱"
    r"|块(?![地屏玻板砖石表牌布田木糖头钢肉骨芯电皮补区淤]|手表|儿[^钱])"
    r"|元(?![旦月宵件素气老])|圆(?!满|形|通)|rmb\b|cny\b|yuan\b|软妹币|大洋|kuai\b",
    "$": r"dollars?\b|bucks\b|\$",
}
BEFORE = re.compile(
    "(?:" + "|".join(f"(?P<c{i}>{words})" for i, words in enumerate(_BEFORE.values())) + r")\s?$"
)
AFTER = re.compile(
    r"\s?(?:" + "|".join(f"(?P<c{i}>{words})" for i, words in enumerate(_AFTER.values())) + ")"
)
_BEFORE_CODES = tuple(_BEFORE)
_AFTER_CODES = tuple(_AFTER)


def code_before(match: re.Match[str]) -> str:
    """The code of a `BEFORE` match; `$` for a bare dollar sign."""
    return _BEFORE_CODES[int((match.lastgroup or "c0")[1:])]


def code_after(match: re.Match[str]) -> str:
    """The code of an `AFTER` match; `$` for dollars of no named country."""
    return _AFTER_CODES[int((match.lastgroup or "c0")[1:])]

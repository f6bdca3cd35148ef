"""The designer's words for facts (`data/reading/facts.yml`), checked and made ready for search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.nlu.facts.search import WordSearch

DEMANDS = """
    refund surrender claim_paid apology explanation compensation correction stop_contact
    punish_staff reply
""".split()  # noqa: SIM905 - a list of fifteen quoted words takes a page
CHANNELS = """
    agent bank phone online broker car_dealer employer acquaintance
""".split()  # noqa: SIM905
PRODUCT_LINES = """
    life critical_illness medical accident annuity participating universal investment_linked car
    property travel pet group children credit other
""".split()  # noqa: SIM905
PRODUCT_WORDS = """
    suffixes branded_suffixes parts brand_letters brand_weak heads tails letters before names
""".split()  # noqa: SIM905
ALONE = "alone:"
ELSE = "other"


@dataclass(frozen=True)
class Names:
    """Names of people: who sells, whose number it is, what a name looks like."""

    sellers: str
    called: str
    seller_letters: str
    others: re.Pattern[str]
    surname: str
    strong_surname: str
    given: str
    not_names: frozenset[str]


@dataclass(frozen=True)
class FactWords:
    """Lexicons by what they are for. A demand's concept is `alone:refund` or `refund`."""

    demands: WordSearch
    wanting: WordSearch
    questions: WordSearch
    channels: WordSearch
    buying: WordSearch
    not_channel: re.Pattern[str]
    product_lines: WordSearch
    product_names: WordSearch
    product_suffixes: WordSearch
    product_letters: WordSearch
    product_parts: re.Pattern[str]
    product_stops: frozenset[str]
    brand_letters: frozenset[str]
    brand_weak: frozenset[str]
    branch_suffixes: WordSearch
    branch_stops: frozenset[str]
    branch_letters: re.Pattern[str]
    names: Names


def parse_fact_words(data: Mapping[str, Any]) -> FactWords:
    """Raises ValueError naming the entry to mend."""
    wanting = _lists(data, "wanting", ("wants", "told", "negates", ELSE))
    lines = _lists(data, "product_lines", PRODUCT_LINES)
    products = _lists(data, "products", PRODUCT_WORDS)
    brands = [frozenset("".join(products[name])) for name in ("brand_letters", "brand_weak")]
    branches = _lists(data, "branches", ("suffixes", "before", "letters"))
    return FactWords(
        demands=WordSearch(_demands(data) | {ELSE: wanting[ELSE]}),
        wanting=WordSearch(wanting),
        questions=WordSearch({"question": _words(data.get("questions"), "questions")}),
        channels=WordSearch(_lists(data, "channels", CHANNELS)),
        buying=WordSearch({"buying": _words(data.get("buying"), "buying")}),
        not_channel=re.compile(
            "|".join(map(re.escape, _words(data.get("not_channel"), "not_channel")))
        ),
        product_lines=WordSearch(lines),
        product_names=WordSearch({"name": products["names"]}),
        product_suffixes=WordSearch(
            {"kind": products["suffixes"], "branded": products["branded_suffixes"]}
        ),
        product_letters=WordSearch({"name": _in_letters(products)}),
        product_parts=re.compile(f"(?:{_either(products['parts'])})$"),
        product_stops=frozenset(products["before"]),
        brand_letters=brands[0] | brands[1],
        brand_weak=brands[1],
        branch_suffixes=WordSearch({"suffix": branches["suffixes"]}),
        branch_stops=frozenset(branches["before"]),
        branch_letters=re.compile(
            rf"\b(?:[a-z'-]{{1,20}} ){{1,3}}(?P<kind>{_either(branches['letters'])})\b"
        ),
        names=_names(data),
    )


def _in_letters(products: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Names in Latin letters: home + insurance, whole life + policy."""
    joined = [f"{h} {t}" for h in products["heads"] for t in products["tails"]]
    return [*products["letters"], *joined]


def _demands(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    entries = _mapping(data, "demands", DEMANDS)
    concepts: dict[str, tuple[str, ...]] = {}
    for name in DEMANDS:
        concepts[ALONE + name] = _words(entries[name].get("alone"), f"demands.{name}.alone")
        concepts[name] = _words(entries[name].get("wanted"), f"demands.{name}.wanted")
    return concepts


def _names(data: Mapping[str, Any]) -> Names:
    people = data.get("people")
    if not isinstance(people, Mapping):
        raise ValueError("facts.yml: `people` must be a mapping.")
    single = _characters(people, "single_surnames")
    weak = set(_characters(people, "weak_surnames"))
    double = _either(_words(people.get("double_surnames"), "people.double_surnames"))
    strong = "".join(c for c in single if c not in weak)
    return Names(
        sellers=_either(_words(people.get("sellers"), "people.sellers")),
        called=_either(_words(people.get("called"), "people.called")),
        seller_letters=_either(_words(people.get("seller_letters"), "people.seller_letters")),
        others=re.compile(
            rf"(?:{_either(_words(people.get('others'), 'people.others'))})[^,.;!?]{{0,8}}$"
        ),
        surname=f"(?:{double}|[{single}])",
        strong_surname=f"(?:{double}|[{strong}])",
        given=f"[{_characters(people, 'given')}]",
        not_names=frozenset(_words(people.get("not_names"), "people.not_names")),
    )


def _characters(people: Mapping[str, Any], name: str) -> str:
    text = people.get(name)
    if not isinstance(text, str) or not text or re.search(r"[^\u3400-\u9fff]", text):
        raise ValueError(f"facts.yml: `people.{name}` must be a string of Chinese characters.")
    return "".join(sorted(set(text)))


def _mapping(data: Mapping[str, Any], name: str, keys: Iterable[str]) -> Mapping[str, Any]:
    entry = data.get(name)
    if not isinstance(entry, Mapping):
        raise ValueError(f"facts.yml: `{name}` must be a mapping.")
    if set(entry) != set(keys):
        wrong = ", ".join(sorted(map(str, set(entry) ^ set(keys))))
        raise ValueError(f"facts.yml: `{name}` has missing or unknown entries: {wrong}.")
    if name == "demands" and not all(isinstance(value, Mapping) for value in entry.values()):
        raise ValueError("facts.yml: every entry of `demands` needs `alone` and `wanted`.")
    return entry


def _lists(data: Mapping[str, Any], name: str, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    entry = _mapping(data, name, tuple(keys))
    return {key: _words(words, f"{name}.{key}") for key, words in entry.items()}


def _words(words: Any, place: str) -> tuple[str, ...]:
    if not isinstance(words, list):
        raise ValueError(f"facts.yml: `{place}` must be a list of words.")
    for word in words:
        if not isinstance(word, str) or not word.strip() or word != word.strip().lower():
            raise ValueError(f"facts.yml: `{place}`: {word!r} must be a word in lower case.")
    return tuple(words)


def _either(words: Iterable[str]) -> str:
    """A pattern of alternatives, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.facts.read import FactReader, FoundFact, parse_fact_words
from bot.nlu.text import Variants, plain
from bot.yaml_files import read_mapping

TODAY = datetime.date(2026, 11, 21)
DATA = Path(__file__).parents[4] / "data" / "reading"
Read = Callable[[str], list[FoundFact]]
Values = Callable[[str, str], list[Any]]


@pytest.fixture(scope="session")
def data() -> Mapping[str, Any]:
    return read_mapping(DATA / "facts.yml")


@pytest.fixture(scope="session")
def read(data: Mapping[str, Any]) -> Read:
    words = read_mapping(DATA / "variants.yml")
    variants = Variants(words["variants"])
    reader = FactReader(parse_fact_words(data))
    return lambda message: reader.read(plain(message, variants), TODAY)


@pytest.fixture(scope="session")
def values(read: Read) -> Values:
    """The values of one fact in a message, in order."""
    return lambda name, message: [fact.value for fact in read(message) if fact.name == name]

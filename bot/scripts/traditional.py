"""Traditional Chinese for Hong Kong and Taiwan, made from Simplified texts.

OpenCC converts the characters; `data/scripts/traditional.yml` puts the words and quotation marks
that readers there use in the place of mainland ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from opencc import OpenCC

from bot.yaml_files import read_mapping

WORDS = Path(__file__).parents[2] / "data" / "scripts" / "traditional.yml"


class Traditional:
    """Converts texts. `words`: what to write instead, after the characters were converted; the
    longest of several words wins, and what was put in is not looked at again."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._characters = OpenCC("s2tw")
        self._words = dict(words)
        longest_first = sorted(self._words, key=len, reverse=True)
        self._mainland = re.compile("|".join(map(re.escape, longest_first)))

    def __call__(self, text: str) -> str:
        converted: str = self._characters.convert(text)
        return self._mainland.sub(lambda found: self._words[found.group()], converted)


@lru_cache(maxsize=1)
def traditional() -> Traditional:
    """The converter with the designers' words. Raises ValueError naming the file."""
    words = read_mapping(WORDS).get("words")
    if not isinstance(words, dict):
        raise ValueError(f"{WORDS.name}: `words` must map words to words.")
    return Traditional({str(key): str(value) for key, value in words.items()})

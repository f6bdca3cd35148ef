"""Who is bereaved and what is a lament: the words in `data/scripts/grief.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.domain import policy_fields as fields
from bot.scripts.phrases import Phrases, parse_phrases, with_word_lists
from bot.yaml_files import read_mapping

GRIEF = Path(__file__).parents[2] / "data" / "scripts" / "grief.yml"
_KINDS = ("bereaved", "laments")


@dataclass(frozen=True)
class Grief:
    """`bereaved`: a near relative has died. `laments`: sorrow beside a question, no answer."""

    bereaved: Phrases
    laments: Phrases

    def in_sorrow(self, text: str) -> bool:
        """Whether it is a time for comfort before anything else."""
        return self.bereaved.found_in(text) or self.laments.found_in(text)


@lru_cache(maxsize=1)
def grief() -> Grief:
    """What the file says. Raises ValueError naming the entry to mend."""
    return parse_grief(read_mapping(GRIEF))


def parse_grief(data: Mapping[str, Any]) -> Grief:
    """Raises ValueError naming the entry to mend."""
    data = with_word_lists(data, GRIEF.name)
    fields.only(data, _KINDS, GRIEF.name)
    return Grief(*(parse_phrases(data, kind, GRIEF.name) for kind in _KINDS))

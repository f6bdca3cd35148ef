"""Who is bereaved and what is a lament: the words in `data/scripts/grief.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.domain import policy_fields as fields
from bot.scripts.spellings import simplified
from bot.yaml_files import read_mapping

GRIEF = Path(__file__).parents[2] / "data" / "scripts" / "grief.yml"
_KINDS = ("bereaved", "laments")


@dataclass(frozen=True)
class Phrases:
    """What shows something, and what undoes a find that it overlaps."""

    shows: tuple[re.Pattern[str], ...]
    undone_by: tuple[re.Pattern[str], ...]

    def found_in(self, text: str) -> bool:
        """Whether the text shows it; in either script, in upper or lower case."""
        plain = simplified(text)
        undone = [m.span() for pattern in self.undone_by for m in pattern.finditer(plain)]
        spans = (m.span() for pattern in self.shows for m in pattern.finditer(plain))
        return any(not _overlapped(span, undone) for span in spans)


@dataclass(frozen=True)
class Grief:
    """`bereaved`: a near relative has died. `laments`: sorrow beside a question, no answer."""

    bereaved: Phrases
    laments: Phrases


@lru_cache(maxsize=1)
def grief() -> Grief:
    """What the file says. Raises ValueError naming the entry to mend."""
    return parse_grief(read_mapping(GRIEF))


def parse_grief(data: Mapping[str, Any]) -> Grief:
    """Raises ValueError naming the entry to mend."""
    fields.only(data, _KINDS, GRIEF.name)
    return Grief(*(_phrases(data, kind) for kind in _KINDS))


def _phrases(data: Mapping[str, Any], kind: str) -> Phrases:
    entry, where = fields.section(data, kind, GRIEF.name), f"{GRIEF.name}: {kind}"
    fields.only(entry, ("phrases", "unless"), where)
    if not entry.get("phrases"):
        raise ValueError(f"{where}: phrases are missing.")
    return Phrases(_compiled(entry, "phrases", where), _compiled(entry, "unless", where))


def _compiled(entry: Mapping[str, Any], key: str, where: str) -> tuple[re.Pattern[str], ...]:
    patterns = []
    for words in fields.words(entry, key, where):
        try:
            patterns.append(re.compile(words, re.IGNORECASE))
        except re.error as error:
            raise ValueError(f"{where}: {key}: {words!r}: {error}.") from None
    return tuple(patterns)


def _overlapped(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)

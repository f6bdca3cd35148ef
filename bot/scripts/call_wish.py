"""Nothing but the wish to be called: the expression `call_back` in `data/nlu/entities.yml`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from bot.yaml_files import read_mapping

ENTITIES = Path(__file__).parents[2] / "data" / "nlu" / "entities.yml"


def wishes_to_be_called(text: str) -> bool:
    """Whether the bot, which reads it as the same, would ask for the time of a call."""
    return any(pattern.search(text.strip()) for pattern in _patterns())


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    entries = [
        entry for entry in read_mapping(ENTITIES)["nlu"] if entry.get("regex") == "call_back"
    ]
    lines = [line for entry in entries for line in entry["examples"].splitlines()]
    return tuple(re.compile(line.removeprefix("- "), re.IGNORECASE) for line in lines if line)

"""What counts as an apology (`apologies` in data/policy/taboos.yml), to lint and to speak by."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from bot.scripts.lint.policy_reading import parse_lint_policy
from bot.scripts.spellings import simplified
from bot.yaml_files import read_mapping

TABOOS = Path(__file__).parents[2] / "data" / "policy" / "taboos.yml"


def apologises(sentence: str) -> bool:
    """Whether it is an apology, in either script. Raises ValueError naming the entry to mend."""
    return bool(_apologies().search(simplified(sentence)))


@lru_cache(maxsize=1)
def _apologies() -> re.Pattern[str]:
    patterns = parse_lint_policy(read_mapping(TABOOS)).apologies.values()
    return re.compile("|".join(pattern.pattern for pattern in patterns), re.IGNORECASE)

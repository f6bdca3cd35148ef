"""Whether somebody who waits asks for how long still."""

from __future__ import annotations

import re

LONGEST = 40
"""Characters; in a longer message it is a part of what they tell."""
_HOW_LONG = re.compile(
    r"多久|几时|幾時|多[长長]时间|多[长長]時間|几点|幾點|什么时候|什麼時候|(?:几|幾)分[钟鐘]|排到|第几|第幾"
    r"|how (?:much )?long|how many minutes|when (?:will|is|does|can)|still waiting|my turn",
    re.IGNORECASE,
)


def asks_how_long(text: str) -> bool:
    """A short question about time or place."""
    return len(text) <= LONGEST and bool(_HOW_LONG.search(text))

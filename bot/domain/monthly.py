"""What an account may still send in this month, where a platform sells messages by the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MonthlyCount:
    """`most`: what the account's plan has; `used`: how many are gone, as far as was known `at`."""

    most: int
    used: int
    at: datetime

    @property
    def left(self) -> int:
        """Never below none."""
        return max(0, self.most - self.used)

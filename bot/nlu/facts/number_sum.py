"""Adds up a numeral token by token, as it is read from left to right."""

from __future__ import annotations

from dataclasses import dataclass

_MYRIAD = 10_000


@dataclass
class Coefficient:
    low: float
    high: float
    one_digit: bool


class NumberSum:
    """A numeral as read so far: whole 万 and 亿 in `done`, what is below in `part`."""

    def __init__(self) -> None:
        self.done = (0.0, 0.0)
        self.part = (0.0, 0.0)
        self.waiting: Coefficient | None = None
        self.last_unit = 1
        self.unit = 1
        self.about = False
        self.after_zero = False
        self.left_over = 0

    def count(self, coefficient: Coefficient) -> bool:
        """Take a coefficient; False where two stand side by side (that is another number)."""
        if self.waiting is not None:
            return False
        self.waiting = coefficient
        return True

    def times(self, unit: int) -> None:
        """Take a multiplier. 万 and 亿 multiply all that stands before them."""
        waiting = self.waiting or Coefficient(0.0, 0.0, False)
        self.waiting = None
        if unit < _MYRIAD:
            one = 1.0 if not waiting.high else 0.0
            self.part = plus(self.part, (waiting.low + one) * unit, (waiting.high + one) * unit)
        else:
            part = plus(self.part, waiting.low, waiting.high)
            part = part if part[1] or self.done[1] else (1.0, 1.0)
            if unit > _MYRIAD:
                part, self.done = plus(part, *self.done), (0.0, 0.0)
            self.done = plus(self.done, part[0] * unit, part[1] * unit)
            self.part = (0.0, 0.0)
        self.last_unit, self.unit, self.after_zero = unit, max(self.unit, unit), False

    def finish(self) -> tuple[float, float]:
        """Low and high; the 三 of 两万三 counts thousands."""
        low, high = plus(self.done, *self.part)
        if self.waiting is None:
            return low, high
        elided = self.waiting.one_digit and not self.after_zero
        step = self.last_unit // 10 if elided and self.last_unit > 1 else 1
        return low + self.waiting.low * step, high + self.waiting.high * step


def plus(pair: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    return pair[0] + low, pair[1] + high

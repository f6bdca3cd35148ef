"""Where somebody works at the desk, and what they can be given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.domain.errors import InvalidInput
from bot.domain.ids import TeamId
from bot.domain.scenario import Scenario

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
"""What conversations are held in."""
MAX_CAPACITY = 50
MAX_TEAM_NAME = 60

T = TypeVar("T")


@dataclass(frozen=True)
class Team:
    """Colleagues to whom a conversation can be passed as one."""

    id: TeamId
    name: str
    created_at: datetime


@dataclass(frozen=True)
class Placement:
    """An empty kind of skill is no limit: whoever names no language is given every language.

    `product_lines`: codes of `data/policy/assignment.yml`. `capacity`: how many conversations at
    once; None: as `data/policy/queue.yml` says.
    """

    team_id: TeamId | None = None
    languages: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    capacity: int | None = None

    def checked(self, product_lines: Collection[str]) -> Placement:
        """Without repetitions. Raises InvalidInput naming what is unknown or out of range."""
        _known("languages", self.languages, LANGUAGES)
        _known("product_lines", self.product_lines, product_lines)
        if self.capacity is not None and not 1 <= self.capacity <= MAX_CAPACITY:
            raise InvalidInput("capacity", f"must be from 1 to {MAX_CAPACITY}.")
        return replace(
            self,
            languages=_once(self.languages),
            product_lines=_once(self.product_lines),
            scenarios=_once(self.scenarios),
        )


ANYTHING = Placement()
"""No team, no limits."""


def team_name(text: str) -> str:
    """The name without blanks around it. Raises InvalidInput."""
    name = text.strip()
    if not 0 < len(name) <= MAX_TEAM_NAME or not name.isprintable():
        raise InvalidInput("name", f"must have 1 to {MAX_TEAM_NAME} printable characters.")
    return name


def _known(field: str, given: Collection[str], known: Collection[str]) -> None:
    unknown = [item for item in given if item not in known]
    if unknown:
        choices = ", ".join(known) or "none; name some in data/policy/assignment.yml"
        raise InvalidInput(field, f"{unknown[0]!r} is unknown; known are {choices}.")


def _once(items: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))

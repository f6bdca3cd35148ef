"""What the lint says about a script."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Hit:
    """A rule that a script breaks: at which line (from 1), and by which words."""

    rule: str
    line: int
    response: str
    language: str
    words: str


@dataclass(frozen=True)
class Finding:
    """A hit with what a designer needs to mend it.

    `rows`: practice rows or law behind the rule; `place`: `file:line`; `response` and `language`
    are empty where the whole file is meant; `better`: an example wording or the way to mend it.
    """

    rule: str
    rows: tuple[str, ...]
    place: str
    response: str
    language: str
    words: str
    why: str
    better: str

    def as_json(self) -> dict[str, Any]:
        """The fields by name; part of the command's contract."""
        return asdict(self)

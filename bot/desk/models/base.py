"""Bases of the models at the door, and the kinds of text and number that they accept."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from datetime import datetime, timezone
from typing import Any, ClassVar

from pydantic import BaseModel, ConstrainedInt, ConstrainedStr

MAX_ID = 2**63 - 1
"""What every database holds in a whole number."""
_DIGITS = re.compile(r"[0-9]{1,19}")
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


def unusable(text: str) -> bool:
    """Whether the text holds what no database takes: a null character or half a surrogate pair."""
    return _UNUSABLE.search(text) is not None


class _Model(BaseModel):
    class Config:
        extra = "forbid"
        allow_mutation = False

        @staticmethod
        def schema_extra(schema: dict[str, Any], model: type[_Model]) -> None:
            model.complete(schema)

    @classmethod
    def complete(cls, schema: dict[str, Any]) -> None:
        """Say in the schema what may be null, which pydantic 1 leaves out."""
        properties: dict[str, Any] = schema.get("properties", {})
        for field in cls.__fields__.values():
            if field.allow_none and field.alias in properties:
                nullable = {"anyOf": [properties[field.alias], {"type": "null"}]}
                properties[field.alias] = nullable


class Body(_Model):
    """What a caller sends. Fields that are not named are refused; nothing is converted."""


class Query(_Model):
    """What a caller writes after the question mark, each name at most once."""

    @classmethod
    def complete(cls, schema: dict[str, Any]) -> None:
        """A query has no null: a parameter is there or it is not."""


class Answer(_Model):
    """What a caller gets: every field, always — but for those in `left_out` when they are None."""

    left_out: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def complete(cls, schema: dict[str, Any]) -> None:
        """All fields are present in an answer, whether or not the model has a default."""
        super().complete(schema)
        names = [field.alias for field in cls.__fields__.values()]
        required = [name for name in names if name not in cls.left_out]
        if required:
            schema["required"] = required

    def encoded(self) -> str:
        """The JSON text."""
        absent = {name for name in self.left_out if getattr(self, name) is None}
        return self.json(exclude=absent, ensure_ascii=False)


class NoBody(Body):
    """Nothing is read from the body."""


class NoQuery(Query):
    """No parameters."""


class Id(ConstrainedStr):
    """An identifier; opaque."""

    strict = True
    min_length = 1
    max_length = 200


class Line(ConstrainedStr):
    """A name or a secret: something, but not much. The use case checks it in full."""

    strict = True
    min_length = 1
    max_length = 200


class Note(ConstrainedStr):
    """A remark for colleagues; may be empty."""

    strict = True
    max_length = 2000


class Reason(ConstrainedStr):
    """A remark that must say something."""

    strict = True
    max_length = 2000
    regex = re.compile(r"^\s*\S")


class Saying(ConstrainedStr):
    """A message or a fact; the use case checks its length and that it is not blank."""

    strict = True
    min_length = 1
    max_length = 4000


class Value(ConstrainedStr):
    """What was judged, or words of a message; may be empty."""

    strict = True
    max_length = 4000


class Seq(ConstrainedInt):
    """A place in a transcript."""

    strict = True
    ge = 1
    le = 2**31 - 1


class _Number(ConstrainedInt):
    @classmethod
    def __get_validators__(cls) -> Generator[Callable[..., Any], None, None]:
        yield _only_digits
        yield from super().__get_validators__()


class After(_Number):
    """A position; what comes after it is wanted."""

    ge = 0
    le = MAX_ID


class Limit(_Number):
    """How many at most."""

    ge = 1
    le = 500


class Many(_Number):
    """How many rows of a list at most; nobody reads on after so many."""

    ge = 1
    le = 1000


class Count(_Number):
    """A place in a short row, from 1."""

    ge = 1
    le = 100_000


class Degree(_Number):
    """Of anger, but for none."""

    ge = 1
    le = 4


def _only_digits(value: object) -> object:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise ValueError("must be a whole number in plain digits")
    return value


def iso(value: Any) -> Any:
    """For a field that is a moment: seconds since 1970 and the like are refused."""
    if not isinstance(value, datetime) and "T" not in str(value).upper():
        raise ValueError("must be a date and time: 2026-11-21T09:30:00Z")
    return value


def utc(value: datetime) -> datetime:
    """The moment by UTC. Raises ValueError where it does not say its zone."""
    if value.tzinfo is None:
        raise ValueError("must say its time zone: 2026-11-21T09:30:00Z")
    try:
        return value.astimezone(timezone.utc)
    except OverflowError:
        raise ValueError("is outside the calendar") from None

"""Column types that speak the domain's language on both dialects."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=Enum)

_UNSTORABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


class UtcTime(TypeDecorator[datetime]):
    """A moment: timezone-aware UTC in the program, whatever the driver makes of it.

    SQLite has no time zones, so it is given naive UTC. Naive values are refused: nobody
    could say which moment they mean.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a time zone cannot be stored.")
        moment = value.astimezone(timezone.utc)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        if moment.tzinfo is None:
            return moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc)


class Clean(TypeDecorator[str]):
    """Text of any length that every dialect can hold.

    PostgreSQL refuses NUL, and no driver encodes lone surrogates (half an emoji, cut by a
    careless client). A customer's message must not be lost over that, so such characters
    become U+FFFD; look-ups pass through the same type and therefore still match.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.translate(_UNSTORABLE)

    def process_result_value(self, value: Any, _dialect: Dialect) -> str | None:
        text: str | None = value
        return text


class Words(TypeDecorator[tuple[str, ...]]):
    """Several codes in their order, stored as a JSON list."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> Any:
        return None if value is None else list(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


class Choice(TypeDecorator[E]):
    """An enum, stored as its value in a plain VARCHAR: a new member needs no migration."""

    impl = sa.String(32)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, _dialect: Dialect) -> Any:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, _dialect: Dialect) -> E | None:
        return None if value is None else self.kind(value)


class Choices(TypeDecorator[tuple[E, ...]]):
    """Several members of an enum in their order, stored as a JSON list of their values."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: tuple[E, ...] | None, _dialect: Dialect) -> Any:
        return None if value is None else [self.kind(item).value for item in value]

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[E, ...] | None:
        return None if value is None else tuple(self.kind(item) for item in value)

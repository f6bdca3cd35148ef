"""Columns and indexes as all tables have them."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa

from bot.adapters.sql.types import Clean


def column(name: str, kind: Any, *args: Any, **options: Any) -> sa.Column[Any]:
    """A column that must have a value; nullable ones say so."""
    options.setdefault("nullable", False)
    return sa.Column(name, kind, *args, **options)


def serial() -> sa.Column[Any]:
    """A key that counts by itself."""
    # SQLite grows a 64-bit key only on a column spelled INTEGER.
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


def index(*columns: str) -> sa.Index:
    """An index over these columns."""
    # The stub forgets that no name means: by the naming convention.
    return sa.Index(cast(str, None), *columns)


def partial(name: str, *columns: Any, where: str, unique: bool = False) -> sa.Index:
    """An index over the rows for which `where`, a literal, holds."""
    condition = sa.text(where)
    return sa.Index(
        name, *columns, unique=unique, postgresql_where=condition, sqlite_where=condition
    )


def conversation_id(**options: Any) -> sa.Column[Any]:
    """Whose row it is."""
    return column("conversation_id", Clean, sa.ForeignKey("conversations.id"), **options)

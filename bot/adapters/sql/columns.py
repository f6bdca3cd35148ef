"""What the tables are made of."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa

from bot.adapters.sql.types import Clean

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def column(name: str, kind: Any, *args: Any, **options: Any) -> sa.Column[Any]:
    """A column that must have a value; nullable ones say so."""
    options.setdefault("nullable", False)
    return sa.Column(name, kind, *args, **options)


def serial() -> sa.Column[Any]:
    """The key of a table that grows by itself."""
    # SQLite grows a 64-bit key only on a column spelled INTEGER.
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


def index(*columns: str) -> sa.Index:
    """An ordinary index, named by the convention."""
    # The stub forgets that no name means: by the naming convention.
    return sa.Index(cast(str, None), *columns)


def partial(name: str, *columns: Any, where: str, unique: bool = False) -> sa.Index:
    """An index over the rows for which the literal condition holds."""
    condition = sa.text(where)
    return sa.Index(
        name, *columns, unique=unique, postgresql_where=condition, sqlite_where=condition
    )


def conversation_id(**options: Any) -> sa.Column[Any]:
    """The conversation that a row belongs to."""
    return column("conversation_id", Clean, sa.ForeignKey("conversations.id"), **options)

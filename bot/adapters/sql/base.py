"""What the repositories share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class Repository:
    """One aspect of the database within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _first(self, statement: Any, **values: Any) -> Row | None:
        return (await self._connection.execute(statement, values or None)).first()

    async def _all(self, statement: Any, **values: Any) -> list[Row]:
        """`values`: of the statement's `bindparam`s. A statement that is made once and given its
        values costs a third of one that is made each time, so what is asked most is."""
        return (await self._connection.execute(statement, values or None)).all()

    async def _scalar(self, statement: Any) -> Any:
        return await self._connection.scalar(statement)

    async def _change(self, statement: Any) -> int:
        """Run a writing statement; the number of rows it touched."""
        # Result's stub lacks rowcount, which cursor results have.
        result: Any = await self._connection.execute(statement)
        return int(result.rowcount)

    async def _insert_if_new(self, table: sa.Table, values: Mapping[str, Any]) -> bool:
        """Insert unless any unique constraint speaks against it.

        Waits for a concurrent insert of the same key to be decided. Unlike a caught
        IntegrityError it leaves the transaction usable on PostgreSQL.
        """
        insert = self._dialect_insert(table).values(**values).on_conflict_do_nothing()
        return await self._change(insert) == 1

    async def _upsert(self, table: sa.Table, key: Iterable[str], values: Mapping[str, Any]) -> None:
        """Insert, or replace all other columns where the key is there already."""
        index = list(key)
        changed = {name: value for name, value in values.items() if name not in index}
        await self._change(
            self._dialect_insert(table)
            .values(**values)
            .on_conflict_do_update(index_elements=index, set_=changed)
        )

    def _dialect_insert(self, table: sa.Table) -> Any:
        # The two dialects spell ON CONFLICT alike but have classes of their own.
        if self._connection.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)


async def take_advisory_lock(connection: AsyncConnection, key: int) -> None:
    """On PostgreSQL, wait for this key and hold it until the transaction's end.

    SQLite needs no such thing: its writing transactions exclude each other anyway.
    """
    if connection.dialect.name == "postgresql":
        lock = sa.func.pg_advisory_xact_lock(sa.literal(key, sa.BigInteger))
        await connection.execute(sa.select(lock))


def build(kind: type[T], row: Row, **instead: Any) -> T:
    """A domain object from a row whose columns are named like its fields."""
    values: Mapping[Any, Any] = row._mapping
    return kind(
        **{
            field.name: instead[field.name] if field.name in instead else values[field.name]
            for field in fields(kind)  # type: ignore[arg-type]  # T is always a dataclass
        }
    )


def values_of(item: Any, *without: str) -> dict[str, Any]:
    """A domain object's fields as column values, one level deep."""
    return {f.name: getattr(item, f.name) for f in fields(item) if f.name not in without}

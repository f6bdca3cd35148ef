"""Runs migrations on the connection that bot.adapters.sql.migrate opened and will commit."""

from __future__ import annotations

from alembic import context

from bot.adapters.sql import (  # noqa: F401 — they fill metadata
    people_tables,
    record_tables,
    relation_tables,
    tables,
)
from bot.adapters.sql.columns import metadata


def _is_ours(name: str | None, _kind: object, _parents: object) -> bool:
    return name != "sqlite_sequence"  # SQLite's own


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=_is_ours,
    # SQLite changes tables by copying them; its DDL is transactional with our explicit BEGIN.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

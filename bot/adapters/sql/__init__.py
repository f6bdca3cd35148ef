"""The database: SQLite for one machine, PostgreSQL for several processes; one code path."""

from __future__ import annotations

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.store import SqlStore

__all__ = ["SqlStore", "make_engine"]

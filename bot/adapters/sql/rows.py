"""Rows to domain objects, where names alone do not do."""

from __future__ import annotations

from sqlalchemy.engine import Row

from bot.adapters.sql.base import build
from bot.domain.message import Message


def to_message(row: Row) -> Message:
    """A transcript row."""
    return build(Message, row, buttons=tuple(row.buttons))

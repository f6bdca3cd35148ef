"""Conditions of a list that rows alone tell."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.record_tables import cases
from bot.adapters.sql.tables import conversations as table
from bot.domain.case import Level
from bot.domain.conversation import Owner
from bot.domain.narrowing import Narrowing

_MAJOR = (
    sa.select(cases.c.id)
    .where(
        cases.c.conversation_id == table.c.id,
        cases.c.episode == table.c.episode,
        cases.c.level == Level.MAJOR,
    )
    .exists()
)


def conditions(narrowed: Narrowing) -> list[Any]:
    """For a WHERE over conversations."""
    same = (
        (table.c.channel, narrowed.channel),
        (table.c.language, narrowed.language),
        (table.c.team_id, narrowed.team_id),
        (table.c.agent_id, narrowed.agent_id),
    )
    found: list[Any] = [column == value for column, value in same if value is not None]
    if narrowed.level is not None:
        found.append(_MAJOR if narrowed.level is Level.MAJOR else ~_MAJOR)
    if narrowed.promised_before is not None:
        late = table.c.promised_at < narrowed.promised_before
        found += [table.c.owner == Owner.QUEUE, late]
    return found

"""The schema of what makes several cases one matter."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.sql.columns import column as _column
from bot.adapters.sql.columns import index as _index
from bot.adapters.sql.columns import metadata
from bot.adapters.sql.columns import partial as _partial
from bot.adapters.sql.columns import serial as _serial
from bot.adapters.sql.types import Choice, Clean, UtcTime
from bot.domain.case import CaseState

STANDING = sa.text("case_merges.undone_at IS NULL")

case_merges = sa.Table(
    "case_merges",
    metadata,
    _serial(),
    _column("case_id", Clean, sa.ForeignKey("cases.id")),
    _column("into_id", Clean, sa.ForeignKey("cases.id")),
    _column("state_before", Choice(CaseState)),
    _column("ended_before", UtcTime, nullable=True),
    _column("merged_by", Clean),
    _column("merged_at", UtcTime),
    _column("why", Clean),
    _column("undone_by", Clean, nullable=True),
    _column("undone_at", UtcTime, nullable=True),
    _index("into_id"),
    _partial("uq_case_merges_standing", "case_id", where="undone_at IS NULL", unique=True),
)

case_groups = sa.Table(
    "case_groups",
    metadata,
    _column("id", Clean, primary_key=True),
    _column("name", Clean),
    _column("created_at", UtcTime),
    _column("created_by", Clean),
)

case_group_members = sa.Table(
    "case_group_members",
    metadata,
    _column("case_id", Clean, sa.ForeignKey("cases.id"), primary_key=True),
    _column("group_id", Clean, sa.ForeignKey("case_groups.id")),
    _column("added_by", Clean),
    _column("added_at", UtcTime),
    _index("group_id"),
)

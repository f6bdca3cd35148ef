"""What belongs to the present episodes of many conversations, in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Row

from bot.adapters.sql.base import build
from bot.adapters.sql.tables import conversations
from bot.domain.ids import ConversationId

T = TypeVar("T")


def of_present_episodes(table: sa.Table) -> Any:
    """The table's rows of the present episodes of the conversations `ids`."""
    present = sa.and_(
        conversations.c.id == table.c.conversation_id,
        conversations.c.episode == table.c.episode,
    )
    return (
        sa.select(table)
        .join(conversations, present)
        .where(conversations.c.id.in_(sa.bindparam("ids", expanding=True)))
    )


def of_one_episode(table: sa.Table) -> Any:
    """The table's rows of the episode `episode` of the conversation `conversation`."""
    return sa.select(table).where(
        table.c.conversation_id == sa.bindparam("conversation"),
        table.c.episode == sa.bindparam("episode"),
    )


def by_conversation(kind: type[T], rows: Iterable[Row]) -> Mapping[ConversationId, Sequence[T]]:
    """Domain objects per conversation, in the order of the rows."""
    found: dict[ConversationId, list[T]] = {}
    for row in rows:
        found.setdefault(ConversationId(row.conversation_id), []).append(build(kind, row))
    return found

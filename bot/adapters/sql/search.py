"""Search by LIKE: docs/decisions/0012 has why, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.base import Repository
from bot.adapters.sql.people_tables import callbacks, notes
from bot.adapters.sql.record_tables import IN_FORCE, case_facts, cases, labels
from bot.adapters.sql.relation_tables import case_group_members, case_groups, case_merges
from bot.adapters.sql.tables import attachments, messages, vault
from bot.domain.ids import ConversationId
from bot.domain.message import Author
from bot.domain.search import Found, FoundIn, Terms

_SPOKEN = (Author.CUSTOMER, Author.AGENT)
"""The bot's words are the designers' and stand in every conversation."""

_SENT = attachments.join(messages, messages.c.id == attachments.c.message_id)
_MERGED = case_merges.join(cases, cases.c.id == case_merges.c.case_id)
_GROUPED = case_groups.join(case_group_members).join(
    cases, cases.c.id == case_group_members.c.case_id
)


class SqlSearch(Repository):
    """ports.Search."""

    async def messages(self, terms: Terms, limit: int) -> Sequence[Found]:
        table = messages
        query = (
            sa.select(
                table.c.conversation_id,
                table.c.created_at.label("at"),
                table.c.text,
                table.c.seq,
                table.c.author.label("name"),
            )
            .where(table.c.author.in_(_SPOKEN), *_conditions(table.c.text, terms))
            .order_by(table.c.created_at.desc(), table.c.seq.desc())
        )
        return await self._found(FoundIn.MESSAGE, query, limit)

    async def notes(self, terms: Terms, limit: int) -> Sequence[Found]:
        query = (
            sa.select(
                notes.c.conversation_id,
                notes.c.created_at.label("at"),
                notes.c.text,
                notes.c.after_seq.label("seq"),
                sa.literal("").label("name"),
            )
            .where(*_conditions(notes.c.text, terms))
            .order_by(notes.c.created_at.desc(), notes.c.id)
        )
        return await self._found(FoundIn.NOTE, query, limit)

    async def facts(self, terms: Terms, limit: int) -> Sequence[Found]:
        query = (
            sa.select(
                cases.c.conversation_id,
                case_facts.c.recorded_at.label("at"),
                case_facts.c.value.label("text"),
                case_facts.c.seq,
                case_facts.c.name,
            )
            .join(cases, cases.c.id == case_facts.c.case_id)
            .where(IN_FORCE, *_conditions(case_facts.c.value, terms))
            .order_by(case_facts.c.recorded_at.desc(), case_facts.c.id)
        )
        return await self._found(FoundIn.FACT, query, limit)

    async def remarks(self, terms: Terms, limit: int) -> Sequence[Found]:
        label, call, merge = labels.c, callbacks.c, case_merges.c
        file, said = attachments.c, messages.c
        of_case, none = cases.c.conversation_id, sa.cast(sa.null(), sa.Integer)
        joined_at = case_group_members.c.added_at
        by_place: Mapping[FoundIn, tuple[Any, ...]] = {
            FoundIn.CORRECTION: (labels, label.conversation_id, label.at, label.why, label.seq),
            FoundIn.CALLBACK: (callbacks, call.conversation_id, call.created_at, call.note, none),
            FoundIn.FILE: (_SENT, said.conversation_id, file.created_at, file.file_name, said.seq),
            FoundIn.MERGE: (_MERGED, of_case, merge.merged_at, merge.why, none),
            FoundIn.GROUP: (_GROUPED, of_case, joined_at, case_groups.c.name, none),
        }
        parts = [_part(place, terms, *columns) for place, columns in by_place.items()]
        every = sa.union_all(*parts).subquery()
        query = sa.select(every).order_by(every.c.at.desc()).limit(limit)
        return [
            Found(FoundIn(row.place), ConversationId(row.id), row.at, row.text, row.seq)
            for row in await self._all(query)
        ]

    async def numbers(self, part: str, limit: int) -> Sequence[Found]:
        query = (
            sa.select(
                cases.c.conversation_id,
                cases.c.filed_at.label("at"),
                cases.c.number.label("text"),
                sa.null().label("seq"),
                sa.literal("").label("name"),
            )
            .where(cases.c.number.contains(part, autoescape=True), cases.c.filed_at.is_not(None))
            .order_by(cases.c.filed_at.desc(), cases.c.id)
        )
        return await self._found(FoundIn.NUMBER, query, limit)

    async def values(self, digests: Sequence[str], limit: int) -> Sequence[Found]:
        query = (
            sa.select(
                vault.c.conversation_id,
                vault.c.created_at.label("at"),
                vault.c.token.label("text"),
                sa.null().label("seq"),
                sa.literal("").label("name"),
            )
            .where(vault.c.digest.in_(digests))
            .order_by(vault.c.created_at.desc(), vault.c.id.desc())
        )
        return await self._found(FoundIn.VALUE, query, limit)

    async def _found(self, where: FoundIn, query: Any, limit: int) -> Sequence[Found]:
        return [
            Found(where, ConversationId(row.conversation_id), row.at, row.text, row.seq, row.name)
            for row in await self._all(query.limit(limit))
        ]


def _part(
    place: FoundIn, terms: Terms, source: Any, conversation_id: Any, at: Any, text: Any, seq: Any
) -> Any:
    columns = {
        **{"place": sa.literal(place.value), "id": conversation_id},
        **{"at": at, "text": text, "seq": seq},
    }
    query = sa.select(*(column.label(name) for name, column in columns.items()))
    return query.select_from(source).where(*_conditions(text, terms))


def _conditions(column: Any, terms: Terms) -> list[Any]:
    return [sa.or_(*(_stands(column, word) for word in spellings)) for spellings in terms]


def _stands(column: Any, word: str) -> Any:
    # Chinese has no upper case: only Latin letters are worth folding every row for.
    if word.lower() == word.upper():
        return column.contains(word, autoescape=True)
    return sa.func.lower(column).contains(word.lower(), autoescape=True)

"""Case numbers: given once, at filing, in order of the company's day."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.domain.case import Case, case_number
from bot.domain.events import Event, EventKind
from bot.ports import Transaction


async def file_case(tx: Transaction, case: Case, at: datetime, zone: tzinfo, actor: str) -> Case:
    """Give the draft its number in this transaction. Raises StateConflict past filing."""
    day = at.astimezone(zone).date()
    filed = case.file(case_number(day, await tx.cases.next_number(f"{day:%Y%m%d}")), at)
    await tx.cases.save(filed)
    data = {"number": filed.number}
    await tx.events.append(
        Event(EventKind.CASE_FILED, at, actor, case.conversation_id, case.id, data)
    )
    return filed

"""The case file: everything about one case on paper. Making one is in the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import Case
from bot.domain.events import Event, EventKind
from bot.domain.ids import CaseId, EventId
from bot.domain.message import Delivery, Message
from bot.domain.privacy.tokens import TOKEN
from bot.domain.staff import Agent, Permission
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.grading import case_event
from bot.services.inspection import Inspection
from bot.services.views import CaseView, TranscriptView

_PAGE = 500


@dataclass(frozen=True)
class CaseFile:
    """The case, what was said in its matter, and what happened to it; `events` are None for those
    who may not read the audit trail. `values`: personal values in clear text, by token."""

    case: CaseView
    transcript: TranscriptView
    events: tuple[Event, ...] | None
    made_at: datetime
    made_by: str
    values: Mapping[str, str] = field(default_factory=dict)


class CaseFiles:
    """Puts case files together."""

    def __init__(
        self, store: Store, boundary: Boundary, inspection: Inspection, clock: Clock
    ) -> None:
        self._store, self._boundary = store, boundary
        self._inspection, self._clock = inspection, clock

    async def masked(self, case_id: CaseId, by: Agent) -> CaseFile:
        """With masks in place of personal values. Raises NotFound."""
        async with self._store.writing() as tx:
            case = await tx.cases.get(case_id)
            await tx.events.append(self._made(case, by, clear=False))
        return await self._file(case_id, by)

    async def in_clear(self, case_id: CaseId, by: Agent, reason: str) -> CaseFile:
        """With every personal value of the matter in clear text; each is a reveal in the audit
        trail, with the reason, before anybody sees it. Raises NotFound, VaultUnreadable."""
        file = await self._file(case_id, by)
        async with self._store.writing() as tx:
            case = await tx.cases.get(case_id)
            values = await self._boundary.reveal_all(
                tx, case.conversation_id, _tokens(file), by.id, reason
            )
            await tx.events.append(self._made(case, by, clear=True))
        return CaseFile(file.case, file.transcript, file.events, file.made_at, file.made_by, values)

    async def _file(self, case_id: CaseId, by: Agent) -> CaseFile:
        view = await self._inspection.case(case_id)
        case = view.case
        async with self._store.reading() as tx:
            messages = await _messages(tx, case)
            own = [message for message in messages if message.episode == case.episode]
            until = next((m.created_at for m in messages if m.episode > case.episode), None)
            since = own[0].created_at if own else case.created_at
            audit = by.may(Permission.READ_AUDIT)
            events = await _events(tx, case, since, until) if audit else None
        said = tuple(m for m in own if m.delivery is not Delivery.SUPPRESSED)
        transcript = TranscriptView(said, view.names, view.masks, more=False)
        return CaseFile(view, transcript, events, self._clock.now(), by.display_name)

    def _made(self, case: Case, by: Agent, *, clear: bool) -> Event:
        at, data = self._clock.now(), {"clear": clear}
        return case_event(EventKind.CASE_FILE_MADE, case, at, data, f"agent:{by.id}")


def _tokens(file: CaseFile) -> Sequence[str]:
    """Those that stand in the file, each once."""
    texts: Iterable[str] = (
        *(message.text for message in file.transcript.messages),
        *(text for one in file.case.history for text in (one.value, one.was, one.why)),
        *(fact.value for fact in file.case.case.facts),
    )
    found = (match.group() for text in texts for match in TOKEN.finditer(text))
    return [token for token in dict.fromkeys(found) if token in file.case.masks]


async def _messages(tx: Transaction, case: Case) -> Sequence[Message]:
    """The whole transcript: only it shows where the next matter begins."""
    found: list[Message] = []
    while True:
        after = found[-1].seq if found else 0
        page = await tx.messages.transcript(case.conversation_id, after=after, limit=_PAGE)
        found += page
        if len(page) < _PAGE:
            return found


async def _events(
    tx: Transaction, case: Case, since: datetime, until: datetime | None
) -> tuple[Event, ...]:
    found: list[Event] = []
    after = EventId(0)
    while True:
        page = await tx.events.after(after, conversation_id=case.conversation_id, limit=_PAGE)
        found += page
        if len(page) < _PAGE:
            break
        after = page[-1].id
    return tuple(event for event in found if _is_of(event, case, since, until))


def _is_of(event: Event, case: Case, since: datetime, until: datetime | None) -> bool:
    if event.case_id is not None:
        return event.case_id == case.id
    return event.at >= since and (until is None or event.at < until)

"""Silence: one gentle reminder, then the draft is kept, and said so (practice A7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from bot.domain.case import Case, CaseState
from bot.domain.conversation import Owner
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId
from bot.domain.policy import ClockPolicy
from bot.domain.silence import SilencePolicy, SilentSince
from bot.ports import Clock, Store
from bot.services.notices import Notices

BATCH = 200


class Silence:
    """What has to be said because nobody says anything.

    Each conversation has a transaction of its own, which locks it and looks again: so several
    workers, and customers who write at this very moment, do no harm. What was said is itself the
    mark that it was said: the system's notice is then the last message, and no longer the bot's.
    """

    def __init__(
        self,
        store: Store,
        notices: Notices,
        policies: tuple[ClockPolicy, SilencePolicy],
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store, self._notices, self._clock, self._zone = store, notices, clock, zone
        self._clocks, self._policy = policies

    async def remind(self) -> int:
        """Remind everybody who fell silent in the middle of a draft; returns how many."""
        now = self._clock.now()
        if self._at_night(now):
            return 0
        after, until = self._clocks.idle_since(now), self._policy.silent_since(now)
        reminded = 0
        while True:
            async with self._store.reading() as tx:
                found = await tx.conversations.silent(after=after, until=until, limit=BATCH)
            done = [await self._remind(row.id, after, until) for row in found]
            reminded += sum(done)
            if len(found) < BATCH or not any(done):
                return reminded

    async def keep_drafts(self) -> int:
        """Mark drafts that nobody touched for long; they stay in the ledger for a call-back, and
        a customer who talks to the bot is told so. Returns how many."""
        now = self._clock.now()
        if self._at_night(now):
            return 0
        since, kept = self._clocks.idle_since(now), 0
        while True:
            async with self._store.reading() as tx:
                found = await tx.cases.idle_drafts(since, BATCH)
            done = [await self._keep(case, since, now) for case in found]
            kept += sum(done)
            if len(found) < BATCH or not any(done):
                return kept

    def _at_night(self, now: datetime) -> bool:
        return self._policy.is_quiet(now.astimezone(self._zone))

    async def _remind(
        self, conversation_id: ConversationId, after: datetime, until: SilentSince
    ) -> bool:
        async with self._store.writing() as tx:
            await tx.conversations.lock(conversation_id)
            still = await tx.conversations.silent(
                after=after, until=until, limit=1, only=conversation_id
            )
            for conversation in still:
                await self._notices.say(tx, conversation, "utter_notice_reminder")
            return bool(still)

    async def _keep(self, case: Case, since: datetime, now: datetime) -> bool:
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(case.conversation_id)
            idle = await tx.cases.idle_drafts(since, BATCH, only=conversation.id)
            for draft in (found for found in idle if found.id == case.id):
                kept = replace(draft, state=CaseState.ABANDONED, updated_at=now)
                await tx.cases.save(kept)
                await tx.events.append(_kept(kept, now))
                if conversation.owner is Owner.BOT and draft.episode == conversation.episode:
                    await self._notices.say(tx, conversation, "utter_notice_draft_kept")
                return True
        return False


def _kept(case: Case, at: datetime) -> Event:
    data = {"state": case.state.value}
    return Event(EventKind.CASE_CHANGED, at, "system", case.conversation_id, case.id, data)

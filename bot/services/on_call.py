"""Calls to people on call, written with the change of hands that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.conversation import Conversation
from bot.domain.hours import OpeningHours
from bot.domain.ids import fresh
from bot.domain.on_call import Notice, OnCallPolicy
from bot.domain.triage import Assessment, Signal
from bot.ports import NOTICES, Transaction


class OnCallDesk:
    """Decides by policy whether somebody is called; sending is the outbox's work."""

    def __init__(self, policy: OnCallPolicy, hours: OpeningHours, desk_url: str) -> None:
        self._policy, self._hours = policy, hours
        self._desk_url = desk_url.rstrip("/")

    async def call(
        self,
        tx: Transaction,
        queued: Conversation,
        signals: Sequence[Signal],
        assessment: Assessment,
        at: datetime,
    ) -> None:
        """Write the calls for a conversation that waits, all repetitions at once: each is dropped
        when it becomes due after somebody has come. Each reason calls once per change of hands."""
        told = await _reasons_told(tx, queued)
        applying = self._policy.applying(signals, assessment)
        rules = [rule for rule in applying if rule.reason not in told]
        if not rules:
            return
        about = await self._about(tx, queued, assessment, at)
        about["reason"], about["reasons"] = rules[0].reason, [rule.reason for rule in rules]
        for kind, times in self._policy.due(rules, self._hours, at).items():
            for number, due_at in enumerate(times, start=1):
                key = f"{queued.id}:{queued.owner_version}:{rules[0].reason}:{kind.value}:{number}"
                payload = {**about, "reminder": number}
                await tx.notices.add_if_new(
                    Notice(fresh(), kind, key, queued.id, queued.owner_version, payload, at, due_at)
                )
        tx.announce(NOTICES)

    async def _about(
        self, tx: Transaction, queued: Conversation, assessment: Assessment, at: datetime
    ) -> dict[str, Any]:
        """Nothing of it is a person's: who is allowed to know more follows the link."""
        case = await tx.cases.of_episode(queued.id, queued.episode)
        return {
            "conversation_id": queued.id,
            "case_id": case.id if case else None,
            "case_number": case.number if case else None,
            "level": assessment.level.value,
            "since": self._hours.local(at).isoformat(timespec="minutes"),
            "link": f"{self._desk_url}/#/c/{queued.id}",
        }


async def _reasons_told(tx: Transaction, queued: Conversation) -> set[str]:
    """Why people have been called already since the conversation changed hands."""
    notices = await tx.notices.of_conversation(queued.id)
    present = [item for item in notices if item.owner_version == queued.owner_version]
    return {str(reason) for item in present for reason in item.payload["reasons"]}

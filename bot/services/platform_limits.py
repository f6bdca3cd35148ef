"""What the customer's platform still takes, before anything is recorded for it."""

from __future__ import annotations

from bot.domain.channel_rules import Allowance, ChannelRule, ChannelRules, Standing
from bot.domain.conversation import Conversation
from bot.domain.errors import InvalidInput
from bot.domain.ids import ConversationId
from bot.domain.monthly import MonthlyCount
from bot.domain.platform_refusals import (
    FilesNotCarried,
    NobodyToWriteTo,
    RepliesUsedUp,
    ReplyWindowClosed,
)
from bot.ports import Clock, Store, Transaction
from bot.services.monthly import MonthlyCounts

_LOOK_BACK = 100
"""Newest rows; where the customer is not among them, no window is open any more."""


class PlatformLimits:
    """Reads the rules of data/policy/channels.yml against the transcript.

    A channel's sender has the last word: it knows what the platform really answered.
    """

    def __init__(
        self, store: Store, rules: ChannelRules, months: MonthlyCounts, clock: Clock
    ) -> None:
        self._store, self.rules, self._clock = store, rules, clock
        self._months = months

    async def now(
        self, conversation_id: ConversationId
    ) -> tuple[ChannelRule, Allowance | None, MonthlyCount | None]:
        """What its channel takes, and what is left of its window and of the account's month at this
        moment. Raises NotFound."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            allowance = await self.allowance(tx, conversation)
        typed_in = conversation.recorded_by is not None
        month = None if typed_in else await self._months.of(conversation.channel)
        return self.rule_for(conversation), allowance, month

    async def allowance(self, tx: Transaction, conversation: Conversation) -> Allowance | None:
        """What is left; None where the channel has no window."""
        if conversation.recorded_by is not None:
            return Allowance(Standing.UNREACHABLE, None, None, None)
        if self.rules.of(conversation.channel).window is None:
            return None
        rows = await tx.messages.transcript(conversation.id, limit=_LOOK_BACK, newest=True)
        return self.rules.allowance(conversation.channel, rows, self._clock.now())

    def rule_for(self, conversation: Conversation) -> ChannelRule:
        """What its channel takes; nothing where the complaint was typed in."""
        typed_in = conversation.recorded_by is not None
        return ChannelRule() if typed_in else self.rules.of(conversation.channel)

    def require_files(self, conversation: Conversation) -> None:
        """Raises FilesNotCarried where the channel carries text only, NobodyToWriteTo."""
        if conversation.recorded_by is not None:
            raise NobodyToWriteTo
        if not self.rules.of(conversation.channel).files:
            raise FilesNotCarried

    def require_quotes(self, conversation: Conversation) -> None:
        """Raises InvalidInput where the customer would not see what is quoted."""
        if not self.rules.of(conversation.channel).quotes:
            raise InvalidInput("quoted_seq", "cannot be shown on this channel; leave it out.")

    async def require(
        self, tx: Transaction, conversation: Conversation, text: str, files: int
    ) -> None:
        """Raises NobodyToWriteTo, ReplyWindowClosed, RepliesUsedUp."""
        if conversation.recorded_by is not None:
            raise NobodyToWriteTo
        window = self.rules.of(conversation.channel).window
        allowance = await self.allowance(tx, conversation)
        if window is None or allowance is None:
            return
        if allowance.standing is Standing.TEMPLATE and not files:
            return
        if allowance.standing in (Standing.CLOSED, Standing.TEMPLATE):  # templates have no files
            raise ReplyWindowClosed(allowance.closes_at)
        needed = window.cost(text, files)
        if allowance.left is not None and needed > allowance.left:
            raise RepliesUsedUp(allowance.most or 0, allowance.left, needed)

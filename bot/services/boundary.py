"""The privacy boundary: personal values become tokens on the way in, and come back only
as masks — or in full, for the one customer whose conversation it is, and for a person who
asked for one value with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.customers import SiteCustomer
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId
from bot.domain.message import Author, Message
from bot.domain.privacy.detect import Detector, PersonalValue
from bot.domain.privacy.kinds import LABELS, PersonalKind
from bot.domain.privacy.tokens import TOKEN, mask, token, tokenise
from bot.domain.vault import VaultEntry, digest_source
from bot.ports import Cipher, Clock, Store, Transaction


def _context(conversation_id: ConversationId, token_text: str) -> str:
    return f"{conversation_id}/{token_text}"


class Boundary:
    """Turns personal values into tokens and back."""

    def __init__(self, store: Store, cipher: Cipher, detector: Detector, clock: Clock) -> None:
        self._store, self._cipher, self._detector, self._clock = store, cipher, detector, clock

    def customer_ref(self, channel: str, customer: str) -> str:
        """The digest under which a customer of a channel is known."""
        return self._cipher.digest(f"customer:{channel}:{customer}")

    def seal_address(self, conversation_id: ConversationId, customer: str) -> bytes:
        """The customer's id on the channel, encrypted."""
        return self._cipher.encrypt(customer, _context(conversation_id, "address"))

    def address(self, conversation: Conversation) -> str:
        """The customer's id on the channel, for sending. Raises VaultUnreadable."""
        return self._cipher.decrypt(conversation.address, _context(conversation.id, "address"))

    async def tokenise(self, tx: Transaction, conversation_id: ConversationId, text: str) -> str:
        """The text with every personal value replaced; new values go to the vault in `tx`.

        The conversation must be locked in `tx`, as token numbers count per conversation.
        """
        values = self._detector.find(text)
        tokens = {
            (value.kind, value.normalised): await self._token(tx, conversation_id, value)
            for value in values
        }
        return tokenise(text, values, lambda value: tokens[value.kind, value.normalised])

    async def keep(
        self, tx: Transaction, conversation_id: ConversationId, customer: SiteCustomer
    ) -> None:
        """Put what the embedding site says of the customer into the vault, once."""
        told = ((PersonalKind.CUSTOMER_ID, customer.id), (PersonalKind.NAME, customer.name))
        for kind, text in told:
            if text:
                value = PersonalValue(kind, 0, len(text), text, text)
                await self._token(tx, conversation_id, value)

    async def token_of(
        self, tx: Transaction, conversation_id: ConversationId, kind: PersonalKind, text: str
    ) -> str:
        """The token of a value that is known to be personal, such as a form's; empty for none."""
        text = text.strip()
        if not text:
            return ""
        named = self._detector.find(f"{LABELS[kind]}:{text}")
        found = next((value for value in named if value.kind is kind), None)
        value = found or PersonalValue(kind, 0, len(text), text, text)
        return await self._token(tx, conversation_id, value)

    def masked(self, text: str) -> str:
        """The text with masks in place of personal values, which nobody can get back."""
        values = self._detector.find(text)
        return tokenise(text, values, lambda value: mask(value.kind, value.normalised))

    def is_personal(self, text: str) -> bool:
        """Whether a personal value stands in it."""
        return bool(self._detector.find(text))

    def digests_of(self, text: str) -> Sequence[str]:
        """Of the one personal value that the text may be, whatever it is called."""
        named = (text, *(f"{label}:{text}" for label in LABELS.values()))
        values = {value.normalised for one in named for value in self._detector.find(one)}
        return [
            self._cipher.digest(digest_source(kind, value))
            for value in sorted(values)
            for kind in PersonalKind
        ]

    async def masks(self, tx: Transaction, conversation_id: ConversationId) -> Mapping[str, str]:
        """Token → mask, for everything the conversation has in the vault."""
        entries = await tx.vault.of_conversation(conversation_id)
        return {entry.token: entry.mask for entry in entries}

    async def masks_of(
        self, tx: Transaction, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Mapping[str, str]]:
        """The same for many conversations at once; those that have nothing are left out."""
        if not conversation_ids:
            return {}
        found = await tx.vault.of_conversations(conversation_ids)
        return {key: {entry.token: entry.mask for entry in row} for key, row in found.items()}

    async def for_customer(self, tx: Transaction, message: Message) -> str:
        """The message as its customer may read it: what a person wrote to them in full, else
        masked."""
        if not TOKEN.search(message.text):
            return message.text
        entries = await tx.vault.of_conversation(message.conversation_id)
        shown = {entry.token: self._shown(message, entry) for entry in entries}
        return TOKEN.sub(lambda match: shown.get(match.group(), match.group()), message.text)

    async def reveal(
        self, conversation_id: ConversationId, token_text: str, by: AgentId, reason: str
    ) -> str:
        """One value in clear text. The act is in the audit trail before anybody sees it.

        Raises NotFound and VaultUnreadable.
        """
        async with self._store.writing() as tx:
            entry = await tx.vault.by_token(conversation_id, token_text)
            event = self._revealed(entry, by, reason=await self.tokenise_free(tx, entry, reason))
            await tx.events.append(event)
        return self._plain(entry)

    async def reveal_all(
        self,
        tx: Transaction,
        conversation_id: ConversationId,
        tokens: Sequence[str],
        by: AgentId,
        reason: str,
    ) -> Mapping[str, str]:
        """Several values in clear text, by token; each is in the audit trail. Raises NotFound and
        VaultUnreadable."""
        await tx.conversations.lock(conversation_id)
        safe = await self.tokenise(tx, conversation_id, reason)
        entries = [await tx.vault.by_token(conversation_id, name) for name in tokens]
        for entry in entries:
            await tx.events.append(self._revealed(entry, by, reason=safe))
        return {entry.token: self._plain(entry) for entry in entries}

    async def tokenise_free(self, tx: Transaction, entry: VaultEntry, text: str) -> str:
        """Tokenise what an agent typed as a reason, so that the audit trail stays clean."""
        await tx.conversations.lock(entry.conversation_id)
        return await self.tokenise(tx, entry.conversation_id, text)

    async def _token(
        self, tx: Transaction, conversation_id: ConversationId, value: PersonalValue
    ) -> str:
        digest = self._cipher.digest(digest_source(value.kind, value.normalised))
        known = await tx.vault.by_digest(conversation_id, digest)
        if known:
            return known.token
        count = await tx.vault.count(conversation_id, value.kind.value)
        name = token(value.kind, count + 1)
        await tx.vault.add(self._entry(conversation_id, name, value, digest, self._clock.now()))
        return name

    def _entry(
        self,
        conversation_id: ConversationId,
        name: str,
        value: PersonalValue,
        digest: str,
        at: datetime,
    ) -> VaultEntry:
        return VaultEntry(
            conversation_id=conversation_id,
            token=name,
            kind=value.kind,
            ciphertext=self._cipher.encrypt(value.raw, _context(conversation_id, name)),
            digest=digest,
            mask=mask(value.kind, value.normalised),
            created_at=at,
        )

    def _shown(self, message: Message, entry: VaultEntry) -> str:
        return self._plain(entry) if message.author is Author.AGENT else entry.mask

    def _plain(self, entry: VaultEntry) -> str:
        return self._cipher.decrypt(entry.ciphertext, _context(entry.conversation_id, entry.token))

    def _revealed(self, entry: VaultEntry, by: AgentId, reason: str) -> Event:
        return Event(
            kind=EventKind.VALUE_REVEALED,
            at=self._clock.now(),
            actor=f"agent:{by}",
            conversation_id=entry.conversation_id,
            data={"token": entry.token, "reason": reason},
        )

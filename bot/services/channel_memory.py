"""What a channel must know in every process and after a restart: cursors, platform tokens."""

from __future__ import annotations

from datetime import timedelta

from bot.ports import Cipher, Clock, Store, Transaction


class ChannelMemory:
    """Small texts by channel and key, encrypted at rest."""

    def __init__(self, store: Store, cipher: Cipher, clock: Clock) -> None:
        self._store, self._cipher, self._clock = store, cipher, clock

    async def recall(self, channel: str, key: str) -> str | None:
        """What was kept, unless it has expired. Raises VaultUnreadable."""
        async with self._store.reading() as tx:
            return await self.recall_in(tx, channel, key)

    async def recall_in(self, tx: Transaction, channel: str, key: str) -> str | None:
        """The same within a transaction."""
        kept = await tx.channel_notes.get(channel, key)
        if kept is None or (kept[1] and kept[1] <= self._clock.now()):
            return None
        return self._cipher.decrypt(kept[0], f"{channel}/{key}")

    async def keys(self, channel: str, prefix: str) -> list[str]:
        """Of what is kept under keys that begin so."""
        async with self._store.reading() as tx:
            return await tx.channel_notes.keys(channel, prefix)

    async def keep(
        self, channel: str, key: str, value: str, lasting: timedelta | None = None
    ) -> None:
        """Keep it, for ever or for a while; what was there before is replaced."""
        until = self._clock.now() + lasting if lasting else None
        sealed = self._cipher.encrypt(value, f"{channel}/{key}")
        async with self._store.writing() as tx:
            await tx.channel_notes.put(channel, key, sealed, until)

    async def forget(self, channel: str, key: str) -> None:
        """For example a token that the platform refuses."""
        async with self._store.writing() as tx:
            await tx.channel_notes.drop(channel, key)

    async def sweep(self) -> int:
        """Remove what has expired; returns how many values."""
        async with self._store.writing() as tx:
            return await tx.channel_notes.drop_ended(self._clock.now())

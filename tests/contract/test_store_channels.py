"""ports.ChannelNotes over every database, and the service above it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.adapters.crypto import AesGcmCipher
from bot.ports import Store
from bot.services.channel_memory import ChannelMemory
from tests.contract.makers import NOW


class Standing:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


def _memory(store: Store, clock: Standing) -> ChannelMemory:
    return ChannelMemory(store, AesGcmCipher(bytes(32)), clock)


async def test_a_value_is_kept_per_channel_and_key_until_it_is_replaced(store: Store) -> None:
    memory = _memory(store, Standing())
    await memory.keep("wecom", "cursor", "one")
    await memory.keep("wecom", "cursor", "two")
    await memory.keep("wechat", "cursor", "other")
    assert await memory.recall("wecom", "cursor") == "two"
    assert await memory.recall("wechat", "cursor") == "other"
    assert await memory.recall("wechat", "token") is None


async def test_a_value_ends_when_its_time_is_over(store: Store) -> None:
    clock = Standing()
    memory = _memory(store, clock)
    await memory.keep("wechat", "token", "secret", timedelta(hours=2))
    clock.moment += timedelta(minutes=119)
    assert await memory.recall("wechat", "token") == "secret"
    clock.moment += timedelta(minutes=1)
    assert await memory.recall("wechat", "token") is None


async def test_a_value_that_is_refused_is_forgotten(store: Store) -> None:
    memory = _memory(store, Standing())
    await memory.keep("wechat", "token", "stale")
    await memory.forget("wechat", "token")
    assert await memory.recall("wechat", "token") is None


async def test_nobody_reads_it_in_the_database(store: Store) -> None:
    await _memory(store, Standing()).keep("wechat", "token", "secret")
    async with store.reading() as tx:
        kept = await tx.channel_notes.get("wechat", "token")
    assert kept is not None
    assert b"secret" not in kept[0]


async def test_what_has_expired_is_removed_and_nothing_else(store: Store) -> None:
    clock = Standing()
    memory = _memory(store, clock)
    await memory.keep("line", "token", "short", timedelta(minutes=1))
    await memory.keep("line", "other", "long", timedelta(days=1))
    await memory.keep("line", "cursor", "for ever")
    clock.moment += timedelta(hours=1)
    assert await memory.sweep() == 1
    assert await memory.sweep() == 0
    assert await memory.recall("line", "other") == "long"
    assert await memory.recall("line", "cursor") == "for ever"


async def test_what_is_kept_is_found_by_how_its_key_begins(store: Store) -> None:
    memory = _memory(store, Standing())
    for key in ("files:one", "files:two", "files_three", "cursor"):
        await memory.keep("line", key, "value")
    await memory.keep("wechat", "files:other", "value")
    assert sorted(await memory.keys("line", "files:")) == ["files:one", "files:two"]
    assert await memory.keys("line", "files_") == ["files_three"]

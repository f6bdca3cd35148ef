"""ports.AttachmentStore."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from bot.adapters.attachments import EncryptedFiles
from bot.adapters.crypto import AesGcmCipher
from bot.domain.errors import AttachmentUnreadable, NotFound
from bot.domain.ids import AttachmentId, fresh
from bot.ports import AttachmentStore

PHOTO = b"\x89PNG\r\n\x1a\n an ID card"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture
def files(folder: Path) -> AttachmentStore:
    return EncryptedFiles(folder, AesGcmCipher(b"k" * 32))


def _new() -> AttachmentId:
    return AttachmentId(fresh())


def _on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_comes_back_as_it_was_put(files: AttachmentStore) -> None:
    one, empty = _new(), _new()
    await files.put(one, PHOTO)
    await files.put(empty, b"")
    assert await files.get(one) == PHOTO
    assert await files.get(empty) == b""


async def test_nothing_readable_is_on_disk_and_only_the_owner_may_open_it(
    files: AttachmentStore, folder: Path
) -> None:
    await files.put(_new(), PHOTO)
    (path,) = _on_disk(folder)
    assert b"ID card" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_another_process_on_the_same_folder_reads_it(
    files: AttachmentStore, folder: Path
) -> None:
    one = _new()
    await files.put(one, PHOTO)
    assert await EncryptedFiles(folder, AesGcmCipher(b"k" * 32)).get(one) == PHOTO


async def test_a_damaged_file_is_reported_as_such(files: AttachmentStore, folder: Path) -> None:
    one = _new()
    await files.put(one, PHOTO)
    (path,) = _on_disk(folder)
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:5], b"", whole[:-1] + bytes([whole[-1] ^ 1])):
        path.write_bytes(damaged)
        with pytest.raises(AttachmentUnreadable):
            await files.get(one)


async def test_a_file_under_another_id_or_key_is_unreadable(
    files: AttachmentStore, folder: Path
) -> None:
    one, other = _new(), _new()
    await files.put(one, PHOTO)
    with pytest.raises(AttachmentUnreadable):
        await EncryptedFiles(folder, AesGcmCipher(b"x" * 32)).get(one)
    await files.put(other, b"other")
    paths = {path.name: path for path in _on_disk(folder)}
    paths[other].write_bytes(paths[one].read_bytes())
    with pytest.raises(AttachmentUnreadable):
        await files.get(other)


async def test_what_is_not_there_is_not_found_and_deleting_it_is_no_error(
    files: AttachmentStore,
) -> None:
    one = _new()
    await files.put(one, PHOTO)
    await files.delete(one)
    await files.delete(one)
    with pytest.raises(NotFound):
        await files.get(one)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 31, "A" * 32, "a" * 33])
async def test_no_name_leads_out_of_the_folder(files: AttachmentStore, name: str) -> None:
    with pytest.raises(NotFound):
        await files.get(AttachmentId(name))
    with pytest.raises(NotFound):
        await files.put(AttachmentId(name), PHOTO)


async def test_a_failed_write_leaves_nothing_behind(
    files: AttachmentStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    one = _new()
    with pytest.raises(OSError, match="No space"):
        await files.put(one, PHOTO)
    assert _on_disk(folder) == []


async def test_many_files_at_once_do_not_meet(files: AttachmentStore) -> None:
    ids = [_new() for _ in range(20)]
    await asyncio.gather(*(files.put(one, one.encode()) for one in ids))
    assert await asyncio.gather(*map(files.get, ids)) == [one.encode() for one in ids]

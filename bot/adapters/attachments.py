"""Attachments as encrypted files in one folder, which several processes may share."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from bot.adapters.crypto import AesGcmCipher
from bot.domain.errors import AttachmentUnreadable, NotFound, VaultUnreadable
from bot.domain.ids import AttachmentId

_ID = re.compile(r"[0-9a-f]{32}")


class EncryptedFiles:
    """ports.AttachmentStore: one AES-GCM file per attachment, bound to its id, so that files cannot
    be exchanged for each other. Only the owner of the process may read the folder."""

    def __init__(self, folder: Path, cipher: AesGcmCipher) -> None:
        self._folder, self._cipher = folder, cipher

    async def put(self, attachment_id: AttachmentId, content: bytes) -> None:
        await asyncio.to_thread(self._write, attachment_id, content)

    async def get(self, attachment_id: AttachmentId) -> bytes:
        return await asyncio.to_thread(self._read, attachment_id)

    async def delete(self, attachment_id: AttachmentId) -> None:
        path = self._path(attachment_id)
        await asyncio.to_thread(path.unlink, missing_ok=True)

    def _write(self, attachment_id: AttachmentId, content: bytes) -> None:
        path = self._path(attachment_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = self._cipher.seal(content, _context(attachment_id))
        # mkstemp makes the file readable for its owner only; replacing appears whole or not at all.
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(descriptor)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def _read(self, attachment_id: AttachmentId) -> bytes:
        try:
            sealed = self._path(attachment_id).read_bytes()
        except FileNotFoundError:
            raise NotFound("attachment", attachment_id) from None
        try:
            return self._cipher.unseal(sealed, _context(attachment_id))
        except VaultUnreadable:
            raise AttachmentUnreadable(
                "An attachment is damaged, or was written with another key. "
                "Restore its file, and the key that belongs to it, from a backup."
            ) from None

    def _path(self, attachment_id: AttachmentId) -> Path:
        """Raises NotFound on what is no id, so that no name leads out of the folder."""
        if not _ID.fullmatch(attachment_id):
            raise NotFound("attachment", "under this name")
        return self._folder / attachment_id[:2] / attachment_id


def _context(attachment_id: AttachmentId) -> str:
    return f"attachment/{attachment_id}"

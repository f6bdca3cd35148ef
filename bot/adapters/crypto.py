"""The vault's cipher and password hashing, both over well-known libraries."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os

import argon2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.adapters.keyfile import KEY_BYTES
from bot.domain.errors import SettingsError, VaultUnreadable

_VERSION = b"\x01"
_NONCE_BYTES = 12
_HASHES_AT_ONCE = 2
"""A hash takes 64 MiB and a core for tens of milliseconds; a wave of sign-ins must queue."""


class AesGcmCipher:
    """ports.Cipher: AES-256-GCM; keys for encryption and digests derived from one master key.

    A ciphertext is a version byte, a random nonce, and the sealed text with its tag; the
    version and the context are authenticated with it.
    """

    def __init__(self, master_key: bytes) -> None:
        """Raises SettingsError where the key has not 32 bytes."""
        if len(master_key) != KEY_BYTES:
            raise SettingsError(f"The vault key must have {KEY_BYTES} bytes.")
        self._aead = AESGCM(_derive(master_key, b"qingting vault: encryption v1"))
        self._digest_key = _derive(master_key, b"qingting vault: digest v1")

    def encrypt(self, plain: str, context: str) -> bytes:
        return self.seal(_bytes(plain), context)

    def decrypt(self, ciphertext: bytes, context: str) -> str:
        return self.unseal(ciphertext, context).decode("utf-8", "surrogatepass")

    def seal(self, plain: bytes, context: str) -> bytes:
        """`encrypt` for what is no text."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._aead.encrypt(nonce, plain, _bound(context))

    def unseal(self, ciphertext: bytes, context: str) -> bytes:
        """What `seal` was given. Raises VaultUnreadable."""
        if ciphertext[:1] != _VERSION or len(ciphertext) <= 1 + _NONCE_BYTES:
            raise VaultUnreadable("The vault entry is in a format this version cannot read.")
        nonce, sealed = ciphertext[1 : 1 + _NONCE_BYTES], ciphertext[1 + _NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, sealed, _bound(context))
        except InvalidTag:
            # Without cause: it could only say the same, and traces are logged.
            raise VaultUnreadable(
                "A vault entry was written with another key, or altered. "
                "Restore the key file that belongs to this database."
            ) from None

    def digest(self, plain: str) -> str:
        return hmac.new(self._digest_key, _bytes(plain), hashlib.sha256).hexdigest()


class Argon2PasswordHasher:
    """ports.PasswordHasher: Argon2id with the library's defaults, in threads."""

    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        """`hasher`: cheaper parameters, for tests."""
        self._hasher = hasher or argon2.PasswordHasher()
        self._turns = asyncio.Semaphore(_HASHES_AT_ONCE)

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _bytes(password))

    async def verify(self, password_hash: str, password: str) -> bool:
        """False also where the stored hash is not one."""
        async with self._turns:
            return await asyncio.to_thread(self._matches, password_hash, password)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, _bytes(password))
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master_key)


def _bound(context: str) -> bytes:
    return _VERSION + _bytes(context)


def _bytes(text: str) -> bytes:
    # Half an emoji, cut by a careless client, must not make a value unstorable.
    return text.encode("utf-8", "surrogatepass")

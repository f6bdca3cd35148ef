"""How Feishu signs and encrypts what it sends.

Signature: hex SHA-256 of timestamp + nonce + Encrypt Key + raw body. Encryption: AES-256-CBC,
key = SHA-256 of the Encrypt Key, the first 16 bytes are the initial vector, padding PKCS#7.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from bot.domain.errors import InvalidInput

_BLOCK = 16
_SECONDS = re.compile(r"[0-9]{10}")


def sign(key: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The `X-Lark-Signature` header."""
    return sha256(f"{timestamp}{nonce}{key}".encode("utf-8", "replace") + body).hexdigest()


def is_signed(
    key: str, headers: tuple[str, str, str], body: bytes, now: datetime, window: int
) -> bool:
    """Whether timestamp, nonce and signature fit the raw body and the timestamp is at most
    `window` seconds away from now; constant time."""
    timestamp, nonce, signature = headers
    if not _SECONDS.fullmatch(timestamp):
        return False
    fresh = abs(now.timestamp() - int(timestamp)) <= window
    expected = sign(key, timestamp, nonce, body).encode()
    genuine = hmac.compare_digest(expected, signature.encode("utf-8", "surrogateescape"))
    return fresh and genuine


def decrypt(key: str, encrypted: str) -> bytes:
    """The content of an `encrypt` field. Raises InvalidInput."""
    try:
        data = base64.b64decode(encrypted, validate=True)
        if len(data) < 2 * _BLOCK or len(data) % _BLOCK:
            raise ValueError("wrong length")
        aes = algorithms.AES(sha256(key.encode()).digest())
        decryptor = Cipher(aes, modes.CBC(data[:_BLOCK])).decryptor()
        padded = decryptor.update(data[_BLOCK:]) + decryptor.finalize()
        unpadder = PKCS7(_BLOCK * 8).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except (binascii.Error, ValueError):
        raise InvalidInput("encrypt", "cannot be decrypted with the Encrypt Key.") from None

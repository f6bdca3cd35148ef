"""ports.Cipher, ports.PasswordHasher and the key file."""

from __future__ import annotations

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.clock import SystemClock
from bot.adapters.crypto import AesGcmCipher, Argon2PasswordHasher
from bot.adapters.keyfile import load_or_create_key
from bot.domain.errors import SettingsError, VaultUnreadable

KEY = bytes(range(32))
PHONE = "13800138000"


@given(st.text(), st.text())
def test_what_was_encrypted_can_be_read_in_its_context(plain: str, context: str) -> None:
    cipher = AesGcmCipher(KEY)
    assert cipher.decrypt(cipher.encrypt(plain, context), context) == plain


def test_half_an_emoji_can_be_encrypted() -> None:
    cipher = AesGcmCipher(KEY)
    assert cipher.decrypt(cipher.encrypt("\ud83d", "c"), "c") == "\ud83d"
    assert cipher.digest("\ud83d")


def test_the_same_text_is_never_encrypted_alike() -> None:
    cipher = AesGcmCipher(KEY)
    assert cipher.encrypt(PHONE, "c") != cipher.encrypt(PHONE, "c")
    assert PHONE.encode() not in cipher.encrypt(PHONE, "c")


def test_another_context_or_key_cannot_read_it() -> None:
    sealed = AesGcmCipher(KEY).encrypt(PHONE, "conversation 1")
    with pytest.raises(VaultUnreadable):
        AesGcmCipher(KEY).decrypt(sealed, "conversation 2")
    with pytest.raises(VaultUnreadable) as caught:
        AesGcmCipher(KEY[::-1]).decrypt(sealed, "conversation 1")
    assert PHONE not in str(caught.value)


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_an_altered_byte_is_noticed(position: int) -> None:
    cipher = AesGcmCipher(KEY)
    sealed = bytearray(cipher.encrypt(PHONE, "c"))
    sealed[position] ^= 1
    with pytest.raises(VaultUnreadable):
        cipher.decrypt(bytes(sealed), "c")


@pytest.mark.parametrize("length", [0, 1, 12, 13, 20])
def test_a_truncated_entry_is_unreadable(length: int) -> None:
    cipher = AesGcmCipher(KEY)
    with pytest.raises(VaultUnreadable):
        cipher.decrypt(cipher.encrypt(PHONE, "c")[:length], "c")


def test_equal_values_have_equal_digests_under_one_key_only() -> None:
    digest = AesGcmCipher(KEY).digest(PHONE)
    assert digest == AesGcmCipher(KEY).digest(PHONE)
    assert digest != AesGcmCipher(KEY).digest(PHONE + "0")
    assert digest != AesGcmCipher(KEY[::-1]).digest(PHONE)
    assert len(digest) == 64


def test_stored_values_of_this_version_stay_readable() -> None:
    """Fixed values: a change of the format must come with a new version byte."""
    cipher = AesGcmCipher(KEY)
    sealed = bytes.fromhex(SEALED)
    assert cipher.decrypt(sealed, "conversation 1") == PHONE
    assert cipher.digest(PHONE) == DIGEST


SEALED = "01143622655077296de141678cef895331511167f1402344a464b2480449c18b1ceb6621573ea5e1"
DIGEST = "a500c0f94d0c13dd0a0d46cfde8ccc93c78e8f03b7044d7010f6b46cceb81a14"


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY + b"x"])
def test_a_key_of_the_wrong_length_is_refused(key: bytes) -> None:
    with pytest.raises(SettingsError):
        AesGcmCipher(key)


async def test_a_password_is_verified_against_its_hash() -> None:
    hasher = Argon2PasswordHasher(argon2.PasswordHasher(time_cost=1, memory_cost=64))
    hashed = await hasher.hash("密码 horse")
    assert hashed.startswith("$argon2id$")
    assert hashed != await hasher.hash("密码 horse")
    assert await hasher.verify(hashed, "密码 horse")
    assert not await hasher.verify(hashed, "密码 Horse")
    assert not await hasher.verify("no hash", "密码 horse")


async def test_hashing_leaves_the_event_loop_free() -> None:
    threads: set[int] = set()

    class Watched(argon2.PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            threads.add(threading.get_ident())
            return super().hash(password, salt=salt)

    await Argon2PasswordHasher(Watched(time_cost=1, memory_cost=64)).hash("x")
    assert threads
    assert threading.get_ident() not in threads


def test_the_key_file_is_created_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "key"
    key = load_or_create_key(path)
    assert len(key) == 32
    assert load_or_create_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["key"]
    assert load_or_create_key(tmp_path / "other") != key


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(load_or_create_key, [tmp_path / "key"] * 64))
    assert len(set(keys)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    load_or_create_key(path)
    path.chmod(mode)
    with pytest.raises(SettingsError, match=f"chmod 600 {path}"):
        load_or_create_key(path)


@pytest.mark.parametrize("content", [b"", b"abc", b"g" * 64, b"\xff" * 64, b"0" * 65, b"0" * 2000])
def test_a_damaged_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SettingsError):
        load_or_create_key(path)
    assert path.read_bytes() == content


def test_an_unusable_place_for_the_key_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "key"):
        with pytest.raises(SettingsError):
            load_or_create_key(path)


def test_the_system_clock_speaks_utc() -> None:
    assert str(SystemClock().now().tzinfo) == "UTC"

"""The master key, in a file that only its owner may read."""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.errors import SettingsError

KEY_BYTES = 32
_MODE = 0o600
_OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_FORMAT = re.compile(rb"[0-9a-f]{64}\n?")


def load_or_create_key(path: Path) -> bytes:
    """The 32 bytes kept in `path` as 64 hexadecimal digits; created there on first use.

    Of several processes that start at once, one creates the file and all read the same
    key. Raises SettingsError where others may read the file or it does not hold a key: a
    damaged key is never replaced, because what it encrypted would be lost.
    """
    try:
        return _load(path)
    except FileNotFoundError:
        _create(path)
        return _load(path)
    except OSError as error:
        raise SettingsError(f"The key file {path} cannot be read: {error.strerror}.") from error


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        # Of the opened file, so that nothing can be swapped in between.
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        content = file.read(1024)
    if mode & _OPEN_TO_OTHERS:
        raise SettingsError(f"Others may read the key file; run: chmod 600 {path}")
    if not _FORMAT.fullmatch(content):
        raise SettingsError(
            f"The key file {path} does not hold 64 hexadecimal digits. "
            "Restore it from a backup; a new key cannot read what the old one encrypted."
        )
    return bytes.fromhex(content.decode("ascii"))


def _create(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".key-") as private:
            draft = Path(private) / "key"
            _write(draft, secrets.token_hex(KEY_BYTES) + "\n")
            # Linking appears whole or not at all, and never replaces what is there: readers
            # see no half-written key, and of two creators one wins.
            os.link(draft, path)
    except FileExistsError:
        return
    except OSError as error:
        raise SettingsError(f"The key file {path} cannot be created: {error.strerror}.") from error


def _write(path: Path, content: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        # A key that a power cut takes away takes everything encrypted with it.
        os.fsync(descriptor)

"""Stamps: what a task read and what it made, so that it need not be done again.

A task that was interrupted has no stamp and simply runs again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def digest_of_files(paths: Iterable[Path], base: Path) -> str:
    """Names and contents; times don't count, so a fresh checkout and a ``touch`` change nothing."""
    lines = []
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
        lines.append(f"{path.relative_to(base).as_posix()} {content}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Stamps:
    """One small JSON file per task."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds(self, name: str, read: str) -> bool:
        """True while the inputs are the same and everything that was made is still there."""
        try:
            stamp = json.loads(self._path(name).read_text("utf-8"))
            return stamp["read"] == read and all(Path(path).exists() for path in stamp["made"])
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def write(self, name: str, read: str, made: Iterable[Path]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = {"read": read, "made": sorted(map(str, made))}
        self._path(name).write_text(json.dumps(stamp, indent=1), "utf-8")

    def drop(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

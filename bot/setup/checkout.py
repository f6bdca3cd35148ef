"""The checkout being set up: where things are, and the environment that tools run in."""

from __future__ import annotations

import os
from pathlib import Path

from .failures import CommandFailed
from .shell import run
from .stamps import Stamps

# Settings meant for another place, which would redirect ours.
DROPPED = {"PIP_PREFIX", "PIP_TARGET", "PYTHONHOME", "PYTHONPATH", "UV_PYTHON", "UV_SYSTEM_PYTHON"}


class Checkout:
    """Reads the environment that it is given, not ``os.environ``."""

    def __init__(self, root: Path, environ: dict[str, str]) -> None:
        self.root = root
        self.web = root / "web"
        self.venv = root / ".venv"
        self.bin = self.venv / "bin"
        self.python = str(self.bin / "python")
        self.stamps = Stamps(self.venv / ".stamps")
        self.environ = {
            "DEBIAN_FRONTEND": "noninteractive",
            "UV_HTTP_TIMEOUT": "300",
            "UV_SYSTEM_CERTS": "1",
            **{name: value for name, value in environ.items() if name not in DROPPED},
            "PATH": os.pathsep.join([str(self.bin), environ.get("PATH", os.defpath)]),
            "PIP_USER": "0",
            "VIRTUAL_ENV": str(self.venv),
        }

    def call(self, *command: str, cwd: Path | None = None, show: bool = False) -> str:
        """Runs a command with .venv first on PATH; returns what it printed unless shown."""
        return run(command, self.environ, cwd or self.root, show)

    def ask(self, *command: str) -> str:
        """What a command prints, or nothing if it fails."""
        try:
            return self.call(*command).strip()
        except CommandFailed:
            return ""

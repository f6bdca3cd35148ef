"""Running other programs."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .failures import CommandFailed


def run(command: Sequence[str], environ: dict[str, str], cwd: Path, show: bool = False) -> str:
    """Runs a command without a keyboard; returns what it printed unless that is shown."""
    try:
        process = subprocess.Popen(
            command,
            cwd=str(cwd),
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=None if show else subprocess.PIPE,
            stderr=None if show else subprocess.STDOUT,
        )
    except OSError as error:
        raise CommandFailed(command, 127, str(error)) from error
    try:
        said, _ = process.communicate()
    finally:
        _end(process)
    output = (said or b"").decode("utf-8", "replace")
    if process.returncode != 0:
        raise CommandFailed(command, process.returncode, output)
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leaves no child behind; one that heard Ctrl-C as well gets time to tidy up."""
    for stop in (process.terminate, process.kill):
        if process.poll() is not None:
            return
        stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2)


def on_path(name: str, environ: dict[str, str]) -> list[str]:
    """Every executable of this name on PATH, in order; the first may be a shim that fails."""
    paths = [os.path.join(folder, name) for folder in os.get_exec_path(environ)]
    return [path for path in paths if os.path.isfile(path) and os.access(path, os.X_OK)]

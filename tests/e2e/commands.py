"""The command `qingting`, started as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.config import ROOT
from tests.servers import free_port

COMMAND_SECONDS = 90.0
NOBODY = "postgresql://postgres:hush@127.0.0.1:1/qingting"


def run_qingting(
    var: Path, *words: str, typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=ROOT,
        env=environment_of(var, environment),
        input=typed,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


def refusal_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a failure."""
    assert done.returncode != 0, done.stdout
    assert not done.stdout
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("qingting: ")
    return sentence


def answer_of(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed that did what it should."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment_of(var: Path, more: dict[str, str]) -> dict[str, str]:
    """This process's, with these settings and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGTING_")}
    for name in ("DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    return {**kept, "QINGTING_VAR": str(var), **more}


def free_ports() -> dict[str, str]:
    """Settings of two ports that nobody listens on."""
    return {
        "QINGTING_ASSISTANT_PORT": str(free_port()),
        "QINGTING_DESK_PORT": str(free_port()),
    }

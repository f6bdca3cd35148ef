"""Rasa as it comes, over the same model and the same actions."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.config import ROOT
from tests.servers import free_port

START_SECONDS = 90.0
STOP_SECONDS = 10.0
CREDENTIALS = "rest:\n"
ENDPOINTS = """
action_endpoint:
  url: "http://127.0.0.1:{port}/webhook"
tracker_store:
  type: SQL
  dialect: sqlite
  db: "{database}"
"""


@dataclass(frozen=True)
class Stock:
    """`rasa run` with its own REST channel and SQLite tracker store, and `rasa run actions`."""

    url: str
    pids: Sequence[int]


@contextmanager
def stock_rasa(home: Path) -> Iterator[Stock]:
    """Both processes, started at the same moment; killed when the block ends."""
    port, actions_port = free_port(), free_port()
    credentials, endpoints = home / "credentials.yml", home / "endpoints.yml"
    credentials.write_text(CREDENTIALS, encoding="utf-8")
    endpoints.write_text(
        ENDPOINTS.format(port=actions_port, database=(home / "trackers.db").as_posix()),
        encoding="utf-8",
    )
    actions = ("actions", "--port", actions_port, "--actions", "actions", "--quiet")
    server = (
        *("--model", ROOT / "models" / "qingting.tar.gz", "--port", port, "--quiet"),
        *("--interface", "127.0.0.1", "--credentials", credentials, "--endpoints", endpoints),
    )
    with ExitStack() as stack:
        processes = [stack.enter_context(_rasa_run(home, words)) for words in (actions, server)]
        _wait_until_answered(f"http://127.0.0.1:{actions_port}/health", processes, home)
        _wait_until_answered(f"http://127.0.0.1:{port}/webhooks/rest/", processes, home)
        yield Stock(f"http://127.0.0.1:{port}", [process.pid for process in processes])


@contextmanager
def _rasa_run(home: Path, words: Sequence[object]) -> Iterator[subprocess.Popen[bytes]]:
    with (home / "log").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rasa", "run", *(str(word) for word in words)],
            cwd=ROOT,
            env=_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(STOP_SECONDS)


def _environment(home: Path) -> dict[str, str]:
    """What our own processes set too, the services' data folder, and loopback only."""
    ours = ("QINGTING_", "DATABASE_URL", "REDIS_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **kept,
        "QINGTING_VAR": str(home / "var"),
        "SANIC_HOST": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore",
    }


def _wait_until_answered(
    url: str, processes: Sequence[subprocess.Popen[bytes]], home: Path
) -> None:
    end = time.monotonic() + START_SECONDS
    while not _answers(url):
        if any(process.poll() is not None for process in processes) or time.monotonic() > end:
            log = (home / "log").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"Stock Rasa did not start:\n{log[-3000:]}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False

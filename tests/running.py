"""A real Qingting in a process of its own, as `qingting serve` starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.config import ROOT
from bot.serve.model import require_fresh_model
from tests.boxes import open_policies
from tests.servers import free_port

START_SECONDS = 90.0
STOP_SECONDS = 15.0


class Running:
    """One installation with its data folder; can be killed and started again."""

    def __init__(self, var: Path, part: str, environment: Mapping[str, str]) -> None:
        self.var, self._part = var, part
        self.assistant_port, self.desk_port = free_port(), free_port()
        self.log = var.parent / f"{var.name}.log"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def customer_url(self) -> str:
        """Where customers come in."""
        return f"http://127.0.0.1:{self.assistant_port}"

    @property
    def desk_url(self) -> str:
        """Where agents work."""
        return f"http://127.0.0.1:{self.desk_port}"

    @property
    def database(self) -> str:
        """Its database."""
        return self._environment.get("DATABASE_URL") or f"sqlite:///{self.var / 'qingting.db'}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        require_fresh_model(ROOT / "models" / "qingting.tar.gz")
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve", self._part],
                cwd=ROOT,
                env=self._full_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_ready()

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(STOP_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        """Kill -9, if it still runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(STOP_SECONDS)

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def first_password(self) -> str:
        """The administrator's one-time password, as printed at the latest start."""
        end = time.monotonic() + STOP_SECONDS  # printed only after the doors are open
        while True:
            found = re.findall(r"one-time password (\S+)", self.log.read_text(encoding="utf-8"))
            if found:
                return str(found[-1])
            assert time.monotonic() < end, "no one-time password was printed"
            time.sleep(0.1)

    def _wait_until_ready(self) -> None:
        wanted = {"desk": [self.desk_url], "assistant": [self.customer_url]}.get(
            self._part, [self.customer_url, self.desk_url]
        )
        end = time.monotonic() + START_SECONDS
        for url in wanted:
            while not _healthy(url):
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"It did not start:\n{self.log.read_text('utf-8')[-3000:]}")
                time.sleep(0.1)

    def _full_environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("QINGTING_")}
        kept.pop("DATABASE_URL", None)
        kept.pop("REDIS_URL", None)
        return {
            **kept,
            "QINGTING_VAR": str(self.var),
            "QINGTING_ASSISTANT_PORT": str(self.assistant_port),
            "QINGTING_DESK_PORT": str(self.desk_port),
            "QINGTING_POLICIES": str(open_policies(self.var)),
            **self._environment,
        }


class Worker(Running):
    """The part without a port: ready when it says so."""

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while "Ready." not in self.log.read_text(encoding="utf-8"):
            assert time.monotonic() < end, self.log.read_text(encoding="utf-8")
            time.sleep(0.05)


@contextmanager
def running(
    var: Path, part: str = "all", environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """A started installation, killed when the block ends."""
    kind = Worker if part == "worker" else Running
    qingting = kind(var, part, environment or {})
    try:
        qingting.start()
        yield qingting
    finally:
        qingting.kill()


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False

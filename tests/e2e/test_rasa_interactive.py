"""`rasa interactive` and `rasa visualize`, as designers use them in a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.config import ROOT
from bot.serve.model import require_fresh_model
from tests.servers import free_port

MODEL = ROOT / "models" / "qingting.tar.gz"
COMPLAINT = "住院的钱你们一分都不给报"
PATIENCE = 200.0
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\s+")
_WHERE_IS_THE_CURSOR, _TOP_LEFT = b"\x1b[6n", b"\x1b[1;1R"
CTRL_C, UP, ENTER, CLEAR = b"\x03", b"\x1b[A", b"\r", b"\x05\x15"


class Terminal:
    """A command in a terminal 120 columns wide. What it shows is read without escapes and spaces,
    since lines break anywhere."""

    def __init__(self, words: list[str], env: dict[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rasa", *words],
            cwd=ROOT,
            env={**env, "TERM": "xterm"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self._shown = ""

    def wait_for(self, *shown: str) -> str:
        """Until one of the texts is on the screen; returns it and forgets what was before."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = next((text for text in shown if text.replace(" ", "") in self._shown), None)
            if found:
                self._shown = self._shown.rpartition(found.replace(" ", ""))[2]
                return found
            assert self._read(), self._shown[-3000:]
        raise AssertionError(f"{shown} did not come: {self._shown[-3000:]}")

    def type(self, *keys: bytes) -> None:
        """Press keys."""
        for key in keys:
            os.write(self._master, key)

    def end(self) -> int:
        """Read until it has ended; returns the exit status."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """If it still runs."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        os.close(self._master)

    def _read(self) -> bool:
        """What is there within a second; False once the command has ended."""
        if not select.select([self._master], [], [], 1.0)[0]:
            return self.process.poll() is None
        try:
            data = os.read(self._master, 65536)
        except OSError:  # so Linux says that the other end is closed
            return False
        if _WHERE_IS_THE_CURSOR in data:
            self.type(_TOP_LEFT)
        self._shown += _ESCAPES.sub("", data.decode(errors="replace"))
        return True


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Without telemetry, over a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGTING_")}
    for name in ("DATABASE_URL", "REDIS_URL", "PYTHONWARNINGS"):
        kept.pop(name, None)
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", "QINGTING_VAR": str(tmp_path / "var")}


@pytest.fixture
def endpoints(tmp_path: Path, env: dict[str, str]) -> Iterator[Path]:
    """An action server beside it, as the docs say."""
    port = free_port()
    command = [sys.executable, "-m", "rasa", "run", "actions", "-p", str(port)]
    with (tmp_path / "actions.log").open("wb") as log:
        actions = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    file = tmp_path / "endpoints.yml"
    ours = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    ours["action_endpoint"]["url"] = f"http://127.0.0.1:{port}/webhook"
    file.write_text(yaml.safe_dump(ours))
    yield file
    actions.kill()
    actions.wait(PATIENCE)


def test_a_conversation_is_checked_step_by_step_and_written_down(
    endpoints: Path, env: dict[str, str], tmp_path: Path
) -> None:
    require_fresh_model(MODEL)
    served = ["-m", str(MODEL), "--endpoints", str(endpoints), "-p", str(free_port())]
    terminal = Terminal(["interactive", "--skip-visualization", *served], env)
    try:
        terminal.wait_for("Your input ->")
        terminal.type(COMPLAINT.encode(), ENTER)
        terminal.wait_for("all entities labeled correctly?")
        terminal.type(b"y")
        terminal.wait_for("The bot wants to run 'action_go_on', correct?")
        terminal.type(b"y")
        terminal.wait_for("The bot wants to run 'action_listen', correct?")
        terminal.type(b"y")
        terminal.wait_for("Your input ->")
        terminal.type(CTRL_C)
        terminal.wait_for("Export & Quit")
        terminal.type(UP, ENTER)
        written = [tmp_path / name for name in ("stories.yml", "nlu.yml", "domain.yml")]
        for file, asked in zip(
            written, ("Export stories", "Export NLU", "Export domain"), strict=True
        ):
            terminal.wait_for(asked)
            terminal.wait_for(".yml")
            terminal.type(CLEAR, str(file).encode(), ENTER)
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert "action_go_on" in written[0].read_text(encoding="utf-8")
    assert "住院的钱" in written[1].read_text(encoding="utf-8")


def test_the_rules_are_drawn(env: dict[str, str], tmp_path: Path) -> None:
    graph = tmp_path / "graph.html"
    command = [sys.executable, "-m", "rasa", "visualize", "-s", "data/rules", "--out", str(graph)]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, timeout=PATIENCE)
    drawn = graph.read_text(encoding="utf-8")
    assert "action_go_on" in drawn
    assert "action_hand_over" in drawn

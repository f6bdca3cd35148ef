"""The set-up as a program: its words, its lock, and how it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.unit.setup.small_checkout import SET_UP, Checkout


def test_unknown_step_is_refused(checkout: Checkout) -> None:
    assert checkout.set_up("everything").status == 2


def test_two_set_ups_take_turns(checkout: Checkout) -> None:
    checkout.script(".venv/bin/qingting", "sleep 1; echo trained")
    command = [*SET_UP, "model"]
    first = subprocess.Popen(
        command, cwd=checkout.root, env=checkout.environ, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    assert first.stdout.readline().startswith("[1/1]")
    second = checkout.set_up("model")
    assert first.wait(timeout=30) == 0
    first.stdout.close()
    assert second.out.startswith("waiting for another set-up")
    assert second.status == 0


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_stopping_the_set_up_leaves_nothing_running(
    checkout: Checkout, stop: signal.Signals, status: int
) -> None:
    checkout.script(".venv/bin/uv", 'echo $$ > "$(dirname "$0")/pid"\nexec sleep 60')
    command = [*SET_UP, "env"]
    process = subprocess.Popen(
        command, cwd=checkout.root, env=checkout.environ, stdout=subprocess.DEVNULL
    )
    pid = checkout.root / ".venv/bin/pid"
    wait_for(lambda: pid.exists() and bool(pid.read_text("utf-8").strip()))
    process.send_signal(stop)
    assert process.wait(timeout=30) == status
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text("utf-8")), 0)


def wait_for(happened: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)

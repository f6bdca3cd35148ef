"""The Makefile as a program, with stand-ins for what it calls."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest

from tests.unit.setup.small_checkout import Checkout

TARGETS = (
    "help setup run demo train evaluate test check conversations bench guarantee screenshots "
    "lock clean"
)


@pytest.fixture
def make() -> str:
    path = shutil.which("make")
    if path is None:
        pytest.skip("GNU make is not installed")
    return path


def test_make_alone_lists_every_target(checkout: Checkout, make: str) -> None:
    ended = checkout.run(make)
    assert ended.status == 0
    listed = [line.split()[0] for line in ended.out.splitlines()[1:]]
    assert " ".join(listed) == TARGETS


def test_make_without_python_is_one_sentence(checkout: Checkout, make: str) -> None:
    ended = checkout.run(make, "run", "PYTHONS=absent-python other-absent-python")
    assert ended.status == 2
    assert ended.err.startswith("No Python from 3.8 on was found: install Python 3.10")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_make_run_stops_cleanly(checkout: Checkout, make: str, stop: signal.Signals) -> None:
    """The server gets the signal itself, and a clean stop prints no error.

    Like the server, the stand-in needs a moment to close: GNU make complains of a lost child
    when one ends in the same instant in which make is itself interrupted.
    """
    checkout.script(
        ".venv/bin/qingting",
        """test "$1" = train && exit 0
        trap 'sleep 1; echo stopped; exit 0' INT TERM
        echo "$*"
        while :; do sleep 0.05; done""",
    )
    process = subprocess.Popen(
        [make, "run"],
        cwd=checkout.root,
        env=checkout.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    while process.stdout.readline() != "serve\n":
        assert process.poll() is None
    if stop == signal.SIGINT:  # a terminal sends it to the whole group
        os.killpg(process.pid, stop)
    else:
        process.send_signal(stop)
    out, err = process.communicate(timeout=30)
    assert out == "stopped\n"
    assert err == ""


def test_make_run_fails_when_the_server_does(checkout: Checkout, make: str) -> None:
    checkout.script(".venv/bin/qingting", 'test "$1" = train || exit 4')
    assert checkout.run(make, "run").status == 2


def test_make_clean_keeps_what_is_dear(checkout: Checkout, make: str) -> None:
    kept = [checkout.write(path, "") for path in ("var/x", "models/x", "web/node_modules/x")]
    gone = [checkout.write(path, "") for path in ("web/dist/x", "bot/__pycache__/x")]
    assert checkout.run(make, "clean").status == 0
    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in gone)

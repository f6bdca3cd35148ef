"""The command line: which steps, one set-up of a folder at a time, and how it ends."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from .browser import browser_task
from .checkout import Checkout
from .environment import packages_task, venv_task
from .failures import FAILED, STOPPED, Failure
from .frontend import build_task, npm_task
from .model import model_task
from .node import node_task
from .tasks import bring_about

STEPS = {
    "env": (venv_task, packages_task),
    "web-deps": (node_task, npm_task),
    "web": (node_task, npm_task, build_task),
    "browser": (browser_task,),
    "model": (model_task,),
}


def main(argv: Sequence[str], root: Path, environ: dict[str, str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bot.setup",
        description="Sets up what a fresh machine lacks, and skips what is already there.",
    )
    parser.add_argument("steps", nargs="+", choices=list(STEPS))
    makers = dict.fromkeys(make for step in parser.parse_args(argv).steps for make in STEPS[step])
    signal.signal(signal.SIGTERM, _stop)
    try:
        with _one_at_a_time(root):
            checkout = Checkout(root, environ)
            bring_about([make(checkout) for make in makers])
    except Failure as failure:
        return _say(failure, failure.status)
    except KeyboardInterrupt:
        return _say("Stopped; the same command goes on from here.", STOPPED)
    except OSError as error:
        return _say(f"The set-up failed: {error}. Run the same command again.", FAILED)
    return 0


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    folder = os.open(str(root), os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another set-up of this folder", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _say(sentence: object, status: int) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return status


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)

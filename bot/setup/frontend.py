"""The front end: its packages as locked, and its build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .checkout import Checkout
from .stamps import digest_of_files
from .tasks import Task, stamped

NOT_INPUT = {"node_modules", "dist", "coverage", "test"}


def npm_task(checkout: Checkout) -> Task:
    web = checkout.web

    def read() -> str:
        return digest_of_files([web / "package.json", web / "package-lock.json"], web)

    def make() -> list[Path]:
        checkout.call("npm", "ci", "--include=dev", "--no-audit", "--no-fund", cwd=web)
        return [web / "node_modules/.package-lock.json"]

    return stamped(checkout.stamps, "npm", "installing the front-end packages", read, make)


def build_task(checkout: Checkout) -> Task:
    web = checkout.web

    def make() -> list[Path]:
        checkout.call("npm", "run", "build", cwd=web)
        return [web / "dist", *(web / "dist").rglob("*")]

    label = "building the front end"
    return stamped(checkout.stamps, "web", label, lambda: digest_of_files(_inputs(web), web), make)


def _inputs(web: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(web):
        folders[:] = [name for name in folders if name not in NOT_INPUT and name[0] != "."]
        yield from (Path(folder) / name for name in files)

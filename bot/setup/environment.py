"""The Python side: .venv, and in it the locked dependencies and the qingting command."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from .checkout import Checkout
from .failures import MISSING, Failure
from .installer import installer
from .python310 import find_python
from .stamps import digest_of_files
from .tasks import Task, stamped


def venv_task(checkout: Checkout) -> Task:
    label = "making .venv with Python 3.10"
    return Task(label, lambda: _venv_is_good(checkout), lambda: _make_venv(checkout))


def packages_task(checkout: Checkout) -> Task:
    lock = checkout.root / "requirements.lock"

    def read() -> str:
        files = [lock, checkout.root / "pyproject.toml"]
        return f"{checkout.root} {digest_of_files(files, checkout.root)}"

    def make() -> list[Path]:
        if not lock.is_file():
            raise Failure("requirements.lock is missing: restore it with git.", MISSING)
        install = [*installer(checkout), "--no-deps"]
        checkout.call(*install, "--require-hashes", "-r", str(lock))
        checkout.call(*install, "--no-build-isolation", "-e", str(checkout.root))
        packages = checkout.venv.glob("lib/python3.10/site-packages/*.dist-info")
        return [checkout.bin / "qingting", *packages]

    return stamped(checkout.stamps, "env", "installing the locked dependencies", read, make)


def _venv_is_good(checkout: Checkout) -> bool:
    """It has 3.10 and was made for this place: a copied one runs programs of the original."""
    try:
        about = (checkout.venv / "pyvenv.cfg").read_text("utf-8")
        activate = (checkout.bin / "activate").read_text("utf-8")
    except OSError:
        return False
    return (
        os.access(checkout.python, os.X_OK)
        and re.search(r"^version(_info)?\s*=\s*3\.10\.", about, re.MULTILINE) is not None
        and str(checkout.venv) in activate
    )


def _make_venv(checkout: Checkout) -> None:
    python = find_python(checkout.environ, checkout.root, sys.executable)
    checkout.call(python, "-m", "venv", "--clear", str(checkout.venv))

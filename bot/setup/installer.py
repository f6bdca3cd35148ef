"""Installing Python packages into .venv: with uv where it can be had, else with pip."""

from __future__ import annotations

import os
import re
import sys

from .checkout import Checkout
from .failures import CommandFailed

COMPILE = "--compile-bytecode"
"""Rasa and TensorFlow are three thousand modules: once here instead of at the first start."""


def installer(checkout: Checkout) -> list[str]:
    """The beginning of a command to install with; both tools take the same words after it."""
    uv = str(checkout.bin / "uv")
    pip = [checkout.python, "-m", "pip", "--disable-pip-version-check"]
    if not os.access(uv, os.X_OK):
        try:
            checkout.call(*pip, "install", "uv>=0.5")
        except CommandFailed as error:
            warning = f"warning: without uv ({error}) pip does the work, which takes longer."
            print(warning, file=sys.stderr, flush=True)
            return [*pip, "install"]
    # uv doesn't read pip's settings, where many keep the mirror that they need.
    mirror = re.search(r"\.index-url='(.+)'", checkout.ask(*pip, "config", "list"))
    if mirror and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(checkout.environ):
        return [uv, "pip", "install", COMPILE, "--default-index", mirror.group(1)]
    return [uv, "pip", "install", COMPILE]

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.setup.small_checkout import Checkout, make_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make_checkout(tmp_path)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A machine with nothing on it; /bin/sh runs the fakes but is not on PATH."""
    for name in ("home", "a", "b"):
        (tmp_path / name).mkdir()
    return {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}"}

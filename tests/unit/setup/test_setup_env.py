"""The Python side of the set-up as a program, with stand-ins for its tools."""

from __future__ import annotations

import sys

import pytest

from tests.unit.setup.small_checkout import PACKAGES, Checkout

# As if the Python that runs the set-up were not 3.10, with only the stand-ins on PATH.
IN_ANOTHER_PYTHON = """
import os, sys
sys.executable = "/absent/python"
sys.path.insert(0, os.getcwd())
from pathlib import Path
from bot.setup import cli
environ = {**os.environ, "PATH": os.path.join(os.getcwd(), "tools")}
sys.exit(cli.main(["env"], Path.cwd(), environ))
"""

# Stands in for pip: fetches uv where it may, and answers for it.
PIP = """echo "pip $*" >> "ROOT/asked.log"
case "$*" in
*"config list") echo "global.extra-index-url='other'"; echo "global.index-url='mirror'" ;;
*"uv>="*) exit STATUS ;;
esac"""


def test_env_installs_once(checkout: Checkout) -> None:
    first = checkout.set_up("env")
    assert (first.status, first.err) == (0, "")
    assert "[2/2] installing the locked dependencies\n" in first.out
    locked, project = checkout.asked()
    assert "--no-deps --require-hashes -r" in locked
    assert "--no-deps --no-build-isolation -e" in project
    assert "://" not in locked + project
    second = checkout.set_up("env")
    assert (second.status, checkout.asked()) == (0, [])
    assert "set-up is current" in second.out


@pytest.mark.parametrize("change", ["requirements.lock", "pyproject.toml"])
def test_env_follows_its_inputs(checkout: Checkout, change: str) -> None:
    checkout.set_up("env")
    checkout.asked()
    file = checkout.root / change
    file.write_text(file.read_text("utf-8") + "# changed\n", "utf-8")
    checkout.set_up("env")
    assert len(checkout.asked()) == 2


def test_env_notices_a_package_that_was_replaced_by_hand(checkout: Checkout) -> None:
    checkout.set_up("env")
    checkout.asked()
    packages = checkout.root / PACKAGES
    (packages / "one-1.0.dist-info").rename(packages / "one-2.0.dist-info")
    checkout.set_up("env")
    assert len(checkout.asked()) == 2


def test_failed_install_says_one_sentence_and_is_tried_again(checkout: Checkout) -> None:
    uv = checkout.root / ".venv/bin/uv"
    works = uv.read_text("utf-8")
    checkout.script(".venv/bin/uv", "echo 'Hash mismatch for `one==1.0`' >&2\nexit 1")
    ended = checkout.set_up("env")
    assert ended.status == 1
    assert ended.err.count("\n") == 1
    assert "not what the lock file promises" in ended.err
    assert "Hash mismatch" in ended.out
    uv.write_text(works, "utf-8")
    assert checkout.set_up("env").status == 0
    assert len(checkout.asked()) == 2


def test_missing_lock_is_one_sentence(checkout: Checkout) -> None:
    (checkout.root / "requirements.lock").unlink()
    ended = checkout.set_up("env")
    assert ended.status == 2
    assert ended.err.startswith("requirements.lock is missing")


def test_a_venv_of_another_place_is_not_used(checkout: Checkout) -> None:
    """A copied folder would otherwise run the programs of the original."""
    checkout.write(".venv/bin/activate", 'VIRTUAL_ENV="/another/place/.venv"\n')
    python = checkout.root / ".venv/bin/python"
    python.unlink()
    checkout.script("tools/python3.10", "exit 1")
    ended = checkout.run(sys.executable, "-c", IN_ANOTHER_PYTHON)
    assert "[1/2] making .venv" in ended.out
    assert ended.status == 2
    assert ended.err.startswith("Python 3.10 with its venv module was not found")


def fake_pip(checkout: Checkout, status: int) -> None:
    (checkout.root / ".venv/bin/python").unlink()
    body = PIP.replace("ROOT", str(checkout.root)).replace("STATUS", str(status))
    checkout.script(".venv/bin/python", body)


def test_without_uv_pip_does_the_work(checkout: Checkout) -> None:
    (checkout.root / ".venv/bin/uv").unlink()
    fake_pip(checkout, status=1)
    ended = checkout.set_up("env")
    assert ended.status == 0
    assert ended.err.startswith("warning: without uv")
    asked = " ".join(checkout.asked())
    assert "install uv>=0.5" in asked
    assert "install --no-deps --require-hashes -r" in asked


@pytest.mark.parametrize(("own", "used"), [({}, True), ({"UV_DEFAULT_INDEX": "mine"}, False)])
def test_uv_hears_of_the_mirror_that_pip_uses(
    checkout: Checkout, own: dict[str, str], used: bool
) -> None:
    fake_pip(checkout, status=0)
    checkout.environ.update(own)
    assert checkout.set_up("env").status == 0
    assert ("--default-index mirror" in " ".join(checkout.asked())) is used

"""Finding Python 3.10 among several, shims that fail, and none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bot.setup.failures import Failure
from bot.setup.python310 import find_python
from tests.unit.setup.small_checkout import script


def python(path: Path) -> str:
    """A stand-in for a Python 3.10 with venv: the probe prints where it is."""
    return str(script(path, f"echo {path}"))


def other_python(path: Path) -> str:
    """A stand-in for another version, or one without venv: the probe fails in it."""
    return str(script(path, "echo AssertionError >&2\nexit 1"))


def find(environ: dict[str, str], root: Path, own: str = "/absent/python") -> str:
    return find_python(environ, root, own)


def test_finds_python_on_path(tmp_path: Path, environ: dict[str, str]) -> None:
    wanted = python(tmp_path / "a/python3.10")
    assert find(environ, tmp_path) == wanted


def test_passes_over_a_shim_that_fails(tmp_path: Path, environ: dict[str, str]) -> None:
    script(tmp_path / "a/python3.10", "echo 'version 3.10 is not installed' >&2\nexit 127")
    wanted = python(tmp_path / "b/python3.10")
    assert find(environ, tmp_path) == wanted


def test_passes_over_other_versions(tmp_path: Path, environ: dict[str, str]) -> None:
    other_python(tmp_path / "a/python3")
    wanted = python(tmp_path / "b/python3")
    assert find(environ, tmp_path) == wanted


def test_takes_a_plain_python_that_is_3_10(tmp_path: Path, environ: dict[str, str]) -> None:
    wanted = python(tmp_path / "b/python")
    assert find(environ, tmp_path) == wanted


def test_prefers_the_python_that_runs_it(tmp_path: Path, environ: dict[str, str]) -> None:
    python(tmp_path / "a/python3.10")
    own = python(tmp_path / "own/python3.10")
    assert find(environ, tmp_path, own) == own


def test_takes_one_that_pyenv_keeps(tmp_path: Path, environ: dict[str, str]) -> None:
    wanted = python(tmp_path / "home/.pyenv/versions/3.10.13/bin/python3.10")
    assert find(environ, tmp_path) == wanted


def test_obeys_pyenv_root(tmp_path: Path, environ: dict[str, str]) -> None:
    wanted = python(tmp_path / "elsewhere/versions/3.10.4/bin/python3.10")
    environ["PYENV_ROOT"] = str(tmp_path / "elsewhere")
    assert find(environ, tmp_path) == wanted


def test_asks_uv_and_lets_it_install(tmp_path: Path, environ: dict[str, str]) -> None:
    kept = tmp_path / "managed/python3.10"
    python(tmp_path / "parked")
    script(tmp_path / "a/uv", "exit 127")  # a broken shim comes first
    script(
        tmp_path / "b/uv",
        f"""case "$2" in
        find) test -e {kept} && echo {kept} ;;
        install) /bin/mkdir -p {kept.parent} && /bin/cp {tmp_path}/parked {kept} ;;
        esac""",
    )
    find(environ, tmp_path)
    assert kept.exists()


def test_asks_the_program_for_version_and_venv(tmp_path: Path, environ: dict[str, str]) -> None:
    """A stand-in shows what the probe asks of a real Python."""
    script(tmp_path / "a/python3.10", f'echo "$*" > {tmp_path}/probe\nexit 1')
    wanted = python(tmp_path / "b/python3.10")
    assert find(environ, tmp_path) == wanted
    probe = (tmp_path / "probe").read_text("utf-8")
    assert "ensurepip" in probe
    assert "(3, 10)" in probe


def test_looks_behind_a_virtual_environment(tmp_path: Path, environ: dict[str, str]) -> None:
    """A copied .venv is replaced by the Python behind it, not by itself."""
    venv = tmp_path / "copied"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").symlink_to(os.path.realpath(sys.executable))
    home = Path(sys.base_prefix) / "bin"
    (venv / "pyvenv.cfg").write_text(f"home = {home}\n", "utf-8")
    assert find(environ, tmp_path, str(venv / "bin/python")) == str(home / "python3.10")


def test_no_python_is_one_sentence_that_says_how_to_get_it(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    other_python(tmp_path / "a/python3")
    with pytest.raises(Failure) as caught:
        find(environ, tmp_path)
    assert caught.value.status == 2
    assert str(caught.value).startswith("Python 3.10 with its venv module was not found")
    assert "pyenv install 3.10" in str(caught.value)
    assert "\n" not in str(caught.value)

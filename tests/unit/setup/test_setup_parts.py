"""The parts of the set-up that decide: what is stale, which Node.js, which sentence."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from bot import setup
from bot.setup.checkout import Checkout
from bot.setup.failures import CommandFailed, explain
from bot.setup.node import is_new_enough
from bot.setup.shell import run
from bot.setup.stamps import Stamps, digest_of_files

SOURCES = sorted(Path(setup.__path__[0]).glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_runs_under_python_3_8_with_the_standard_library_alone(source: Path) -> None:
    names: set[str] = set()
    text = source.read_text("utf-8")
    for node in ast.walk(ast.parse(text, feature_version=(3, 8))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            names |= {(node.module or "").split(".")[0]} if node.level == 0 else set()
    assert names <= sys.stdlib_module_names
    assert "://" not in text  # no package index has a name here


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v18.20.4", False),
        ("v20.11.1", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.12.0", False),
        ("v22.13.0", True),
        ("v23.11.0", False),
        ("v24.0.0", True),
        ("v31.2.0", True),
        ("", False),
        ("command not found", False),
    ],
)
def test_which_node_is_new_enough(version: str, good: bool) -> None:
    assert is_new_enough(version) is good


def test_digest_follows_content_not_time(tmp_path: Path) -> None:
    file = tmp_path / "a.ts"
    file.write_text("1", "utf-8")
    before = digest_of_files([file], tmp_path)
    os.utime(file, (1, 1))
    assert digest_of_files([file], tmp_path) == before
    file.write_text("2", "utf-8")
    assert digest_of_files([file], tmp_path) != before


def test_digest_follows_names_and_absence(tmp_path: Path) -> None:
    file = tmp_path / "a.ts"
    absent = digest_of_files([file], tmp_path)
    file.write_text("1", "utf-8")
    present = digest_of_files([file], tmp_path)
    renamed = file.rename(tmp_path / "b.ts")
    assert len({absent, present, digest_of_files([renamed], tmp_path)}) == 3


def test_stamp_holds_until_input_or_output_changes(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / ".venv/.stamps")
    made = tmp_path / "dist.js"
    made.write_text("", "utf-8")
    assert not stamps.holds("web", "1")
    stamps.write("web", "1", [made])
    assert stamps.holds("web", "1")
    assert not stamps.holds("web", "2")
    made.unlink()
    assert not stamps.holds("web", "1")


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"', '{"read": "1", "made": 3}', "\x00"])
def test_damaged_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    stamps = Stamps(tmp_path)
    (tmp_path / "web.json").write_text(content, "utf-8")
    assert not stamps.holds("web", "1")
    stamps.drop("web")
    stamps.drop("web")
    assert not (tmp_path / "web.json").exists()


@pytest.mark.parametrize(
    ("output", "status", "words"),
    [
        ("error: No space left on device (os error 28)", 2, "disk is full"),
        ("error: Failed\n  cause: Hash mismatch for `pyjwt==2.1`\n", 1, "not what the lock file"),
        ("npm error code EINTEGRITY", 1, "not what the lock file promises"),
        ("error: Failed to fetch: x\n cause: dns error", 2, "network or the package index"),
        ("npm error code ENOTFOUND", 2, "HTTPS_PROXY"),
        ("Could not resolve './views/staff'", 1, "ended with status 7"),  # a bundler, of a file
        ("", 1, "uv ended with status 7"),
    ],
)
def test_sentences_name_the_fault_and_the_remedy(output: str, status: int, words: str) -> None:
    failure = explain("making it", CommandFailed(["/x/uv"], 7, output))
    assert failure.status == status
    assert str(failure).startswith("Making it failed: ")
    assert words in str(failure)
    assert str(failure).endswith(".")
    assert "\n" not in str(failure)


def test_a_command_that_is_absent(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(CommandFailed, match="status 127"):
        run([str(tmp_path / "absent")], environ, tmp_path)


def test_an_activated_environment_does_not_redirect_ours(tmp_path: Path) -> None:
    given = {"PATH": "/x", "VIRTUAL_ENV": "/y", "PYTHONPATH": "/z", "UV_SYSTEM_PYTHON": "1"}
    environ = Checkout(tmp_path, given).environ
    assert not {"PYTHONPATH", "UV_SYSTEM_PYTHON"} & set(environ)
    assert environ["VIRTUAL_ENV"] == str(tmp_path / ".venv")
    assert environ["PATH"] == f"{tmp_path / '.venv/bin'}{os.pathsep}/x"

"""The rooms' import rules hold, and a forbidden import would be noticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bot.config import ROOT


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_room_imports_only_what_it_may() -> None:
    done = _lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_a_forbidden_import_breaks_its_contract(tmp_path: Path) -> None:
    for name in ("actions", "connectors", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    trespass = tmp_path / "bot" / "services" / "trespass.py"
    trespass.write_text("import sqlalchemy\n", encoding="utf-8")
    done = _lint_imports(tmp_path)
    assert done.returncode != 0
    assert "bot.services.trespass -> sqlalchemy" in done.stdout

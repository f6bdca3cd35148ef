"""A small checkout whose uv, npm and qingting only write down what they are asked."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SET_UP = (sys.executable, "-E", "-s", "-m", "bot.setup")
LOG = 'echo "$(basename "$0") $*" >> "ROOT/asked.log"'
PACKAGES = ".venv/lib/python3.10/site-packages"


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@dataclass
class Ended:
    status: int
    out: str
    err: str


@dataclass
class Checkout:
    root: Path
    environ: dict[str, str] = field(default_factory=dict)

    def script(self, path: str, body: str) -> Path:
        return script(self.root / path, body)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def set_up(self, *words: str) -> Ended:
        return self.run(*SET_UP, *words)

    def run(self, *command: str) -> Ended:
        done = subprocess.run(
            command,
            check=False,
            cwd=self.root,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def asked(self) -> list[str]:
        """What the stand-ins were asked since the last look."""
        log = self.root / "asked.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


def make_checkout(folder: Path) -> Checkout:
    root = folder / "倾听 folder"  # a space and Chinese in the path are ordinary
    here = Checkout(root)
    tools = here.script("tools/node", "echo v24.1.0").parent
    here.environ = {"HOME": str(folder), "PATH": f"{tools}{os.pathsep}/usr/bin{os.pathsep}/bin"}
    shutil.copytree(ROOT / "bot/setup", root / "bot/setup")
    shutil.copy(ROOT / "bot/__init__.py", root / "bot")
    shutil.copy(ROOT / "Makefile", root)
    here.write("requirements.lock", "one==1.0 --hash=sha256:00\n")
    here.write("pyproject.toml", "[project]\n")
    _python_side(here)
    _web_side(here)
    return here


def _python_side(here: Checkout) -> None:
    here.write(".venv/pyvenv.cfg", "version = 3.10.13\n")
    here.write(".venv/bin/activate", f'VIRTUAL_ENV="{here.root}/.venv"\n')
    (here.root / ".venv/bin/python").symlink_to(sys.executable)
    log = LOG.replace("ROOT", str(here.root))
    here.script(".venv/bin/qingting", log)
    here.script(
        ".venv/bin/uv",
        f"""{log}
        cd '{here.root}/{PACKAGES}'
        case "$*" in
        *-e*) mkdir -p qingting-0.1.0.dist-info ;;
        *requirements.lock*) mkdir -p one-1.0.dist-info ;;
        esac""",
    )
    (here.root / PACKAGES).mkdir(parents=True)


def _web_side(here: Checkout) -> None:
    log = LOG.replace("ROOT", str(here.root))
    here.script(
        "tools/npm",
        f"""{log}
        case "$1" in
        ci) mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json ;;
        run) mkdir -p dist; echo built > dist/index.html; echo more > dist/app.js ;;
        esac""",
    )
    here.write("web/package.json", "{}")
    here.write("web/package-lock.json", "{}")
    here.write("web/src/main.ts", "1")

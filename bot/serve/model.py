"""The trained model and whether it still fits what designers wrote."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from time import monotonic

from bot.config import ROOT
from bot.domain.errors import SettingsError

_STEP = re.compile(r"Starting to train component '(\w+)'")
_NOISE = re.compile(r"Warning:|^Implementing|^\s|warnings\.warn|\(see https?:")

SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/reading",
    "data/rules",
    "data/stories",
    "bot/nlu",
)
"""What training reads; a change here makes the model stale."""
ALSO = ("data/policy/escalation.yml", "data/policy/reading.yml")
ONLY_MEASURES = "evaluation"
"""A folder whose code changes nothing in the model."""


def fingerprint(root: Path = ROOT) -> dict[str, str]:
    """Digest per source file, by its path."""
    return {
        str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(_source_files(root))
    }


def stale_reason(model: Path, root: Path = ROOT) -> str | None:
    """Why the model cannot be served, or None."""
    if not model.exists():
        return "there is no trained model"
    try:
        trained = json.loads(_stamp(model).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "it is not known what the model was trained from"
    now = fingerprint(root)
    changed = sorted(path for path in {*trained, *now} if trained.get(path) != now.get(path))
    return f"the model is older than {changed[0]}" if changed else None


def require_fresh_model(model: Path) -> None:
    """Raises SettingsError with the command to run."""
    reason = stale_reason(model)
    if reason:
        raise SettingsError(f"Cannot serve {model.name}: {reason}. Run `make train`.")


def train(model: Path, say: Callable[[str], None]) -> None:
    """Run `rasa train`, telling each step, then stamp the model.

    Raises SettingsError where training fails, after telling what Rasa said; a former model
    stays in place then.
    """
    model.parent.mkdir(parents=True, exist_ok=True)
    before, begun = fingerprint(), monotonic()
    status, said = _rasa_train(model, say)
    if status != 0 or not model.exists():
        for line in said:
            say(line)
        raise SettingsError("Training failed: mend what is named above, then run `make train`.")
    _stamp(model).write_text(json.dumps(before, indent=1), encoding="utf-8")
    say(f"Trained in {monotonic() - begun:.0f} s.")


def _rasa_train(model: Path, say: Callable[[str], None]) -> tuple[int, Sequence[str]]:
    """Rasa prints a screenful of its libraries' warnings; what matters are its steps, and on
    failure the last lines."""
    name = model.name.removesuffix(".tar.gz")
    command = [sys.executable, "-m", "bot.serve.rasa_training", "train"]
    process = subprocess.Popen(  # noqa: S603 — our own interpreter
        [*command, "--fixed-model-name", name, "--out", str(model.parent), "--force"],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    last: deque[str] = deque(maxlen=25)
    with process:
        for line in process.stdout or ():
            step = _STEP.search(line)
            if step:
                say(f"  {step[1]}")
            elif line.strip() and not _NOISE.search(line):
                last.append(line.rstrip())
    return process.returncode, last


def _source_files(root: Path) -> list[Path]:
    files = [root / name for name in (*SOURCES, *ALSO) if (root / name).is_file()]
    for name in SOURCES:
        if (root / name).is_dir():
            found = [p for p in (root / name).rglob("*") if p.suffix in (".yml", ".py")]
            files += [p for p in found if p.parent.name != ONLY_MEASURES]
    return files


def _stamp(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".sources.json")


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL": "INFO",
    }

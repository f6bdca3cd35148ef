"""The designers' files as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.domain.triage import TriagePolicy, parse_triage_policy

ROOT = Path(__file__).resolve().parents[2]


def read_yaml(path: str) -> Any:
    """A file of the project root."""
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def triage_policy() -> TriagePolicy:
    """The triage policy as it is used."""
    return parse_triage_policy(read_yaml("data/policy/escalation.yml"))

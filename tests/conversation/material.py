"""The designers' files as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.domain.triage import TriagePolicy, parse_triage_policy
from bot.yaml_files import read_mapping

ROOT = Path(__file__).resolve().parents[2]


def project_file(path: str) -> dict[str, Any]:
    """A file of the project root."""
    return read_mapping(ROOT / path)


def triage_policy() -> TriagePolicy:
    """The triage policy as it is used."""
    return parse_triage_policy(project_file("data/policy/escalation.yml"))

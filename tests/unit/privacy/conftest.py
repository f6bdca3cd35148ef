"""The detector with the rules that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.privacy import Detector, parse_rules
from bot.yaml_files import read_mapping

SHIPPED = Path(__file__).parents[3] / "data" / "policy" / "privacy.yml"


@pytest.fixture(scope="session")
def shipped_rules() -> Any:
    return read_mapping(SHIPPED)


@pytest.fixture(scope="session")
def detector(shipped_rules: Any) -> Detector:
    return Detector(parse_rules(shipped_rules))

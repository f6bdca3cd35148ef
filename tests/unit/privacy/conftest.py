"""The detector with the rules that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.privacy import Detector, parse_rules

SHIPPED = Path(__file__).parents[3] / "data" / "policy" / "privacy.yml"


@pytest.fixture(scope="session")
def shipped_rules() -> Any:
    return yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def detector(shipped_rules: Any) -> Detector:
    return Detector(parse_rules(shipped_rules))

"""The really trained model in process, with a small in-memory company behind the actions."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import structlog

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from rasa.core.agent import Agent

from bot.bootstrap import Container, install
from bot.domain.triage import TriagePolicy
from tests.conversation.doubles import (
    Customer,
    InProcessActions,
    MemoryBox,
    MemoryComplaints,
)
from tests.conversation.material import ROOT, triage_policy

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
"""Rasa would print every message and slot; 30 is WARNING."""

MODEL = ROOT / "models" / "qingting.tar.gz"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's model; trained now where there is none or the material is newer."""
    sources = [ROOT / "config.yml", ROOT / "domain.yml", *(ROOT / "data").rglob("*.yml")]
    if MODEL.is_file() and MODEL.stat().st_mtime >= max(s.stat().st_mtime for s in sources):
        return MODEL
    out = tmp_path_factory.mktemp("model")
    command = [sys.executable, "-m", "rasa", "train", "--out", str(out)]
    subprocess.run(
        [*command, "--fixed-model-name", "qingting"], cwd=ROOT, check=True, capture_output=True
    )
    return out / "qingting.tar.gz"


@pytest.fixture(scope="session")
def actions() -> InProcessActions:
    """Every custom action, called in process."""
    return InProcessActions()


@pytest.fixture(scope="session")
def agent(model: Path, actions: InProcessActions) -> Agent:
    """Rasa as it runs for customers, without HTTP."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa's own, at load time
        return Agent.load(str(model), action_endpoint=actions)


@pytest.fixture(scope="session")
def policy() -> TriagePolicy:
    """The triage policy in `data/policy/escalation.yml`."""
    return triage_policy()


@pytest.fixture
def box(policy: TriagePolicy) -> Iterator[MemoryBox]:
    """What the actions reach through `bot.bootstrap.current()`."""
    memory = MemoryBox(MemoryComplaints(policy))
    install(cast(Container, memory))
    yield memory
    install(None)


@pytest.fixture
def customer(agent: Agent, box: MemoryBox) -> Customer:
    """A new customer."""
    return Customer(agent, box)

"""The whole line with the really trained model, over SQLite."""

from __future__ import annotations

import asyncio
import os
import shutil
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from bot.adapters.sql.migrate import upgrade
from bot.bootstrap import Container, install
from bot.config import ROOT
from bot.domain.triage import TriagePolicy
from bot.serve.assistant import load_assistant
from bot.serve.logs import configure_logs, quiet_environment
from bot.services.turns import TurnRunner, TurnSettings
from bot.tasks import end_tasks
from connectors.assistant import RasaAssistant, reading_only
from connectors.memory import TURNS
from tests.boxes import box_over
from tests.conversation.customer import Customer, TestClock
from tests.conversation.material import triage_policy

CUSTOMERS = Path(__file__).with_name("customers.csv")
MODEL = ROOT / "models" / "qingting.tar.gz"


@pytest.fixture(scope="session")
def agent() -> Any:
    """Rasa as it runs for customers."""
    quiet_environment()
    configure_logs("error")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa's own, at load time
        return load_assistant(MODEL)


@pytest.fixture(scope="session")
def model() -> Path:
    """The project's model."""
    return MODEL


@pytest.fixture(scope="session")
def policy() -> TriagePolicy:
    """The triage policy in `data/policy/escalation.yml`."""
    return triage_policy()


@pytest.fixture
def clock() -> TestClock:
    """The company's time."""
    return TestClock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: migrating one for each conversation would take longer than
    the conversation."""
    path = tmp_path_factory.mktemp("database") / "line.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest_asyncio.fixture
async def box(
    agent: Any, tmp_path: Path, clock: TestClock, empty_database: Path
) -> AsyncIterator[Container]:
    """A company whose bot works."""
    database, policies = tmp_path / "line.db", ROOT / "data" / "policy"
    shutil.copy(empty_database, database)
    url = f"sqlite:///{database}"
    settings = {"policies": policies, "customers_csv": CUSTOMERS}
    async with box_over(url, tmp_path, clock=clock, migrated=True, **settings) as box:
        install(box)
        assistant = RasaAssistant(agent.handle_message, reading_only(lambda: agent), TURNS)
        pace = TurnSettings("one", parallel=4, poll=0.2, time_out=20.0)
        hands = (box.handoffs, box.queue_order)
        runner = TurnRunner(box.store, box.notifier, hands, assistant, clock, pace)
        task = asyncio.create_task(runner.run())
        yield box
        await end_tasks([task])
        install(None)


@pytest.fixture
def customer(box: Container) -> Customer:
    """A new customer."""
    return Customer(box)

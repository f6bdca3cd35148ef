"""Rasa's own commands from the root: our channels, actions and material under stock Rasa."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import ROOT
from bot.serve.model import require_fresh_model
from tests.integration.channels.socket_client import connected
from tests.servers import free_port

MODEL = ROOT / "models" / "qingting.tar.gz"
COMPLAINT = "你们凭什么拒赔？我妈住院的钱一分都不给报"
PHONE = "13812348000"
PATIENCE = 200.0
"""Seconds for any one command, all six of which share the machine."""
STOP_SECONDS = 15.0
MOST_EXAMPLES = 0.9
"""Share of the examples in data/nlu that `rasa test nlu` finds read as it says there."""


class Command:
    """A running `rasa …` with its output."""

    def __init__(self, folder: Path, words: list[str], typed: str = "") -> None:
        self._output = folder / f"{'-'.join(words[:2])}.log"
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rasa", *words],
                cwd=ROOT,
                env=_environment(folder / "var"),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        assert self._process.stdin is not None
        with self._process.stdin as keyboard:
            keyboard.write(typed.encode())

    @property
    def log(self) -> str:
        """Everything it printed so far."""
        return self._output.read_text(encoding="utf-8")

    def end(self) -> int:
        """Wait for its end; returns the exit status."""
        return self._process.wait(PATIENCE)

    def stop(self) -> int:
        """As Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(STOP_SECONDS)

    def wait_until_it_answers(self, url: str) -> None:
        """Until the server that it is has started."""
        end = time.monotonic() + PATIENCE
        while not _answers(url):
            assert self._process.poll() is None, self.log[-3000:]
            assert time.monotonic() < end, self.log[-3000:]
            time.sleep(0.1)

    def kill(self) -> None:
        """If it still runs."""
        self._process.kill()
        self._process.wait(STOP_SECONDS)


@dataclass
class Commands:
    """All that these tests look at, started at once because each imports TensorFlow."""

    validate: Command
    test: Command
    nlu: Command
    shell: Command
    run: Command
    url: str
    results: Path
    database: Path


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """The commands over one data folder; `rasa run actions` serves both conversations."""
    require_fresh_model(MODEL)
    folder = tmp_path_factory.mktemp("rasa")
    actions_url, url = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(yaml.safe_dump({"action_endpoint": {"url": f"{actions_url}/webhook"}}))
    served = ["-m", str(MODEL), "-i", "127.0.0.1", "--endpoints", str(endpoints), "-p"]
    tested = ["--e2e", "--stories", "tests/conversation", "--fail-on-prediction-errors"]
    quick = ["--no-plot", "--no-errors", "--model", str(MODEL), "--out", str(folder / "results")]
    with ExitStack() as stack:

        def start(words: list[str], typed: str = "") -> Command:
            command = Command(folder, words, typed)
            stack.callback(command.kill)
            return command

        actions = start(["run", "actions", "-p", actions_url.rpartition(":")[2]])
        actions.wait_until_it_answers(f"{actions_url}/health")
        credentials = ["--credentials", "credentials.yml"]
        run = start(["run", *credentials, *served, url.rpartition(":")[2]])
        shell = start(["shell", *served, str(free_port())], f"{COMPLAINT}\n/stop\n")
        validate = start(["data", "validate", "--fail-on-warnings"])
        test = start(["test", "core", *tested, *quick])
        nlu = start(["test", "nlu", "--nlu", "data/nlu", *quick])
        database = folder / "var" / "qingting.db"
        yield Commands(validate, test, nlu, shell, run, url, folder / "results", database)


def test_a_message_through_rasa_run_is_stored_with_tokens_and_answered(rasa: Commands) -> None:
    rasa.run.wait_until_it_answers(f"{rasa.url}/webhooks/rest/")
    replies = _post(rasa, f"{COMPLAINT}，我的电话{PHONE}", "1")
    assert len(replies) == 2
    said, *answers = _transcript(rasa)
    assert said == ("customer", f"{COMPLAINT}，我的电话[手机号1]", "done")
    assert [text for _, text, _ in answers] == [reply["text"] for reply in replies]
    assert _post(rasa, f"{COMPLAINT}，我的电话{PHONE}", "1") == replies, "a repeated message"
    assert len(_transcript(rasa)) == 3, "the repeated message was stored or answered again"
    (next_question,) = _post(rasa, "上个月五号", "2")
    assert next_question["text"] not in [reply["text"] for reply in replies]
    assert _query(rasa, "SELECT count(*) FROM case_facts")[0][0] > 0
    assert PHONE not in rasa.run.log


async def test_the_web_chat_answers_under_rasa_run(rasa: Commands) -> None:
    rasa.run.wait_until_it_answers(f"{rasa.url}/webhooks/rest/")
    async with connected(rasa.url) as socket:
        session = await socket.call("session_request", {})
        assert session["state"]["owner"] == "none"
        receipt = await socket.call("user_uttered", {"message": COMPLAINT, "message_id": "1"})
        assert (receipt["ok"], receipt["seq"]) == (True, 1)
        await socket.hear(2)


def test_a_complaint_typed_in_rasa_shell_is_answered(rasa: Commands) -> None:
    assert rasa.shell.end() == 0, rasa.shell.log[-3000:]
    heard = rasa.shell.log.rpartition(COMPLAINT)[2].partition("/stop")[0]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in heard), rasa.shell.log[-3000:]


def test_the_material_is_valid(rasa: Commands) -> None:
    assert rasa.validate.end() == 0, rasa.validate.log[-3000:]
    assert "No story structure conflicts found" in rasa.validate.log
    assert "UserWarning" not in rasa.validate.log  # what Rasa complains of in a project
    assert not re.search(r" (?:WARNING|ERROR) ", rasa.validate.log)


def test_the_stories_are_predicted_without_error(rasa: Commands) -> None:
    assert rasa.test.end() == 0, rasa.test.log[-3000:]
    assert "Accuracy:         1.000" in rasa.test.log


def test_the_examples_are_read_as_their_intents(rasa: Commands) -> None:
    """A derived intent is read only where the reader derives it: `vent` is often `complain`."""
    assert rasa.nlu.end() == 0, rasa.nlu.log[-3000:]
    report = json.loads((rasa.results / "intent_report.json").read_text(encoding="utf-8"))
    assert report["accuracy"] > MOST_EXAMPLES
    assert report["ask_human"]["recall"] > MOST_EXAMPLES


def test_rasa_run_stops_cleanly(rasa: Commands) -> None:
    rasa.run.wait_until_it_answers(f"{rasa.url}/webhooks/rest/")
    assert rasa.run.stop() == 0
    assert "Traceback" not in rasa.run.log


def _environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGTING_")}
    for name in ("DATABASE_URL", "REDIS_URL", "PYTHONWARNINGS"):
        kept.pop(name, None)
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "COLUMNS": "200"}
    return {**kept, **quiet, "QINGTING_VAR": str(var)}


def _post(rasa: Commands, text: str, message_id: str) -> list[dict[str, Any]]:
    body = {"sender": "anna", "message": text, "message_id": message_id}
    request = urllib.request.Request(
        f"{rasa.url}/webhooks/rest/webhook",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        replies: list[dict[str, Any]] = json.loads(answer.read())
        return replies


def _transcript(rasa: Commands) -> list[Any]:
    """What the REST channel's one sender said and was answered."""
    columns = "author, text, processing"
    return _query(rasa, f"SELECT {columns} FROM messages WHERE channel = 'rest' ORDER BY seq")


def _query(rasa: Commands, statement: str) -> list[Any]:
    database = sqlite3.connect(rasa.database)
    try:
        return database.execute(statement).fetchall()
    finally:
        database.close()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False

"""The command `qingting` as a person types it: what it prints, how it fails, how it stops."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.config import ROOT
from bot.domain.case import FactName
from bot.domain.message import InboundMessage
from tests.boxes import box_over
from tests.integration.channels.socket_client import connected
from tests.integration.desk.world import API, PASSWORD, Person
from tests.servers import free_port

COMMAND_SECONDS = 90.0
START_SECONDS = 120.0
STOP_SECONDS = 10.0
MODEL = ROOT / "models" / "qingting.tar.gz"
STAMP = MODEL.with_name("qingting.sources.json")
PHONE = "13812348000"
NOBODY = "postgresql://postgres:hush@127.0.0.1:1/qingting"


# Failures


@pytest.mark.parametrize(
    ("words", "environment", "named"),
    [
        (["serve"], {"QINGTING_DESK_PORT": "abc"}, "QINGTING_DESK_PORT"),
        (["serve"], {"QINGTING_DESKPORT": "8081"}, "QINGTING_DESKPORT"),
        (["serve"], {"DATABASE_URL": NOBODY}, "DATABASE_URL"),
        (["serve"], {"DATABASE_URL": "mysql://root@localhost/x"}, "DATABASE_URL"),
        (["serve"], {"REDIS_URL": "localhost:6379"}, "REDIS_URL"),
        (["serve", "everything"], {}, "all, assistant, desk or worker"),
        (["cases", "list"], {"DATABASE_URL": NOBODY}, "DATABASE_URL"),
        (["cases", "list", "--state", "lost"], {}, "draft, abandoned, filed"),
        (["cases", "list"], {"QINGTING_CUSTOMERS_CSV": "/nowhere.csv"}, "nowhere.csv cannot be"),
        (["cases", "list"], {"QINGTING_CUSTOMERS_URL": "mysql://x:hush@y/z"}, "CUSTOMERS_URL"),
        (["labels", "export", "--out", "/nowhere/x.yml"], {}, "/nowhere/x.yml cannot be written"),
        (["cases", "show", "QT20260101-0001"], {}, "There is no case QT20260101-0001."),
        (["agents", "add", "anna", "--role", "king"], {}, "agent, supervisor, designer or admin"),
        (["understand"], {}, "one text or --file"),
        (["understand", "--file", "/nowhere.jsonl"], {}, "/nowhere.jsonl"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_that_says_what_to_mend(
    tmp_path: Path, words: list[str], environment: dict[str, str], named: str
) -> None:
    said = _refusal(_qingting(tmp_path / "var", *words, **{**_ports(), **environment}))
    assert named in said
    assert "hush" not in said, "a password was printed"


@pytest.mark.parametrize("variable", ["QINGTING_ASSISTANT_PORT", "QINGTING_DESK_PORT"])
def test_a_port_in_use_is_named_with_its_setting(tmp_path: Path, variable: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = _refusal(_qingting(tmp_path / "var", "serve", **{**_ports(), variable: port}))
    assert port in said
    assert variable in said
    assert not (tmp_path / "var").exists(), "something was made before the ports were looked at"


def test_a_model_that_is_missing_or_older_than_its_data_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "qingting.tar.gz"
    environment = {**_ports(), "QINGTING_MODEL": str(model)}
    missing = _refusal(_qingting(tmp_path / "var", "serve", **environment))
    shutil.copy(MODEL, model)
    unknown = _refusal(_qingting(tmp_path / "var", "serve", **environment))
    trained = {**json.loads(STAMP.read_text(encoding="utf-8")), "domain.yml": "another one"}
    (tmp_path / STAMP.name).write_text(json.dumps(trained), encoding="utf-8")
    stale = _refusal(_qingting(tmp_path / "var", "serve", **environment))
    assert "there is no trained model" in missing
    assert "not known what the model was trained from" in unknown
    assert "older than domain.yml" in stale
    assert all("make train" in said for said in (missing, unknown, stale))


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "qingting.tar.gz").write_bytes(b"no archive")
    shutil.copy(STAMP, tmp_path)
    model = str(tmp_path / "qingting.tar.gz")
    said = _refusal(_qingting(tmp_path / "var", "understand", "你好", QINGTING_MODEL=model))
    assert "damaged" in said
    assert "make train" in said


def test_a_key_file_that_others_may_read_or_nobody_can_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "vault.key"
    key.write_text("ab" * 32, encoding="ascii")
    key.chmod(0o644)
    assert f"chmod 600 {key}" in _refusal(_qingting(tmp_path, "cases", "list"))
    key.unlink()
    key.mkdir()
    assert str(key) in _refusal(_qingting(tmp_path, "cases", "list"))


def test_a_data_folder_that_cannot_be_made_is_named_with_its_setting(tmp_path: Path) -> None:
    var = tmp_path / "file" / "var"
    var.parent.touch()
    for words in (["serve"], ["cases", "list"]):
        said = _refusal(_qingting(var, *words, **_ports()))
        assert str(var) in said
        assert "QINGTING_VAR" in said


# Looking


def test_the_installed_command_prints_the_table_of_settings() -> None:
    command = Path(sys.executable).with_name("qingting")
    done = subprocess.run(
        [command, "settings"], capture_output=True, text=True, timeout=COMMAND_SECONDS, check=True
    )
    assert "`QINGTING_DESK_PORT`" in done.stdout
    assert not done.stderr


async def test_a_filed_case_is_listed_and_shown_with_tokens_for_personal_values(
    tmp_path: Path,
) -> None:
    number = await _file_a_case(tmp_path)
    listed = _answer(_qingting(tmp_path, "cases", "list", "--json"))
    shown = _answer(_qingting(tmp_path, "cases", "show", number, "--json"))
    read = _answer(_qingting(tmp_path, "cases", "show", number))
    (row,) = [json.loads(line) for line in listed.splitlines()]
    document = json.loads(shown)
    assert (row["number"], row["state"]) == (number, "filed")
    assert row.items() <= document.items()
    assert document["facts"]["contact"]["value"] == "[手机号1]"
    assert ["happened_at"] in document["missing"]
    assert f"number: {number}" in read
    assert PHONE not in listed + shown + read


def test_understanding_names_a_line_that_is_no_message_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    lines = ['{"text": "你好"}', "", '{"words": "你好"}', '{"text": 7}', '{"text": "谢谢"}']
    file.write_text("\n".join(lines), encoding="utf-8")
    ended = _qingting(tmp_path, "understand", "--file", str(file))
    assert ended.returncode == 1
    hello, third, fourth, thanks = (json.loads(line) for line in ended.stdout.splitlines())
    assert (hello["intent"]["name"], thanks["intent"]["name"]) == ("greet", "thank")
    assert ("line 3" in third["error"], "line 4" in fourth["error"]) == (True, True)
    assert [line.split(":")[1].strip() for line in ended.stderr.splitlines()] == [
        "line 3",
        "line 4",
    ]


def test_understanding_reads_messages_without_repeating_personal_numbers(tmp_path: Path) -> None:
    spoken = f"你们凭什么拒赔！我的电话{PHONE}"
    file = tmp_path / "messages.jsonl"
    lines = [{"text": spoken}, {"text": "你好"}]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    with ThreadPoolExecutor() as at_once:
        runs = [
            at_once.submit(_qingting, tmp_path, "understand", *words)
            for words in ([spoken], ["--file", str(file)])
        ]
        one, two = (run.result() for run in runs)
    (first,) = [json.loads(line) for line in _answer(one).splitlines()]
    assert first["is_complaint"] is True
    assert "[手机号1]" in first["text"]
    readings = [json.loads(line) for line in _answer(two).splitlines()]
    assert readings[0] == first
    assert [reading["is_complaint"] for reading in readings] == [True, False]
    assert PHONE not in one.stdout + one.stderr + two.stdout + two.stderr


def test_the_doctor_names_what_is_amiss_and_is_content_with_an_installation(
    tmp_path: Path,
) -> None:
    model = str(tmp_path / "none.tar.gz")
    ill = _qingting(tmp_path / "var", "doctor", QINGTING_MODEL=model, DATABASE_URL=NOBODY)
    assert ill.returncode == 2
    amiss = [line for line in ill.stdout.splitlines() if line.startswith("FAIL")]
    assert [line.split()[1] for line in amiss] == ["model:", "database:"]
    assert "make train" in amiss[0]
    assert "DATABASE_URL" in amiss[1]
    assert not ill.stderr
    (tmp_path / "file").touch()
    nowhere = _qingting(tmp_path / "file", "doctor")
    assert nowhere.returncode == 2
    assert "FAIL  data folder" in nowhere.stdout
    confused = _qingting(tmp_path / "var", "doctor", QINGTING_DESK_PORT="abc")
    assert confused.returncode == 2
    assert "QINGTING_DESK_PORT" in confused.stdout
    _answer(_qingting(tmp_path / "var", "cases", "list"))  # makes the database
    well = _answer(_qingting(tmp_path / "var", "doctor"))
    assert all(line.startswith("ok") for line in well.splitlines())


def test_the_doctor_tries_the_customer_directory(tmp_path: Path) -> None:
    _answer(_qingting(tmp_path, "cases", "list"))  # makes the database
    file = tmp_path / "customers.csv"
    file.write_text("phone,policy_number,complaint_vip,name\n,,maybe,\n", encoding="utf-8")
    broken = _qingting(tmp_path, "doctor", QINGTING_CUSTOMERS_CSV=str(file)).stdout
    assert "customers.csv, line 2, column complaint_vip" in broken
    away = _qingting(tmp_path, "doctor", QINGTING_CUSTOMERS_URL=NOBODY).stdout
    assert "FAIL  customer directory" in away
    assert "ok    customer directory: none" in _qingting(tmp_path, "doctor").stdout


def test_corrections_are_exported_as_a_file_for_data_reading(tmp_path: Path) -> None:
    file = tmp_path / "desk.yml"
    said = _answer(_qingting(tmp_path, "labels", "export"))
    assert not _answer(_qingting(tmp_path, "labels", "export", "--out", str(file)))
    assert said == file.read_text(encoding="utf-8")
    assert "reading: {}" in said
    assert not _answer(_qingting(tmp_path, "labels", "export", "--facts"))


# Serving


async def test_an_added_agent_signs_in_with_the_one_time_password(tmp_path: Path) -> None:
    var = tmp_path / "var"
    added = _answer(_qingting(var, "agents", "add", "anna", "--name", "安娜"))
    password = added.rpartition(" ")[2].strip()
    assert "taken" in _refusal(_qingting(var, "agents", "add", "anna"))
    with _served(var, "desk") as desk:
        async with _browser(desk.desk_url) as browser:
            person = Person(browser)
            await person.sign_in("anna", "not the password", status=401)
            session = await person.sign_in("anna", password)
            assert session["must_change_password"] is True
            assert session["agent"]["display_name"] == "安娜"
            assert (await person.ask("GET", "/conversations?view=open")).status == 403
            await _set_password(person, password)
            assert (await person.get("/conversations?view=open")) == {"items": []}
        assert _rows(var, "conversations") == _rows(var, "cases") == 0, (
            "demo data in a normal start"
        )
        assert "Demo account" not in desk.log
        assert desk.stop(signal.SIGTERM) == 0


def test_demo_data_is_added_once(tmp_path: Path) -> None:
    var, counts, tables = tmp_path / "var", [], ("staff", "conversations", "messages", "cases")
    for start in range(2):
        with _served(var, "desk", "--demo") as desk:
            counts.append([_rows(var, table) for table in tables])
            assert desk.log.count("Demo account") == (4 if start == 0 else 0)
            assert desk.stop(signal.SIGINT) == 0
    assert counts[0] == counts[1]
    assert all(count > 0 for count in counts[0])


async def test_it_stops_within_ten_seconds_under_open_connections_and_starts_again(
    tmp_path: Path,
) -> None:
    token, last_seq = None, 0
    for stop in (signal.SIGINT, signal.SIGTERM):
        with _served(tmp_path / "var") as served:
            async with _browser(served.desk_url) as browser, connected(served.url) as socket:
                await _sign_in_as_admin(Person(browser), served.log)
                session = await socket.call("session_request", {"session_id": token})
                assert session["state"]["last_seq"] == last_seq, "the conversation was forgotten"
                token = session["session_id"]
                words = {"message": "你好", "message_id": stop.name}
                assert (await socket.call("user_uttered", words))["ok"]
                await socket.hear(1)
                last_seq = (await socket.call("resume", {"after": 0}))["state"]["last_seq"]
                async with browser.get(f"{API}/events/stream") as feed:
                    assert (await feed.content.readline()).startswith(b"retry")
                    before = time.monotonic()
                    assert served.stop(stop) == 0
                    print(f"{stop.name}: stopped after {time.monotonic() - before:.1f} s")
            assert "Stopping" in served.log
            assert "Traceback" not in served.log
            assert '"level": "error"' not in served.log


class _Served:
    """A started `qingting serve` with its output."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path, ports: dict[str, str]):
        self._process, self._output = process, output
        self.url = f"http://127.0.0.1:{ports['QINGTING_ASSISTANT_PORT']}"
        self.desk_url = f"http://127.0.0.1:{ports['QINGTING_DESK_PORT']}"

    @property
    def log(self) -> str:
        """Everything it printed so far."""
        return self._output.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        """Until it says so."""
        end = time.monotonic() + START_SECONDS
        while "Ready." not in self.log:
            assert self._process.poll() is None, self.log
            assert time.monotonic() < end, self.log
            time.sleep(0.05)

    def stop(self, how: signal.Signals) -> int:
        """Send the signal; returns the exit status."""
        self._process.send_signal(how)
        return self._process.wait(STOP_SECONDS)


@contextmanager
def _served(var: Path, *words: str) -> Iterator[_Served]:
    """Started and healthy; killed when the block ends, if it still runs."""
    ports, output = _ports(), var.with_name(f"{var.name}-{time.monotonic_ns()}.log")
    before = time.monotonic()
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", *words],
            cwd=ROOT,
            env=_environment(var, ports),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        served = _Served(process, output, ports)
        served.wait_until_ready()
        for url in [served.desk_url] if "desk" in words else [served.url, served.desk_url]:
            with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
                assert answer.status == 200
        print(f"serve {' '.join(words)}: healthy after {time.monotonic() - before:.1f} s")
        yield served
    finally:
        process.kill()
        process.wait(STOP_SECONDS)


def _qingting(var: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=ROOT,
        env=_environment(var, environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


def _refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a failure."""
    assert done.returncode != 0, done.stdout
    assert not done.stdout
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("qingting: ")
    return sentence


def _answer(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _environment(var: Path, more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QINGTING_")}
    for name in ("DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    return {**kept, "QINGTING_VAR": str(var), **more}


def _ports() -> dict[str, str]:
    return {
        "QINGTING_ASSISTANT_PORT": str(free_port()),
        "QINGTING_DESK_PORT": str(free_port()),
    }


def _browser(url: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(base_url=url, cookie_jar=aiohttp.CookieJar(unsafe=True))


async def _sign_in_as_admin(person: Person, log: str) -> None:
    """With the one-time password if one was printed, as at the first start."""
    once = re.findall(r"one-time password (\S+)", log)
    await person.sign_in("admin", once[-1] if once else PASSWORD)
    if once:
        await _set_password(person, once[-1])


async def _set_password(person: Person, once: str) -> None:
    words = {"old": once, "new": PASSWORD}
    person.csrf = (await person.told("PUT", "/session/password", json=words))["csrf"]


async def _file_a_case(var: Path) -> str:
    async with box_over(f"sqlite:///{var / 'qingting.db'}", var) as box:
        message = InboundMessage("web", "anna", "1", f"你们凭什么拒赔，我的电话{PHONE}")
        receipt = await box.intake.receive(message)
        facts = {FactName.WHAT_HAPPENED: "拒赔", FactName.CONTACT: "[手机号1]"}
        await box.complaints.note(
            receipt.conversation_id, receipt.message_id, complaint=True, facts=facts, signals=()
        )
        return str((await box.complaints.file(receipt.conversation_id)).number)


def _rows(var: Path, table: str) -> int:
    database = sqlite3.connect(var / "qingting.db")
    try:
        ((count,),) = database.execute(f"SELECT count(*) FROM {table}")
        return int(count)
    finally:
        database.close()

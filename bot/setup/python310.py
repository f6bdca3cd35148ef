"""Finding Python 3.10 on a machine that may have several, or only shims that fail."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from .failures import MISSING, CommandFailed, Failure
from .shell import on_path, run

# Debian's Python lacks ensurepip until python3.10-venv is there. The answer is the Python behind a
# virtual environment, which may be the very one to be replaced.
PROBE = (
    "import ensurepip, sys; assert sys.version_info[:2] == (3, 10);"
    "print(sys.base_prefix + '/bin/python3.10')"
)


def find_python(environ: dict[str, str], root: Path, own: str) -> str:
    """The first Python 3.10 that runs and can make virtual environments, ``own`` before others."""
    for candidate in _candidates(environ, own):
        found = _probe(candidate, environ, root)
        if found is not None:
            return found
    raise Failure(
        "Python 3.10 with its venv module was not found, and Rasa runs on no newer one: install it"
        " with `pyenv install 3.10`, `uv python install 3.10` or your system's packages (Debian and"
        " Ubuntu: python3.10-venv), then run the same command again.",
        MISSING,
    )


def _probe(candidate: str, environ: dict[str, str], root: Path) -> str | None:
    """Asks the program itself: a version manager's shim exists even where it only fails."""
    try:
        return _last_line(run([candidate, "-I", "-c", PROBE], environ, root))
    except CommandFailed:
        return None


def _candidates(environ: dict[str, str], own: str) -> Iterator[str]:
    yield own
    for name in ("python3.10", "python3", "python"):
        yield from on_path(name, environ)
    home = Path(environ.get("HOME") or os.path.expanduser("~"))
    pyenv = Path(environ.get("PYENV_ROOT") or home / ".pyenv")
    yield from map(str, pyenv.glob("versions/3.10*/bin/python3.10"))
    for uv in [*on_path("uv", environ), str(home / ".local/bin/uv")]:
        for verb in ("find", "install"):
            # Not in the checkout: beside .python-version a shim may refuse to run uv.
            with contextlib.suppress(CommandFailed):
                run([uv, "python", verb, "3.10"], environ, home)
                yield _last_line(run([uv, "python", "find", "3.10"], environ, home))


def _last_line(said: str) -> str:
    return said.strip().rpartition("\n")[2]

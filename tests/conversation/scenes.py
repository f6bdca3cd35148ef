"""Readable conversations: YAML files under `scripts/` become `Script`s, checked when read.

`scripts/README.md` shows the format to writers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.domain.case import CaseState, FactName, Level
from bot.domain.conversation import Owner
from bot.domain.dialogue.questions import Question
from bot.domain.reading import Cause
from bot.domain.survey import SurveyAnswer
from bot.domain.triage import SignalName
from bot.yaml_files import UnusableFile, read_yaml
from tests.conversation.happenings import ACTS, FILES

SCRIPTS = Path(__file__).parent / "scripts"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
NOTHING = "nothing"
TIMES = ("minutes", "hours", "days")
NO_CASE = NO_CALL = "none"
Entry = TypeVar("Entry")


class SceneError(ValueError):
    """A script that cannot be read: names file and entry and says how to mend it."""


@dataclass(frozen=True)
class Step:
    """One message of the customer, or what else happens, and what must come of it. `sends`: a file,
    perhaps with words. `agent`: what one does. `silent`: nobody writes for so long, such as
    `{minutes: 20}`. `later`: time that passes before. `language`: in which the customer is answered
    from here on."""

    says: str = ""
    sends: str | None = None
    agent: str | None = None
    silent: Mapping[str, int] = field(default_factory=dict)
    bot: tuple[str, ...] | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    buttons: tuple[str, ...] | None = None
    asks: str | None = None
    owner: str | None = None
    scenario: str | None = None
    language: str | None = None
    later: Mapping[str, int] = field(default_factory=dict)

    @property
    def pause(self) -> timedelta:
        """Before it, as a duration."""
        return timedelta(**self.later) + timedelta(**self.silent)

    @property
    def told(self) -> str:
        """In a few words."""
        if self.agent:
            return f"an agent {self.agent}"
        sends = f"[{self.sends}] " if self.sends else ""
        return f"silence of {self.pause}" if self.silent else f"“{sends}{self.says[:30]}”"


@dataclass(frozen=True)
class Script:
    """A whole conversation and what must be on record at its end. `call`: when somebody is to be
    called, as the company's clocks have it, or `none`. `survey`: the answer to how it was."""

    name: str
    rows: tuple[str, ...]
    turns: tuple[Step, ...]
    language: str = "zh-Hans"
    at: datetime = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 — company time, zone set by the test
    record: Mapping[str, str | None] = field(default_factory=dict)
    state: str | None = None
    level: str | None = None
    cause: str | None = None
    signals: tuple[str, ...] = ()
    no_signals: tuple[str, ...] = ()
    turns_to_file: int | None = None
    call: str | None = None
    survey: str | None = None
    file: str = ""


_ALLOWED: Mapping[str, frozenset[str]] = {
    "sends": frozenset(FILES),
    "agent": frozenset(ACTS),
    "silent": frozenset(TIMES),
    "later": frozenset(TIMES),
    "asks": frozenset({NOTHING, *(q.value for q in Question)}),
    "owner": frozenset(owner.value for owner in Owner),
    "language": frozenset(LANGUAGES),
    "survey": frozenset(answer.value for answer in SurveyAnswer),
    "state": frozenset({NO_CASE, *(state.value for state in CaseState)}),
    "level": frozenset(level.value for level in Level),
    "cause": frozenset(cause.value for cause in Cause),
    "signals": frozenset(name.value for name in SignalName),
    "no_signals": frozenset(name.value for name in SignalName),
    "record": frozenset(name.value for name in FactName),
}


def read_scripts(folder: Path = SCRIPTS) -> list[Script]:
    """Every script below `folder`. Raises SceneError; names are unique."""
    scripts = [script for path in sorted(folder.rglob("*.yml")) for script in read_file(path)]
    seen: dict[str, str] = {}
    for script in scripts:
        if script.name in seen:
            raise SceneError(f"{script.file}: “{script.name}” stands in {seen[script.name]} too.")
        seen[script.name] = script.file
    return scripts


def read_file(path: Path) -> Iterator[Script]:
    """The scripts of one file; an empty file is a placeholder."""
    try:
        entries = read_yaml(path) or []
    except UnusableFile as error:
        raise SceneError(str(error)) from error
    if not isinstance(entries, list):
        raise SceneError(f"{path.name}: must be a list of scripts, each beginning with “- name:”.")
    for number, entry in enumerate(entries, 1):
        where = f"{path.name}, script {number}"
        if isinstance(entry, dict) and entry.get("name"):
            where = f"{path.name}, “{entry['name']}”"
        yield _script(entry, where, path.name)


def _script(entry: Any, where: str, file: str) -> Script:
    values = _values(Script, entry, where)
    if not values["turns"]:
        raise SceneError(f"{where}: has no turns.")
    turns = enumerate(values["turns"], 1)
    values["turns"] = tuple(_step(turn, f"{where}, turn {n}") for n, turn in turns)
    if isinstance(values.get("at"), str):
        try:
            values["at"] = datetime.fromisoformat(values["at"])
        except ValueError as error:
            raise SceneError(f'{where}: `at` is written "2026-11-23 10:00".') from error
    return Script(**{**values, "file": file})


def _step(entry: Any, where: str) -> Step:
    step = Step(**_values(Step, entry, where))
    if sum(map(bool, (step.says or step.sends, step.agent, step.silent))) != 1:
        raise SceneError(f"{where}: needs says (or sends), agent or silent, and one of them only.")
    return step


def _values(kind: type[Any], entry: Any, where: str) -> dict[str, Any]:
    """The entry's values, lists as tuples. Raises SceneError for what does not belong there."""
    if not isinstance(entry, dict):
        raise SceneError(f"{where}: must be keys and values, not {entry!r}.")
    known = {f.name: f for f in fields(kind) if f.name != "file"}
    unknown = sorted(map(str, set(entry) - set(known)))
    if unknown:
        raise SceneError(f"{where}: unknown {', '.join(unknown)}; known: {', '.join(known)}.")
    needed = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    missing = [name for name in needed if name not in entry]
    if missing:
        raise SceneError(f"{where}: lacks {', '.join(missing)}.")
    for name, value in entry.items():
        _check(name, value, where)
    return {n: tuple(v) if isinstance(v, list) else v for n, v in entry.items()}


def _check(name: str, value: Any, where: str) -> None:
    if name in ("rows", "turns", "bot", "must", "must_not", "buttons", "signals", "no_signals"):
        if not isinstance(value, list):
            raise SceneError(f"{where}: `{name}` must be a list.")
    elif name in ("says", "name") and not isinstance(value, str):
        raise SceneError(f"{where}: `{name}` must be text; put it in quotes.")
    given = value if isinstance(value, (list, dict)) else [value]
    wrong = [v for v in given if name in _ALLOWED and v not in _ALLOWED[name]]
    if wrong:
        known = ", ".join(sorted(_ALLOWED[name]))
        raise SceneError(f"{where}: `{name}` cannot be {wrong[0]!r}; it can be {known}.")

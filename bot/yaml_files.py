"""Reads the YAML files that people write. Each problem is one sentence that names file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml

T = TypeVar("T")


class UnusableFile(ValueError):
    """A file that is no YAML, or not what it has to be. `place` is `file:line`, or the file alone
    where no line is to blame; `line` counts from 1."""

    def __init__(self, name: str, problem: str, line: int | None = None) -> None:
        self.place = name if line is None else f"{name}:{line}"
        self.line, self.problem = line or 1, problem
        super().__init__(f"{self.place}: {problem}.")


def read_yaml(path: Path) -> Any:
    """Whatever stands in the file; None where it is empty. Raises UnusableFile."""
    return _parsed(_text(path), path.name, lambda text: yaml.load(text, Loader=yaml.CSafeLoader))


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping that the file is. Raises UnusableFile."""
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise UnusableFile(path.name, "must be a mapping, with lines such as `name: value`")
    return data


def read_nodes(path: Path) -> yaml.Node | None:
    """The file as nodes, which know their lines; None where it is empty. Raises UnusableFile."""
    return parse_nodes(_text(path), path.name)


def parse_nodes(text: str, name: str) -> yaml.Node | None:
    """The same of a text that came from the named file. Raises UnusableFile."""
    return _parsed(text, name, lambda source: yaml.compose(source, Loader=yaml.CSafeLoader))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnusableFile(path.name, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnusableFile(path.name, f"must be UTF-8: {error.reason}") from error


def _parsed(text: str, name: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(text)
    except yaml.MarkedYAMLError as error:
        last, mark = text.count("\n") + 1, error.problem_mark
        line = min(mark.line + 1, last) if mark else None
        raise UnusableFile(name, f"is no valid YAML: {error.problem}", line) from error
    except yaml.reader.ReaderError as error:  # its position counts bytes
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise UnusableFile(name, f"is no valid YAML: {error.reason}", line) from error
    except ValueError as error:  # such as the 30th of February
        raise UnusableFile(name, f"has a value that cannot be: {error}") from error

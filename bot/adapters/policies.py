"""Reads the designers' policy files. Every problem is one sentence that names the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from bot.domain.errors import SettingsError
from bot.yaml_files import read_mapping

T = TypeVar("T")


def load_policy(path: Path, parse: Callable[[Mapping[str, Any]], T]) -> T:
    """Parse one YAML file with a domain parser. Raises SettingsError."""
    try:
        return parse(read_mapping(path))
    except ValueError as error:
        raise SettingsError(str(error)) from error

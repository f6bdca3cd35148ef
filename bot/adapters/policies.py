"""Reads the designers' policy files. Every problem is one sentence that names the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.domain.errors import SettingsError

T = TypeVar("T")


def load_policy(path: Path, parse: Callable[[Mapping[str, Any]], T]) -> T:
    """Parse one YAML file with a domain parser. Raises SettingsError."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise SettingsError(f"{path.name} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path.name} is no valid YAML: {error}") from error
    if not isinstance(data, Mapping):
        raise SettingsError(f"{path.name} must be a mapping of settings.")
    try:
        return parse(data)
    except ValueError as error:
        raise SettingsError(str(error)) from error

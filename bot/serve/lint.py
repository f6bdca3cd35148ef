"""Checks what the assistant says against data/policy/taboos.yml; part of `make check`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from opencc import OpenCC

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.errors import InvalidInput
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.rules import parse_rules
from bot.scripts.lint.check import Checked, check
from bot.scripts.lint.phrases import TextTools
from bot.scripts.lint.policy_reading import parse_lint_policy

_POLICY = ROOT / "data" / "policy"
_DOMAIN = ROOT / "domain.yml"


def examine(file: Path | None = None) -> Checked:
    """Check one file of scripts; without one, all of domain.yml.

    Raises InvalidInput where the file cannot be read, SettingsError where taboos.yml is broken.
    """
    policy = load_policy(_POLICY / "taboos.yml", parse_lint_policy)
    path = file or _DOMAIN
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(str(path), f"cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(str(path), "is no UTF-8 text; save it as UTF-8.") from error
    name = str(file) if file else _DOMAIN.name
    return check(text, name, policy, text_tools(), whole=file is None)


def text_tools() -> TextTools:
    """Conversion to Simplified and the detector of personal values, as the lint needs them."""
    detector = Detector(load_policy(_POLICY / "privacy.yml", parse_rules))

    def personal(text: str) -> Iterable[str]:
        return (value.raw for value in detector.find(text))

    return TextTools(OpenCC("t2s").convert, personal)

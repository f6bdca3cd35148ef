"""The privacy boundary: personal values become tokens before anything else sees the text."""

from __future__ import annotations

from bot.domain.privacy.detect import Detector, PersonalValue
from bot.domain.privacy.kinds import LABELS, PersonalKind
from bot.domain.privacy.rules import PrivacyRules, parse_rules
from bot.domain.privacy.tokens import TOKEN, kind_of, mask, token, tokenise

__all__ = [
    "LABELS",
    "TOKEN",
    "Detector",
    "PersonalKind",
    "PersonalValue",
    "PrivacyRules",
    "kind_of",
    "mask",
    "parse_rules",
    "token",
    "tokenise",
]

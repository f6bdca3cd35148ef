"""What the model reads in single messages, without a conversation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.adapters.policies import load_policy
from bot.config import ROOT, Settings
from bot.domain.errors import InvalidInput
from bot.domain.privacy.detect import Detector, PersonalValue
from bot.domain.privacy.rules import parse_rules
from bot.domain.privacy.tokens import token, tokenise

COMPLAINING = frozenset({"complain", "vent", "hard_signal"})


def read_messages(text: str | None, file: Path | None) -> list[str]:
    """The texts to read. Raises InvalidInput naming the line to mend."""
    if (text is None) == (file is None):
        raise InvalidInput("text", "give either one text or --file.")
    if file is None:
        return [str(text)]
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("--file", f"{file} cannot be read: {error}") from error
    return [_text_of(line, number) for number, line in enumerate(lines, 1) if line.strip()]


async def understand_all(settings: Settings, texts: Sequence[str]) -> list[dict[str, Any]]:
    """One reading per text, in order."""
    from bot.serve.assistant import load_assistant

    agent = load_assistant(settings.model)
    detector = Detector(load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules))
    return [await _understand(agent, detector, text) for text in texts]


async def _understand(agent: Any, detector: Detector, text: str) -> dict[str, Any]:
    safe = _tokenised(detector, text)
    parsed = await agent.parse_message(safe)
    intent = parsed["intent"]
    return {
        "text": safe,
        "intent": {"name": intent["name"], "confidence": round(intent["confidence"], 4)},
        "is_complaint": intent["name"] in COMPLAINING,
        "signals": [
            {"name": item["name"], "score": item["score"], "quote": item["quote"]}
            for item in parsed.get("signals") or ()
        ],
        "facts": {item["entity"]: item["value"] for item in parsed.get("entities") or ()},
    }


def _tokenised(detector: Detector, text: str) -> str:
    counts: dict[str, int] = {}
    names: dict[tuple[str, str], str] = {}

    def token_for(value: PersonalValue) -> str:
        key = (value.kind.value, value.normalised)
        if key not in names:
            counts[value.kind.value] = counts.get(value.kind.value, 0) + 1
            names[key] = token(value.kind, counts[value.kind.value])
        return names[key]

    return tokenise(text, detector.find(text), token_for)


def _text_of(line: str, number: int) -> str:
    try:
        value = json.loads(line)["text"]
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(f"line {number}", 'must be JSON such as {"text": "…"}.') from error
    if not isinstance(value, str):
        raise InvalidInput(f"line {number}", "text must be a string.")
    return value

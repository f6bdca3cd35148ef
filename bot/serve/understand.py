"""What the model reads in single messages, without a conversation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bot.adapters.policies import load_policy
from bot.config import ROOT, Settings
from bot.domain.errors import InvalidInput
from bot.domain.privacy.detect import Detector, PersonalValue
from bot.domain.privacy.rules import parse_rules
from bot.domain.privacy.tokens import token, tokenise

Line = str | InvalidInput


def lines_of(text: str | None, file: Path | None) -> Iterator[Line]:
    """The texts to read, one at a time; a line that cannot be read as the error that names it.

    Raises InvalidInput where neither or both are given, or the file cannot be opened.
    """
    if (text is None) == (file is None):
        raise InvalidInput("text", "give either one text or --file.")
    if file is None:
        return iter([str(text)])
    try:
        return _lines_of_file(file.open("rb"))
    except OSError as error:
        raise InvalidInput("--file", f"{file} cannot be read: {error.strerror}") from error


def _lines_of_file(stream: BinaryIO) -> Iterator[Line]:
    with stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _text_of(line, number)


def _text_of(line: bytes, number: int) -> Line:
    where = f"line {number}"
    try:
        value = json.loads(line.decode("utf-8-sig"))["text"]
        str(value).encode("utf-8")  # half of a pair such as \ud83d cannot be written again
    except (ValueError, TypeError, KeyError, RecursionError):
        return InvalidInput(where, 'must be JSON in UTF-8 such as {"text": "…"}.')
    return value if isinstance(value, str) else InvalidInput(where, "text must be a string.")


class Understanding:
    """The trained model with the privacy boundary before it."""

    def __init__(self, settings: Settings) -> None:
        """Loads the model, which takes some seconds. Raises SettingsError where it is stale."""
        from bot.serve.assistant import load_assistant

        self._agent = load_assistant(settings.model)
        self._detector = Detector(
            load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules)
        )

    async def read(self, lines: Iterator[Line]) -> AsyncIterator[dict[str, Any]]:
        """One reading per line, in order and in constant memory; {"line", "error"} where it
        could not be read."""
        for line in lines:
            if isinstance(line, InvalidInput):
                yield {"error": str(line)}
            else:
                yield await self._understand(line)

    async def _understand(self, text: str) -> dict[str, Any]:
        safe = _tokenised(self._detector, text)
        parsed = await self._agent.parse_message(safe)
        reading = parsed.get("reading") or {}
        return {
            "text": safe,
            "language": reading.get("language", "und"),
            "mixed": reading.get("mixed", False),
            "intent": {
                "name": reading.get("intent", parsed["intent"]["name"]),
                "confidence": reading.get("confidence", 1.0),
            },
            "topic": reading.get("topic"),
            "is_complaint": reading.get("is_complaint", False),
            "cause": reading.get("cause", []),
            "anger": reading.get("anger", 0),
            "signals": [
                {"name": item["name"], "score": item["score"], "quote": item["quote"]}
                for item in parsed.get("signals") or ()
            ],
            "facts": parsed.get("facts") or {},
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

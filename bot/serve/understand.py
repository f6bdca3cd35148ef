"""What the model reads in single messages, without a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from bot.adapters.policies import load_policy
from bot.config import ROOT, Settings
from bot.domain.errors import InvalidInput
from bot.domain.privacy.detect import Detector, PersonalValue
from bot.domain.privacy.rules import parse_rules
from bot.domain.privacy.tokens import token, tokenise

STDIN = Path("-")


@dataclass(frozen=True)
class Line:
    """A message to read, or in `problem` why it is none.

    `number` counts from 1; `said_at` as it was given; `named`: {"id": …} where the line has one.
    """

    number: int
    text: str = ""
    said_at: str | None = None
    named: dict[str, Any] | None = None
    problem: str | None = None


def lines_of(text: str | None, file: Path | None) -> Iterator[Line]:
    """The messages to read, one at a time and in order; blank lines only count. `-` is stdin.

    Raises InvalidInput where neither or both are given, or the file cannot be opened.
    """
    if (text is None) == (file is None):
        raise InvalidInput("text", "give either one text or --file.")
    if file is None:
        return iter([Line(1, str(text))])
    try:
        return _lines_of_file(sys.stdin.buffer if file == STDIN else file.open("rb"))
    except OSError as error:
        raise InvalidInput("--file", f"{file} cannot be read: {error.strerror}") from error


def _lines_of_file(stream: BinaryIO) -> Iterator[Line]:
    with stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _parsed(line, number)


def _parsed(line: bytes, number: int) -> Line:
    try:
        data = json.loads(line.decode("utf-8-sig"))
        text, said_at = data["text"], data.get("said_at")
        named = {"id": data["id"]} if "id" in data else None
        # half of a pair such as \ud83d cannot be written again
        json.dumps([text, named], ensure_ascii=False).encode("utf-8")
    except (ValueError, TypeError, KeyError, RecursionError):
        return Line(number, problem='must be JSON in UTF-8 such as {"text": "…"}.')
    if not isinstance(text, str):
        return Line(number, named=named, problem="text must be a string.")
    if not isinstance(said_at, str | None):
        return Line(number, named=named, problem="said_at must be a string.")
    return Line(number, text, said_at, named)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A day or moment in ISO 8601, in UTC; without an offset it is in `zone`. Raises ValueError."""
    said_at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    try:
        aware = said_at if said_at.tzinfo else said_at.replace(tzinfo=zone)
        return aware.astimezone(timezone.utc)
    except OverflowError as error:  # the first day there is, east of Greenwich
        raise ValueError(str(error)) from error


class Understanding:
    """The trained model with the privacy boundary before it."""

    def __init__(self, settings: Settings, today: str | None = None) -> None:
        """Loads the model, which takes some seconds; `today` counts where a line does not say when
        it was said. Raises SettingsError where the model is stale, InvalidInput for `today`."""
        self._zone = settings.zone
        try:
            self._today = moment(today, self._zone) if today else None
        except ValueError as error:
            raise InvalidInput("--today", "must be a day such as 2026-11-21.") from error
        from bot.serve.assistant import load_assistant

        self._agent = load_assistant(settings.model)
        self._detector = Detector(
            load_policy(ROOT / "data" / "policy" / "privacy.yml", parse_rules)
        )

    async def read(self, lines: Iterator[Line]) -> AsyncIterator[dict[str, Any]]:
        """One row per line, in order and in constant memory: {"line", "id" where there is one, …},
        with "error" in place of a reading where it could not be read."""
        for line in lines:
            row = {"line": line.number, **(line.named or {})}
            try:
                yield {**row, **await self._understand(line)}
            except InvalidInput as error:
                yield {**row, "error": str(error)}
            except Exception as error:  # noqa: BLE001 — one broken line must not stop the others
                problem = f"line {line.number}: could not be read ({type(error).__name__})."
                yield {**row, "error": problem}

    async def _understand(self, line: Line) -> dict[str, Any]:
        if line.problem:
            raise InvalidInput(f"line {line.number}", line.problem)
        safe = _tokenised(self._detector, line.text)
        parsed = await self._parsed(safe, self._said_at(line))
        reading = parsed.get("reading") or {}
        derived = parsed["intent"]["name"]
        return {
            "text": safe,
            "language": reading.get("language", "und"),
            "mixed": reading.get("mixed", False),
            "intent": {
                "name": reading.get("intent", derived),
                "confidence": reading.get("confidence", 1.0),
            },
            "derived": derived if derived != reading.get("intent", derived) else None,
            "topic": reading.get("topic"),
            "is_complaint": reading.get("is_complaint", False),
            "complaint": reading.get("complaint", 0.0),
            "cause": reading.get("cause", []),
            "cause_scores": reading.get("cause_scores", {}),
            "anger": reading.get("anger", 0),
            "signals": parsed.get("signals") or [],
            "facts": parsed.get("facts") or {},
        }

    def _said_at(self, line: Line) -> datetime | None:
        try:
            return moment(line.said_at, self._zone) if line.said_at else self._today
        except ValueError as error:
            problem = "said_at must be a day or moment such as 2026-11-21T09:30+08:00."
            raise InvalidInput(f"line {line.number}", problem) from error

    async def _parsed(self, text: str, said_at: datetime | None) -> dict[str, Any]:
        from rasa.core.channels.channel import UserMessage

        from bot.nlu.complaint_reader import SAID_AT
        from connectors.assistant import typed_text

        metadata = {SAID_AT: said_at.isoformat()} if said_at else None
        message = UserMessage(typed_text(text), metadata=metadata)
        parsed: dict[str, Any] = await self._agent.processor.parse_message(message)
        return parsed


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

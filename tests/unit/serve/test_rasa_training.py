"""What Rasa reads again while it trains."""

import pytest
from rasa.shared.utils import io

from bot.serve.rasa_training import read_once


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that reach Rasa's own reader."""
    texts: list[str] = []
    parse = io.read_yaml

    def read_yaml(content: str, reader_type: str | list[str] = "safe") -> object:
        texts.append(content)
        return parse(content, reader_type)

    monkeypatch.setattr(io, "read_yaml", read_yaml)
    return texts


def test_a_text_is_parsed_once_and_every_reader_has_a_copy(parsed: list[str]) -> None:
    read_once()

    first = io.read_yaml("intents: [complain]")
    first["intents"].append("changed by one reader")

    assert io.read_yaml("intents: [complain]") == {"intents": ["complain"]}
    assert io.read_yaml("intents: [greet]", reader_type=["safe", "rt"]) == {"intents": ["greet"]}
    assert parsed == ["intents: [complain]", "intents: [greet]"]


def test_a_broken_text_is_told_every_time(parsed: list[str]) -> None:
    read_once()

    for _ in range(2):
        with pytest.raises(Exception, match="expected"):
            io.read_yaml("intents: [complain")

    assert len(parsed) == 2

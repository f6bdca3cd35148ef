"""One reader trained on a few messages, shared by everybody who only reads with it."""

from __future__ import annotations

import pytest

from bot.nlu.learning import learn
from bot.nlu.reader import MessageReader
from tests.unit.nlu import small


@pytest.fixture(scope="session")
def small_reader() -> MessageReader:
    return learn(small.entries(), small.material())

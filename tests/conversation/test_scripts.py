"""Every readable conversation under `scripts/`, over the whole line with the trained model."""

from __future__ import annotations

import pytest

from tests.conversation.customer import Customer, TestClock
from tests.conversation.playing import Play
from tests.conversation.scenes import Script, read_scripts


@pytest.mark.parametrize("script", read_scripts(), ids=lambda script: script.name)
async def test_the_conversation_goes_as_written(
    script: Script, customer: Customer, clock: TestClock
) -> None:
    wrong = await Play(script, customer, clock).run()
    assert not wrong, "\n  ".join([f"{script.file}, “{script.name}”:", *wrong])

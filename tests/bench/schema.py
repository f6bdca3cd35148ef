"""Row 3: in-process actions with and without Rasa's JSON-schema check of every answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from unittest import mock

from rasa.core.actions.action import RemoteAction

from tests.bench.figures import Samples, milliseconds, times
from tests.bench.report import Table
from tests.bench.script import COMPLAINT
from tests.bench.talk import Office, Talk, office

PAIRS = 8
SPEC = "action_response_format_spec"
RASAS_OWN = RemoteAction.action_response_format_spec
"""Taken before bot.serve.inprocess is imported, which replaces it."""


def nothing_to_check() -> dict[str, Any]:
    """What bot.serve.inprocess puts in its place."""
    return {}


async def measure(agent: Any, var: Path, until: float) -> Table:
    """Pairs of complaints in lockstep, first without and then with the check, then turned."""
    without, checked, pairs = Samples(), Samples(), 0
    async with office(var, agent) as here:
        await _pair(here, Samples(), Samples(), turned=False)  # warms up
        while pairs < PAIRS and (not pairs or time.monotonic() < until):
            await _pair(here, without, checked, turned=pairs % 2 == 1)
            pairs += 1
    return Table(
        "Actions in process, without and with Rasa's schema check",
        ("turn", "without", "with", "with : without"),
        (
            (
                "median",
                milliseconds(without.median),
                milliseconds(checked.median),
                times(checked.median / without.median),
            ),
            (
                "p95",
                milliseconds(without.p95),
                milliseconds(checked.p95),
                times(checked.p95 / without.p95),
            ),
        ),
        f"Assistant level; {pairs} complaints of {len(COMPLAINT)} turns each way.",
    )


async def _pair(here: Office, without: Samples, checked: Samples, *, turned: bool) -> None:
    ways = [(Talk(here), nothing_to_check, without), (Talk(here), RASAS_OWN, checked)]
    if turned:
        ways.reverse()
    for text in COMPLAINT:
        for talk, spec, samples in ways:
            with mock.patch.object(RemoteAction, SPEC, staticmethod(spec)):
                samples.append(await talk.say(text))

"""Each cause, signal and scenario is shown by a script in each language."""

from __future__ import annotations

import pytest

from bot.domain.reading import Cause
from bot.domain.scenario import HandOver, Scenario
from bot.domain.triage import SignalName, TriagePolicy
from tests.conversation.material import project_file
from tests.conversation.scenes import LANGUAGES, Script, read_scripts

SCRIPTS = read_scripts()
RESPONSES = project_file("domain.yml")["responses"]


def _in(language: str) -> list[Script]:
    return [script for script in SCRIPTS if script.language == language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_is_told_apart(language: str) -> None:
    shown = {script.cause for script in _in(language)} - {None}
    assert {cause.value for cause in Cause} == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_is_found(language: str) -> None:
    shown = {name for script in _in(language) for name in script.signals}
    assert {name.value for name in SignalName} == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scenario_that_fetches_a_person_does(language: str, policy: TriagePolicy) -> None:
    """What fetches nobody (an excessive demand) is shown by its signal."""
    shown = {step.scenario for script in _in(language) for step in script.turns}
    fetching = {rule.scenario for rule in policy.scenarios if rule.hand_over is not HandOver.NEVER}
    assert set(Scenario) - fetching == {Scenario.EXCESSIVE_DEMAND}
    assert {scenario.value for scenario in fetching} <= shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_while_the_desk_is_closed(language: str) -> None:
    said = {name for script in _in(language) for step in script.turns for name in step.bot or ()}
    assert {name for name in RESPONSES if name.startswith("utter_closed_")} <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_silence_and_files_are_shown(language: str) -> None:
    steps = [step for script in _in(language) for step in script.turns]
    assert {step.agent for step in steps} >= {"claims", "hands back", "resolves"}
    assert {step.sends for step in steps} >= {"picture", "recording"}
    assert {step.sends for step in steps} & {"program", "huge picture"}
    assert any(step.silent for step in steps)
    assert {script.survey for script in _in(language)} >= {"satisfied", "dissatisfied"}

"""Texts and buttons that the program itself says, from the designers' domain."""

from __future__ import annotations

import pytest

from bot.adapters.scripts import DomainScripts
from bot.config import ROOT
from bot.domain.errors import SettingsError
from bot.domain.survey import SurveyAnswer

SCRIPTS = DomainScripts(ROOT / "domain.yml")


def _titles(language: str) -> list[str]:
    return [
        button["title"] for button in SCRIPTS.reply("utter_notice_survey", language, {}).buttons
    ]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_satisfaction_question_offers_every_answer_in_every_language(language: str) -> None:
    reply = SCRIPTS.reply("utter_notice_survey", language, {})
    assert [button["payload"] for button in reply.buttons] == [a.payload for a in SurveyAnswer]
    assert reply.text


def test_traditional_texts_are_converted_but_not_what_is_filled_in() -> None:
    reply = SCRIPTS.reply("utter_notice_agent_joined", "zh-Hant", {"name": "张伟"})
    assert "張" not in reply.text
    assert "张伟" in reply.text
    assert (
        reply.text != SCRIPTS.reply("utter_notice_agent_joined", "zh-Hans", {"name": "张伟"}).text
    )


def test_buttons_speak_the_language_of_the_text() -> None:
    assert all(title.isascii() for title in _titles("en"))
    assert not any(title.isascii() for title in _titles("zh-Hans"))


def test_a_missing_response_is_named() -> None:
    with pytest.raises(SettingsError, match="utter_nowhere"):
        SCRIPTS.reply("utter_nowhere", "en", {})

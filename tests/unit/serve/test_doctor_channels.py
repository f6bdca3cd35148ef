"""What the doctor says of the platforms' channels."""

from __future__ import annotations

from bot.config import load_settings
from bot.serve.doctor_channels import NEEDED, examine_channels


def test_channels_without_settings_are_off_and_that_is_fine() -> None:
    assert set(examine_channels(load_settings())) == {(name, True, "off") for name in NEEDED}


def test_a_half_set_up_channel_is_named_with_what_is_missing() -> None:
    states = examine_channels(load_settings(line_channel_secret="s"))
    assert (
        "LINE channel",
        False,
        "set QINGTING_LINE_CHANNEL_TOKEN, else the channel stays off",
    ) in states


def test_a_channel_with_all_that_it_needs_is_on() -> None:
    whatsapp = dict.fromkeys(NEEDED["WhatsApp channel"], "x")
    settings = load_settings(**whatsapp)
    assert ("WhatsApp channel", True, "on") in examine_channels(settings)
    assert settings.whatsapp_on

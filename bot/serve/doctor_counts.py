"""What accounts have left of the messages that platforms sell by the month. Nobody is called: it is
what the platform has said when customers last wrote."""

from __future__ import annotations

from bot.bootstrap import Container
from bot.channel_settings import NEEDED
from bot.serve.doctor_channels import State


async def examine_counts(box: Container) -> list[State]:
    """Of each channel of which it is known."""
    found = [(channel, await box.months.of(channel)) for channel in NEEDED]
    states: list[State] = []
    for channel, month in found:
        if month is not None:
            at = f"{box.local(month.at):%Y-%m-%d %H:%M}"
            text = f"{month.left} of {month.most} messages of this month left, as of {at}"
            if not month.left:
                text += ": only quick answers get through; mend the account's plan"
            states.append((f"{channel} account", month.left > 0, text))
    return states

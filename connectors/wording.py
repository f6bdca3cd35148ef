"""Rasa's words for the customer: the variation that fits best and was not said yet."""

# ruff: noqa: ARG002
# (Rasa sets the signatures)

from __future__ import annotations

import copy
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.scripts.traditional import traditional
from bot.scripts.variations import TRADITIONAL, choose, language_of, without_said_apologies


class Wording(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml, so that `rasa shell` speaks as the service does.

    What differs from Rasa's own: the choice is not random (bot/scripts/variations.py), an
    apology is not made twice in the same words, and Traditional Chinese is made from Simplified
    texts before the customer's own words are filled in.
    """

    def __init__(self, domain: Domain, endpoint_config: object = None) -> None:
        super().__init__(domain.responses)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The filled response; None where there is none of this name."""
        # What an action is about to set counts already for what it says.
        slots = {**tracker.current_slot_values(), **kwargs}
        said = (slots.get("memory") or {}).get("said") or ()
        variations, seed = self.responses.get(utter_action) or (), tracker.sender_id + utter_action
        chosen = choose(variations, slots, said, seed, traditional())
        if chosen is None:
            return None
        response = copy.deepcopy(dict(chosen))
        if slots.get("language") == TRADITIONAL and language_of(chosen) != TRADITIONAL:
            _to_traditional(response)
        response["text"] = without_said_apologies(str(response.get("text", "")), said)
        filled: dict[str, Any] = self._fill_response(response, slots, **kwargs)
        return filled


def _to_traditional(response: dict[str, Any]) -> None:
    convert = traditional()
    response["text"] = convert(response["text"])
    for button in response.get("buttons") or ():
        button["title"] = convert(button["title"])

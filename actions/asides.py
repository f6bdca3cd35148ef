"""What is said to a question or a courtesy from the side, before it goes back to the point."""

from __future__ import annotations

from collections.abc import Mapping

from actions.answers import answers_only, opens_the_matter
from actions.turn import ASIDE, Turn
from bot.domain.reading import Topic
from bot.scripts.phrases import phrase_book

_COURTESIES: Mapping[str, str] = {
    "ask_bot": "utter_iam_bot",
    "praise": "utter_praise",
    "suggestion": "utter_suggestion",
    "thank": "utter_welcome",
    "out_of_scope": "utter_out_of_scope",
}
ANSWERED_BY_RULE = frozenset({"ask_product", *_COURTESIES})
"""Intents whose rule begins with `action_answer_aside`."""
_ALWAYS_ANSWERED = frozenset({"report_violation", "send_attachment", "ask_how_to_complain"})


def aside_response(turn: Turn) -> str | None:
    """The answer; None where the message answers our question or tells what happened.

    Never with a figure of a policy, which only a colleague can look up (practice D9, E25).
    """
    if answers_only(turn) or opens_the_matter(turn):
        return None
    if turn.intent != "ask_product":
        return _COURTESIES.get(turn.intent)
    known = {*(topic.value for topic in Topic), *phrase_book().questions}
    return f"utter_faq_{turn.topic}" if turn.topic in known else "utter_product"


def said_aside(turn: Turn) -> bool:
    """Whether something from the side has been answered in this turn."""
    if turn.intent not in ASIDE:
        return False
    named = turn.intent == "change_language" and phrase_book().language_named(turn.text)
    if named or turn.intent in _ALWAYS_ANSWERED:
        return True
    return not (answers_only(turn) or opens_the_matter(turn))

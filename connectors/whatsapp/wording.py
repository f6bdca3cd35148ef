"""Our messages in WhatsApp's forms and limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.splitting import split_text, with_choices

LONGEST_TEXT = 4096
LONGEST_WITH_BUTTONS = 1024
LONGEST_PARAMETER = 900
"""A template and its variable together may have 1,024 characters."""
MOST_BUTTONS, LONGEST_BUTTON = 3, 20
MOST_ROWS, LONGEST_ROW, LONGEST_DESCRIPTION = 10, 24, 72

Buttons = Sequence[Mapping[str, str]]
Body = dict[str, Any]


def bodies(text: str, buttons: Buttons, list_label: str) -> list[Body]:
    """The message's parts in order; the last one has the buttons, as a list where they are many
    or long. `list_label` is the customer's word for opening that list."""
    if len(buttons) > MOST_ROWS:
        return _texts(with_choices(text, buttons))
    if not buttons:
        return _texts(text)
    *first, last = split_text(text, LONGEST_WITH_BUTTONS)
    simple = len(buttons) <= MOST_BUTTONS and all(
        len(button["title"]) <= LONGEST_BUTTON for button in buttons
    )
    action = _reply_buttons(buttons) if simple else _rows(buttons, list_label)
    interactive = {"body": {"text": last}, **action}
    return [*map(_text, first), {"type": "interactive", "interactive": interactive}]


def template(name: str, language: str, text: str) -> Body:
    """The message as the template's one variable. Line breaks become spaces: Meta refuses them
    there, as it refuses four spaces in a row."""
    line = re.sub(r"\s+", " ", text).strip()
    parameter = {"type": "text", "text": line}
    return {
        "type": "template",
        "template": {
            "name": name,
            "language": {"code": language},
            "components": [{"type": "body", "parameters": [parameter]}],
        },
    }


def template_language(approved: Sequence[str], language: str) -> str:
    """Of the languages that the template was approved in, the conversation's or else the first."""
    wanted = {"zh-Hans": ("zh_CN",), "zh-Hant": ("zh_HK", "zh_TW"), "en": ("en", "en_US", "en_GB")}
    fitting = [code for code in approved if code in wanted.get(language, ())]
    return (fitting or list(approved))[0]


def _texts(text: str) -> list[Body]:
    return [_text(part) for part in split_text(text, LONGEST_TEXT)]


def _text(text: str) -> Body:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _reply_buttons(buttons: Buttons) -> Body:
    replies = [{"id": button["payload"], "title": button["title"]} for button in buttons]
    return {
        "type": "button",
        "action": {"buttons": [{"type": "reply", "reply": reply} for reply in replies]},
    }


def _rows(buttons: Buttons, label: str) -> Body:
    rows = [_row(button) for button in buttons]
    return {"type": "list", "action": {"button": label, "sections": [{"rows": rows}]}}


def _row(button: Mapping[str, str]) -> dict[str, str]:
    title = button["title"]
    if len(title) <= LONGEST_ROW:
        return {"id": button["payload"], "title": title}
    short = title[: LONGEST_ROW - 1] + "…"
    return {
        "id": button["payload"],
        "title": short,
        "description": title[:LONGEST_DESCRIPTION],
    }

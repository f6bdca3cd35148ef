"""What holds for every change of an account."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.errors import InvalidInput
from bot.domain.staff import Agent, Permission


def check_names(username: str, display_name: str) -> None:
    """Raises InvalidInput."""
    if not (0 < len(username) <= 60 and username.isprintable() and username == username.strip()):
        raise InvalidInput("username", "must have 1 to 60 printable characters.")
    if not (0 < len(display_name.strip()) <= 60 and display_name.isprintable()):
        raise InvalidInput("display_name", "must have 1 to 60 printable characters.")


def keep_an_administrator(staff: Iterable[Agent]) -> None:
    """Raises InvalidInput where nobody of these could manage accounts."""
    if not any(agent.may(Permission.MANAGE_STAFF) for agent in staff):
        raise InvalidInput("role", "this is the last administrator; name another one first.")


def changes_of(before: Agent, after: Agent) -> dict[str, str]:
    """What the audit trail says of a change. Names of people stay out of it."""
    found = {
        "role": (before.role.value, after.role.value),
        "active": (str(before.active).lower(), str(after.active).lower()),
        "team_id": (before.placement.team_id or "", after.placement.team_id or ""),
        "languages": (_listed(before.placement.languages), _listed(after.placement.languages)),
        "product_lines": (
            _listed(before.placement.product_lines),
            _listed(after.placement.product_lines),
        ),
        "scenarios": (_listed(before.placement.scenarios), _listed(after.placement.scenarios)),
        "capacity": (str(before.placement.capacity or ""), str(after.placement.capacity or "")),
    }
    changes = {name: new or "none" for name, (old, new) in found.items() if old != new}
    return changes | ({"name": "changed"} if before.display_name != after.display_name else {})


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(str(getattr(code, "value", code)) for code in codes)

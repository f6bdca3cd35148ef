"""What a supervisor sees at a glance."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.overview import Overview, overview_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.staff import Permission


async def read_overview(call: Call[NoBody, NoQuery]) -> Overview:
    """The queue now, and today's numbers."""
    return overview_answer(await call.services.figures.overview())


ENDPOINTS = (
    Endpoint(
        "GET",
        f"{API}/overview",
        read_overview,
        Permission.READ_FIGURES,
        "The queue now, and today's numbers",
        Overview,
    ),
)

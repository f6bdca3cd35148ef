"""What a supervisor sees at a glance, through the API."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.figures import start_of_day
from bot.domain.staff import Role
from tests.integration.desk.world import World

ZONE = timezone(timedelta(hours=8))


async def test_an_empty_desk_has_empty_numbers(world: World) -> None:
    boss = await world.person("boss", Role.SUPERVISOR)
    seen = await boss.get("/overview")
    assert seen["waiting"] == {"count": 0, "major": 0, "overdue": 0, "oldest_at": None}
    assert sum(seen["by_hour"]) == 0
    assert len(seen["by_hour"]) == 24
    assert (seen["by_channel"], seen["median_wait_seconds"]) == ([], None)
    assert [level["share"] for level in seen["levels"]] == [None, None, None]


async def test_the_queue_and_the_day_as_they_are(world: World) -> None:
    world.clock.ahead = (
        start_of_day(world.clock.now(), ZONE) + timedelta(hours=36) - world.clock.now()
    )
    boss, li = await world.person("boss", Role.SUPERVISOR), await world.person("li")
    first, second = await world.conversation(), await world.conversation(queued=False)
    await world.case(first)
    await world.case(second)
    world.clock.ahead += timedelta(minutes=30)
    third = await world.conversation()
    await li.post(f"/conversations/{third}/claim")
    said = {"text": "您好", "client_id": "1", "canned_code": "greet"}
    await li.post(f"/conversations/{third}/messages", said, 201)
    seen = await boss.get("/overview")
    waiting = seen["waiting"]
    oldest = datetime.fromisoformat(waiting.pop("oldest_at"))
    assert waiting == {"count": 1, "major": 1, "overdue": 1}
    assert timedelta(minutes=29) < world.clock.now() - oldest < timedelta(minutes=31)
    assert sum(count["count"] for count in seen["waits"]) == 2
    claim, first_answer, acceptance = seen["levels"]
    assert (claim["measure"], claim["within_minutes"], claim["target"]) == ("claim", 5, 0.9)
    assert (claim["met"], claim["missed"], claim["running"]) == (1, 1, 0)
    assert (first_answer["met"], first_answer["missed"]) == (1, 1)
    assert acceptance["running"] == 2
    assert seen["by_channel"] == [{"key": "web", "count": 2}]
    assert seen["by_cause"] == [{"key": "none", "count": 2}]
    assert seen["by_canned"] == [{"key": "greet", "count": 1}]


@pytest.mark.parametrize("role", [Role.AGENT, Role.DESIGNER])
async def test_others_do_not_see_it(world: World, role: Role) -> None:
    await (await world.person("li", role)).get("/overview", 403)

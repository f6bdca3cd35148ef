"""A closed conversation says how it ended, who closed it and when; so does an earlier matter."""

from __future__ import annotations

from typing import Any

from bot.domain.ids import ConversationId
from tests.integration.desk.world import Person, World


async def _close(person: Person, conversation: ConversationId, outcome: str) -> dict[str, Any]:
    body = {"outcome": outcome, "note": ""}
    return dict(await person.post(f"/conversations/{conversation}/close", body))


async def _opened(person: Person, conversation: ConversationId, query: str = "") -> dict[str, Any]:
    return dict(await person.get(f"/conversations/{conversation}{query}"))


async def test_the_row_and_the_head_tell_while_it_is_closed(world: World) -> None:
    person, conversation = await world.held()
    assert (await _opened(person, conversation))["conversation"]["ended"] is None
    answer = await _close(person, conversation, "referred")
    assert person.agent
    ended = {
        "outcome": "referred",
        "agent_id": person.agent.id,
        "agent_name": "Li",
        "at": answer["updated_at"],
    }
    assert answer["ended"] == ended
    (row,) = (await person.get("/conversations?view=closed"))["items"]
    opened = await _opened(person, conversation)
    assert [row["ended"], opened["conversation"]["ended"], opened["ended"]] == [ended] * 3
    again = await person.post(f"/conversations/{conversation}/reopen", {"reason": "补了材料"})
    assert again["ended"] is None
    assert (await _close(person, conversation, "resolved"))["ended"]["outcome"] == "resolved"


async def test_an_earlier_matter_keeps_its_own_end(world: World) -> None:
    person, conversation = await world.held()
    await _close(person, conversation, "withdrawn")
    await world.hears(world.customers, "还有一件事")
    now = await _opened(person, conversation)
    assert (now["conversation"]["episode"], now["conversation"]["ended"], now["ended"]) == (
        2,
        None,
        None,
    )
    assert (await _opened(person, conversation, "?episode=1"))["ended"]["outcome"] == "withdrawn"
    await person.post(f"/conversations/{conversation}/claim")
    await _close(person, conversation, "no_answer")
    both = [(await _opened(person, conversation, f"?episode={n}"))["ended"] for n in (1, 2)]
    assert [ended["outcome"] for ended in both] == ["withdrawn", "no_answer"]

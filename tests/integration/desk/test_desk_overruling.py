"""People overrule what was judged; it counts at once and becomes training data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.case import Case
from bot.domain.ids import MessageId
from bot.domain.reading import Anger, Cause, Intent, Reading
from bot.domain.staff import Role
from bot.domain.triage import Signal, SignalName
from bot.nlu.labels import read_file
from bot.serve.labels import as_yaml
from tests.integration.desk.world import PHONE, World

TEXT = "我在法院上班，理赔太慢"


async def _noted(world: World, text: str = TEXT, **more: Any) -> tuple[Case, MessageId]:
    """A customer wrote this, and the model read too much into it."""
    conversation = await world.conversation(text)
    async with world.store.reading() as tx:
        (message,) = [m for m in await tx.messages.transcript(conversation) if m.text == text]
    said: dict[str, Any] = {
        "signals": [Signal(SignalName.LEGAL, 0.9, "法院", hard=True)],
        "anger": 3,
        "causes": [Cause.SERVICE],
        "intent": "inform",
        **more,
    }
    noted = await world.services.complaints.note(
        conversation, message.id, complaint=True, facts={}, **said
    )
    assert noted.case
    return noted.case, message.id


def _body(what: str, was: str, should_be: str, **more: Any) -> dict[str, Any]:
    return {"what": what, "was": was, "should_be": should_be, "why": "看过原话", **more}


async def test_an_overruled_signal_no_longer_counts_and_the_act_is_in_the_trail(
    world: World,
) -> None:
    case, message = await _noted(world)
    boss = await world.person("boss", Role.SUPERVISOR)
    path = f"/cases/{case.id}/overrulings"
    answer = await boss.post(path, _body("signal", "legal", "", message_id=message), 201)
    assert (answer["level"], answer["priority"]) == ("ordinary", 0)
    opened = await boss.get(f"/conversations/{case.conversation_id}")
    assert (opened["brief"]["signals"], opened["conversation"]["signals"]) == ([], [])
    events = (await boss.get("/events?limit=500"))["items"]
    (event,) = [event for event in events if event["kind"] == "judgement.overruled"]
    assert boss.agent
    assert event["actor"] == f"agent:{boss.agent.id}"
    assert event["data"] == {"what": "signal", "was": "legal", "should_be": "", "seq": 1}
    await boss.post(path, _body("signal", "legal", "", message_id=message), 409)


async def test_an_agent_corrects_but_only_a_supervisor_lowers_the_level(world: World) -> None:
    case, message = await _noted(world)
    agent, boss = await world.person("li"), await world.person("boss", Role.SUPERVISOR)
    path = f"/cases/{case.id}/overrulings"
    away = await agent.post(path, _body("signal", "legal", "", message_id=message), 201)
    assert (away["level"], away["priority"]) == ("major", 0)
    refused = await agent.post(path, _body("level", "major", "ordinary"), 403)
    assert refused["error"]["code"] == "forbidden"
    lowered = await boss.post(path, _body("level", "major", "ordinary"), 201)
    assert lowered["level"] == "ordinary"
    raised = await agent.post(path, _body("level", "ordinary", "major"), 201)
    assert raised["level"] == "major"


async def test_a_lowered_level_stays_until_a_new_hard_signal(world: World) -> None:
    case, _ = await _noted(world)
    boss = await world.person("boss", Role.SUPERVISOR)
    await boss.post(f"/cases/{case.id}/overrulings", _body("level", "major", "ordinary"), 201)
    calm, _ = await _again(world, case, "还在吗", [])
    assert calm.level.value == "ordinary"
    hard, _ = await _again(
        world, case, "起诉你们", [Signal(SignalName.LEGAL, 0.9, "起诉", hard=True)]
    )
    assert hard.level.value == "major"


async def _again(
    world: World, case: Case, text: str, signals: list[Signal]
) -> tuple[Case, MessageId]:
    await world.hears(world.customers, text)
    async with world.store.reading() as tx:
        message = (await tx.messages.transcript(case.conversation_id))[-1]
    noted = await world.services.complaints.note(
        case.conversation_id, message.id, complaint=True, facts={}, signals=signals
    )
    assert noted.case
    return noted.case, message.id


async def test_an_added_signal_counts_as_a_persons(world: World) -> None:
    case, message = await _noted(world, signals=[])
    agent = await world.person("li")
    body = _body("signal", "", "lost_patience", message_id=message, quote="理赔太慢")
    await agent.post(f"/cases/{case.id}/overrulings", body, 201)
    opened = await agent.get(f"/conversations/{case.conversation_id}")
    (signal,) = opened["brief"]["signals"]
    assert (signal["source"], signal["quote"], signal["seq"]) == ("person", "理赔太慢", 1)
    await agent.post(f"/cases/{case.id}/overrulings", body, 409)


async def test_anger_causes_and_facts_are_corrected(world: World) -> None:
    case, message = await _noted(world)
    agent, path = await world.person("li"), f"/cases/{case.id}/overrulings"
    answer = await agent.post(path, _body("anger", "3", "1", message_id=message), 201)
    assert answer["anger"] == 1
    answer = await agent.post(path, _body("cause", "service", "claim,service"), 201)
    assert answer["causes"] == ["claim", "service"]
    body = _body("fact", "", f"打{PHONE}", name="contact", message_id=None)
    answer = await agent.post(path, body, 201)
    (fact,) = answer["facts"]
    assert (fact["value"], fact["masks"]) == ("打[手机号1]", {"[手机号1]": "138****8000"})
    stale = await agent.post(path, body | {"should_be": "别打"}, 409)
    assert stale["error"]["code"] == "state_conflict"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"why": " "}, "why"),
        ({"message_id": None, "what": "anger"}, "message_id"),
        ({"was": "", "should_be": "media"}, "quote"),
        ({"was": "", "should_be": "media", "quote": "抖音"}, "quote"),
        ({"should_be": "storm"}, "should_be"),
    ],
)
async def test_unusable_corrections_name_what_is_wrong(
    world: World, change: dict[str, Any], field: str
) -> None:
    case, message = await _noted(world)
    agent = await world.person("li")
    body = _body("signal", "legal", "", message_id=message) | change
    answer = await agent.post(f"/cases/{case.id}/overrulings", body, 422)
    assert answer["error"]["details"]["field"].endswith(field)


async def test_a_message_of_another_conversation_is_refused(world: World) -> None:
    case, _ = await _noted(world)
    _, elsewhere = await _noted(world, "另一个客户的话")
    agent, path = await world.person("li"), f"/cases/{case.id}/overrulings"
    await agent.post(path, _body("signal", "legal", "", message_id=elsewhere), 422)
    await agent.post(path, _body("signal", "legal", "", message_id="unknown"), 404)
    await agent.post("/cases/unknown/overrulings", _body("signal", "vip", ""), 404)


async def test_corrected_messages_become_training_data(world: World, tmp_path: Path) -> None:
    case, message = await _noted(world)
    half_known, unread = await _noted(world, "退保: 'no', #1 [手机号9]", anger=None)
    agent = await world.person("li")
    for body in (
        _body("signal", "legal", "", message_id=message),
        _body("anger", "3", "2", message_id=message),
        _body("intent", "inform", "complain", message_id=message),
        _body("signal", "", "lost_patience", message_id=message, quote="太慢"),
        _body("cause", "service", "claim", message_id=message),
        _body("cause", "claim", "fee"),  # of the case: no label of the message
    ):
        await agent.post(f"/cases/{case.id}/overrulings", body, 201)
    path = f"/cases/{half_known.id}/overrulings"
    await agent.post(path, _body("signal", "legal", "", message_id=unread), 201)
    examples = await world.services.overruling.examples()
    assert examples.left_out == 1
    file = tmp_path / "desk.yml"
    file.write_text(as_yaml(examples), encoding="utf-8")
    (entry,) = read_file(file)
    quotes = {SignalName.LOST_PATIENCE: "太慢"}
    expected = Reading(Intent.COMPLAIN, True, Anger.ANNOYED, (Cause.CLAIM,), signals=quotes)
    assert (entry.text, entry.reading) == (TEXT, expected)
    await agent.post(path, _body("anger", "", "0", message_id=unread), 201)
    file.write_text(as_yaml(await world.services.overruling.examples()), encoding="utf-8")
    texts = {entry.text: entry.reading for entry in read_file(file)}
    assert texts["退保: 'no', #1 [手机号9]"].complaint


async def test_without_corrections_the_file_is_empty_and_readable(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "desk.yml"
    file.write_text(as_yaml(await world.services.overruling.examples()), encoding="utf-8")
    assert read_file(file) == []


async def test_an_earlier_matter_is_read_and_corrected_where_it_stands(world: World) -> None:
    case, message = await _noted(world)
    person, conversation = await world.person("li"), case.conversation_id
    await person.post(f"/conversations/{conversation}/claim")
    body = {"outcome": "withdrawn", "note": ""}
    await person.post(f"/conversations/{conversation}/close", body)
    await world.hears(world.customers, "还有一件事")
    path = f"/conversations/{conversation}"
    now, then = await person.get(path), await person.get(f"{path}?episode=1")
    assert (now["conversation"]["episode"], now["brief"]["signals"]) == (2, [])
    assert then["conversation"] == now["conversation"]
    assert (then["case"]["id"], then["case"]["episode"]) == (case.id, 1)
    (signal,) = then["brief"]["signals"]
    wrong = {"what": "signal", "message_id": message, "was": signal["name"], "should_be": ""}
    await person.post(f"/cases/{case.id}/overrulings", {**wrong, "why": "是气话"}, 201)
    then = await person.get(f"{path}?episode=1")
    assert (then["brief"]["signals"], len(then["brief"]["corrections"])) == ([], 1)
    assert await person.get(f"{path}?episode=2") == await person.get(path)
    for unknown, status in ((3, 404), (0, 422), ("x", 422)):
        await person.get(f"{path}?episode={unknown}", status)

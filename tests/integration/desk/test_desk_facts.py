"""Facts at the desk: corrected with a reason, their whole history, and examples made of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain.case import Case, FactName
from bot.serve.labels import as_json_lines
from tests.integration.desk.world import PHONE, World

TEXT = "我在朝阳支行买的金满堂，要退保费"


async def _read_from_a_message(world: World) -> Case:
    """The product was read from the customer's first message; so was a name."""
    conversation = await world.conversation(TEXT)
    async with world.store.reading() as tx:
        message = (await tx.messages.transcript(conversation))[0]
    noted = await world.services.complaints.note(
        conversation,
        message.id,
        complaint=True,
        facts={FactName.PRODUCT: "满堂", FactName.COMPLAINANT_NAME: "朝阳"},
        signals=[],
    )
    assert noted.case
    return noted.case


def _body(name: str, was: str, should_be: str, why: str = "原话如此") -> dict[str, Any]:
    return {"what": "fact", "name": name, "was": was, "should_be": should_be, "why": why}


async def test_every_value_is_kept_with_who_when_from_to_and_why(world: World) -> None:
    case, person = await _read_from_a_message(world), await world.person("li")
    path = f"/cases/{case.id}"
    changed = await person.post(f"{path}/overrulings", _body("product", "满堂", "金满堂"), 201)
    assert (changed["required"], len(changed["missing"])) == (6, 5)
    why = f"回拨{PHONE}问过"
    await person.post(f"{path}/overrulings", _body("contact", "", PHONE, why), 201)
    history = (await person.get(path))["history"]
    product, name, corrected, contact = history
    assert (product["was"], product["value"], product["by"]) == ("", "满堂", "bot")
    assert (product["seq"], product["why"], product["by_name"]) == (1, "", None)
    assert name["name"] == "complainant_name"
    assert person.agent
    assert (corrected["was"], corrected["value"]) == ("满堂", "金满堂")
    assert (corrected["by"], corrected["by_name"]) == (person.agent.id, "Li")
    assert (corrected["why"], corrected["seq"]) == ("原话如此", None)
    assert (contact["value"], contact["why"]) == ("[手机号1]", "回拨[手机号1]问过")
    assert contact["masks"] == {"[手机号1]": "138****8000"}
    assert PHONE not in json.dumps(history)


async def test_a_fact_that_nobody_said_is_taken_away_and_can_come_back(world: World) -> None:
    case, person = await _read_from_a_message(world), await world.person("li")
    path = f"/cases/{case.id}"
    cleared = await person.post(f"{path}/overrulings", _body("product", "满堂", " "), 201)
    assert "product" not in {fact["name"] for fact in cleared["facts"]}
    again = await person.post(f"{path}/overrulings", _body("product", "满堂", ""), 409)
    assert again["error"]["code"] == "state_conflict"
    back = await person.post(f"{path}/overrulings", _body("product", "", "金满堂"), 201)
    assert "product" in {fact["name"] for fact in back["facts"]}
    changes = [(one["was"], one["value"]) for one in (await person.get(path))["history"]]
    assert changes[-2:] == [("满堂", ""), ("", "金满堂")]


async def test_the_same_number_typed_in_full_is_no_correction(world: World) -> None:
    case, person = await _read_from_a_message(world), await world.person("li")
    path = f"/cases/{case.id}/overrulings"
    await person.post(path, _body("contact", "", PHONE), 201)
    answer = await person.post(path, _body("contact", "[手机号1]", PHONE), 422)
    assert answer["error"]["details"]["field"] == "should_be"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "shoe_size"}, "name"),
        ({"was": "", "should_be": " "}, "should_be"),
        ({"should_be": "x" * 4001}, "should_be"),
        ({"why": ""}, "why"),
    ],
)
async def test_unusable_facts_name_what_is_wrong(
    world: World, change: dict[str, Any], field: str
) -> None:
    case, person = await _read_from_a_message(world), await world.person("li")
    body = _body("product", "满堂", "金满堂") | change
    answer = await person.post(f"/cases/{case.id}/overrulings", body, 422)
    assert answer["error"]["details"]["field"] == field


async def test_a_corrected_fact_becomes_an_example_but_a_name_never_does(world: World) -> None:
    case, person = await _read_from_a_message(world), await world.person("li")
    path = f"/cases/{case.id}/overrulings"
    await person.post(path, _body("product", "满堂", "金满堂"), 201)
    await person.post(path, _body("complainant_name", "朝阳", "李静"), 201)
    await person.post(path, _body("amount", "", "两万"), 201)  # no message said so
    examples = await world.services.overruling.fact_examples()
    assert as_json_lines(examples) == (
        json.dumps(
            {"text": TEXT, "fact": "product", "was": "满堂", "should_be": "金满堂"},
            ensure_ascii=False,
        )
        + "\n"
    )
    readings = await world.services.overruling.examples()
    assert (readings.messages, readings.left_out) == ([], 0)


async def test_the_correction_of_a_fact_leads_to_the_message_it_was_read_from(
    world: World,
) -> None:
    case, person = await _read_from_a_message(world), await world.person("li")
    await person.post(f"/cases/{case.id}/overrulings", _body("product", "满堂", "金满堂"), 201)
    brief = (await person.get(f"/conversations/{case.conversation_id}"))["brief"]
    (correction,) = brief["corrections"]
    assert (correction["what"], correction["seq"]) == ("fact", 1)
    assert correction["message_id"] is not None
    assert brief["heard"] == []

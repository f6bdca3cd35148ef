"""Notes between colleagues, and canned words."""

from __future__ import annotations

import pytest

from bot.domain.case import FactName
from bot.domain.ids import EventId
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, World


def _note(text: str, client_id: str = "n1") -> dict[str, str]:
    return {"text": text, "client_id": client_id}


async def test_a_note_stands_beside_the_transcript_and_never_in_it(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    path = f"/conversations/{conversation}/notes"
    made = await li.post(path, _note(f"客户另一个号码{PHONE}"), 201)
    assert (made["text"], made["masks"]) == (
        "客户另一个号码[手机号1]",
        {"[手机号1]": "138****8000"},
    )
    assert (made["agent_name"], made["mentions"]) == ("Li", [])
    assert await li.post(path, _note("again"), 201) == made  # the same client_id
    assert (await li.get(path))["items"] == [made]
    async with world.store.reading() as tx:
        spoken = await tx.messages.transcript(conversation)
    assert made["after_seq"] == spoken[-1].seq
    assert all(made["text"] not in message.text for message in spoken)
    assert PHONE not in str(await world.services.feed.page(EventId(0), None, 500))


async def test_who_is_named_finds_it_among_their_own_until_they_have_seen_it(world: World) -> None:
    conversation = await world.conversation()
    li, wang = await world.person("li"), await world.person("wang")
    other = await world.conversation()
    await li.post(f"/conversations/{conversation}/claim")
    path = f"/conversations/{conversation}/notes"
    made = await li.post(path, _note("@wang请看"), 201)
    assert [one["username"] for one in made["mentions"]] == ["wang"]
    (row,) = (await wang.get("/conversations?view=mine"))["items"]
    assert (row["id"], row["mentioned"], row["agent_name"]) == (conversation, True, "Li")
    assert not (await li.get("/conversations?view=mine"))["items"][0]["mentioned"]
    await wang.post(f"/conversations/{other}/notes/seen", status=204)
    for _ in range(2):
        await wang.post(f"{path}/seen", status=204)
    assert (await wang.get("/conversations?view=mine"))["items"] == []
    events = await world.services.feed.page(EventId(0), conversation, 500)
    assert [e.kind.value for e in events][-2:] == ["note.added", "note.seen"]


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("transfer", {"to": "queue", "note": f"@wang客户改打{PHONE}"}),
        ("return", {"reason": f"@wang客户改打{PHONE}"}),
        ("close", {"outcome": "resolved", "note": f" @wang客户改打{PHONE}"}),
    ],
)
async def test_whoever_has_it_next_reads_why_it_was_passed_on_or_ended(
    world: World, act: str, body: dict[str, str]
) -> None:
    conversation = await world.conversation()
    li, wang = await world.person("li"), await world.person("wang")
    await li.post(f"/conversations/{conversation}/claim")
    await li.post(f"/conversations/{conversation}/{act}", body)
    (note,) = (await wang.get(f"/conversations/{conversation}/notes"))["items"]
    assert (note["text"], note["agent_name"]) == ("@wang客户改打[手机号1]", "Li")
    (row,) = (await wang.get("/conversations?view=mine"))["items"]
    assert row["mentioned"]


async def test_a_mention_in_the_queue_shows_its_true_place(world: World) -> None:
    await world.conversation()
    second = await world.conversation()
    li, wang = await world.person("li"), await world.person("wang")
    await li.post(f"/conversations/{second}/notes", _note("@wang"), 201)
    (row,) = (await wang.get("/conversations?view=mine"))["items"]
    assert (row["id"], row["ahead"]) == (second, 1)


async def test_notes_that_cannot_be_are_refused(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    path = f"/conversations/{conversation}/notes"
    await li.post(path, _note(" \n"), 422)
    await li.post("/conversations/unknown/notes", _note("x"), 404)
    await li.get("/conversations/unknown/notes", 404)
    await li.post(path, _note("x"), 201)
    await li.post(f"/conversations/{await world.conversation()}/notes", _note("x"), 422)
    designer = await world.person("designer", Role.DESIGNER)
    await designer.post(path, _note("x", "n2"), 403)
    assert len((await designer.get(path))["items"]) == 1


async def test_canned_words_are_filled_from_the_case(world: World) -> None:
    conversation, li = await world.conversation("我要投诉"), await world.person("li")
    before = await li.get(f"/canned?conversation={conversation}")
    assert "filed" not in {one["code"] for one in before["items"]}  # there is no number yet
    assert "{" not in "".join(one["text"] for one in before["items"])
    case = await world.case(conversation)
    await world.services.complaints.note(
        conversation,
        None,
        complaint=True,
        facts={FactName.COMPLAINANT_NAME: "李静"},
        signals=[],
    )
    filed = await world.services.complaints.file(conversation)
    items = (await li.get(f"/canned?conversation={conversation}"))["items"]
    texts = {one["code"]: one for one in items}
    assert filed.number
    assert filed.number in texts["filed"]["text"]
    assert texts["greet"]["text"].startswith("李静您好")
    assert case.id == filed.id
    await li.get("/canned?conversation=unknown", 404)
    await li.get("/canned", 422)


async def test_what_is_not_known_falls_away_from_canned_words(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    path = f"/canned?conversation={conversation}&language=zh-Hant"
    beginning = "我想確認一下有沒有理解對：您希望我們處理的是上面說的這件事"
    for facts, middle in (
        ({}, ""),
        (
            {FactName.PRODUCT: "金满堂", FactName.DEMAND: "退保费"},
            "，產品是金满堂，訴求是「退保费」",
        ),
    ):
        await world.services.complaints.note(
            conversation, None, complaint=True, facts=facts, signals=[]
        )
        items = (await li.get(path))["items"]
        (words,) = [one["text"] for one in items if one["code"] == "confirm_understanding"]
        assert words == f"{beginning}{middle}。還有沒有我漏掉的？"


async def test_edited_canned_words_count_as_said(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    await li.post(f"/conversations/{conversation}/claim")
    said = {"text": "您好，我来办。", "client_id": "1", "canned_code": "greet"}
    await li.post(f"/conversations/{conversation}/messages", said, 201)
    items = (await li.get(f"/canned?conversation={conversation}"))["items"]
    assert [one["code"] for one in items if one["said"]] == ["greet"]


async def test_canned_words_are_in_the_customers_language(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    for language, begin in (("en", "Hello, I am"), ("zh-Hant", "您好，我是負責")):
        async with world.store.writing() as tx:
            await tx.conversations.set_language(conversation, language)
        items = (await li.get(f"/canned?conversation={conversation}"))["items"]
        greet = next(one for one in items if one["code"] == "greet")
        assert greet["text"].startswith(begin)


async def test_canned_words_come_in_a_language_that_the_agent_chooses(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    path = f"/canned?conversation={conversation}"
    own = await li.get(path)
    assert own["language"] == "zh-Hans"
    for language, begin in (("en", "Hello, I am"), ("zh-Hant", "您好，我是負責")):
        chosen = await li.get(f"{path}&language={language}")
        assert chosen["language"] == language
        greet = next(one for one in chosen["items"] if one["code"] == "greet")
        assert greet["text"].startswith(begin)
    await li.get(f"{path}&language=fr", 422)


async def test_the_next_words_are_suggested_until_they_were_said(world: World) -> None:
    conversation, li = await world.conversation(), await world.person("li")
    await world.services.complaints.note(
        conversation, None, complaint=True, facts={FactName.COMPLAINANT_NAME: "李静"}, signals=[]
    )
    await li.post(f"/conversations/{conversation}/claim")
    traditional = await li.get(f"/canned?conversation={conversation}&language=zh-Hant")
    assert traditional["next"] == "greet"
    words = next(one for one in traditional["items"] if one["code"] == "greet")
    said = {"text": words["text"], "client_id": "1"}
    await li.post(f"/conversations/{conversation}/messages", said, 201)
    after = await li.get(f"/canned?conversation={conversation}")  # in Simplified again
    assert next(one for one in after["items"] if one["code"] == "greet")["said"]
    assert after["next"] == "confirm_understanding"

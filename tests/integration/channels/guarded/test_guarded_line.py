"""The whole line over Rasa's own channels, and platforms in trouble."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from bot.domain.message import Author, Delivery, InboundMessage, Receipt
from tests.integration.channels.guarded.guarded_channels import (
    CUSTOMERS,
    Slacking,
    Texting,
    deliver,
    deliver_slack,
    deliver_twilio,
    guarded,
)
from tests.integration.channels.samples import payload
from tests.integration.channels.saying import rows_of, settled
from tests.integration.channels.scripted import ASK_HUMAN, Scripted
from tests.integration.channels.whole_line import complain_to_close
from tests.integration.line.working import until


@pytest.mark.parametrize("kind", [Slacking, Texting])
async def test_a_complaint_goes_all_the_way_to_a_person_and_its_end(
    tmp_path: Path, kind: type[Slacking] | type[Texting]
) -> None:
    async with guarded(tmp_path, agent=Scripted(ASK_HUMAN)) as (served, far):
        customer = kind(served, far)
        await complain_to_close(served, customer)
        recipients = {body.get("channel") or body.get("To") for _, body in far.calls}
        assert recipients == {customer.customer}


@pytest.mark.parametrize("kind", [Slacking, Texting])
async def test_it_is_stored_and_acknowledged_while_the_assistant_still_thinks(
    tmp_path: Path, kind: type[Slacking] | type[Texting]
) -> None:
    agent = Scripted()
    agent.gate.clear()
    async with guarded(tmp_path, agent=agent) as (served, far):
        customer = kind(served, far)
        started = time.monotonic()
        await customer.say("你们乱扣费")
        assert time.monotonic() - started < 2
        rows = await rows_of(served, customer.channel, customer.customer)
        assert [row.text for row in rows] == ["你们乱扣费"]
        agent.gate.set()
        await until(lambda: bool(customer.heard()))


@pytest.mark.parametrize("words", ["", "这是保单"])
@pytest.mark.parametrize("channel", ["slack", "twilio"])
async def test_a_photo_that_rasas_channel_passes_over_is_answered(
    tmp_path: Path, channel: str, words: str
) -> None:
    async with guarded(tmp_path) as (served, far):
        event = (
            payload("slack", "files", event__text=words)
            if channel == "slack"
            else payload("twilio", "picture", Body=words)
        )
        for _ in range(2):
            await deliver(served, channel, event)
        rows = await settled(served, channel, CUSTOMERS[channel])
        heard = [row.text for row in rows if row.author is Author.CUSTOMER]
        told = [row for row in rows if row.author is Author.SYSTEM]
        assert heard == [words or "📎"]
        assert len(told) == 1
        assert "pdf" in told[0].text
        assert any("pdf" in str(body) for _, body in far.calls)


async def test_what_others_send_in_a_channel_is_nobodys_photo(tmp_path: Path) -> None:
    async with guarded(tmp_path) as (served, far):
        for change in ({"event__channel_type": "channel"}, {"event__bot_id": "B01"}):
            assert await deliver_slack(served, payload("slack", "files", **change)) == 200
        assert await rows_of(served, "slack", "U0CUSTOMER") == []
        assert far.calls == []


async def test_a_location_is_words(tmp_path: Path) -> None:
    async with guarded(tmp_path) as (served, _):
        assert await deliver_twilio(served, payload("twilio", "location")) == 204
        rows = await rows_of(served, "twilio", "whatsapp:+85261230001")
        assert rows[0].text == "📍 Central 1 Queen's Road 22.2819,114.1556"


async def test_what_cannot_be_stored_is_not_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with guarded(tmp_path) as (served, _):

        async def away(_: InboundMessage) -> Receipt:
            raise OSError("the database is away")

        monkeypatch.setattr(served.box.intake, "receive", away)
        assert await deliver_slack(served, payload("slack", "text")) == 503
        assert await deliver_twilio(served, payload("twilio", "text")) == 503


@pytest.mark.parametrize(
    ("answer", "state", "says"),
    [
        (
            (400, {"code": 21610, "message": "unsubscribed +85261230001"}),
            Delivery.DEAD,
            "twilio 400",
        ),
        ((404, {}), Delivery.DEAD, "twilio 404"),
    ],
)
async def test_a_permanent_error_is_a_dead_letter_without_the_customers_number(
    tmp_path: Path, answer: tuple[int, dict[str, Any]], state: Delivery, says: str
) -> None:
    async with guarded(tmp_path) as (served, far):
        far.answer = lambda _: answer
        await deliver_twilio(served, payload("twilio", "text"))
        row = (await settled(served, "twilio", "+85261230001"))[-1]
        assert row.delivery is state
        assert says in (row.error or "")
        assert "61230001" not in (row.error or "")


@pytest.mark.parametrize(
    ("channel", "busy", "state"),
    [
        ("twilio", (503, {}), Delivery.SENT),
        ("twilio", (429, {}), Delivery.SENT),
        ("slack", (503, {}), Delivery.SENT),
        ("slack", (200, {"ok": False, "error": "fatal_error"}), Delivery.SENT),
        ("slack", (200, {"ok": False, "error": "account_inactive"}), Delivery.DEAD),
        ("slack", (200, {"ok": False}), Delivery.DEAD),
    ],
)
async def test_a_platform_in_trouble_is_asked_again(
    tmp_path: Path, channel: str, busy: tuple[int, dict[str, Any]], state: Delivery
) -> None:
    async with guarded(tmp_path) as (served, far):
        far.answer = lambda attempt: busy if attempt == 1 else None
        await deliver(served, channel, payload(channel, "text"))
        row = (await settled(served, channel, CUSTOMERS[channel]))[-1]
        assert row.delivery is state
        if state is Delivery.DEAD:
            assert row.error == f"slack: {busy[1].get('error', '')}"

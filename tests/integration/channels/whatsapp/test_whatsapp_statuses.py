"""What WhatsApp says later about messages that it took."""

from __future__ import annotations

from pathlib import Path

from bot.domain.message import Delivery
from connectors.whatsapp.payloads import CHANNEL
from tests.integration.channels.saying import said
from tests.integration.channels.whatsapp.whatsapp_outgoing import last_of, reaches, talking, tell
from tests.integration.channels.whatsapp_platform import CUSTOMER, fails
from tests.integration.line.working import until


async def test_statuses_in_any_order_end_with_the_furthest_state(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        await tell(served.box, "您好")
        row = await reaches(served, Delivery.SENT)
        for state in ("read", "sent", "delivered", "sent", "deleted"):
            assert await cloud.report(served, cloud.sent[0], state) == 200
            assert (await last_of(served)).delivery is Delivery.DELIVERED
            async with served.box.store.reading() as tx:
                conversation = await tx.conversations.get(row.conversation_id)
            assert conversation.read_seq == row.seq  # blue ticks, which nothing takes back
        assert len(cloud.tried) == 1


async def test_what_was_only_delivered_is_not_read(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        await tell(served.box, "您好")
        row = await reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "delivered")
        async with served.box.store.reading() as tx:
            assert (await tx.conversations.get(row.conversation_id)).read_seq == 0


async def test_a_status_of_nothing_known_is_acknowledged(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        for tracking in ("", "somebody else's", f"{'0' * 32}:1:1"):
            stray = {"wamid": "wamid.STRAY", "biz_opaque_callback_data": tracking}
            assert await cloud.report(served, stray, "failed", code=131026) == 200
            assert await cloud.report(served, stray, "delivered") == 200
        assert await said(served, CHANNEL, CUSTOMER) == []


async def test_a_status_proves_a_sending_whose_answer_was_lost(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        cloud.answer = lambda _: fails(131000, 500)
        await tell(served.box, "您好")
        await until(lambda: len(cloud.tried) >= 1)
        taken = {**cloud.tried[0], "wamid": "wamid.TAKEN"}
        await reaches(served, Delivery.PENDING)
        await cloud.report(served, taken, "sent")
        message = await last_of(served)
    assert message.delivery is Delivery.SENT


async def test_a_message_that_failed_after_it_was_taken_is_dealt_with_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as (served, cloud, _):
        await tell(served.box, "您好")
        await reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "failed", code=131000)
        await until(lambda: len(cloud.tried) >= 2)
        await reaches(served, Delivery.SENT)
        await cloud.report(served, cloud.sent[0], "failed", code=131000)  # delivered again
        assert (await last_of(served)).delivery is Delivery.SENT
        await cloud.report(served, cloud.sent[1], "failed", code=131026)
        dead = await last_of(served)
        await cloud.report(served, cloud.sent[1], "delivered")
        assert len(cloud.sent) == 2
    assert dead.delivery is Delivery.DEAD

"""Who a page signs in is looked up in the customer directory, as a number is (practice P2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.case import Level
from bot.domain.customers import SiteCustomer
from bot.domain.ids import fresh
from bot.domain.message import InboundMessage
from bot.domain.signals import SignalName
from tests.boxes import box_over

ENTRIES = "phone,policy_number,complaint_vip,name,customer_id\n,,yes,,C-1001\n,,no,,C-1002\n"


@pytest.mark.parametrize(("customer", "vip"), [("C-1001", True), ("C-1002", False)])
async def test_a_signed_in_customer_is_known_by_the_sites_id(
    tmp_path: Path, customer: str, vip: bool
) -> None:
    entries = tmp_path / "customers.csv"
    entries.write_text(ENTRIES, "utf-8")
    url = f"sqlite:///{tmp_path / 'qingting.db'}"
    async with box_over(url, tmp_path, customers_csv=entries) as box:
        who = SiteCustomer(customer)
        message = InboundMessage("web", "c", fresh(), "扣错费了", site_customer=who)
        receipt = await box.intake.receive(message)
        noted = await box.complaints.note(
            receipt.conversation_id, receipt.message_id, complaint=True, facts={}, signals=[]
        )
        async with box.store.reading() as tx:
            signals = await tx.signals.of_episode(receipt.conversation_id, 1)
    assert (SignalName.VIP in {signal.name for signal in signals}) is vip
    assert (noted.assessment.level is Level.MAJOR) is vip

"""Seeded accounts and conversations for `make demo`. Nothing here runs in a normal start.

The conversations go through the same doors as real ones: intake, the complaint record, the
queue. Names and numbers are invented.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.adapters.policies import load_policy
from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.case import FactName
from bot.domain.conversation import HandoffReason
from bot.domain.ids import ConversationId, TeamId
from bot.domain.message import Author, InboundMessage, Receipt, Reply
from bot.domain.placement import ANYTHING, Placement
from bot.domain.scenario import Scenario
from bot.domain.staff import Permission, Role
from bot.domain.triage import parse_triage_policy
from bot.services.transcript import Outgoing, record_outgoing

CHANNEL = "demo"
SCENES = ROOT / "data" / "demo" / "scenes.json"
CLAIMS, POLICIES = "理赔组", "保全组"
ACCOUNTS = (
    ("wangmin", "王敏", Role.AGENT, CLAIMS, Placement(product_lines=("health", "accident"))),
    ("chenwei", "陈伟", Role.AGENT, POLICIES, Placement(languages=("zh-Hans", "en"), capacity=3)),
    ("zhaoli", "赵丽", Role.SUPERVISOR, None, Placement(scenarios=(Scenario.MEDIA,))),
    ("designer", "周设计", Role.DESIGNER, None, ANYTHING),
)


async def seed(box: Container) -> list[str]:
    """Add what is missing; returns the lines to print. A second start adds nothing."""
    teams = await _teams(box)
    lines = [await _account(box, teams, *account) for account in ACCOUNTS]
    for number, scene in enumerate(_scenes(SCENES)):
        await _play(box, number, scene)
    return [line for line in lines if line]


async def _teams(box: Container) -> Mapping[str, TeamId]:
    """By name; none where there is no administrator yet who could have made them."""
    managers = [one for one in await box.staff.list() if one.may(Permission.MANAGE_STAFF)]
    known = {team.name for team in await box.teams.list()}
    for name in (CLAIMS, POLICIES):
        if managers and name not in known:
            await box.teams.add(name, managers[0])
    return {team.name: team.id for team in await box.teams.list()}


async def _account(
    box: Container,
    teams: Mapping[str, TeamId],
    username: str,
    name: str,
    role: Role,
    team: str | None,
    placement: Placement,
) -> str | None:
    known = {agent.username: agent for agent in await box.staff.list()}
    if username in known:
        return None
    placed = replace(placement, team_id=teams.get(team) if team else None)
    agent, once = await box.staff.add(username, name, role, by="system", placement=placed)
    password = f"demo-{secrets.token_urlsafe(9)}"
    await box.staff.change_password(agent, once, password)
    return f"Demo account    {username} ({role.value}), password {password}"


async def _play(box: Container, number: int, scene: Mapping[str, Any]) -> None:
    """One scene: its customer's messages, the bot's answers, the record, perhaps the queue."""
    last: Receipt | None = None
    for place, line in enumerate(scene["lines"]):
        if "customer" in line:
            last = await _customer_says(box, number, place, line["customer"])
            if last.duplicate:
                return
            await _note(box, last, line.get("facts", {}), complaint=bool(scene.get("complaint")))
        elif last:
            await _bot_says(box, last, line["bot"])
    if last is None:
        return
    if scene.get("file"):
        await box.complaints.file(last.conversation_id)
    if scene.get("handoff"):
        await _queue(box, last.conversation_id, HandoffReason(scene["handoff"]))


async def _customer_says(box: Container, number: int, place: int, text: str) -> Receipt:
    return await box.intake.receive(
        InboundMessage(
            channel=CHANNEL,
            customer_ref=f"demo-customer-{number}",
            external_id=f"demo:{number}:{place}",
            text=text,
        )
    )


async def _note(
    box: Container, receipt: Receipt, facts: Mapping[str, str], *, complaint: bool
) -> None:
    async with box.store.writing() as tx:
        await tx.messages.finish_pending(receipt.conversation_id)
        text = (await tx.messages.get(receipt.message_id)).text
    triage = load_policy(ROOT / "data" / "policy" / "escalation.yml", parse_triage_policy)
    await box.complaints.note(
        receipt.conversation_id,
        receipt.message_id,
        complaint=complaint,
        facts={FactName(name): value for name, value in facts.items()},
        signals=triage.read(text),
    )


async def _bot_says(box: Container, receipt: Receipt, text: str) -> None:
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(receipt.conversation_id)
        reply = Outgoing(Author.BOT, Reply(text), in_reply_to=receipt.message_id)
        await record_outgoing(tx, conversation, [reply], box.clock.now())


async def _queue(box: Container, conversation_id: ConversationId, reason: HandoffReason) -> None:
    async with box.store.writing() as tx:
        conversation = await tx.conversations.lock(conversation_id)
        await box.handoffs.enqueue(tx, conversation, reason)


def _scenes(path: Path) -> Sequence[Mapping[str, Any]]:
    scenes: Sequence[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return scenes

"""Accounts of the people at the desk."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.staff import (
    AgentChanged,
    AgentCreated,
    AgentPatch,
    Agents,
    NewAgent,
    agent_answer,
)
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import AgentId
from bot.domain.staff import Permission


async def list_agents(call: Call[NoBody, NoQuery]) -> Agents:
    """Everybody with an account, and who is at the desk."""
    roster = await call.services.waiting.roster()
    agents = await call.services.staff.list()
    return Agents(items=[agent_answer(agent, roster) for agent in agents])


async def add_agent(call: Call[NewAgent, NoQuery]) -> AgentCreated:
    """Make an account."""
    body = call.body
    agent, password = await call.services.staff.add(
        body.username, body.display_name, body.role, call.agent.id, body.placement.placement()
    )
    return AgentCreated(
        agent=agent_answer(agent, await call.services.waiting.roster()), one_time_password=password
    )


async def change_agent(call: Call[AgentPatch, NoQuery]) -> AgentChanged:
    """Rename, give another role or place, switch off or on, or reset the password. What somebody
    has in hand goes back to the queue where they may not handle it any more."""
    body = call.body
    agent, password = await call.services.staff.change(
        AgentId(call.path("id")),
        call.agent,
        display_name=body.display_name,
        role=body.role,
        active=body.active,
        reset_password=bool(body.reset_password),
        placement=body.placement.placement() if body.placement else None,
    )
    if not agent.active:
        await call.services.presence.leave(agent.id)
    await call.services.leaving.release(agent, call.agent)
    roster = await call.services.waiting.roster()
    return AgentChanged(agent=agent_answer(agent, roster), one_time_password=password)


_ALL = f"{API}/agents"
ENDPOINTS = (
    Endpoint("GET", _ALL, list_agents, Permission.READ_CONVERSATIONS, "List accounts", Agents),
    Endpoint(
        "POST",
        _ALL,
        add_agent,
        Permission.MANAGE_STAFF,
        "Make an account",
        AgentCreated,
        body=NewAgent,
        status=201,
        errors=frozenset({409}),
    ),
    Endpoint(
        "PATCH",
        f"{_ALL}/{{id}}",
        change_agent,
        Permission.MANAGE_STAFF,
        "Change an account",
        AgentChanged,
        body=AgentPatch,
    ),
)

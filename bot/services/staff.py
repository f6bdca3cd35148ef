"""Accounts and sign-in of the people at the desk."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from types import MappingProxyType

from bot.domain.accounts import changes_of, check_names, keep_an_administrator
from bot.domain.errors import InvalidInput, NotFound, NotSignedIn, TooManyRequests
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, fresh
from bot.domain.placement import ANYTHING, Placement
from bot.domain.staff import Agent, Permission, Role, StaffSession
from bot.ports import Clock, PasswordHasher, RateLimiter, Store, Transaction

SESSION_LIFE = timedelta(hours=12)
SIGN_IN_TRIES = 10
SIGN_INS_PER_ADDRESS = 100
"""A whole office may sit behind one address at nine in the morning."""
SIGN_IN_WINDOW = timedelta(minutes=5)
MIN_PASSWORD = 10
MAX_PASSWORD = 200


@dataclass(frozen=True)
class SignedIn:
    """`secret` goes into the cookie and nowhere else."""

    agent: Agent
    secret: str
    session: StaffSession


class StaffDesk:
    """Signs people in and keeps their accounts."""

    def __init__(
        self,
        store: Store,
        hasher: PasswordHasher,
        limiter: RateLimiter,
        clock: Clock,
        product_lines: Collection[str] = (),
    ) -> None:
        """`product_lines`: the codes that somebody's placement may name."""
        self._store, self._hasher, self._lines = store, hasher, tuple(product_lines)
        self._limiter, self._clock = limiter, clock
        self._decoy: str | None = None

    async def sign_in(self, username: str, password: str, address: str) -> SignedIn:
        """Raises NotSignedIn, the same for a wrong name and a wrong password, and
        TooManyRequests per name and per address."""
        limits = (
            (f"sign-in:address:{address}", SIGN_INS_PER_ADDRESS),
            (f"sign-in:name:{username[:100]}", SIGN_IN_TRIES),
        )
        for key, limit in limits:
            wait = await self._limiter.hit(key, limit, SIGN_IN_WINDOW)
            if wait:
                raise TooManyRequests(wait)
        async with self._store.reading() as tx:
            found = await tx.staff.by_username(username)
        agent, password_hash = found or (None, await self._decoy_hash())
        right = await self._hasher.verify(password_hash, password[:MAX_PASSWORD])
        if not (right and agent and agent.active):
            await self._refused(agent)
            raise NotSignedIn("The user name or the password is wrong.")
        return await self._start_session(agent)

    async def session(self, secret: str) -> tuple[Agent, StaffSession]:
        """Whose cookie this is. Raises NotSignedIn."""
        async with self._store.reading() as tx:
            session = await tx.staff.session(_digest(secret))
            if session is None or session.expires_at <= self._clock.now():
                raise NotSignedIn("Please sign in.")
            agent = await tx.staff.get(session.agent_id)
        if not agent.active:
            raise NotSignedIn("This account is not active.")
        return agent, session

    async def sign_out(self, agent: Agent, session: StaffSession) -> None:
        """End this browser's session."""
        async with self._store.writing() as tx:
            await tx.staff.end_session(session.digest)
            await self._event(tx, EventKind.STAFF_SIGNED_OUT, agent.id, agent.id)

    async def change_password(self, agent: Agent, old: str, new: str) -> SignedIn:
        """Set a new password; all former sessions end. Raises NotSignedIn, InvalidInput."""
        if not MIN_PASSWORD <= len(new) <= MAX_PASSWORD or new == old:
            raise InvalidInput("new", f"must be new and have at least {MIN_PASSWORD} characters.")
        wait = await self._limiter.hit(f"password:{agent.id}", SIGN_IN_TRIES, SIGN_IN_WINDOW)
        if wait:
            raise TooManyRequests(wait)
        async with self._store.reading() as tx:
            found = await tx.staff.by_username(agent.username)
        if not found or not await self._hasher.verify(found[1], old):
            raise InvalidInput("old", "is not your present password.")
        password_hash = await self._hasher.hash(new)
        async with self._store.writing() as tx:
            changed = replace(await tx.staff.get(agent.id), must_change_password=False)
            await self._save(tx, changed, agent.id, password_hash, {"password": "changed"})
        return await self._start_session(changed)

    async def add(
        self,
        username: str,
        display_name: str,
        role: Role,
        by: str,
        placement: Placement = ANYTHING,
    ) -> tuple[Agent, str]:
        """A new account with its one-time password. Raises InvalidInput, StateConflict."""
        check_names(username, display_name)
        agent = Agent(
            AgentId(fresh()),
            username,
            display_name,
            role,
            self._clock.now(),
            must_change_password=True,
            placement=placement.checked(self._lines),
        )
        password = _one_time_password()
        password_hash = await self._hasher.hash(password)
        async with self._store.writing() as tx:
            await _require_team(tx, placement)
            await tx.staff.add(agent, password_hash)
            made = {"change": "created", "role": role.value}
            await self._event(tx, EventKind.STAFF_CHANGED, by, agent.id, made)
        return agent, password

    async def change(
        self,
        agent_id: AgentId,
        by: Agent,
        *,
        display_name: str | None = None,
        role: Role | None = None,
        active: bool | None = None,
        reset_password: bool = False,
        placement: Placement | None = None,
    ) -> tuple[Agent, str | None]:
        """Change an account; a reset gives a new one-time password. Raises NotFound,
        InvalidInput (nobody removes their own rights, nor those of the last administrator)."""
        password = _one_time_password() if reset_password else None
        password_hash = await self._hasher.hash(password) if password else None
        async with self._store.writing() as tx:
            staff = {one.id: one for one in await tx.staff.list(held=True)}
            if agent_id not in staff:
                raise NotFound("agent", agent_id)
            agent = staff[agent_id]
            if agent.id == by.id and (active is False or (role and role is not agent.role)):
                raise InvalidInput("role", "you cannot take away your own rights.")
            changed = replace(
                agent,
                display_name=agent.display_name if display_name is None else display_name,
                role=role or agent.role,
                active=agent.active if active is None else active,
                must_change_password=agent.must_change_password or reset_password,
                placement=(placement or agent.placement).checked(self._lines),
            )
            check_names(changed.username, changed.display_name)
            keep_an_administrator({**staff, agent_id: changed}.values())
            await _require_team(tx, changed.placement)
            what = changes_of(agent, changed) | ({"password": "reset"} if password else {})
            await self._save(tx, changed, by.id, password_hash, what)
        return changed, password

    async def first_administrator(self) -> str | None:
        """Make `admin` where there is no administrator. The one-time password, new at every
        start until it was used; None after that."""
        async with self._store.reading() as tx:
            found = await tx.staff.by_username("admin")
            anyone = await tx.staff.list()
        if found is None:
            if any(agent.may(Permission.MANAGE_STAFF) for agent in anyone):
                return None
            _, password = await self.add("admin", "Administrator", Role.ADMIN, by="system")
            return password
        if not found[0].must_change_password:
            return None
        password = _one_time_password()
        password_hash = await self._hasher.hash(password)
        async with self._store.writing() as tx:
            await self._save(tx, found[0], "system", password_hash, {"password": "reset"})
        return password

    async def list(self) -> list[Agent]:
        """All accounts."""
        async with self._store.reading() as tx:
            return list(await tx.staff.list())

    async def purge_sessions(self) -> int:
        """Remove sessions that have run out."""
        async with self._store.writing() as tx:
            return await tx.staff.end_expired_sessions(self._clock.now())

    async def _start_session(self, agent: Agent) -> SignedIn:
        secret, now = secrets.token_urlsafe(32), self._clock.now()
        session = StaffSession(
            _digest(secret), agent.id, secrets.token_urlsafe(24), now, now + SESSION_LIFE
        )
        async with self._store.writing() as tx:
            await tx.staff.add_session(session)
            await self._event(tx, EventKind.STAFF_SIGNED_IN, agent.id, agent.id)
        return SignedIn(agent, secret, session)

    async def _save(
        self,
        tx: Transaction,
        agent: Agent,
        by: str,
        password_hash: str | None,
        what: Mapping[str, str],
    ) -> None:
        await tx.staff.save(agent, password_hash)
        if password_hash or not agent.active:
            await tx.staff.end_sessions_of(agent.id)
        await self._event(tx, EventKind.STAFF_CHANGED, by, agent.id, what)

    async def _refused(self, agent: Agent | None) -> None:
        async with self._store.writing() as tx:
            subject = agent.id if agent else "unknown"
            await self._event(tx, EventKind.STAFF_SIGN_IN_REFUSED, "system", subject)

    async def _event(
        self,
        tx: Transaction,
        kind: EventKind,
        by: str,
        subject: str,
        what: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        actor = by if by == "system" else f"agent:{by}"
        data = {"agent": subject, **what}
        await tx.events.append(Event(kind, self._clock.now(), actor, data=data))

    async def _decoy_hash(self) -> str:
        """Verified against for unknown names, so that they take as long as known ones."""
        if self._decoy is None:
            self._decoy = await self._hasher.hash(secrets.token_urlsafe(16))
        return self._decoy


async def _require_team(tx: Transaction, placement: Placement) -> None:
    if placement.team_id is None:
        return
    try:
        await tx.teams.get(placement.team_id)
    except NotFound:
        raise InvalidInput("team_id", "names no team.") from None


def _one_time_password() -> str:
    return secrets.token_urlsafe(12)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

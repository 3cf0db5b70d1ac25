# SPDX-License-Identifier: EUPL-1.2
"""Stages of user-interactive authentication on a page of this server, for clients that have no form for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.errors import Unrecognized
from chancery.kit.ids import UserId
from chancery.modules.accounts.service.factors import SecondFactors
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.completions import CompletionStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.accounts.store.registrations import RegistrationStore
from chancery.platform.db.port import Database, Write, WriteConflict

LOGIN_STAGE = "m.login.password"
CODE_STAGE = "org.chancery.code"
"""A code of an authenticator application or from paper, in the member `code`; the specification has no such stage."""
DUMMY_STAGE = "m.login.dummy"
_CONTEXT = "interactive"
_LIFETIME_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Opened:
    """What a session is for: whose, begun by which of their sessions, a path, a hash of the body, and what completes it."""

    user_id: UserId
    owner: str
    path: str
    digest: str
    stages: tuple[str, ...]


class InteractiveSessions:
    """Sessions that need no table, and which of them somebody completed on the page."""

    def __init__(self, database: Database, store: CompletionStore, sealer: Sealer, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._sealer = sealer
        self._clock = clock

    def issue(self, user_id: UserId, path: str, owner: str, body: object, stages: Sequence[str]) -> str:
        """Return a session in which one person confirms one operation; `owner` is their session."""
        content = "\n".join((user_id, owner, self._digest(body), " ".join(stages), path))
        return self._sealer.issue(_CONTEXT, seconds=_LIFETIME_SECONDS, content=content)

    def open(self, session: str) -> "Opened | None":
        """Return the parts of a session that is ours and not over."""
        content = self._sealer.open(session, _CONTEXT)
        if content is None:
            return None
        user_id, owner, digest, stages, path = content.split("\n", 4)
        return Opened(UserId(user_id), owner, path, digest, tuple(stages.split()))

    def is_for(self, opened: "Opened", path: str, body: object) -> bool:
        """Tell whether a session was begun for this very operation."""
        return (opened.path, opened.digest) == (path, self._digest(body))

    def _digest(self, body: object) -> str:
        # Keyed, because the session is readable and a body may hold a new password.
        members = msgspec.to_builtins(body)
        if isinstance(members, dict):
            members.pop("auth", None)
        return self._sealer.digest(msgspec.json.encode(members, order="deterministic").decode()).hex()

    async def complete(self, session: str) -> None:
        """Note that the stage was completed; the next request of the session goes through."""
        write, now = Write(), self._clock()
        self._store.delete_before(write, now)
        self._store.save(write, self._sealer.digest(session), now + _LIFETIME_SECONDS * 1000)
        await self._database.commit(write)

    async def take(self, session: str) -> bool:
        """Tell whether the stage was completed, and let it count once."""
        digest = self._sealer.digest(session)
        if not await self._store.is_known(digest, self._clock()):
            return False
        write = Write()
        self._store.consume(write, digest)
        try:
            await self._database.commit(write)
        except WriteConflict:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Stage:
    """What a page asks for: a person's password or code for a request to a path, or only a click (`user_id` None)."""

    kind: str
    user_id: UserId | None = None
    path: str = ""


class Fallback:
    """The stages that this server offers."""

    def __init__(
        self,
        *,
        sessions: InteractiveSessions,
        people: PeopleStore,
        passwords: PasswordKeeper,
        factors: SecondFactors,
        registrations: RegistrationStore,
        clock: Clock,
        has_registration: bool,
    ) -> None:
        self._sessions = sessions
        self._people = people
        self._passwords = passwords
        self._factors = factors
        self._registrations = registrations
        self._clock = clock
        self._has_registration = has_registration

    async def find(self, kind: str, session: str) -> Stage | None:
        """Return what a session asks for, None when it is unknown or over; raises Unrecognized."""
        if kind in (LOGIN_STAGE, CODE_STAGE):
            opened = self._sessions.open(session)
            if opened is None or kind not in opened.stages:
                return None
            return Stage(kind, opened.user_id, opened.path)
        if kind == DUMMY_STAGE and self._has_registration:
            return Stage(kind) if await self._registrations.find(session, self._clock()) else None
        raise Unrecognized("there is no page for this stage")

    async def complete(self, stage: Stage, session: str, proof: str, client: str) -> bool:
        """Complete a stage; False when the password or code is wrong. Raises TooManyAttempts."""
        if stage.user_id is not None and not await self._is_right(stage.kind, stage.user_id, proof, client):
            return False
        await self._sessions.complete(session)
        return True

    async def _is_right(self, kind: str, user_id: UserId, proof: str, client: str) -> bool:
        if kind == CODE_STAGE:
            return await self._factors.fits(user_id, proof)
        person = await self._people.find_person(user_id)
        known = person.password_hash if person else None
        return await self._passwords.verify(user_id, client, known, proof)

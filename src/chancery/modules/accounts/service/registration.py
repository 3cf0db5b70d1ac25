# SPDX-License-Identifier: EUPL-1.2
"""Registration in test configuration: by `m.login.dummy`, as a guest, by shared secret."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.accounts.errors import InteractiveAuthNeeded, UserInUse
from chancery.modules.accounts.model import NewSession
from chancery.modules.accounts.rules.names import check_new_name, localpart
from chancery.modules.accounts.service.fallback import DUMMY_STAGE, InteractiveSessions
from chancery.modules.accounts.service.login import LoginService, Opening
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.registrations import Registration, RegistrationStore
from chancery.platform.config.settings import Testing
from chancery.platform.db.port import Database, Write

_LIFETIME_MS = 60 * 60_000
_NONCE_SECONDS = 60
_NONCE = "registration nonce"

Stage = Callable[[Mapping[str, Any]], Awaitable[str | None]]
"""Completes a stage of user-interactive authentication and returns an address that it proved, if any."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What somebody who registers says."""

    auth: Mapping[str, Any]
    username: str | None
    password: str | None
    inhibit_login: bool
    guest_access_token: str | None


@dataclass(frozen=True, slots=True)
class SecretEnrolment:
    """What somebody says who registers by shared secret; `mac` proves that it is known."""

    nonce: str
    username: str
    password: str
    mac: str
    is_admin: bool
    display_name: str | None
    user_type: str | None


@dataclass(frozen=True, slots=True)
class Registered:
    """Whom a registration made, and their session unless they did not want one."""

    user_id: UserId
    session: NewSession | None


class _Wish(msgspec.Struct):
    """What is remembered between two requests of one registration; the password as its hash."""

    username: str | None = None
    password_hash: str | None = None
    device_id: str | None = None
    device_name: str | None = None
    inhibit_login: bool = False
    wants_refresh: bool = False


async def _dummy(_auth: Mapping[str, Any]) -> str | None:
    return None


class Registrar:
    """Lets people in who bring nothing but a wish."""

    def __init__(
        self,
        *,
        database: Database,
        store: RegistrationStore,
        people: PeopleService,
        logins: LoginService,
        passwords: PasswordKeeper,
        sealer: Sealer,
        interactive: InteractiveSessions,
        clock: Clock,
        testing: Testing,
        server_name: str,
    ) -> None:
        self._database = database
        self._store = store
        self._people = people
        self._logins = logins
        self._passwords = passwords
        self._sealer = sealer
        self._interactive = interactive
        self._clock = clock
        self._testing = testing
        self._server_name = server_name
        self._stages: dict[str, Stage] = {DUMMY_STAGE: _dummy}

    def add_stage(self, name: str, stage: Stage) -> None:
        """Offer one more way to complete a registration."""
        self._stages[name] = stage

    def check_open(self) -> None:
        """Raise Forbidden outside of the test configuration."""
        if not self._testing.open_registration:
            raise Forbidden("nobody registers here: administrators create people")

    async def check_available(self, name: str) -> UserId:
        """Return the id that a new person would have; raises InvalidUserId, UserInUse."""
        user_id = check_new_name(name, self._server_name)
        self._people.check_owner(user_id)
        if await self._people.is_taken(user_id):
            raise UserInUse("this user name is taken")
        return user_id

    async def register(self, wanted: Enrolment, opening: Opening) -> Registered:
        """Make a person; raises InteractiveAuthNeeded until a stage is completed, and what `check_available` does."""
        self.check_open()
        auth = wanted.auth
        known = await self._known(auth.get("session"))
        wish = await self._merged(known, wanted, opening)
        if known is not None and known.user_id is not None:
            return await self._welcome(known.user_id, wish, opening)
        upgraded = await self._upgraded(wanted)
        if wish.username is not None and upgraded is None:
            await self.check_available(wish.username)
        stage = self._stages.get(await self._stage_of(auth, known))
        if stage is None:
            raise await self._needed(known, wish)
        address = await stage(auth)
        user_id = upgraded or await self._create(wish, address)
        if upgraded is not None:
            await self._people.make_member(upgraded, _hash_of(wish))
        if known is not None:
            await self._save(Registration(known.session, known.body, user_id))
        return await self._welcome(user_id, wish, opening)

    async def register_guest(self, opening: Opening) -> Registered:
        """Make a guest."""
        if not self._testing.guests:
            raise Forbidden("there are no guests here", errcode="M_GUEST_ACCESS_FORBIDDEN")
        user_id = UserId(f"@{secrets.randbelow(10**12)}:{self._server_name}")
        person = NewPerson(user_id, None, is_guest=True)
        await self._people.create_person(person, actor="registration")
        return Registered(user_id, await self._logins.open(user_id, opening))

    def nonce(self) -> str:
        """Return a nonce for one registration by shared secret."""
        return self._sealer.issue(_NONCE, seconds=_NONCE_SECONDS)

    async def register_by_secret(self, wanted: SecretEnrolment, opening: Opening) -> Registered:
        """Make a person, also an administrator, for who knows the shared secret."""
        # A nonce is good for one registration, because the user name is taken after it.
        if self._sealer.open(wanted.nonce, _NONCE) is None:
            raise BadRequest("the nonce is unknown or over", errcode="M_UNKNOWN")
        role = "admin" if wanted.is_admin else "notadmin"
        words = [
            wanted.nonce,
            wanted.username,
            wanted.password,
            role,
            *([wanted.user_type] if wanted.user_type else []),
        ]
        secret = self._testing.registration_secret.encode()
        proof = hmac.new(secret, "\0".join(words).encode(), "sha1").hexdigest()
        if not hmac.compare_digest(proof.encode(), wanted.mac.encode()):
            raise Forbidden("the HMAC is wrong")
        user_id = await self.check_available(wanted.username)
        name = wanted.display_name or localpart(user_id)
        person = NewPerson(user_id, name, password=wanted.password, is_admin=wanted.is_admin)
        await self._people.create_person(person, actor="registration")
        return Registered(user_id, await self._logins.open(user_id, opening))

    async def _stage_of(self, auth: Mapping[str, Any], known: Registration | None) -> str:
        if "type" not in auth and known is not None and await self._interactive.take(known.session):
            return DUMMY_STAGE  # completed on the fallback page
        return str(auth.get("type"))

    async def _known(self, session: object) -> Registration | None:
        return await self._store.find(session, self._clock()) if isinstance(session, str) else None

    async def _merged(self, known: Registration | None, wanted: Enrolment, opening: Opening) -> _Wish:
        """Return what was remembered, with what this request says over it."""
        wish = msgspec.json.decode(known.body, type=_Wish) if known else _Wish()
        wish.username = wanted.username if wanted.username is not None else wish.username
        wish.device_id = opening.device_id or wish.device_id
        wish.device_name = opening.device_name or wish.device_name
        wish.inhibit_login = wish.inhibit_login or wanted.inhibit_login
        wish.wants_refresh = wish.wants_refresh or opening.wants_refresh
        if wanted.password is not None:
            await self._passwords.check_strength(wanted.password)
            wish.password_hash = await self._passwords.hash(wanted.password)
        return wish

    async def _upgraded(self, wanted: Enrolment) -> UserId | None:
        """Return the guest whose token came along and who keeps the own name as a full member."""
        if wanted.guest_access_token is None:
            return None
        guest = await self._logins.owner(wanted.guest_access_token)
        if guest is None or wanted.username != localpart(guest) or not await self._people.guests([guest]):
            raise Forbidden("this is not the token of a guest with this name")
        return guest

    async def _needed(self, known: Registration | None, wish: _Wish) -> InteractiveAuthNeeded:
        session = known.session if known else secrets.token_urlsafe(18)
        await self._save(Registration(session, msgspec.json.encode(wish), None))
        details = {
            "flows": [{"stages": [name]} for name in self._stages],
            "params": {},
            "completed": [],
            "session": session,
        }
        return InteractiveAuthNeeded("complete one of the stages", details=details)

    async def _save(self, registration: Registration) -> None:
        write, now = Write(), self._clock()
        self._store.delete_before(write, now)
        self._store.save(write, registration, now + _LIFETIME_MS)
        await self._database.commit(write)

    async def _create(self, wish: _Wish, address: str | None) -> UserId:
        name = wish.username if wish.username is not None else f"u{secrets.token_hex(6)}"
        user_id = check_new_name(name, self._server_name)
        person = NewPerson(user_id, name, password_hash=_hash_of(wish), email=address)
        await self._people.create_person(person, actor="registration")
        return user_id

    async def _welcome(self, user_id: UserId, wish: _Wish, opening: Opening) -> Registered:
        if wish.inhibit_login:
            return Registered(user_id, None)
        own = Opening(
            opening.address, opening.agent, wish.device_id, wish.device_name, wants_refresh=wish.wants_refresh
        )
        return Registered(user_id, await self._logins.open(user_id, own))


def _hash_of(wish: _Wish) -> str:
    if wish.password_hash is None:
        raise BadRequest("a password is needed", errcode="M_MISSING_PARAM")
    return wish.password_hash

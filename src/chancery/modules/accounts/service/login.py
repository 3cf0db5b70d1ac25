# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.ids import DeviceId, SessionId, UserId, new_id
from chancery.kit.text import fold
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.errors import DeviceNotFound, WrongCode, WrongCredentials, WrongPasskey
from chancery.modules.accounts.events import DeviceAdded, DeviceRemoved, DeviceRenamed, SessionReplaced
from chancery.modules.accounts.model import Grant, NewSession, Person, Sighting, StoredSession
from chancery.modules.accounts.rules.names import typed_user_id, usable_device_id
from chancery.modules.accounts.service.factors import SecondFactors
from chancery.modules.accounts.service.passkeys import Passkeys
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.sessions import SessionKeeper, hash_token
from chancery.modules.accounts.service.tokens import TokenMinter
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller

_DEVICE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAX_NAME = 255


@dataclass(frozen=True, slots=True)
class Opening:
    """Where somebody signs in from, and what session they want."""

    address: str
    agent: str = ""
    device_id: str | None = None
    device_name: str | None = None
    wants_refresh: bool = False
    grant: Grant | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody brings to the door."""

    user: str
    password: str
    opening: Opening
    code: str | None = None


class LoginService:
    """Opens and ends sessions, and keeps the list of devices."""

    def __init__(
        self,
        *,
        database: Database,
        people: PeopleStore,
        sessions: SessionStore,
        keeper: SessionKeeper,
        passwords: PasswordKeeper,
        audit: AuditLog,
        clock: Clock,
        server_name: str,
        minter: TokenMinter,
        factors: SecondFactors,
        passkeys: Passkeys,
        has_mail: bool = False,
    ) -> None:
        self._factors = factors
        self._passkeys = passkeys
        self._has_mail = has_mail
        self._minter = minter
        self._database = database
        self._people = people
        self._sessions = sessions
        self._keeper = keeper
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._server_name = server_name

    async def sign_in(self, attempt: SignIn) -> NewSession:
        """Open a session; raises WrongCredentials, SecondFactorNeeded, WrongCode, TooManyAttempts."""
        person = await self._find(attempt.user)
        account = person.user_id if person else fold(attempt.user)[:_MAX_NAME]
        known = person.password_hash if person and person.is_active else None
        if not await self._passwords.verify(account, attempt.opening.address, known, attempt.password):
            await self._refuse(person, attempt)
        assert person is not None
        await self._demand_second(person, attempt)
        await self._renew_hash(person, attempt.password)
        return await self.open(person.user_id, attempt.opening)

    async def sign_in_with_passkey(self, credential: Mapping[str, Any], opening: Opening) -> NewSession:
        """Open a session without a password; raises WrongPasskey."""
        try:
            user_id = await self._passkeys.prove(credential)
        except WrongPasskey:
            await self._audit.append(Entry("session.refused", "system", None, {"address": opening.address}))
            raise
        return await self.open(user_id, opening)

    async def open(self, user_id: UserId, opening: Opening) -> NewSession:
        """Open a session for somebody who is known already; raises WrongCredentials when the login is closed."""
        person = await self._people.find_person(user_id)
        if person is None or not person.is_active:
            raise WrongCredentials("the name or the password is wrong")
        write = Write()
        session = await self.add_opening(write, person, opening)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            # The password was changed, or the login closed, between the check and the write.
            raise WrongCredentials("the name or the password is wrong") from error
        return session

    async def owner(self, token: str) -> UserId | None:
        """Return whose access token this is."""
        session = await self._sessions.find_session(hash_token(token))
        return session.user_id if session else None

    async def sign_out(self, caller: Caller) -> None:
        """End the caller's session and remove its device."""
        await self.remove_devices(caller.user_id, [caller.device_id], actor=caller.user_id, ended=True)

    async def sign_out_everywhere(self, caller: Caller) -> None:
        """End every session of the caller."""
        devices = await self._sessions.list_devices(caller.user_id)
        ids = [device.device_id for device in devices]
        await self.remove_devices(caller.user_id, ids, actor=caller.user_id, ended=True)

    async def list_devices(self, user_id: UserId) -> list[Device]:
        """Return the person's devices, with sightings that are not stored yet."""
        devices = await self._sessions.list_devices(user_id)
        return [self._with_sighting(user_id, device) for device in devices]

    async def access_device(self, user_id: UserId, device_id: str) -> Device:
        """Return one device of the person; raises DeviceNotFound."""
        for device in await self.list_devices(user_id):
            if device.device_id == device_id:
                return device
        raise DeviceNotFound("you have no such device")

    async def rename_device(self, user_id: UserId, device_id: str, name: str | None) -> None:
        """Rename a device; raises DeviceNotFound."""
        device = await self.access_device(user_id, device_id)
        write = Write()
        self._sessions.update_device_name(
            write, user_id, device.device_id, name[:_MAX_NAME] if name else name
        )
        place = write.position().offset
        write.publish(lambda base: DeviceRenamed(user_id, device.device_id, base + place))
        await self._database.commit(write)

    async def remove_devices(
        self, user_id: UserId, device_ids: list[DeviceId], *, actor: str, ended: bool = False
    ) -> None:
        """Remove devices; unknown ones are no error. Their tokens are dead when this returns."""
        write = await self.removal(user_id, device_ids, actor=actor, ended=ended)
        if write.statements:
            await self._database.commit(write)

    async def removal(
        self, user_id: UserId, device_ids: list[DeviceId], *, actor: str, ended: bool = False
    ) -> Write:
        """Return the write that removes devices, for joining with a larger deed."""
        known = {device.device_id for device in await self._sessions.list_devices(user_id)}
        write = Write()
        for device_id in dict.fromkeys(device_ids):
            if device_id in known:
                self._remove(write, user_id, device_id, actor, "session.ended" if ended else "device.removed")
        return write

    def _remove(self, write: Write, user_id: UserId, device_id: DeviceId, actor: str, action: str) -> None:
        self._sessions.delete_device(write, user_id, device_id)
        place = write.position().offset
        write.publish(lambda base: DeviceRemoved(user_id, device_id, base + place))
        self._audit.record(write, Entry(action, actor, user_id, {"device_id": device_id}))

    async def _find(self, typed: str) -> Person | None:
        user_id = typed_user_id(typed, self._server_name)
        if user_id is None:
            return await self._people.find_person_by_email(fold(typed.strip()))
        return await self._people.find_person(user_id)

    async def _refuse(self, person: Person | None, attempt: SignIn) -> None:
        # What was typed is not written down: people type passwords into name fields.
        await self._audit.append(
            Entry(
                "session.refused",
                "system",
                person.user_id if person else None,
                {"address": attempt.opening.address},
            )
        )
        raise WrongCredentials("the name or the password is wrong")

    async def _demand_second(self, person: Person, attempt: SignIn) -> None:
        try:
            await self._factors.demand(person.user_id, attempt.code)
        except WrongCode:
            where = attempt.opening.address
            await self._audit.append(Entry("code.refused", "system", person.user_id, {"address": where}))
            raise

    async def _renew_hash(self, person: Person, password: str) -> None:
        if person.password_hash and self._passwords.is_outdated(person.password_hash):
            write = Write()
            self._people.update_password(write, person.user_id, await self._passwords.hash(password))
            await self._database.commit(write)

    async def add_opening(self, write: Write, person: Person, opening: Opening) -> NewSession:
        """Add the opening of a session to a write, which is refused when the login was closed meanwhile."""
        now = self._clock()
        tokens = self._minter.mint(is_refreshable=opening.wants_refresh, is_client=opening.grant is not None)
        device_id = usable_device_id(opening.device_id) or _new_device_id()
        known = {device.device_id for device in await self._sessions.list_devices(person.user_id)}
        session = StoredSession(SessionId(new_id("ses")), person.user_id, device_id, grant=opening.grant)
        self._people.update_signed_in(write, person, now)
        seen = Sighting(person.user_id, device_id, now, opening.address, opening.agent[:_MAX_NAME])
        name = (opening.device_name or "").strip()[:_MAX_NAME] or None
        # A known device that signs in anew is told of, too: whoever chose its id need not be its owner. What only
        # learns who somebody is, the person has just allowed on a page of ours.
        is_told = bool(known - {device_id}) and not (opening.grant and opening.grant.is_limited)
        self._sessions.insert_device(
            write,
            person.user_id,
            device_id,
            name=name,
            seen=seen,
            is_unanswered=is_told,
            is_letter_due=is_told and self._has_mail,
        )
        self._sessions.replace_session(write, session, self._minter.hashes(tokens), now)
        kind = SessionReplaced if device_id in known else DeviceAdded
        write.publish(partial(_at, kind, person.user_id, device_id, write.position().offset))
        details: dict[str, str | int | bool | None] = {"device_id": device_id, "address": opening.address}
        if opening.grant:
            details["client_id"] = opening.grant.client_id
        self._audit.record(write, Entry("session.started", person.user_id, person.user_id, details))
        return NewSession(
            person.user_id, device_id, tokens, person.display_name, person.avatar_url, person.is_admin
        )

    def _with_sighting(self, user_id: UserId, device: Device) -> Device:
        seen = self._keeper.sighting(user_id, device.device_id)
        if seen is None or not seen.ts:
            return device
        return Device(device.device_id, device.display_name, seen.ts, seen.ip, seen.agent)


def _at(
    kind: type[SessionReplaced] | type[DeviceAdded],
    user_id: UserId,
    device_id: DeviceId,
    place: int,
    base: int,
) -> SessionReplaced | DeviceAdded:
    return kind(user_id, device_id, base + place)


def _new_device_id() -> DeviceId:
    return DeviceId("".join(secrets.choice(_DEVICE_ALPHABET) for _ in range(10)))

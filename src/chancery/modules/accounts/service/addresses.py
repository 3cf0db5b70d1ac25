# SPDX-License-Identifier: EUPL-1.2
"""E-mail addresses that people add to their accounts, and passwords that they set by mail."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import (
    AddressesClosed,
    AddressInUse,
    InteractiveAuthNeeded,
    NotConfirmed,
)
from chancery.modules.accounts.model import Address
from chancery.modules.accounts.rules.mail import check_address
from chancery.modules.accounts.service.confirmations import Confirmations
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.addresses import AddressStore, ConfirmationStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict

STAGE = "m.login.email.identity"
_RESET = "password reset"
_LIFETIME_SECONDS = 60 * 60


class AddressService:
    """Adds and removes addresses that were confirmed."""

    def __init__(
        self,
        *,
        database: Database,
        store: AddressStore,
        answers: ConfirmationStore,
        confirmations: Confirmations,
        people: PeopleStore,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._answers = answers
        self._confirmations = confirmations
        self._people = people
        self._audit = audit
        self._clock = clock

    async def list_addresses(self, user_id: UserId) -> list[Address]:
        """Return a person's addresses."""
        return await self._store.list_addresses(user_id)

    async def add(self, user_id: UserId, sid: str, secret: str) -> None:
        """Add the address of a confirmation; raises NotConfirmed, AddressInUse, AddressesClosed."""
        if not self._confirmations.is_possible:
            raise AddressesClosed("this server sends no e-mail")
        answer = await self._confirmations.proven("add", sid, secret)
        if await self._people.find_person_by_email(answer.address) is not None:
            raise AddressInUse("this address belongs to an account already")
        write = Write()
        self._answers.consume(write, sid)
        address = Address(answer.address, answer.confirmed_at or 0, self._clock())
        self._store.insert(write, user_id, address)
        self._audit.record(write, Entry("address.added", user_id, user_id))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise AddressInUse("this address was just added") from error

    async def remove(self, user_id: UserId, text: str) -> None:
        """Remove an address; one that the person does not have is no error. Raises AddressesClosed for a kept one."""
        address = check_address(text)
        for known in await self._store.list_addresses(user_id):
            if known.address != address:
                continue
            if known.is_kept:
                raise AddressesClosed("this address is kept by administrators")
            write = Write()
            self._store.delete(write, user_id, address)
            self._audit.record(write, Entry("address.removed", user_id, user_id))
            await self._database.commit(write)


class PasswordReset:
    """Sets a new password for who confirmed the address of an account."""

    def __init__(
        self,
        *,
        database: Database,
        confirmations: Confirmations,
        answers: ConfirmationStore,
        people: PeopleService,
        store: PeopleStore,
        sealer: Sealer,
        is_allowed: bool,
    ) -> None:
        self._database = database
        self._confirmations = confirmations
        self._answers = answers
        self._people = people
        self._store = store
        self._sealer = sealer
        self._is_allowed = is_allowed

    @property
    def is_possible(self) -> bool:
        """Whether passwords can be set by mail."""
        return self._is_allowed and self._confirmations.is_possible

    async def set_password(
        self, auth: Mapping[str, Any] | None, password: str, *, end_sessions: bool
    ) -> None:
        """Set the password; raises InteractiveAuthNeeded until the address is confirmed."""
        sid, secret = credentials(auth or {})
        if (auth or {}).get("type") != STAGE:
            raise self._needed("confirm by e-mail")
        try:
            answer = await self._confirmations.proven("password", sid, secret)
        except NotConfirmed as error:
            raise self._needed(error.message, errcode="M_UNAUTHORIZED") from error
        person = await self._store.find_person_by_email(answer.address)
        if person is None or not person.is_active:
            raise self._needed("no account has this address", errcode="M_UNAUTHORIZED")
        await self._people.check_strength(password)
        write = Write()
        self._answers.consume(write, sid)
        await self._database.commit(write)
        await self._people.set_password(
            person.user_id, password, actor=person.user_id, end_sessions=end_sessions
        )

    def _needed(self, message: str, *, errcode: str = "") -> InteractiveAuthNeeded:
        details = {
            "flows": [{"stages": [STAGE]}],
            "params": {},
            "completed": [],
            "session": self._sealer.issue(_RESET, seconds=_LIFETIME_SECONDS),
        }
        return InteractiveAuthNeeded(message, errcode=errcode, details=details)


def credentials(auth: Mapping[str, Any]) -> tuple[str, str]:
    """Return session id and secret of an `m.login.email.identity` stage; empty ones when they are missing."""
    given = auth.get("threepid_creds") or auth.get("threepidCreds")
    if not isinstance(given, dict):
        return "", ""
    return str(given.get("sid", "")), str(given.get("client_secret", ""))

# SPDX-License-Identifier: EUPL-1.2
"""Asks an e-mail address whether it belongs to who says so, and remembers the answer."""

import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

from chancery.kit.clock import Clock
from chancery.kit.ids import new_id
from chancery.modules.accounts.errors import AddressesClosed, AddressInUse, AddressUnknown, NotConfirmed
from chancery.modules.accounts.model import Confirmation
from chancery.modules.accounts.rules.mail import (
    Language,
    Purpose,
    check_address,
    check_secret,
    letter,
    notice,
)
from chancery.modules.accounts.service.attempts import Attempts, Key
from chancery.modules.accounts.service.sessions import hash_token, new_token
from chancery.modules.accounts.store.addresses import ConfirmationStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.platform.config.settings import Testing
from chancery.platform.db.port import Database, Write
from chancery.platform.mail import Mail, Mailer

LINK_PATH = "/api/v1/email/confirm"
_LIFETIME_MS = 60 * 60_000
_PER_ADDRESS = 5
_PER_CLIENT = 20
"""Letters before the next ones must wait: a server that mails whom anybody names is a weapon otherwise."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a client wants to be asked of an address."""

    purpose: Purpose
    secret: str
    address: str
    send_attempt: int
    next_link: str | None
    client: str
    language: Language


class Confirmations:
    """Confirmations by mail; without a mailer there are none."""

    def __init__(
        self,
        *,
        database: Database,
        store: ConfirmationStore,
        people: PeopleStore,
        attempts: Attempts,
        mailer: Mailer | None,
        clock: Clock,
        testing: Testing,
        server_name: str,
        links: str,
    ) -> None:
        self._database = database
        self._store = store
        self._people = people
        self._attempts = attempts
        self._mailer = mailer
        self._clock = clock
        self._testing = testing
        self._server_name = server_name
        self._links = links

    @property
    def is_possible(self) -> bool:
        """Whether there is a mail server."""
        return self._mailer is not None

    async def ask(self, question: Question) -> str:
        """Send a letter and return the session's id; raises AddressesClosed, BadRequest, AddressInUse, AddressUnknown."""
        mailer = self._mailer
        if mailer is None:
            raise AddressesClosed("this server sends no e-mail")
        address, secret = check_address(question.address), hash_token(check_secret(question.secret))
        now = self._clock()
        known = await self._store.find_asked(question.purpose, secret, address, now)
        if known is not None and question.send_attempt <= known.send_attempt:
            return known.sid  # the client repeats itself; it does not want another letter
        keys: list[Key] = [(f"mail\n{address}", _PER_ADDRESS), (f"mailer\n{question.client}", _PER_CLIENT)]
        if not self._testing.no_limits:
            await self._attempts.check_keys(keys)
            await self._attempts.count(keys)
        token, sid = new_token(), known.sid if known else new_id("cnf")
        mail = await self._mail(question, address, self._link(sid, question.secret, token))
        asked = Confirmation(
            sid,
            question.purpose,
            secret,
            address,
            hash_token(token),
            question.send_attempt,
            question.next_link,
        )
        write = Write()
        self._store.delete_before(write, now)
        self._store.save(write, asked, now + _LIFETIME_MS)
        await self._database.commit(write)
        await mailer.send(mail)
        return sid

    async def confirm(self, sid: str, secret: str, token: str) -> Confirmation:
        """Note the answer of an address; raises NotConfirmed when the link is unknown or over."""
        found = await self.open(sid, secret, token)
        write = Write()
        self._store.confirm(write, sid, self._clock())
        await self._database.commit(write)
        return found

    async def open(self, sid: str, secret: str, token: str) -> Confirmation:
        """Return what a link is about; raises NotConfirmed."""
        found = await self._store.find(sid, self._clock())
        if found is None or not _fits(found, secret):
            raise NotConfirmed("this link is unknown or over")
        if not hmac.compare_digest(found.token_hash, hash_token(token)):
            raise NotConfirmed("this link is unknown or over")
        return found

    async def proven(self, purpose: Purpose, sid: str, secret: str) -> Confirmation:
        """Return a confirmation that was answered; raises NotConfirmed."""
        found = await self._store.find(sid, self._clock())
        if (
            found is None
            or found.purpose != purpose
            or found.confirmed_at is None
            or not _fits(found, secret)
        ):
            raise NotConfirmed("the address is not confirmed")
        return found

    async def _mail(self, question: Question, address: str, link: str) -> Mail:
        """Return the letter.

        Whether an address has an account is told to its owner, in that letter, and not to whom may ask; suites want
        the specification's errors.
        """
        owner = await self._people.find_person_by_email(address)
        server, language = self._server_name, question.language
        if question.purpose == "password" and owner is None:
            if self._testing.open_registration:
                raise AddressUnknown("no account has this address")
            return Mail(address, *notice("unknown", language, server=server))
        if question.purpose != "password" and owner is not None:
            if self._testing.open_registration:
                raise AddressInUse("this address belongs to an account already")
            return Mail(address, *notice("taken", language, server=server))
        return Mail(address, *letter(question.purpose, language, server=server, link=link))

    def _link(self, sid: str, secret: str, token: str) -> str:
        query = urlencode({"sid": sid, "client_secret": secret, "token": token})
        return f"{self._links}{LINK_PATH}?{query}"


def _fits(found: Confirmation, secret: str) -> bool:
    return hmac.compare_digest(found.secret_hash, hash_token(secret))

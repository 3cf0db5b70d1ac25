# SPDX-License-Identifier: EUPL-1.2
"""Checks passwords by binding to the directory as the person; none of them is kept here."""

import asyncio
import logging

from chancery.modules.ldap.errors import LdapUnavailable
from chancery.modules.ldap.service.connection import Servers
from chancery.modules.ldap.store import LdapStore

log = logging.getLogger(__name__)

_AT_ONCE = 8


class DirectoryPasswords:
    """`PasswordSource` of accounts, over the entries that stand for people here."""

    def __init__(self, store: LdapStore, servers: Servers) -> None:
        self._store = store
        self._servers = servers
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def keeps(self, user_id: str) -> bool:
        return await self._store.dn_of(user_id) is not None

    async def check(self, user_id: str, password: str) -> bool | None:
        dn = await self._store.dn_of(user_id)
        if dn is None:
            return None
        async with self._gate:
            try:
                return await asyncio.to_thread(self._servers.accepts, dn, password)
            except LdapUnavailable as error:
                # Who signs in is not told the names of the agency's servers.
                log.warning("a password could not be checked: %s", error.message)
                raise LdapUnavailable(
                    "the agency's directory does not answer: try again a little later"
                ) from error

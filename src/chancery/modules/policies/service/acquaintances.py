# SPDX-License-Identifier: EUPL-1.2
"""Whom a person may write to, as the directory and the pickers of people show it."""

from collections.abc import Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.policies.contract import Deed, RedList
from chancery.modules.policies.model import Verdict
from chancery.modules.policies.service.contacts import Inquiry, StoredContacts
from chancery.platform.http.request import Caller


class Acquaintances:
    """Answers for the caller's own contacts."""

    def __init__(
        self, *, contacts: StoredContacts, red_list: RedList, accounts: Accounts, clock: Clock
    ) -> None:
        self._contacts = contacts
        self._red_list = red_list
        self._accounts = accounts
        self._clock = clock

    async def verdicts(self, caller: Caller, user_ids: Sequence[UserId], deed: Deed) -> list[Verdict]:
        """Return a verdict for each whom the caller sees; of others they do not learn that they exist."""
        hidden = await self._red_list.hidden_from(caller.user_id)
        known = await self._accounts.profiles(user_ids)
        wanted = [
            user_id for user_id in dict.fromkeys(user_ids) if user_id in known and user_id not in hidden
        ]
        if not wanted:
            return []
        inquiry = Inquiry(caller.user_id, wanted, deed, self._clock(), caller=caller)
        return await self._contacts.ask(inquiry)

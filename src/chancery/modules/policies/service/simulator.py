# SPDX-License-Identifier: EUPL-1.2
"""May A write to B, at this time, from that device? The answer with everything that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.ids import AgencyId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.org.contract import Standings
from chancery.modules.policies.contract import Deed, RedList
from chancery.modules.policies.errors import NotPolicyAdministrator, PersonNotFound
from chancery.modules.policies.model import DeviceKind
from chancery.modules.policies.rules.engine import CompiledSet, compile_set
from chancery.modules.policies.rules.findings import Finding
from chancery.modules.policies.service.contacts import Inquiry, StoredContacts
from chancery.modules.policies.service.keeper import PolicyKeeper, check


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A question to simulate, with a text that was not saved yet in place of an agency's set."""

    principal: UserId
    resource: UserId
    deed: Deed
    now: int
    device: DeviceKind
    agency_id: AgencyId | None = None
    text: str | None = None


class Simulator:
    """Asks in place of others, for those who administer one of the two."""

    def __init__(
        self,
        *,
        contacts: StoredContacts,
        keeper: PolicyKeeper,
        standings: Standings,
        red_list: RedList,
        accounts: Accounts,
    ) -> None:
        self._contacts = contacts
        self._keeper = keeper
        self._standings = standings
        self._red_list = red_list
        self._accounts = accounts

    async def simulate(self, actor: UserId, experiment: Experiment) -> Finding:
        """Return what would be decided, and why."""
        pair = [experiment.principal, experiment.resource]
        await self._check_seen(actor, pair)
        standings = await self._standings.of(pair)
        places = await self._standings.administered(actor)
        shown = [user_id for user_id in pair if self._standings.is_administered(standings[user_id], places)]
        if not shown:
            raise NotPolicyAdministrator("you administer neither of these people")
        inquiry = Inquiry(
            experiment.principal,
            [experiment.resource],
            experiment.deed,
            experiment.now,
            device=experiment.device,
            draft=await self._draft(actor, experiment),
        )
        [verdict] = await self._contacts.ask(inquiry)
        return Finding(verdict, shown)

    async def _check_seen(self, actor: UserId, people: Sequence[UserId]) -> None:
        hidden = await self._red_list.hidden_from(actor)
        for user_id in people:
            if user_id in hidden or not await self._accounts.exists(user_id):
                raise PersonNotFound("there is no such person")

    async def _draft(self, actor: UserId, experiment: Experiment) -> tuple[AgencyId, CompiledSet] | None:
        if experiment.agency_id is None or experiment.text is None:
            return None
        await self._keeper.require(actor, experiment.agency_id)
        check(experiment.text)
        return experiment.agency_id, compile_set(experiment.text)

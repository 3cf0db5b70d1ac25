# SPDX-License-Identifier: EUPL-1.2
"""Makes what clients state hold here: people by provisioning, groups as teams; goes on after a crash.

What is stated is written first and marked as not settled; each step that follows may be repeated.
"""

import logging
from collections.abc import Callable, Sequence

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import TeamId, UserId
from chancery.modules.provisioning.contract import Consent, Problem, Provisioning, Run, Source
from chancery.modules.scim.contract import ScimClient, TeamProvisioning
from chancery.modules.scim.model import StatedUser, StoredResource
from chancery.modules.scim.rules.mapping import check_problems, desired_of
from chancery.modules.scim.store.clients import ClientStore
from chancery.modules.scim.store.resources import ResourceStore
from chancery.platform.db.port import Database, Write

log = logging.getLogger(__name__)

Read = Callable[[StoredResource], StatedUser]
"""Understands a stored User."""
_BLOCK = 100
_PATIENCE_MS = 60_000


class Settling:
    """Between what is stated and what is here."""

    def __init__(
        self,
        *,
        database: Database,
        clients: ClientStore,
        resources: ResourceStore,
        provisioning: Provisioning,
        teams: TeamProvisioning,
        clock: Clock,
    ) -> None:
        self._database = database
        self._clients = clients
        self._resources = resources
        self._provisioning = provisioning
        self._teams = teams
        self._clock = clock

    async def settle_user(
        self, client: ScimClient, resource: StoredResource, stated: StatedUser, before: StatedUser | None
    ) -> None:
        """Create, change or let go the person; raises ResourceTaken, ResourceRefused, ResourceElsewhere."""
        source, actor = source_of(client), actor_of(client)
        desired = desired_of(stated, before, title=client.title)
        # Each person who leaves by SCIM was named by the client one by one: the guard is for lists.
        outcome = await self._provisioning.sync(source, desired, actor=actor, consent=Consent(leaving=1))
        check_problems([*outcome.problems, *await self._unapplied(outcome.run)])
        ids = await self._provisioning.local_ids(source.name, "person", [resource.id])
        write = Write()
        self._resources.settle(write, resource.id, ids.get(resource.id), version=resource.version)
        await self._database.commit(write)
        await self.settle_groups_of(client, resource.id)

    async def _unapplied(self, run: Run | None) -> Sequence[Problem]:
        if run is None or (run.state == "done" and not run.failed):
            return ()
        return await self._provisioning.problems(run.id, after=0, limit=_BLOCK)

    async def settle_groups_of(self, client: ScimClient, resource_id: str) -> None:
        """Bring the teams of all groups up to date that a resource is in."""
        for group_id in await self._resources.groups_above(resource_id):
            group = await self._resources.find(client.id, "Group", group_id)
            if group is not None:
                await self.settle_group(client, group)

    async def settle_group(self, client: ScimClient, group: StoredResource) -> None:
        """Let a group's team have the people that the group has."""
        wanted = await self._resources.people_of(group.id)
        granted = await self._resources.grants(group.id)
        team_id, actor, write = TeamId(group.local_id or ""), actor_of(client), Write()
        for user_id in sorted(wanted - granted):
            self._teams.join(write, team_id, UserId(user_id), actor=actor)
        for user_id in sorted(granted - wanted):
            self._teams.leave(write, team_id, UserId(user_id), actor=actor)
        self._resources.add_grants(write, group.id, wanted - granted)
        self._resources.remove_grants(write, group.id, granted - wanted)
        self._resources.settle(write, group.id, group.local_id, version=group.version)
        await self._database.commit(write)

    async def tend(self, read: Read) -> None:
        """Go on with what a dead process left behind."""
        for resource in await self._resources.list_unsettled(self._clock() - _PATIENCE_MS, _BLOCK):
            client = await self._clients.find(resource.client_id)
            if client is None:
                continue
            try:
                await self._tend_one(client, resource, read)
            except ChanceryError as error:
                log.warning("the SCIM resource %s cannot be settled: %s", resource.id, error.message)
                write = Write()
                self._resources.settle(write, resource.id, resource.local_id, version=resource.version)
                await self._database.commit(write)

    async def has_unsettled(self) -> bool:
        """Tell whether anything waits."""
        return bool(await self._resources.list_unsettled(self._clock() - _PATIENCE_MS, 1))

    async def _tend_one(self, client: ScimClient, resource: StoredResource, read: Read) -> None:
        if resource.kind == "User":
            await self.settle_user(client, resource, read(resource), None)
        else:
            await self.settle_group(client, resource)


def source_of(client: ScimClient) -> Source:
    """Return the source that a client is to provisioning."""
    return Source(f"scim:{client.id}", client.unit_id)


def actor_of(client: ScimClient) -> str:
    """Return how the audit log names a client."""
    return f"scim:{client.id}"

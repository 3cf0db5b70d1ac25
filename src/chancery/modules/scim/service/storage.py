# SPDX-License-Identifier: EUPL-1.2
"""What one client has stated, as the SCIM library reads and writes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from scim2_models import (
    GroupMembership,
    InvalidValueException,
    Meta,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ScimProvider,
    SearchRequest,
    TooManyException,
    UniquenessException,
)
from scim2_server.storage import AsyncScimStorage, SearchPage

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import TeamId, new_id
from chancery.kit.text import fold
from chancery.modules.scim.contract import ScimClient, TeamProvisioning
from chancery.modules.scim.model import Kind, StatedUser, StoredResource
from chancery.modules.scim.service.filters import equalities, order_of
from chancery.modules.scim.service.resources import PERSON, Group, Member, stated
from chancery.modules.scim.service.settling import Settling, actor_of
from chancery.modules.scim.store.resources import Query, ResourceStore
from chancery.platform.db.port import Database, Write, WriteConflict

MOST_READ = 5_000
"""Resources that one search reads; more asks for a filter that an index answers (RFC 7644 §3.4.2.2, tooMany)."""
_APART = frozenset({"id", "meta", "schemas", "members", "groups"})
_PREFIX = {"User": "scu", "Group": "scg"}


@dataclass(frozen=True)
class World:
    """What every client's storage stands on."""

    database: Database
    store: ResourceStore
    settling: Settling
    teams: TeamProvisioning
    clock: Clock
    provider: ScimProvider


class ClientStorage(AsyncScimStorage):
    """The resources of one client."""

    def __init__(self, world: World, client: ScimClient) -> None:
        self._world = world
        self._store = world.store
        self._client = client

    async def get(
        self, resource_type: ResourceType, resource_id: str, *, response_parameters: Any = None
    ) -> Resource[Any]:
        """Return a resource."""
        return await self._shown(await self._find(resource_type, resource_id))

    async def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return how many match, and one page of them."""
        kinds = [_kind(one) for one in resource_types]
        equal = equalities(search_request.filter, kinds)
        order = order_of(search_request.sort_by, kinds)
        if equal is None or order is None:
            return await self._search_by_reading(kinds, search_request)
        query = Query(
            kinds,
            equal,
            order,
            is_descending=search_request.sort_order == SearchRequest.SortOrder.descending,
            offset=(search_request.start_index or 1) - 1,
            limit=MOST_READ if search_request.count is None else search_request.count,
        )
        total = await self._store.count(self._client.id, query)
        page = await self._store.list_page(self._client.id, query) if query.limit else []
        return SearchPage(total, [await self._shown(one) for one in page])

    async def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Keep a new resource and make it hold here."""
        kind, now = _kind(resource_type), self._world.clock()
        row = _filled(
            StoredResource(
                id=new_id(_PREFIX[kind]),
                client_id=self._client.id,
                kind=kind,
                name="",
                external_id=None,
                is_active=True,
                document="",
                local_id=None,
                created_at=now,
                changed_at=now,
                version=1,
                is_settled=False,
            ),
            resource,
        )
        if kind == "Group":
            return await self._create_group(row, cast("Group", resource))
        write = Write()
        self._store.insert(write, row)
        await self._commit(write)
        await self._settle_or(row, None, None)
        return await self.get(resource_type, row.id)

    async def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Keep what a resource says now and make it hold here."""
        before = await self._find(resource_type, str(resource.id))
        _check_version(before, expected_version)
        row = _filled(
            replace(before, version=before.version + 1, changed_at=self._world.clock(), is_settled=False),
            resource,
        )
        if row.kind == "Group":
            await self._update_group(before, row, cast("Group", resource))
        else:
            await self._write_update(row, before.version)
            await self._settle_or(row, before, read(self._world.provider, before))
        return await self.get(resource_type, row.id)

    async def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        """Let a person go, or close a group's team; and forget what was stated."""
        row = await self._find(resource_type, resource_id)
        _check_version(row, expected_version)
        write = Write()
        if row.kind == "Group":
            self._world.teams.close(write, TeamId(row.local_id or ""), actor=actor_of(self._client))
        else:
            await self._let_go(row)
        above = await self._store.groups_above(row.id)
        self._store.unsettle(write, above, self._world.clock())
        self._store.delete(write, row)
        try:
            await self._world.database.commit(write)
        except WriteConflict as error:
            raise PreconditionFailedException from error
        for group_id in above:
            group = await self._store.find(self._client.id, "Group", group_id)
            if group is not None:
                await self._world.settling.settle_group(self._client, group)

    async def _let_go(self, row: StoredResource) -> None:
        leaver = replace(read(self._world.provider, row), is_active=False)
        try:
            await self._world.settling.settle_user(self._client, row, leaver, None)
        except ChanceryError as error:
            raise as_scim(error) from error

    async def _settle_or(
        self, row: StoredResource, before: StoredResource | None, said_before: StatedUser | None
    ) -> None:
        """Make a person so; when that is refused, what was stated before stands again."""
        try:
            await self._world.settling.settle_user(
                self._client, row, read(self._world.provider, row), said_before
            )
        except ChanceryError as error:
            write = Write()
            if before is None:
                self._store.delete(write, row)
            else:
                self._store.update(write, replace(before, version=row.version + 1), before=row.version)
            await self._world.database.commit(write)
            raise as_scim(error) from error

    async def _create_group(self, row: StoredResource, group: Group) -> Resource[Any]:
        members = await self._checked_members(row, group)
        write = Write()
        name = group.display_name or row.id
        team_id = self._world.teams.add(write, self._client.unit_id, name, actor=actor_of(self._client))
        row = replace(row, local_id=team_id)
        self._store.insert(write, row)
        self._store.add_members(write, row.id, members)
        await self._commit(write)
        await self._world.settling.settle_group(self._client, row)
        return await self._shown(row)

    async def _update_group(self, before: StoredResource, row: StoredResource, group: Group) -> None:
        wanted = set(await self._checked_members(row, group))
        present = {member.id for member in await self._store.members(row.id)}
        write = Write()
        self._store.update(write, row, before=before.version)
        name = group.display_name or row.id
        if row.name != before.name or _display(before) != name:
            self._world.teams.rename(write, TeamId(row.local_id or ""), name, actor=actor_of(self._client))
        self._store.add_members(write, row.id, sorted(wanted - present))
        self._store.remove_members(write, row.id, sorted(present - wanted))
        self._store.unsettle(write, await self._store.groups_above(row.id), self._world.clock())
        await self._commit(write)
        await self._world.settling.settle_group(self._client, row)
        await self._world.settling.settle_groups_of(self._client, row.id)

    async def _checked_members(self, row: StoredResource, group: Group) -> list[str]:
        ids = [str(member.value) for member in group.members or () if member.value]
        known = await self._store.list_kinds(self._client.id, ids)
        strange = next((one for one in ids if one not in known or one == row.id), None)
        if strange is not None:
            raise InvalidValueException(detail=f"members: this client has no other user or group {strange!r}")
        return list(dict.fromkeys(ids))

    async def _write_update(self, row: StoredResource, before: int) -> None:
        write = Write()
        self._store.update(write, row, before=before)
        await self._commit(write)

    async def _commit(self, write: Write) -> None:
        try:
            await self._world.database.commit(write)
        except WriteConflict as error:
            raise UniquenessException(
                detail="this userName is taken, or the resource changed meanwhile"
            ) from error

    async def _find(self, resource_type: ResourceType, resource_id: str) -> StoredResource:
        row = await self._store.find(self._client.id, _kind(resource_type), resource_id)
        if row is None:
            raise NotFoundException(detail=f"there is no {resource_type.name} {resource_id!r}")
        return row

    async def _search_by_reading(self, kinds: Sequence[Kind], request: SearchRequest[Any]) -> SearchPage:
        everything = Query(kinds, limit=MOST_READ)
        if await self._store.count(self._client.id, everything) > MOST_READ:
            raise TooManyException(
                detail=f"with more than {MOST_READ} resources, filter by eq of id, externalId, userName or displayName"
            )
        rows = await self._store.list_page(self._client.id, everything)
        shown = [await self._shown(row) for row in rows]
        found = request.sort([one for one in shown if request.filter is None or request.filter.match(one)])
        start = (request.start_index or 1) - 1
        return SearchPage(len(found), found[start : None if request.count is None else start + request.count])

    async def _shown(self, row: StoredResource) -> Resource[Any]:
        """Return a resource with what stands beside its document."""
        resource = parsed(self._world.provider, row)
        resource.id = row.id
        resource.meta = Meta(
            resource_type=row.kind,
            created=_moment(row.created_at),
            last_modified=_moment(row.changed_at),
            version=f'W/"{row.version}"',
        )
        if row.kind == "Group":
            resource.members = [
                Member(value=one.id, ref=_place(one.kind, one.id), type=one.kind)
                for one in await self._store.members(row.id)
            ] or None
        else:
            resource.groups = [
                GroupMembership(value=one.id, ref=_place("Group", one.id), type="direct")
                for one in await self._store.groups_of(row.id)
            ] or None
        return cast("Resource[Any]", resource)


def parsed(provider: ScimProvider, row: StoredResource) -> Any:
    """Return the stored document as the library's object."""
    model: Any = PERSON if row.kind == "User" else Group
    with provider:
        return model.model_validate_json(row.document)


def read(provider: ScimProvider, row: StoredResource) -> StatedUser:
    """Return what a stored User says of a person."""
    return stated(row.id, parsed(provider, row))


def as_scim(error: ChanceryError) -> Exception:
    """Return an error of ours in the terms of RFC 7644 §3.12."""
    if error.http_status == UniquenessException.status:
        return UniquenessException(detail=error.message)
    if error.http_status == InvalidValueException.status:
        return InvalidValueException(detail=error.message)
    return error


def _filled(row: StoredResource, resource: Any) -> StoredResource:
    """Return a row with what a resource says now."""
    named = resource.user_name if row.kind == "User" else resource.display_name
    return replace(
        row,
        name=fold(named or ""),
        external_id=resource.external_id,
        is_active=row.kind == "Group" or resource.active is not False,
        document=resource.model_copy(
            update=dict.fromkeys(_APART - {"schemas"} & set(type(resource).model_fields))
        ).model_dump_json(),
    )


def _place(kind: Kind, resource_id: str) -> Any:
    """Return a reference below the root, which the library makes an address."""
    return f"{kind}s/{resource_id}"


def _display(row: StoredResource) -> str:
    return str(Group.model_validate_json(row.document).display_name or row.id)


def _check_version(row: StoredResource, expected: str | None) -> None:
    if expected is not None and expected != f'W/"{row.version}"':
        raise PreconditionFailedException


def _kind(resource_type: ResourceType) -> Kind:
    return cast("Kind", resource_type.name)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

# SPDX-License-Identifier: EUPL-1.2
"""Keeping the tree: other titles and ends, posts and units abolished, and who administers what."""

from collections.abc import Sequence
from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest, Conflict
from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.errors import (
    LastAgencyAdministrator,
    PersonNotFound,
    PostHeld,
    PostNotFound,
    RootUnit,
    UnitInUse,
    UnitNotFound,
)
from chancery.modules.org.model import FOR_EVER, Appointment, Post, Relation, StaffedPost, StoredUnit
from chancery.modules.org.rules.appointments import check_appointment
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.departures import OrgStores
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.service.red_list import StoredRedList
from chancery.modules.org.store.upkeep import UpkeepStore
from chancery.platform.db.port import Database, Write, WriteConflict

_MAX_TITLE = 200
Details = dict[str, str | int | bool | None]


class Upkeep:
    """What administrators of a part of the tree change in it; every deed asks the authority first."""

    def __init__(
        self,
        stores: OrgStores,
        store: UpkeepStore,
        editor: OrgEditor,
        red_list: StoredRedList,
        *,
        database: Database,
        authority: StoredAuthority,
        accounts: Accounts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._stores = stores
        self._store = store
        self._editor = editor
        self._red_list = red_list
        self._database = database
        self._authority = authority
        self._accounts = accounts
        self._audit = audit
        self._clock = clock

    async def list_staff(self, actor: UserId, unit_id: UnitId) -> Sequence[StaffedPost]:
        """Return a unit's posts with who holds them now or later, for who manages the unit."""
        await self._unit(unit_id)
        await self._authority.require(actor, "manages", f"unit:{unit_id}")
        hidden = await self._red_list.hidden_from(actor)
        return [
            replace(staffed, holders=[one for one in staffed.holders if one.user_id not in hidden])
            for staffed in await self._store.list_staff(unit_id, self._clock())
        ]

    async def rename_post(self, actor: UserId, post_id: PostId, title: str) -> None:
        """Give a post another title."""
        post = await self._administered_post(actor, post_id)
        title = title.strip()
        if not 0 < len(title) <= _MAX_TITLE:
            raise BadRequest(f"a title has 1 to {_MAX_TITLE} characters")
        write = Write()
        self._editor.rename_post(write, post.id, title)
        await self._commit(write, Entry("post.renamed", actor, f"post:{post.id}"))

    async def abolish_post(self, actor: UserId, post_id: PostId) -> None:
        """Abolish a post that nobody holds; raises PostHeld."""
        post = await self._administered_post(actor, post_id)
        write = Write()
        self._store.abolish_post(write, post.id, self._clock())
        try:
            await self._commit(write, Entry("post.abolished", actor, f"post:{post.id}"))
        except WriteConflict as error:
            raise PostHeld("somebody holds this post, or will") from error

    async def abolish_unit(self, actor: UserId, unit_id: UnitId) -> None:
        """Abolish a unit in which nothing stands; raises UnitInUse, RootUnit."""
        unit = await self._administered_unit(actor, unit_id)
        if unit.parent_id is None:
            raise RootUnit("the root of an agency is not abolished")
        write = Write()
        self._store.abolish_unit(write, unit.id, self._clock())
        try:
            await self._commit(write, Entry("unit.abolished", actor, f"unit:{unit.id}"))
        except WriteConflict as error:
            raise UnitInUse("posts, units, teams or externals stand in this unit") from error

    async def change_end(
        self, actor: UserId, post_id: PostId, user_id: UserId, *, starts_at: int, ends_at: int | None
    ) -> None:
        """Give an appointment another end, or none; the same rules hold as for a new one."""
        post = await self._administered_post(actor, post_id)
        now, end = self._clock(), FOR_EVER if ends_at is None else ends_at
        known = await self._store.find_appointment(post.id, user_id, starts_at, now)
        if known is None:
            raise PersonNotFound("this person does not hold the post")
        if not max(now, starts_at) < end <= FOR_EVER:
            raise BadRequest("an appointment ends after it begins, and not in the past")
        others = await self._stores.appointments.list_unended(post.id, starts_at)
        changed = Appointment(post.id, user_id, starts_at, end, known.acting)
        check_appointment(post, changed, [other for other in others if other != known])
        write = Write()
        self._store.set_end(write, known, end)
        self._editor.tell_appointment(write, post, user_id)
        details: Details = {"post_id": post.id, "ends_at": ends_at}
        await self._commit(write, Entry("appointment.changed", actor, user_id, details))

    async def administrators(
        self, actor: UserId, unit_id: UnitId
    ) -> tuple[Sequence[UserId], Sequence[UserId]]:
        """Return who administers a unit: those made so for it, and those who do from above."""
        unit = await self._administered_unit(actor, unit_id)
        hidden = await self._red_list.hidden_from(actor)
        made = await self._store.list_administrators(_place(unit), self._clock())
        direct = [user_id for user_id in made if user_id not in hidden]
        everybody = await self._authority.list_subjects("administers", f"unit:{unit.id}")
        return direct, [user_id for user_id in everybody if user_id not in direct and user_id not in hidden]

    async def check_administrator(self, actor: UserId, unit_id: UnitId, user_id: UserId) -> StoredUnit:
        """Return the unit when the actor may make the person its administrator."""
        unit = await self._administered_unit(actor, unit_id)
        known = await self._stores.people.find_person(user_id)
        if known is None or not await self._accounts.exists(user_id):
            raise PersonNotFound("the directory has no such person")
        if user_id in await self._store.list_administrators(_place(unit), self._clock()):
            raise Conflict("this person administers the unit already")
        return unit

    async def make_administrator(self, actor: UserId, unit_id: UnitId, user_id: UserId) -> None:
        """Let a person administer a unit with all below it."""
        unit = await self.check_administrator(actor, unit_id, user_id)
        write, place = Write(), _place(unit)
        self._editor.relate(write, Relation(place, "administers", f"user:{user_id}", starts_at=self._clock()))
        await self._commit(write, Entry("administration.started", actor, user_id, {"object": place}))

    async def end_administrator(self, actor: UserId, unit_id: UnitId, user_id: UserId) -> None:
        """End what a person was made to administer; raises LastAgencyAdministrator, PersonNotFound."""
        unit = await self._administered_unit(actor, unit_id)
        place = _place(unit)
        if user_id not in await self._store.list_administrators(place, self._clock()):
            raise PersonNotFound("this person was not made to administer the unit")
        write = Write()
        self._editor.end_administration(write, place, user_id)
        try:
            await self._commit(write, Entry("administration.ended", actor, user_id, {"object": place}))
        except WriteConflict as error:
            raise LastAgencyAdministrator("nobody else administers the agency") from error

    async def _unit(self, unit_id: UnitId) -> StoredUnit:
        unit = await self._stores.tree.find_unit(unit_id)
        if unit is None:
            raise UnitNotFound("there is no such unit")
        return unit

    async def _administered_unit(self, actor: UserId, unit_id: UnitId) -> StoredUnit:
        unit = await self._unit(unit_id)
        await self._authority.require(actor, "administers", f"unit:{unit_id}")
        return unit

    async def _administered_post(self, actor: UserId, post_id: PostId) -> Post:
        post = await self._stores.tree.find_post(post_id)
        if post is None:
            raise PostNotFound("there is no such post")
        await self._authority.require(actor, "administers", f"post:{post_id}")
        return post

    async def _commit(self, write: Write, entry: Entry) -> None:
        self._audit.record(write, entry)
        await self._database.commit(write)


def _place(unit: StoredUnit) -> str:
    """Return what is administered with a unit: the root's administrators are those of the agency."""
    return f"unit:{unit.id}" if unit.parent_id else f"agency:{unit.agency_id}"

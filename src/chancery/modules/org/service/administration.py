# SPDX-License-Identifier: EUPL-1.2
"""What administrators do to the organisation; every method asks the authority first and leaves an audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import PostId, TeamId, UnitId, UserId
from chancery.modules.accounts.contract import Accounts, NewPerson
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import PostKind
from chancery.modules.org.errors import (
    NotAdministrator,
    OtherAgency,
    PersonNotFound,
    PostNotFound,
    RootUnit,
    TeamNotFound,
    UnitCycle,
    UnitNotFound,
)
from chancery.modules.org.model import (
    FOR_EVER,
    Agency,
    Appointment,
    PersonDetails,
    Post,
    StoredUnit,
    Team,
)
from chancery.modules.org.rules.appointments import check_appointment
from chancery.modules.org.rules.names import check_person_name, named
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.people import DirectoryStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller


@dataclass(frozen=True, slots=True)
class Hiring:
    """A person to create, with the post they get."""

    login: NewPerson
    details: PersonDetails
    post_id: PostId


@dataclass(frozen=True, slots=True)
class AppointmentOrder:
    """Who gets which post, from when (now when None) and until when."""

    post_id: PostId
    user_id: UserId
    acting: bool = False
    starts_at: int | None = None
    ends_at: int | None = None


class Administration:
    """Guarded changes of the organisation."""

    def __init__(
        self,
        *,
        database: Database,
        tree: TreeStore,
        appointments: AppointmentStore,
        people: DirectoryStore,
        editor: OrgEditor,
        authority: StoredAuthority,
        accounts: Accounts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._tree = tree
        self._appointments = appointments
        self._people = people
        self._editor = editor
        self._authority = authority
        self._accounts = accounts
        self._audit = audit
        self.clock = clock

    async def create_unit(self, actor: UserId, parent_id: UnitId, *, name: str, kind: str) -> StoredUnit:
        """Create a unit below another one."""
        parent = await self._administered_unit(actor, parent_id)
        write = Write()
        self._tree.hold_unit(write, parent.id)
        unit = self._editor.add_unit(
            write,
            parent,
            name=named(name),
            kind=named(kind),
            place=await self._tree.next_place(parent.id),
        )
        await self._commit(write, Entry("unit.created", actor, f"unit:{unit.id}"))
        return unit

    async def rename_unit(self, actor: UserId, unit_id: UnitId, name: str) -> None:
        """Rename a unit; renaming the root renames the agency."""
        unit = await self._administered_unit(actor, unit_id)
        write = Write()
        self._editor.rename_unit(write, unit.id, named(name))
        await self._commit(write, Entry("unit.renamed", actor, f"unit:{unit.id}"))

    async def move_unit(self, actor: UserId, unit_id: UnitId, parent_id: UnitId) -> None:
        """Put a unit with all below it under another one, for who administers both."""
        unit, parent = await self.check_move(actor, unit_id, parent_id)
        write = Write()
        self._tree.hold_unit(write, parent.id)
        self._editor.move_unit(write, unit, parent, place=await self._tree.next_place(parent.id))
        details: dict[str, str | int | bool | None] = {"from": unit.parent_id, "to": parent.id}
        await self._commit(write, Entry("unit.moved", actor, f"unit:{unit.id}", details))

    async def check_move(
        self, actor: UserId, unit_id: UnitId, parent_id: UnitId
    ) -> tuple[StoredUnit, StoredUnit]:
        """Return the unit and its new parent when the actor may move the one below the other."""
        unit, parent = (
            await self._administered_unit(actor, unit_id),
            await self._administered_unit(actor, parent_id),
        )
        if unit.parent_id is None:
            raise RootUnit("the root of an agency cannot be moved")
        if unit.agency_id != parent.agency_id:
            raise OtherAgency("a unit is moved within its agency only")
        if await self._tree.is_inside(parent.id, unit.id):
            raise UnitCycle("a unit cannot be moved below itself")
        return unit, parent

    async def list_agencies(self) -> Sequence[tuple[Agency, UnitId]]:
        """Return all agencies with the roots of their trees."""
        return await self._tree.list_agencies()

    async def create_agency(self, caller: Caller, name: str) -> StoredUnit:
        """Create an agency beside the others; who runs the server does, and administers it first."""
        if not caller.is_admin:
            raise NotAdministrator("you do not run this server")
        write = Write()
        root = self._editor.add_agency(write, named(name))
        self._editor.make_administrator(write, root, caller.user_id)
        await self._commit(write, Entry("agency.created", caller.user_id, f"agency:{root.agency_id}"))
        return root

    async def create_post(self, actor: UserId, unit_id: UnitId, *, title: str, kind: PostKind) -> Post:
        """Create a post in a unit."""
        unit = await self._administered_unit(actor, unit_id)
        write = Write()
        place = await self._tree.next_place(unit.id)
        self._tree.hold_unit(write, unit.id)
        post = self._editor.add_post(write, unit.id, title=named(title), kind=kind, place=place)
        await self._commit(write, Entry("post.created", actor, f"post:{post.id}"))
        return post

    async def list_posts(self, unit_id: UnitId) -> Sequence[Post]:
        """Return a unit's posts."""
        if await self._tree.find_unit(unit_id) is None:
            raise UnitNotFound("there is no such unit")
        return await self._tree.list_posts(unit_id)

    async def appoint(self, actor: UserId, order: AppointmentOrder) -> Appointment:
        """Appoint a person to a post."""
        post, appointment = await self.check_order(actor, order)
        write = Write()
        self._tree.hold_post(write, post.id)
        self._editor.appoint(write, post, appointment)
        details: dict[str, str | int | bool | None] = {"post_id": post.id, "acting": order.acting}
        await self._commit(write, Entry("appointment.started", actor, order.user_id, details))
        return appointment

    async def check_order(self, actor: UserId, order: AppointmentOrder) -> tuple[Post, Appointment]:
        """Return the post and the appointment when the actor may appoint so."""
        post = await self._administered_post(actor, order.post_id)
        if await self._people.find_person(order.user_id) is None:
            raise PersonNotFound("the directory has no such person")
        appointment = self._appointment(order)
        check_appointment(
            post, appointment, await self._appointments.list_unended(post.id, appointment.starts_at)
        )
        return post, appointment

    async def check_end(self, actor: UserId, post_id: PostId, user_id: UserId) -> Post:
        """Return the post when the actor may end a person's holding of it."""
        post = await self._administered_post(actor, post_id)
        unended = await self._appointments.list_unended(post.id, self.clock())
        if all(appointment.user_id != user_id for appointment in unended):
            raise PersonNotFound("this person does not hold the post")
        return post

    async def end_appointment(self, actor: UserId, post_id: PostId, user_id: UserId) -> None:
        """End a person's holding of a post now; what has not begun is taken back."""
        post = await self.check_end(actor, post_id, user_id)
        write = Write()
        self._editor.end_appointment(write, post, user_id)
        await self._commit(write, Entry("appointment.ended", actor, user_id, {"post_id": post.id}))

    async def vacate(self, user_id: UserId) -> None:
        """End all that a person whose login was closed holds now or would hold later."""
        held = await self._appointments.list_unended_of(user_id, self.clock())
        write = Write()
        for post in [await self._tree.find_post(post_id) for post_id in {one.post_id for one in held}]:
            assert post is not None, "a post with appointments stays"
            self._editor.end_appointment(write, post, user_id)
            self._audit.record(write, Entry("appointment.ended", "system", user_id, {"post_id": post.id}))
        if held:
            await self._database.commit(write)

    async def hire(self, actor: UserId, hiring: Hiring) -> None:
        """Create a person with login, details and post in one write."""
        check_person_name(hiring.login.user_id)
        post = await self._administered_post(actor, hiring.post_id)
        write = Write()
        self._tree.hold_post(write, post.id)
        await self._accounts.add_person(write, hiring.login, actor=actor)
        self._editor.set_person(write, hiring.details)
        appointment = Appointment(post.id, hiring.login.user_id, self.clock())
        self._editor.appoint(write, post, appointment)
        entry = Entry("appointment.started", actor, hiring.login.user_id, {"post_id": post.id})
        await self._commit(write, entry)

    async def create_team(self, actor: UserId, unit_id: UnitId, name: str) -> Team:
        """Create a team in a unit that the actor manages; the actor owns it."""
        await self._authority.require(actor, "manages", f"unit:{unit_id}")
        write = Write()
        self._tree.hold_unit(write, unit_id)
        team = self._editor.add_team(write, unit_id, name=named(name), owner=actor)
        await self._commit(write, Entry("team.created", actor, f"team:{team.id}"))
        return team

    async def list_teams(self, actor: UserId) -> Sequence[Team]:
        """Return the teams to which the actor belongs."""
        return await self._tree.list_teams(await self._authority.list_objects(actor, "member", "team"))

    async def list_team_members(self, actor: UserId, team_id: TeamId, limit: int) -> Sequence[UserId]:
        """Return who belongs to a team, for those who belong to it or administer it."""
        if not await self._authority.check(actor, "sees", f"team:{team_id}"):
            raise TeamNotFound("there is no such team that you belong to")
        return await self._authority.list_subjects("member", f"team:{team_id}", limit=limit)

    async def add_team_member(self, actor: UserId, team_id: TeamId, user_id: UserId) -> None:
        """Take a person into a team."""
        await self._require_team(actor, team_id)
        if not await self._accounts.exists(user_id):
            raise PersonNotFound("there is no such person")
        write = Write()
        self._editor.add_team_member(write, team_id, user_id)
        await self._commit(write, Entry("team.joined", actor, user_id, {"team_id": team_id}))

    async def remove_team_member(self, actor: UserId, team_id: TeamId, user_id: UserId) -> None:
        """Put a person out of a team; everybody may leave."""
        if actor != user_id:
            await self._require_team(actor, team_id)
        elif not await self._authority.check(actor, "member", f"team:{team_id}"):
            raise TeamNotFound("there is no such team that you belong to")
        write = Write()
        self._editor.remove_team_member(write, team_id, user_id)
        await self._commit(write, Entry("team.left", actor, user_id, {"team_id": team_id}))

    async def _require_team(self, actor: UserId, team_id: TeamId) -> None:
        # Who may not administer a team is not told whether it exists.
        if not await self._authority.check(actor, "administers", f"team:{team_id}"):
            raise TeamNotFound("there is no such team that you administer")

    async def _administered_unit(self, actor: UserId, unit_id: UnitId) -> StoredUnit:
        unit = await self._tree.find_unit(unit_id)
        if unit is None:
            raise UnitNotFound("there is no such unit")
        await self._authority.require(actor, "administers", f"unit:{unit_id}")
        return unit

    async def _administered_post(self, actor: UserId, post_id: PostId) -> Post:
        post = await self._tree.find_post(post_id)
        if post is None:
            raise PostNotFound("there is no such post")
        await self._authority.require(actor, "administers", f"post:{post_id}")
        return post

    def _appointment(self, order: AppointmentOrder) -> Appointment:
        starts_at = self.clock() if order.starts_at is None else order.starts_at
        ends_at = FOR_EVER if order.ends_at is None else order.ends_at
        if not 0 <= starts_at < ends_at <= FOR_EVER:
            raise BadRequest("an appointment ends after it begins")
        return Appointment(order.post_id, order.user_id, starts_at, ends_at, order.acting)

    async def _commit(self, write: Write, entry: Entry) -> None:
        self._audit.record(write, entry)
        await self._database.commit(write)

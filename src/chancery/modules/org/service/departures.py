# SPDX-License-Identifier: EUPL-1.2
"""People who leave: what ends with them in the organisation, and who takes over what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError
from chancery.kit.ids import TeamId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Departure, EndingPost, EndingTeam, Sponsored
from chancery.modules.org.errors import LastAgencyAdministrator, PersonNotFound
from chancery.modules.org.model import Appointment, Post, Team
from chancery.modules.org.rules.appointments import check_appointment
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.changes import ChangeStore
from chancery.modules.org.store.externals import ExternalStore
from chancery.modules.org.store.people import DirectoryStore
from chancery.modules.org.store.relations import RelationStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.db.port import Database, Write

_ADMINISTERS = "administers"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgStores:
    """The tables of the organisation."""

    tree: TreeStore
    appointments: AppointmentStore
    people: DirectoryStore
    relations: RelationStore
    externals: ExternalStore
    changes: ChangeStore

    @classmethod
    def on(cls, database: Database) -> "OrgStores":
        """Return the tables of a database."""
        return cls(
            tree=TreeStore(database),
            appointments=AppointmentStore(database),
            people=DirectoryStore(database),
            relations=RelationStore(database),
            externals=ExternalStore(database),
            changes=ChangeStore(database),
        )


class StoredDepartures:
    """What ends and what is handed over, from the database; offboarding asks who may."""

    def __init__(
        self,
        stores: OrgStores,
        editor: OrgEditor,
        authority: StoredAuthority,
        *,
        accounts: Accounts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._stores = stores
        self._editor = editor
        self._authority = authority
        self._accounts = accounts
        self._audit = audit
        self._clock = clock

    async def scope(self, user_id: UserId) -> Sequence[str]:
        """Return the objects all of which one administers who may let a person go; none: who runs the server may."""
        held = await self._stores.appointments.list_unended_of(user_id, self._clock())
        units = {f"unit:{(await self._post(one)).unit_id}" for one in held}
        external = await self._stores.externals.find(user_id)
        if external is not None:
            units.add(f"unit:{external.unit_id}")
        return sorted(units | set(await self._administered(user_id)))

    async def plan(self, user_id: UserId, successor: UserId | None) -> Departure:
        """Return what ends and who takes it over; raises LastAgencyAdministrator, PersonNotFound (the successor)."""
        await self._check_successor(user_id, successor)
        administers = await self._administered(user_id)
        for object_ in administers:
            await self._check_administered(object_, user_id)
        person = await self._stores.people.find_person(user_id)
        external = await self._stores.externals.find(user_id)
        return Departure(
            user_id,
            person.name if person else user_id,
            await self._posts(user_id, successor),
            await self._teams(user_id, successor),
            administers,
            external.unit_id if external else None,
            await self._sponsored(user_id, successor),
        )

    async def add(self, write: Write, departure: Departure, *, actor: str) -> None:
        """Add a planned departure to a larger write, with its audit entries."""
        await self._add_posts(write, departure, actor)
        self._add_teams(write, departure, actor)
        for object_ in departure.administers:
            self._editor.end_administration(write, object_, departure.user_id)
            entry = Entry("administration.ended", actor, departure.user_id, {"object": object_})
            self._audit.record(write, entry)
        await self._add_stay(write, departure.user_id, actor)
        await self._add_sponsored(write, departure, actor)

    async def list_expired(self, limit: int) -> Sequence[UserId]:
        """Return people from outside whose time is over, who hold no post, and whose login was not closed."""
        return await self._stores.externals.list_expired(self._clock(), limit)

    async def _check_successor(self, user_id: UserId, successor: UserId | None) -> None:
        if successor is None:
            return
        known = await self._stores.people.find_person(successor)
        if known is None or successor == user_id or not await self._accounts.exists(successor):
            raise PersonNotFound("the directory has no such successor")

    async def _administered(self, user_id: UserId) -> list[str]:
        direct = await self._stores.relations.direct_of(f"user:{user_id}", self._clock())
        return [object_ for object_, relation in direct if relation == _ADMINISTERS]

    async def _check_administered(self, object_: str, user_id: UserId) -> None:
        for other in await self._authority.list_subjects(_ADMINISTERS, object_):
            if other != user_id and await self._accounts.exists(other):
                return
        raise LastAgencyAdministrator("nobody else administers this part of the organisation")

    async def _posts(self, user_id: UserId, successor: UserId | None) -> list[EndingPost]:
        held = await self._stores.appointments.list_unended_of(user_id, self._clock())
        return [await self._ending_post(one, successor) for one in held]

    async def _ending_post(self, held: Appointment, successor: UserId | None) -> EndingPost:
        post = await self._post(held)
        unit = await self._stores.tree.find_unit(post.unit_id)
        takes_over = successor is not None and await self._may_act(post, held, successor)
        return EndingPost(
            post.id,
            post.title,
            post.unit_id,
            unit.name if unit else post.unit_id,
            held.starts_at,
            held.ends_at,
            held.acting,
            successor if takes_over else None,
        )

    async def _may_act(self, post: Post, held: Appointment, successor: UserId) -> bool:
        """What has not begun is not handed over, nor what the successor holds already."""
        now = self._clock()
        if held.starts_at > now:
            return False
        others = await self._stores.appointments.list_unended(post.id, now)
        beside = [other for other in others if other.user_id != held.user_id]
        try:
            check_appointment(post, Appointment(post.id, successor, now, held.ends_at, acting=True), beside)
        except ChanceryError:
            return False
        return True

    async def _teams(self, user_id: UserId, successor: UserId | None) -> list[EndingTeam]:
        direct = await self._stores.relations.direct_of(f"user:{user_id}", self._clock())
        ids = {object_.removeprefix("team:") for object_, _ in direct if object_.startswith("team:")}
        owned = {object_.removeprefix("team:") for object_, relation in direct if relation == "owner"}
        teams = await self._stores.tree.list_teams(sorted(ids))
        return [
            EndingTeam(
                team.id,
                team.name,
                team.id in owned,
                await self._team_heir(team, user_id, successor) if team.id in owned else None,
            )
            for team in teams
        ]

    async def _team_heir(self, team: Team, user_id: UserId, successor: UserId | None) -> UserId | None:
        """A team is never without an owner while its unit has a head."""
        if successor is not None:
            return successor
        heads = await self._authority.list_subjects("head", f"unit:{team.unit_id}")
        return next((head for head in heads if head != user_id), None)

    async def _sponsored(self, user_id: UserId, successor: UserId | None) -> list[Sponsored]:
        found = []
        for external in await self._stores.externals.list_sponsored(user_id, self._clock()):
            person = await self._stores.people.find_person(external.user_id)
            unit = f"unit:{external.unit_id}"
            belongs = successor is not None and await self._authority.check(successor, "member", unit)
            name = person.name if person else external.user_id
            found.append(Sponsored(external.user_id, name, external.unit_id, successor if belongs else None))
        return found

    async def _add_posts(self, write: Write, departure: Departure, actor: str) -> None:
        now = self._clock()
        for post_id in sorted({post.post_id for post in departure.posts}):
            post = await self._stores.tree.find_post(post_id)
            assert post is not None, "a post with appointments stays"
            self._editor.end_appointment(write, post, departure.user_id)
            details: dict[str, str | int | bool | None] = {"post_id": post_id}
            self._audit.record(write, Entry("appointment.ended", actor, departure.user_id, details))
            for held in departure.posts:
                if held.post_id != post_id or held.successor is None:
                    continue
                follows = Appointment(post.id, held.successor, now, held.ends_at, acting=True)
                self._editor.appoint(write, post, follows)
                entry = Entry("appointment.started", actor, held.successor, {**details, "acting": True})
                self._audit.record(write, entry)

    def _add_teams(self, write: Write, departure: Departure, actor: str) -> None:
        for team in departure.teams:
            details: dict[str, str | int | bool | None] = {"team_id": team.team_id}
            self._editor.remove_team_member(write, TeamId(team.team_id), departure.user_id)
            self._audit.record(write, Entry("team.left", actor, departure.user_id, details))
            if team.owned:
                self._editor.end_direct(write, f"team:{team.team_id}", "owner", departure.user_id)
            if team.successor is not None:
                self._editor.make_team_owner(write, TeamId(team.team_id), team.successor)
                self._audit.record(write, Entry("team.handed_over", actor, team.successor, details))

    async def _add_stay(self, write: Write, user_id: UserId, actor: str) -> None:
        external = await self._stores.externals.find(user_id)
        if external is None:
            return
        self._stores.externals.mark_closed(write, user_id)
        if external.ends_at > self._clock():
            self._editor.end_external(write, external)
            self._audit.record(write, Entry("external.ended", actor, user_id, {"unit_id": external.unit_id}))

    async def _add_sponsored(self, write: Write, departure: Departure, actor: str) -> None:
        for guest in departure.sponsored:
            external = await self._stores.externals.find(guest.user_id)
            if external is None or guest.successor is None:
                continue
            self._editor.set_external(write, replace(external, sponsor_id=guest.successor))
            details: dict[str, str | int | bool | None] = {"sponsor_id": guest.successor}
            self._audit.record(write, Entry("external.reviewed", actor, guest.user_id, details))

    async def _post(self, held: Appointment) -> Post:
        post = await self._stores.tree.find_post(held.post_id)
        assert post is not None, "a post with appointments stays"
        return post

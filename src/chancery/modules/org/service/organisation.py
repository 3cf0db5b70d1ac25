# SPDX-License-Identifier: EUPL-1.2
"""Teams and posts for what follows the organisation: what changed, who would belong where, and teams as parts of a write."""

from collections.abc import Collection, Sequence

from chancery.kit.ids import TeamId, UnitId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import (
    AppointPerson,
    Deed,
    EndAppointment,
    MoveUnit,
    NewTeam,
    PostSummary,
    StandingChange,
    TeamSummary,
    World,
)
from chancery.modules.org.errors import OwnTeam, PersonNotFound, TeamExists, TeamNotFound, UnitNotFound
from chancery.modules.org.model import Relation, Team
from chancery.modules.org.rules.names import named
from chancery.modules.org.service.administration import Administration, AppointmentOrder
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.departures import OrgStores
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.service.world import Difference, StoredWorld, key_of
from chancery.platform.db.port import Database, Write, WriteConflict


class StoredOrganisation:
    """`Organisation` over the database."""

    def __init__(
        self,
        stores: OrgStores,
        editor: OrgEditor,
        administration: Administration,
        authority: StoredAuthority,
        *,
        database: Database,
        accounts: Accounts,
        audit: AuditLog,
    ) -> None:
        self._database = database
        self._stores = stores
        self._editor = editor
        self._administration = administration
        self._authority = authority
        self._accounts = accounts
        self._audit = audit

    def now(self) -> World:
        return self._world(None)

    async def suppose(self, actor: UserId, deed: Deed) -> World:
        if isinstance(deed, MoveUnit):
            unit, _ = await self._administration.check_move(actor, deed.unit_id, deed.parent_id)
            left = Relation(f"unit:{unit.parent_id}", "member", f"unit:{unit.id}", "member")
            entered = Relation(f"unit:{deed.parent_id}", "member", f"unit:{unit.id}", "member")
            difference = Difference(
                frozenset({key_of(left)}),
                entered,
                {unit.id: deed.parent_id},
                (f"unit:{unit.id}", "member"),
            )
        elif isinstance(deed, AppointPerson):
            order = AppointmentOrder(deed.post_id, deed.user_id, acting=deed.acting)
            await self._administration.check_order(actor, order)
            holds = Relation(f"post:{deed.post_id}", "holder", f"user:{deed.user_id}")
            difference = Difference(beginning=holds, concerned=deed.user_id)
        else:
            difference = await self._ended(actor, deed)
        return self._world(difference)

    async def newest_change(self) -> int:
        return await self._stores.changes.newest()

    async def changes(self, after: int, limit: int) -> Sequence[StandingChange]:
        return await self._stores.changes.list_after(after, limit)

    async def lapses(self, after: int, upto: int) -> Sequence[StandingChange]:
        return await self._stores.changes.list_lapses(after, upto)

    async def teams(self, team_ids: Collection[str]) -> Sequence[TeamSummary]:
        return [_summary(team) for team in await self._stores.tree.list_teams(team_ids)]

    async def teams_of(self, unit_id: UnitId) -> Sequence[TeamSummary]:
        return [_summary(team) for team in await self._stores.tree.list_teams_of(unit_id)]

    async def teams_below(self, unit_id: UnitId) -> Sequence[str]:
        edges = await self._stores.relations.edges_below([f"unit:{unit_id}"], ("unit", "team"), 0)
        return sorted({child.removeprefix("team:") for child, _ in edges if child.startswith("team:")})

    async def find_post(self, post_id: str) -> PostSummary | None:
        post = await self._stores.tree.find_post(post_id)
        unit = await self._stores.tree.find_unit(post.unit_id) if post else None
        if post is None or unit is None:
            return None
        return PostSummary(post.id, post.title, post.kind, unit.id, unit.name)

    async def create_team(self, actor: UserId, unit_id: UnitId, wish: NewTeam) -> TeamSummary:
        unit = await self._stores.tree.find_unit(unit_id)
        if unit is None:
            raise UnitNotFound("there is no such unit")
        await self._authority.require(actor, "manages", f"unit:{unit_id}")
        write = Write()
        if wish.name is None:
            if any(team.own for team in await self._stores.tree.list_teams_of(unit_id)):
                raise TeamExists("the unit has its own team already")
            team = self._editor.add_own_team(write, unit)
        else:
            team = await self._add_ad_hoc(write, unit_id, wish.name, wish.sponsor or actor)
        for member in wish.members:
            await self._check_exists(member)
            self._editor.add_team_member(write, team.id, member)
        try:
            await self._commit(write, "team.created", actor, team.id)
        except WriteConflict as error:
            raise TeamExists("the unit has its own team already") from error
        return _summary(team)

    async def rename_team(self, actor: UserId, team_id: TeamId, name: str) -> None:
        team = await self._administered(actor, team_id)
        if team.own:
            raise OwnTeam("a unit's own team bears the unit's name")
        write = Write()
        self._editor.rename_team(write, team_id, named(name))
        await self._commit(write, "team.renamed", actor, team_id)

    async def close_team(self, actor: UserId, team_id: TeamId) -> None:
        await self._administered(actor, team_id)
        write = Write()
        self._editor.close_team(write, team_id)
        await self._commit(write, "team.closed", actor, team_id)

    async def _add_ad_hoc(self, write: Write, unit_id: UnitId, name: str, sponsor: UserId) -> Team:
        await self._check_exists(sponsor)
        return self._editor.add_team(write, unit_id, name=named(name), owner=sponsor)

    async def _check_exists(self, user_id: UserId) -> None:
        if not await self._accounts.exists(user_id):
            raise PersonNotFound("there is no such person")

    async def _administered(self, actor: UserId, team_id: TeamId) -> Team:
        found = await self._stores.tree.list_teams([team_id])
        if not found or not await self._authority.check(actor, "administers", f"team:{team_id}"):
            raise TeamNotFound("there is no such team that you administer")
        return found[0]

    async def _ended(self, actor: UserId, deed: EndAppointment) -> Difference:
        await self._administration.check_end(actor, deed.post_id, deed.user_id)
        held = Relation(f"post:{deed.post_id}", "holder", f"user:{deed.user_id}")
        return Difference(frozenset({key_of(held)}), concerned=deed.user_id)

    async def _commit(self, write: Write, action: str, actor: UserId, team_id: TeamId) -> None:
        self._audit.record(write, Entry(action, actor, f"team:{team_id}"))
        await self._database.commit(write)

    def _world(self, difference: Difference | None) -> StoredWorld:
        stores = self._stores
        return StoredWorld(stores.relations, stores.tree, self._administration.clock, difference)


def _summary(team: Team) -> TeamSummary:
    return TeamSummary(team.id, team.unit_id, team.name, team.own)

# SPDX-License-Identifier: EUPL-1.2
"""Groups of the directory as teams here."""

from collections.abc import Collection, Mapping

from chancery.kit.ids import TeamId, UnitId, UserId
from chancery.modules.ldap.contract import TeamKeeper
from chancery.modules.ldap.model import MappedGroup
from chancery.modules.ldap.rules.state import members_of
from chancery.modules.ldap.store import LdapStore
from chancery.platform.db.port import Database, Write

_ACTOR = "ldap"


class Teams:
    """Brings teams in step; whom somebody here took into one by hand stays in it."""

    def __init__(self, database: Database, store: LdapStore, teams: TeamKeeper) -> None:
        self._database = database
        self._store = store
        self._teams = teams

    async def follow(self, groups: Mapping[str, MappedGroup], people: Mapping[str, str], root: UnitId) -> int:
        """Make the teams be what the groups are; `people` are user ids by DN. Return how many changed."""
        known, grants = await self._store.groups(), await self._store.grants()
        changed = 0
        for dn, (team_id, _) in known.items():
            if dn not in groups:
                write = Write()
                self._teams.close(write, TeamId(team_id), actor=_ACTOR)
                self._store.delete_group(write, dn)
                await self._database.commit(write)
                changed += 1
        for dn, group in groups.items():
            wanted = {people[member] for member in members_of(group, groups) if member in people}
            changed += await self._follow_one(group, known.get(dn), wanted, grants.get(dn, set()), root)
        return changed

    async def _follow_one(
        self,
        group: MappedGroup,
        known: tuple[str, str] | None,
        wanted: Collection[str],
        granted: Collection[str],
        root: UnitId,
    ) -> bool:
        write = Write()
        if known is None:
            team_id = self._teams.add(write, root, group.name, actor=_ACTOR)
        else:
            team_id = TeamId(known[0])
            if known[1] != group.name:
                self._teams.rename(write, team_id, group.name, actor=_ACTOR)
        added, removed = sorted(set(wanted) - set(granted)), sorted(set(granted) - set(wanted))
        if known is not None and known[1] == group.name and not added and not removed:
            return False
        self._store.put_group(write, group.dn, team_id, group.name)
        for user_id in added:
            self._teams.join(write, team_id, UserId(user_id), actor=_ACTOR)
        for user_id in removed:
            self._teams.leave(write, team_id, UserId(user_id), actor=_ACTOR)
        self._store.change_grants(write, group.dn, added=added, removed=removed)
        await self._database.commit(write)
        return True

# SPDX-License-Identifier: EUPL-1.2
"""SQL of the tables of LDAP."""

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from chancery.modules.ldap.model import State
from chancery.platform.db.port import Database, Write


class LdapStore:
    """What is remembered of the directory."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_entries(self, write: Write, entries: Iterable[tuple[str, str, str]]) -> None:
        """Remember (external id, DN, user id) of people."""
        write.execute_many(
            "INSERT INTO ldap_entry (external_id, dn, user_id) VALUES ($1, $2, $3)"
            " ON CONFLICT (external_id) DO UPDATE SET dn = excluded.dn, user_id = excluded.user_id",
            list(entries),
        )

    def delete_entries(self, write: Write, external_ids: Iterable[str]) -> None:
        """Forget people."""
        write.execute_many("DELETE FROM ldap_entry WHERE external_id = $1", [(one,) for one in external_ids])

    def put_group(self, write: Write, dn: str, team_id: str, name: str) -> None:
        """Remember a group's team."""
        write.execute(
            "INSERT INTO ldap_group (dn, team_id, name) VALUES ($1, $2, $3)"
            " ON CONFLICT (dn) DO UPDATE SET name = excluded.name",
            dn,
            team_id,
            name,
        )

    def delete_group(self, write: Write, dn: str) -> None:
        """Forget a group."""
        write.execute("DELETE FROM ldap_grant WHERE dn = $1", dn)
        write.execute("DELETE FROM ldap_group WHERE dn = $1", dn)

    def change_grants(
        self, write: Write, dn: str, *, added: Collection[str], removed: Collection[str]
    ) -> None:
        """Remember whom a group took into its team and whom it put out."""
        write.execute_many(
            "INSERT INTO ldap_grant (dn, user_id) VALUES ($1, $2) ON CONFLICT (dn, user_id) DO NOTHING",
            [(dn, one) for one in added],
        )
        write.execute_many(
            "DELETE FROM ldap_grant WHERE dn = $1 AND user_id = $2", [(dn, one) for one in removed]
        )

    def claim(self, write: Write, now: int, until: int) -> None:
        """Claim the reading until a time; refuses the write while another process has it."""
        write.execute("UPDATE ldap_state SET busy_until = $2 WHERE busy_until <= $1", now, until, expect=1)

    def end(self, write: Write, state: State) -> None:
        """Note how far the directory was read, and let go of the claim."""
        write.execute(
            "UPDATE ldap_state SET mark = $1, server = $2, full_at = $3, synced_at = $4, busy_until = $5, outcome = $6",
            state.mark,
            state.server,
            state.full_at,
            state.synced_at,
            state.busy_until,
            state.outcome,
        )

    async def state(self) -> State:
        """Return how far the directory was read."""
        row = await self._database.fetch_one(
            "SELECT mark, server, full_at, synced_at, busy_until, outcome FROM ldap_state"
        )
        return State(*cast("tuple[str, str, int, int, int, str]", row))

    async def dn_of(self, user_id: str) -> str | None:
        """Return the DN of a person of the directory."""
        row = await self._database.fetch_one("SELECT dn FROM ldap_entry WHERE user_id = $1", user_id)
        return cast("str", row[0]) if row else None

    async def entries(self) -> dict[str, tuple[str, str]]:
        """Return DN and user id of everybody, by external id."""
        rows = await self._database.scan("SELECT external_id, dn, user_id FROM ldap_entry")
        return {one: (dn, user_id) for one, dn, user_id in cast("list[tuple[str, str, str]]", rows)}

    async def groups(self) -> dict[str, tuple[str, str]]:
        """Return team and name of all groups, by DN."""
        rows = await self._database.scan("SELECT dn, team_id, name FROM ldap_group")
        return {dn: (team_id, name) for dn, team_id, name in cast("list[tuple[str, str, str]]", rows)}

    async def grants(self) -> Mapping[str, set[str]]:
        """Return whom each group has taken into its team."""
        found: dict[str, set[str]] = {}
        for dn, user_id in cast(
            "list[tuple[str, str]]", await self._database.scan("SELECT dn, user_id FROM ldap_grant")
        ):
            found.setdefault(dn, set()).add(user_id)
        return found

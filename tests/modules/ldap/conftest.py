# SPDX-License-Identifier: EUPL-1.2
"""A ministry whose people stand in a real slapd."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.ministry import Ministry, ministry_settings, open_ministry
from support.office import PASSWORD, SERVER
from support.people import Person
from support.slapd import GROUPS, PEOPLE, ROOT_DN, ROOT_PASSWORD, Slapd

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Ldap
from chancery.platform.db.port import Database, Write

LDAP = "/api/v1/org/ldap"


@dataclass(frozen=True)
class Synced:
    """The agency, its administrator, and the directory."""

    ministry: Ministry
    slapd: Slapd
    root: StoredUnit
    vera: Person

    async def sync(self, *, full: bool = False) -> dict[str, Any]:
        """Read the directory now."""
        answer = await self.vera.client.post(f"{LDAP}/sync", {"full": full})
        assert answer.status == 200, answer.body
        return dict(answer.json)

    async def log_in(self, user: str, password: str) -> int:
        """Sign in and return the status."""
        identifier = {"type": "m.id.user", "user": user}
        body = {"type": "m.login.password", "identifier": identifier, "password": password}
        return (await self.ministry.anonymous.post("/_matrix/client/v3/login", body)).status

    async def card(self, name: str) -> dict[str, Any]:
        """Return somebody's card as vera sees it."""
        answer = await self.vera.client.get(f"/api/v1/org/people/@{name}:{SERVER}")
        assert answer.status == 200, answer.body
        return dict(answer.json)

    async def exists(self, name: str) -> bool:
        """Tell whether somebody has an open login."""
        return await self.ministry.modules.accounts.accounts.exists(UserId(f"@{name}:{SERVER}"))

    async def teams(self, name: str) -> list[str]:
        """Return the names of somebody's teams."""
        ids = await self.ministry.modules.org.authority.list_objects(
            UserId(f"@{name}:{SERVER}"), "member", "team"
        )
        return [team.name for team in await self.ministry.modules.org.tree.list_teams(ids)]


def settings_for(slapd: Slapd) -> Ldap:
    """Return the configuration of the directory, by TLS with its own authority."""
    return Ldap(
        urls=(slapd.tls_url,),
        ca_file=slapd.folder / "certificate.pem",
        bind_dn=ROOT_DN,
        password=ROOT_PASSWORD,
        people_base=PEOPLE,
        groups_base=GROUPS,
        page_size=2,
        timeout_seconds=5,
        sync_seconds=0,
    )


@asynccontextmanager
async def synced_with(
    ldap: Ldap, slapd: Slapd, database: Database, bus: LocalBus, folder: Path
) -> AsyncIterator[Synced]:
    """Run a ministry with a configuration of the directory."""
    settings = replace(ministry_settings(folder), ldap=ldap)
    async with open_ministry(settings, database, bus, folder) as ministry:
        accounts, editor, write = ministry.modules.accounts.accounts, ministry.modules.org.editor, Write()
        vera = NewPerson(UserId(f"@vera:{SERVER}"), "Vera", password=PASSWORD, is_admin=True)
        await accounts.add_person(write, vera, actor="system")
        root = editor.add_agency(write, "Ministry of Examples")
        post = editor.add_post(write, root.id, title="Administrator", kind="specialist", place=1)
        editor.set_person(write, PersonDetails(vera.user_id, "Vera"))
        editor.appoint(write, post, holding(post, vera.user_id, ministry.platform.clock() - 1_000))
        editor.make_administrator(write, root, vera.user_id)
        await ministry.platform.database.commit(write)
        yield Synced(ministry, slapd, root, await ministry.person("vera"))


@pytest.fixture
async def synced(
    slapd: Slapd, database: Database, local_bus: LocalBus, tmp_path: Path
) -> AsyncIterator[Synced]:
    async with synced_with(settings_for(slapd), slapd, database, local_bus, tmp_path) as opened:
        yield opened

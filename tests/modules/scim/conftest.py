# SPDX-License-Identifier: EUPL-1.2
"""A ministry with a tree, and an identity provider that vera let in at its root."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from support.http import Answer, Client
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import Person

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write

CLIENTS = "/api/v1/org/scim-clients"
CORE = "urn:ietf:params:scim:schemas:core:2.0"
USER, GROUP = f"{CORE}:User", f"{CORE}:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass(frozen=True)
class Ids:
    """The agency, who administers it, and the identity provider."""

    ministry: Ministry
    root: StoredUnit
    legal: StoredUnit
    vera: Person
    anna: Person
    scim: Client
    client_id: str

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Ask as the identity provider does."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.scim.request(method, f"/scim/v2{path}", json=body, headers=named)

    async def add_user(self, name: str, **more: object) -> dict[str, Any]:
        """Create a user and return the resource."""
        answer = await self.call("POST", "/Users", user(name, **more))
        assert answer.status == 201, answer.body
        return dict(answer.json)

    async def add_group(self, name: str, *members: Mapping[str, Any]) -> dict[str, Any]:
        """Create a group and return the resource."""
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": one["id"]} for one in members]}
        answer = await self.call("POST", "/Groups", body)
        assert answer.status == 201, answer.body
        return dict(answer.json)

    async def patch(self, path: str, *operations: Mapping[str, Any]) -> Answer:
        """Change a resource, and read it when it is changed."""
        answer = await self.call("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})
        return await self.call("GET", path) if answer.status == 204 else answer

    async def card(self, name: str) -> dict[str, Any]:
        """Return somebody's card as vera sees it."""
        answer = await self.vera.client.get(f"/api/v1/org/people/@{name}:{SERVER}")
        assert answer.status == 200, answer.body
        return dict(answer.json)

    async def is_member(self, name: str, team: str) -> bool:
        """Tell whether somebody belongs to the team of a group of this name."""
        authority = self.ministry.modules.org.authority
        user_id = UserId(f"@{name}:{SERVER}")
        ids = await authority.list_objects(user_id, "member", "team")
        teams = await self.ministry.modules.org.tree.list_teams(ids)
        return team in [one.name for one in teams]


def user(name: str, **more: object) -> dict[str, Any]:
    """Return a User resource as a client sends it."""
    return {"schemas": [USER], "userName": name, "displayName": name.partition("@")[0].capitalize(), **more}


@pytest.fixture
async def ids(ministry: Ministry) -> Ids:
    return await let_in(ministry)


async def let_in(ministry: Ministry) -> Ids:
    """Found the agency in a running ministry and let an identity provider in."""
    accounts, editor, write = ministry.modules.accounts.accounts, ministry.modules.org.editor, Write()
    person = NewPerson(UserId(f"@vera:{SERVER}"), "Vera", password=PASSWORD, is_admin=True)
    await accounts.add_person(write, person, actor="system")
    root = editor.add_agency(write, "Ministry of Examples")
    legal = editor.add_unit(write, root, name="Legal Department", kind="department", place=1)
    await ministry.platform.database.commit(write)
    vera, anna = await ministry.person("vera"), await ministry.person("anna")
    for one, unit in ((vera, root), (anna, legal)):
        write = Write()
        post = editor.add_post(write, unit.id, title="Clerk", kind="specialist", place=1)
        await ministry.platform.database.commit(write)
        write = Write()
        editor.set_person(write, PersonDetails(UserId(one.user_id), one.user_id))
        editor.appoint(write, post, holding(post, UserId(one.user_id), ministry.platform.clock() - 1_000))
        await ministry.platform.database.commit(write)
    write = Write()
    editor.make_administrator(write, root, UserId(vera.user_id))
    await ministry.platform.database.commit(write)
    made = await vera.client.post(CLIENTS, {"name": "Example IdP", "unit_id": root.id})
    assert made.status == 200, made.body
    scim = ministry.anonymous.with_token(made.json["token"])
    return Ids(ministry, root, legal, vera, anna, scim, made.json["client"]["id"])

# SPDX-License-Identifier: EUPL-1.2
"""A ministry with a tree: anna heads the legal department, vera administers all, olga the transport department alone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails, Relation, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write

ORG = "/api/v1/org"
PROOF = {"auth": {"type": "m.login.password", "password": PASSWORD}}
"""What everybody here proves themselves with."""
NAMES = ("anna", "boris", "carla", "dora", "olga", "vera")


@dataclass(frozen=True)
class House:
    """The tree and the people; everybody but vera is no administrator of the server."""

    ministry: Ministry
    legal: StoredUnit
    transport: StoredUnit
    posts: Mapping[str, str]
    people: Mapping[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def at(self, ministry: Ministry) -> "House":
        """Return the same people with the same sessions at another process."""
        people = {
            name: Person(one.user_id, ministry.anonymous.with_token(one.client.token), one.device_id)
            for name, one in self.people.items()
        }
        return replace(self, ministry=ministry, people=people)

    @property
    def address(self) -> str:
        """The path of anna's offboarding."""
        return f"{ORG}/people/{quote(self['anna'].user_id)}/offboarding"

    async def offboard(self, **more: object) -> Any:
        """Let anna go and return the record as answered."""
        answer = await self["vera"].client.post(self.address, {"confirmation": "anna", **PROOF, **more})
        assert answer.status == 200, answer.body
        return answer.json

    async def finished(self, record: Mapping[str, Any], reader: Person | None = None) -> Any:
        """Return the record once nothing is left to do."""
        client = (reader or self["vera"]).client
        async with asyncio.timeout(60):
            while True:
                answer = await client.get(f"{ORG}/offboardings/{record['id']}")
                assert answer.status == 200, answer.body
                if answer.json["finished_at"] is not None:
                    return answer.json
                await asyncio.sleep(0.01)

    async def audited(self, *actions: str) -> list[tuple[str, str | None]]:
        """Return action and subject of those entries, the oldest first."""
        path = "/api/v1/audit/entries?limit=100"
        cursor: str | None = ""
        found: list[dict[str, Any]] = []
        while cursor is not None:
            answer = await self["vera"].client.get(path + cursor)
            found += answer.json["items"]
            following = answer.json["next_cursor"]
            cursor = None if following is None else f"&cursor={following}"
        return [
            (entry["action"], entry["subject"]) for entry in reversed(found) if entry["action"] in actions
        ]

    async def member(self, room: str, of: str, name: str) -> str:
        """Return what somebody is in a room, as another one sees it."""
        return str((await self.member_event(room, of, name)).get("membership"))

    async def member_event(self, room: str, of: str, name: str) -> dict[str, Any]:
        """Return the content of somebody's member event, as another one sees it."""
        path = f"{V3}/rooms/{quote(room, safe='')}/state/m.room.member/{quote(self[name].user_id)}"
        content = (await self[of].client.get(path)).json
        assert isinstance(content, dict)
        return content

    async def level(self, room: str, of: str, name: str) -> object:
        """Return the power that the room's levels name for somebody."""
        path = f"{V3}/rooms/{quote(room, safe='')}/state/m.room.power_levels/"
        return (await self[of].client.get(path)).json["users"].get(self[name].user_id)

    async def together(self, *names: str, **options: Any) -> str:
        """Return a new encrypted room of the first, in which the others are."""
        room = await self[names[0]].create(**options)
        for name in names[1:]:
            await self[names[0]].invite(room, self[name])
            await self[name].join(room)
        return room


@pytest.fixture
async def house(ministry: Ministry) -> House:
    return await build_house(ministry)


async def build_house(ministry: Ministry) -> House:
    """Found the agency in a running ministry and sign its people in."""
    accounts = ministry.modules.accounts.accounts
    vera = NewPerson(UserId(f"@vera:{SERVER}"), "Vera", password=PASSWORD, is_admin=True)
    first = Write()
    await accounts.add_person(first, vera, actor="system")
    await ministry.platform.database.commit(first)
    people = {name: await ministry.person(name) for name in NAMES}
    editor, write = ministry.modules.org.editor, Write()
    root = editor.add_agency(write, "Ministry of Examples")
    legal = editor.add_unit(write, root, name="Legal Department", kind="department", place=1)
    transport = editor.add_unit(write, root, name="Transport Department", kind="department", place=2)
    posts = {}
    for name, unit, title, kind in (
        ("anna", legal, "Director", "head"),
        ("boris", legal, "Senior Clerk", "specialist"),
        ("carla", legal, "Clerk", "specialist"),
        ("dora", transport, "Clerk", "specialist"),
        ("olga", transport, "Office Manager", "specialist"),
        ("vera", root, "Administrator", "specialist"),
    ):
        user_id = UserId(people[name].user_id)
        post = editor.add_post(write, unit.id, title=title, kind=kind, place=1)
        editor.set_person(write, PersonDetails(user_id, name.capitalize()))
        editor.appoint(write, post, holding(post, user_id, ministry.platform.clock() - 1_000))
        posts[name] = post.id
    editor.make_administrator(write, root, UserId(people["vera"].user_id))
    editor.relate(write, Relation(f"unit:{transport.id}", "administers", f"user:{people['olga'].user_id}"))
    await ministry.platform.database.commit(write)
    return House(ministry, legal, transport, posts, people)

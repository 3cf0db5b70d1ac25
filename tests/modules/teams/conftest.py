# SPDX-License-Identifier: EUPL-1.2
"""A ministry with a tree: anna heads the legal department and carla its treaties division, olga heads transport."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pytest
from support.clock import MovedClock
from support.ministry import Ministry
from support.office import SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId
from chancery.modules.org.contract import PostKind
from chancery.modules.org.model import PersonDetails, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write

ORG = "/api/v1/org"
TEAMS = "/api/v1/teams"
NAMES = ("anna", "boris", "carla", "dora", "emil", "olga", "vera")
SEATS: tuple[tuple[str, str, str, PostKind], ...] = (
    ("anna", "legal", "Director of Legal", "head"),
    ("boris", "treaties", "Clerk", "specialist"),
    ("carla", "treaties", "Head of Treaties", "head"),
    ("dora", "transport", "Planner", "specialist"),
    ("olga", "transport", "Director of Transport", "head"),
    ("vera", "root", "Administrator", "specialist"),
)


@dataclass(frozen=True)
class Bureau:
    """The tree and its people; emil holds no post, and `posts["free"]` of the legal department is vacant."""

    ministry: Ministry
    units: Mapping[str, StoredUnit]
    posts: Mapping[str, str]
    people: Mapping[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def at(self, ministry: Ministry) -> "Bureau":
        """Return the same people with the same sessions at another process, or after a restart."""
        people = {
            name: Person(one.user_id, ministry.anonymous.with_token(one.client.token), one.device_id)
            for name, one in self.people.items()
        }
        return replace(self, ministry=ministry, people=people)

    @property
    def clock(self) -> MovedClock:
        """The clock of all that runs here."""
        clock = self.ministry.platform.clock
        assert isinstance(clock, MovedClock)
        return clock

    async def call(self, name: str, method: str, path: str, body: object = None, *, expect: int = 200) -> Any:
        """Call the API as somebody and return the answer's JSON."""
        answer = await self[name].client.request(method, path, json=body)
        assert answer.status == expect, answer.body
        return answer.json

    async def settle(self) -> None:
        """Wait until what has changed so far reached the rooms."""
        await self.ministry.modules.teams.teams.settle()

    async def team(self, unit: str, by: str = "vera", **body: object) -> Any:
        """Create a team of a unit and return it once its rooms are filled."""
        wanted = {"unit_id": self.units[unit].id, **body}
        team = await self.call(by, "POST", TEAMS, wanted, expect=201)
        await self.settle()
        return team

    async def appoint(self, name: str, post: str, **more: object) -> None:
        """Appoint somebody to a post."""
        body = {"user_id": self[name].user_id, **more}
        await self.call("vera", "POST", f"{ORG}/posts/{self.posts[post]}/appointments", body, expect=201)

    async def end(self, name: str, post: str) -> None:
        """End somebody's holding of a post."""
        user = quote(self[name].user_id)
        await self.call("vera", "DELETE", f"{ORG}/posts/{self.posts[post]}/appointments/{user}")

    async def move(self, unit: str, parent: str) -> None:
        """Put a unit under another one."""
        body = {"parent_id": self.units[parent].id}
        await self.call("vera", "POST", f"{ORG}/units/{self.units[unit].id}/move", body)

    async def joined(self, name: str) -> set[str]:
        """Return the rooms that somebody is in."""
        return set((await self[name].client.get(f"{V3}/joined_rooms")).json["joined_rooms"])

    async def inside(self, room: str) -> set[str]:
        """Return the names of those who are in a room."""
        return {name for name in self.people if room in await self.joined(name)}

    async def state(self, name: str, room: str, kind: str, key: str = "") -> Any:
        """Return the content of a state event as somebody reads it."""
        answer = await self[name].get(room, f"state/{kind}/{quote(key, safe='')}")
        assert answer.status == 200, answer.body
        return answer.json

    async def level(self, reader: str, room: str, name: str) -> int:
        """Return somebody's power level in a room."""
        content = await self.state(reader, room, "m.room.power_levels")
        level = content["users"].get(self[name].user_id, content["users_default"])
        assert isinstance(level, int)
        return level


def room_of(team: Any, purpose: str) -> str:
    """Return the id of a team's room for a purpose."""
    return str(next(room["room_id"] for room in team["rooms"] if room["purpose"] == purpose))


def rooms_of(team: Any) -> set[str]:
    """Return the ids of a team's space and rooms."""
    return {team["space_id"], *(room["room_id"] for room in team["rooms"])}


@pytest.fixture
async def bureau(ministry: Ministry) -> Bureau:
    return await build_bureau(ministry)


async def build_bureau(ministry: Ministry) -> Bureau:
    """Found the agency in a running ministry and sign its people in."""
    people = {name: await ministry.person(name) for name in NAMES}
    editor, write = ministry.modules.org.editor, Write()
    root = editor.add_agency(write, "Ministry of Examples")
    legal = editor.add_unit(write, root, name="Legal Department", kind="department", place=1)
    units = {
        "root": root,
        "legal": legal,
        "treaties": editor.add_unit(write, legal, name="Treaties Division", kind="division", place=1),
        "transport": editor.add_unit(write, root, name="Transport Department", kind="department", place=2),
    }
    posts = {"free": str(editor.add_post(write, legal.id, title="Adviser", kind="specialist", place=9).id)}
    for name in NAMES:
        editor.set_person(write, PersonDetails(UserId(people[name].user_id), name.capitalize()))
    for name, unit, title, kind in SEATS:
        post = editor.add_post(write, units[unit].id, title=title, kind=kind, place=1)
        user_id = UserId(people[name].user_id)
        editor.appoint(write, post, holding(post, user_id, ministry.platform.clock() - 1_000))
        posts[name] = post.id
    editor.make_administrator(write, root, UserId(f"@vera:{SERVER}"))
    await ministry.platform.database.commit(write)
    return Bureau(ministry, units, posts, people)

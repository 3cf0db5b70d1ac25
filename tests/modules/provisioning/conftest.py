# SPDX-License-Identifier: EUPL-1.2
"""A ministry with a tree, of which vera administers all and olga the transport department; and files for it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.people import Person

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.model import PersonDetails, Relation, StoredUnit
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write

IMPORTS = "/api/v1/imports"
NAMES = ("anna", "dora", "olga", "vera")
HEADINGS = "id,login,name,email,unit,unit name,parent,post,head,starts,ends,active"


@dataclass(frozen=True)
class House:
    """The tree and the people."""

    ministry: Ministry
    root: StoredUnit
    transport: StoredUnit
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

    async def upload(
        self, content: str | bytes, *, by: str = "vera", root: str | None = None, **more: str
    ) -> Any:
        """Upload a file and return the answer."""
        query = {"root": root or self.root.id, "name": "people.csv", **more}
        text = "&".join(f"{name}={quote(value)}" for name, value in query.items())
        body = content.encode() if isinstance(content, str) else content
        return await self[by].client.post(f"{IMPORTS}?{text}", content=body)

    async def planned(self, *lines: str, headings: str = HEADINGS, **more: str) -> Any:
        """Upload lines under headings and return the preview."""
        answer = await self.upload("\n".join([headings, *lines]), **more)
        assert answer.status == 200, answer.body
        return answer.json

    async def problems(self, run_id: str, by: str = "vera") -> list[tuple[int | None, str]]:
        """Return line and code of what is wrong."""
        answer = await self[by].client.get(f"{IMPORTS}/{run_id}/problems?limit=500")
        assert answer.status == 200, answer.body
        return [(one.get("line"), one["code"]) for one in answer.json["items"]]

    async def changes(self, run_id: str, kind: str = "") -> list[dict[str, Any]]:
        """Return all changes, page by page."""
        found: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            more = f"&kind={kind}" if kind else ""
            answer = await self["vera"].client.get(f"{IMPORTS}/{run_id}/changes?limit=3&after={after}{more}")
            assert answer.status == 200, answer.body
            found += answer.json["items"]
            after = answer.json["next_after"]
        return found

    async def apply(self, run_id: str, by: str = "vera", **body: object) -> Any:
        """Start a run and return the answer."""
        return await self[by].client.post(f"{IMPORTS}/{run_id}/apply", body)

    async def done(self, run_id: str, by: str = "vera") -> Any:
        """Return the record once the run is over."""
        async with asyncio.timeout(60):
            while True:
                answer = await self[by].client.get(f"{IMPORTS}/{run_id}")
                assert answer.status == 200, answer.body
                if answer.json["state"] not in {"planned", "refused", "applying"}:
                    return answer.json
                await asyncio.sleep(0.01)

    async def imported(self, *lines: str, headings: str = HEADINGS, **more: str) -> Any:
        """Import lines and return the record."""
        preview = await self.planned(*lines, headings=headings, **more)
        answer = await self.apply(preview["run"]["id"])
        assert answer.status == 200, answer.body
        return await self.done(preview["run"]["id"])

    async def card(self, name: str) -> Any:
        """Return somebody's card, None when the directory does not know them."""
        user_id = quote(f"@{name}:{SERVER}")
        answer = await self["vera"].client.get(f"/api/v1/org/people/{user_id}")
        return answer.json if answer.status == 200 else None

    async def units(self) -> dict[str, str | None]:
        """Return the name of the unit above by the name of each unit."""
        answer = await self["vera"].client.get("/api/v1/org/units")
        items: Sequence[dict[str, Any]] = answer.json["units"]
        names = {unit["id"]: unit["name"] for unit in items}
        return {unit["name"]: names.get(unit["parent_id"]) for unit in items}


@pytest.fixture
async def house(ministry: Ministry) -> House:
    return await build_house(ministry)


async def build_house(ministry: Ministry) -> House:
    """Found the agency in a running ministry and sign its people in."""
    accounts = ministry.modules.accounts.accounts
    first = Write()
    vera = NewPerson(UserId(f"@vera:{SERVER}"), "Vera", password=PASSWORD, is_admin=True)
    await accounts.add_person(first, vera, actor="system")
    await ministry.platform.database.commit(first)
    people = {name: await ministry.person(name) for name in NAMES}
    editor, write = ministry.modules.org.editor, Write()
    root = editor.add_agency(write, "Ministry of Examples")
    transport = editor.add_unit(write, root, name="Transport Department", kind="department", place=2)
    for name, unit in (("anna", root), ("dora", transport), ("olga", transport), ("vera", root)):
        user_id = UserId(people[name].user_id)
        post = editor.add_post(write, unit.id, title="Clerk", kind="specialist", place=1)
        editor.set_person(write, PersonDetails(user_id, name.capitalize()))
        editor.appoint(write, post, holding(post, user_id, ministry.platform.clock() - 1_000))
    editor.make_administrator(write, root, UserId(people["vera"].user_id))
    editor.relate(write, Relation(f"unit:{transport.id}", "administers", f"user:{people['olga'].user_id}"))
    await ministry.platform.database.commit(write)
    return House(ministry, root, transport, people)

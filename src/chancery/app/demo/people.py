# SPDX-License-Identifier: EUPL-1.2
"""Seeds the demo's tree, people and logins, all in one write."""

import msgspec

from chancery.app.demo.data import AGENCY, DemoData, DemoPerson
from chancery.app.wiring import Modules
from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.contract import PostKind
from chancery.modules.org.model import PersonDetails, Post, StoredUnit
from chancery.modules.org.schemas import DemoLogin
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Database, Write

PASSWORD = "chancery-demo"  # noqa: S105  # shown on the sign-in page of the demo, and only there


class PeopleSeeder:
    """Builds the ministry."""

    def __init__(
        self, data: DemoData, modules: Modules, database: Database, clock: Clock, server_name: str
    ) -> None:
        self._data = data
        self._accounts = modules.accounts
        self._editor = modules.org.editor
        self._database = database
        self._clock = clock
        self._server_name = server_name
        self._heads: dict[str, Post] = {}

    async def run(self) -> None:
        """Create agency, units, posts, people and appointments."""
        write = Write()
        root = self._editor.add_agency(write, self._data.agency, demo=self._offered_logins())
        units = self._add_units(write, root)
        # One hash for everybody: they share the password, and argon2 is slow on purpose.
        password_hash = await self._accounts.passwords.hash(PASSWORD)
        for number, person in enumerate(self._data.people, start=1):
            await self._add_person(write, person, number, password_hash)
            self._appoint(write, person, units[person.unit], number)
        for acting in self._data.acting:
            post = self._heads[acting.unit]
            appointment = holding(post, self._user_id(acting.login), self._clock(), acting=True)
            self._editor.appoint(write, post, appointment)
        for login in self._data.administrators:
            self._editor.make_administrator(write, root, self._user_id(login))
        await self._database.commit(write)

    def _offered_logins(self) -> str:
        people = {person.login: person for person in self._data.people}
        offered = [
            DemoLogin(login, PASSWORD, people[login].name, people[login].post) for login in self._data.logins
        ]
        return msgspec.json.encode(offered).decode()

    def _add_units(self, write: Write, root: StoredUnit) -> dict[str, StoredUnit]:
        units = {AGENCY: root}
        for place, unit in enumerate(self._data.units, start=100):
            units[unit.key] = self._editor.add_unit(
                write, units[unit.above], name=unit.name, kind=unit.kind, place=place
            )
        return units

    async def _add_person(self, write: Write, person: DemoPerson, number: int, password_hash: str) -> None:
        user_id = self._user_id(person.login)
        login = NewPerson(
            user_id,
            " ".join(person.name.split()[: self._data.name_words]),
            password_hash=password_hash,
            email=f"{person.login}@{self._data.email_domain}",
            is_admin=person.login in self._data.administrators,
        )
        await self._accounts.accounts.add_person(write, login, actor="system")
        languages = person.speaks or [self._data.language]
        phones = [f"{self._data.phone}{number:02}"]
        self._editor.set_person(write, PersonDetails(user_id, person.name, phones, person.room, languages))

    def _appoint(self, write: Write, person: DemoPerson, unit: StoredUnit, place: int) -> None:
        kind: PostKind = "head" if person.head else "specialist"
        post = self._editor.add_post(write, unit.id, title=person.post, kind=kind, place=place)
        if person.head:
            self._heads[person.unit] = post
        self._editor.appoint(write, post, holding(post, self._user_id(person.login), self._clock()))

    def _user_id(self, login: str) -> UserId:
        return UserId(f"@{login}:{self._server_name}")

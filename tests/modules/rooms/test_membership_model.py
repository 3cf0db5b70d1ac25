# SPDX-License-Identifier: EUPL-1.2
"""Membership against a plain model: random people do random things to one room."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from modules.rooms.conftest import House, build_house
from support.office import build_office
from support.people import Person

from chancery.kit.ids import RoomId, UserId
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database

T = TypeVar("T")
NAMES = ("anna", "boris", "carla", "david")
LEVELS = {"anna": 1000, "boris": 50, "carla": 0, "david": 0}
names = st.sampled_from(NAMES)
others = st.sampled_from(NAMES[1:])


class RoomMachine(RuleBasedStateMachine):
    """Anna made the room and stays; Boris is a moderator."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.database: Database
        self.house: House
        self.people: dict[str, Person] = {}
        self.room = ""
        self.members = dict.fromkeys(NAMES, "")
        self.join_rule = "invite"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def open(self) -> None:
        self.run(self._open())

    async def _open(self) -> None:
        folder, bus = Path(self.folder.name), LocalBus()
        self.database = await open_database(f"sqlite:///{folder}/chancery.db", folder, bus)
        self.house = build_house(build_office(self.database, bus, folder))
        self.people = {name: await self.house.person(name) for name in NAMES}
        levels = {self.people["boris"].user_id: 50}
        self.room = await self.people["anna"].create(power_level_content_override={"users": levels})
        await self.people["anna"].invite(self.room, self.people["boris"], self.people["carla"])
        await self.people["boris"].join(self.room)
        self.members |= {"anna": "join", "boris": "join", "carla": "invite"}

    def teardown(self) -> None:
        if hasattr(self, "house"):
            assert self.house.module.manifest.stop
            self.run(self.house.module.manifest.stop())
            self.run(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    def act(self, actor: str, verb: str, target: str | None = None) -> bool:
        body = {"user_id": self.people[target].user_id} if target else {}
        person = self.people[actor]
        if verb == "knock":
            answer = self.run(person.client.post(f"/_matrix/client/v3/knock/{self.room}"))
        else:
            answer = self.run(person.post(self.room, verb, **body))
        assert answer.status in (200, 403), answer.body
        return answer.status == 200

    def settle(self, who: str, membership: str, *, done: bool, expected: bool) -> None:
        assert done == expected
        if expected:
            self.members[who] = membership

    def outranks(self, actor: str, target: str) -> bool:
        return self.members[actor] == "join" and LEVELS[actor] >= 50 and LEVELS[actor] > LEVELS[target]

    @rule(actor=names)
    def join(self, actor: str) -> None:
        before = self.members[actor]
        open_to_all = self.join_rule == "public" and before != "ban"
        self.settle(
            actor, "join", done=self.act(actor, "join"), expected=open_to_all or before in ("join", "invite")
        )

    @rule(actor=names, whom=names)
    def invite(self, actor: str, whom: str) -> None:
        allowed = self.members[actor] == "join" and self.members[whom] not in ("join", "ban")
        self.settle(whom, "invite", done=self.act(actor, "invite", whom), expected=allowed)

    @rule(actor=others)
    def leave(self, actor: str) -> None:
        allowed = self.members[actor] in ("join", "invite", "knock", "leave")
        self.settle(actor, "leave", done=self.act(actor, "leave"), expected=allowed)

    @rule(actor=names, whom=others)
    def kick(self, actor: str, whom: str) -> None:
        allowed = self.members[whom] in ("join", "invite", "knock") and (
            self.outranks(actor, whom) or (actor == whom and self.members[actor] == "join")
        )
        self.settle(whom, "leave", done=self.act(actor, "kick", whom), expected=allowed)

    @rule(actor=names, whom=names)
    def ban(self, actor: str, whom: str) -> None:
        self.settle(whom, "ban", done=self.act(actor, "ban", whom), expected=self.outranks(actor, whom))

    @rule(actor=names, whom=names)
    def unban(self, actor: str, whom: str) -> None:
        allowed = self.members[whom] == "ban" and self.outranks(actor, whom)
        self.settle(whom, "leave", done=self.act(actor, "unban", whom), expected=allowed)

    @rule(actor=names)
    def knock(self, actor: str) -> None:
        allowed = self.join_rule == "knock" and self.members[actor] in ("", "leave", "knock")
        self.settle(actor, "knock", done=self.act(actor, "knock"), expected=allowed)

    @rule(wanted=st.sampled_from(("public", "invite", "knock")))
    def change_the_join_rule(self, wanted: str) -> None:
        anna = self.people["anna"]
        answer = self.run(anna.put_state(self.room, "m.room.join_rules", {"join_rule": wanted}))
        assert (answer.status == 200) == (self.members["anna"] == "join")
        if answer.status == 200:
            self.join_rule = wanted

    @rule()
    def restart(self) -> None:
        self.house = build_house(self.house.office)
        self.people = {
            name: Person(person.user_id, self.house.anonymous.with_token(person.client.token))
            for name, person in self.people.items()
        }

    @rule(actor=names)
    def send(self, actor: str) -> None:
        answer = self.run(self.people[actor].try_send(self.room, {"body": "x"}))
        assert answer.status == (200 if self.members[actor] == "join" else 403)

    @invariant()
    def the_server_agrees(self) -> None:
        if not self.people:
            return
        reader, room = self.house.module.reader, RoomId(self.room)
        kinds = dict(self.run(reader.members(room)))
        expected = {self.people[name].user_id: kind for name, kind in self.members.items() if kind}
        assert kinds == expected
        for name, person in self.people.items():
            place = self.run(reader.memberships(UserId(person.user_id))).get(room)
            assert (place.membership if place else "") == self.members[name]
        counts = Counter(self.members.values())
        summary = self.run(reader.summary(room, UserId(self.people["anna"].user_id)))
        assert (summary.joined, summary.invited) == (counts["join"], counts["invite"])


TestRoomMachine = RoomMachine.TestCase
TestRoomMachine.settings = settings(
    max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)

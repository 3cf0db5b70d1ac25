# SPDX-License-Identifier: EUPL-1.2
"""History and state against a plain model: people come and go while the room opens and closes its past."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from support.machine import MinistryMachine, sized
from support.people import V3, Person

NAMES = ("anna", "boris", "carla")
GUESTS = NAMES[1:]
VISIBILITIES = ("joined", "invited", "shared", "world_readable")
guests = st.sampled_from(GUESTS)


@dataclass(frozen=True)
class Moment:
    """An event of the room: a message (`text`), or a change of its title, visibility or somebody's membership."""

    text: str = ""
    event_id: str = ""
    title: str = ""
    visibility: str = ""
    who: str = ""
    membership: str = ""


class HistoryMachine(MinistryMachine):
    """Anna owns the room and writes; the others read what they may."""

    async def begin(self) -> None:
        self.count = 0
        self.room = await self.people["anna"].create(
            preset="private_chat",
            name="room 0",
            initial_state=[{"type": "m.room.join_rules", "content": {"join_rule": "knock"}}],
            **{"org.chancery.encrypted": False, "invite": []},
        )
        self.past = [Moment(visibility="shared"), Moment(title="room 0")]

    def now(self, name: str) -> str:
        return self.at(name, len(self.past))

    def at(self, name: str, before: int) -> str:
        """Return somebody's membership before a moment."""
        changes = [moment.membership for moment in self.past[:before] if moment.who == name]
        return changes[-1] if changes else ""

    def visibility(self, before: int) -> str:
        return [moment.visibility for moment in self.past[:before] if moment.visibility][-1]

    def sees(self, name: str, index: int) -> bool:
        """Judge one message by the specification's list."""
        visibility, membership = self.visibility(index), self.at(name, index)
        joins_later = any(m.who == name and m.membership == "join" for m in self.past[index:])
        return (
            visibility == "world_readable"
            or membership == "join"
            or (visibility == "shared" and joins_later)
            or (visibility == "invited" and membership == "invite" and joins_later)
        )

    def may_look(self, name: str) -> bool:
        joined_once = any(m.who == name and m.membership == "join" for m in self.past)
        return joined_once or self.visibility(len(self.past)) == "world_readable"

    def horizon(self, name: str) -> int:
        """Return how many moments somebody's history has: it ends when they leave, whatever comes later."""
        if self.now(name) in ("join", "") or self.visibility(len(self.past)) == "world_readable":
            return len(self.past)
        own = [(index, moment.membership) for index, moment in enumerate(self.past) if moment.who == name]
        stayed = max((index for index, membership in own if membership == "join"), default=-1)
        return min(index for index, _ in own if index > stayed) + 1

    def reads_state(self, name: str) -> bool:
        is_open = self.visibility(len(self.past)) == "world_readable"
        return is_open or (self.may_look(name) and self.now(name) != "invite")

    @rule()
    def say(self) -> None:
        self.count += 1
        text = f"message {self.count}"
        self.past.append(Moment(text, self.run(self.people["anna"].send(self.room, text))))

    @rule()
    def rename(self) -> None:
        self.count += 1
        title = f"room {self.count}"
        assert (
            self.run(self.people["anna"].put_state(self.room, "m.room.name", {"name": title})).status == 200
        )
        self.past.append(Moment(title=title))

    @rule(wanted=st.sampled_from(VISIBILITIES))
    def show_history(self, wanted: str) -> None:
        content = {"history_visibility": wanted}
        answer = self.run(self.people["anna"].put_state(self.room, "m.room.history_visibility", content))
        assert answer.status == 200
        self.past.append(Moment(visibility=wanted))

    def change(self, name: str, answer: Any, membership: str, *, changes: bool) -> None:
        assert answer.status == 200, answer.body
        if changes:
            self.past.append(Moment(who=name, membership=membership))

    @rule(name=guests)
    def invite(self, name: str) -> None:
        before = self.now(name)
        answer = self.run(self.people["anna"].post(self.room, "invite", user_id=self.people[name].user_id))
        if before in ("join", "ban"):
            assert answer.status == 403
            return
        self.change(name, answer, "invite", changes=before != "invite")

    @rule(name=guests)
    def ban(self, name: str) -> None:
        before = self.now(name)
        answer = self.run(self.people["anna"].post(self.room, "ban", user_id=self.people[name].user_id))
        self.change(name, answer, "ban", changes=before != "ban")

    @rule(name=guests)
    def knock(self, name: str) -> None:
        before = self.now(name)
        answer = self.run(self.people[name].client.post(f"{V3}/knock/{quote(self.room)}"))
        if before in ("join", "invite", "ban"):
            assert answer.status == 403
            return
        self.change(name, answer, "knock", changes=before != "knock")

    @rule(name=guests)
    def join(self, name: str) -> None:
        before = self.now(name)
        answer = self.run(self.people[name].post(self.room, "join"))
        if before not in ("invite", "join"):
            assert answer.status == 403
            return
        self.change(name, answer, "join", changes=before != "join")

    @rule(name=guests)
    def leave(self, name: str) -> None:
        before = self.now(name)
        answer = self.run(self.people[name].post(self.room, "leave"))
        if before in ("", "ban"):
            assert answer.status == 403
            return
        self.change(name, answer, "leave", changes=before != "leave")

    @invariant()
    def everybody_reads_what_they_may(self) -> None:
        if self.room:
            for name in GUESTS:
                self.run(self._check(name, self.people[name]))

    async def _check(self, name: str, person: Person) -> None:
        visible = [m for i, m in enumerate(self.past) if m.text and self.sees(name, i)]
        listed = await person.get(self.room, "messages", dir="b", limit=1000)
        assert listed.status == (200 if self.may_look(name) else 403), listed.body
        if listed.status == 200:
            expected = [moment.text for moment in visible if self.past.index(moment) < self.horizon(name)]
            assert await person.texts(self.room, limit=1000) == expected[::-1]
            assert await self._paged(person) == expected
        for moment in [moment for moment in self.past if moment.text][-4:]:
            event = await person.get(self.room, f"event/{moment.event_id}")
            assert (event.status == 200) == (self.may_look(name) and moment in visible), (name, moment)

    @invariant()
    def everybody_reads_the_state_of_when_they_left(self) -> None:
        if self.room:
            for name in GUESTS:
                self.run(self._check_state(name, self.people[name]))

    async def _check_state(self, name: str, person: Person) -> None:
        status = 200 if self.reads_state(name) else 403
        paths = ("state/m.room.name", "state", "members", "initialSync")
        title, state, members, snapshot = [await person.get(self.room, path) for path in paths]
        assert snapshot.status in (200, 403)
        assert (title.status, state.status, members.status) == (status,) * 3
        if status == 200:
            horizon = self.horizon(name)
            expected = {one: self.at(one, horizon) for one in GUESTS if self.at(one, horizon)}
            titles = [moment.title for moment in self.past[:horizon] if moment.title]
            assert title.json["name"] == titles[-1]
            assert _titles(state.json) == {titles[-1]}
            assert self._guests(members.json["chunk"]) == self._guests(state.json) == expected
        if snapshot.status == 200 and "state" in snapshot.json:
            assert _titles(snapshot.json["state"]) == _titles(state.json if status == 200 else [])

    def _guests(self, events: list[Any]) -> dict[str, str]:
        found = {e["state_key"]: e["content"]["membership"] for e in events if e["type"] == "m.room.member"}
        people = {name: self.people[name].user_id for name in GUESTS}
        return {name: found[user_id] for name, user_id in people.items() if user_id in found}

    async def _paged(self, person: Person) -> list[str]:
        """Return the texts from the first to the last, two events at a time."""
        found: list[str] = []
        query: dict[str, str | int] = {"dir": "f", "limit": 2}
        while True:
            page = (await person.get(self.room, "messages", **query)).json
            found += [event["content"]["body"] for event in page["chunk"] if "body" in event["content"]]
            if "end" not in page:
                return found
            query["from"] = page["end"]


def _titles(state: list[Any]) -> set[str]:
    return {event["content"]["name"] for event in state if event["type"] == "m.room.name"}


TestHistoryMachine = HistoryMachine.TestCase
TestHistoryMachine.settings = sized(8, 25)

# SPDX-License-Identifier: EUPL-1.2
"""History visibility against a plain model: people come and go while the room opens and closes its past."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from support.machine import MinistryMachine, sized
from support.people import Person

NAMES = ("anna", "boris", "carla")
GUESTS = NAMES[1:]
VISIBILITIES = ("joined", "invited", "shared", "world_readable")
guests = st.sampled_from(GUESTS)


@dataclass(frozen=True)
class Moment:
    """An event of the room: a message (`text`), or a change of visibility or of somebody's membership."""

    text: str = ""
    event_id: str = ""
    visibility: str = ""
    who: str = ""
    membership: str = ""


class HistoryMachine(MinistryMachine):
    """Anna owns the room and writes; the others read what they may."""

    async def begin(self) -> None:
        self.count = 0
        self.room = await self.people["anna"].create(
            preset="private_chat", **{"org.chancery.encrypted": False, "invite": []}
        )
        self.past = [Moment(visibility="shared")]

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
        """Return how many moments somebody's history has: it ends when they leave."""
        if self.now(name) in ("join", "") or self.visibility(len(self.past)) == "world_readable":
            return len(self.past)
        return max(index for index, moment in enumerate(self.past) if moment.who == name) + 1

    @rule()
    def say(self) -> None:
        self.count += 1
        text = f"message {self.count}"
        self.past.append(Moment(text, self.run(self.people["anna"].send(self.room, text))))

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
        if before == "join":
            assert answer.status == 403
            return
        self.change(name, answer, "invite", changes=before != "invite")

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
        if not before:
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


TestHistoryMachine = HistoryMachine.TestCase
TestHistoryMachine.settings = sized(8, 25)

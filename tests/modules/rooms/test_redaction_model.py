# SPDX-License-Identifier: EUPL-1.2
"""Redaction against a plain model: who may remove what, and that what was removed is nowhere any more."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from support.machine import MinistryMachine, sized
from support.people import Person

NAMES = ("anna", "boris", "carla")
LEVELS = {"anna": 1000, "boris": 50, "carla": 0}
names = st.sampled_from(NAMES)
index = st.integers(0, 1_000)


@dataclass
class Said:
    """An event as the model knows it."""

    event_id: str
    sender: str
    text: str
    kind: str
    parent: str | None = None
    redacted: bool = False


class RedactionMachine(MinistryMachine):
    """Boris moderates; the level that redaction needs moves."""

    async def begin(self) -> None:
        boris = self.people["boris"].user_id
        self.needed = 50
        self.levels: dict[str, Any] = {"users": {boris: 50}, "redact": 50, "events": {"org.example.note": 0}}
        self.room = await self.people["anna"].create(
            preset="public_chat",
            power_level_content_override=self.levels,
            **{"org.chancery.encrypted": False},
        )
        for name in NAMES[1:]:
            await self.people[name].join(self.room)
        self.said: list[Said] = []
        self.note: Said | None = None
        self.count = 0

    def fresh(self) -> str:
        self.count += 1
        return f"secret {self.count}"

    @rule(actor=names)
    def say(self, actor: str) -> None:
        text = self.fresh()
        event = self.run(self.people[actor].send(self.room, text))
        self.said.append(Said(event, actor, text, "m.room.message"))

    @rule(actor=names)
    def write_a_note(self, actor: str) -> None:
        text = self.fresh()
        answer = self.run(self.people[actor].put_state(self.room, "org.example.note", {"body": text}))
        assert answer.status == 200, answer.body
        self.note = Said(answer.json["event_id"], actor, text, "org.example.note")
        self.said.append(self.note)

    @precondition(lambda self: self.room and self.said)
    @rule(actor=names, which=index)
    def answer_in_a_thread(self, actor: str, which: int) -> None:
        parent, text = self.said[which % len(self.said)], self.fresh()
        relation = {"m.relates_to": {"rel_type": "m.thread", "event_id": parent.event_id}}
        event = self.run(self.people[actor].send(self.room, text, **relation))
        self.said.append(Said(event, actor, text, "m.room.message", parent.event_id))

    @precondition(lambda self: self.room and self.said)
    @rule(actor=names, which=index)
    def redact(self, actor: str, which: int) -> None:
        target = self.said[which % len(self.said)]
        allowed = target.sender == actor or LEVELS[actor] >= self.needed
        self.count += 1
        path = f"redact/{target.event_id}/r{self.count}"
        answer = self.run(self.people[actor].call("PUT", self.room, path, {"reason": "order"}))
        assert answer.status == (200 if allowed else 403), answer.body
        target.redacted = target.redacted or allowed

    @rule(level=st.sampled_from((0, 40, 50, 60)))
    def move_the_level(self, level: int) -> None:
        self.levels = {**self.levels, "redact": level}
        answer = self.run(self.people["anna"].put_state(self.room, "m.room.power_levels", self.levels))
        assert answer.status == 200
        self.needed = level

    @invariant()
    def what_was_removed_is_nowhere(self) -> None:
        if not self.room:
            return
        carla = self.people["carla"]
        page = self.run(carla.get(self.room, "messages", dir="b", limit=1000))
        for said in self.said:
            assert (f'"{said.text}"'.encode() in page.body) != said.redacted, said
        self.run(self._check_threads(carla))
        if self.note is not None:
            state = self.run(carla.get(self.room, "state/org.example.note"))
            assert state.json == ({} if self.note.redacted else {"body": self.note.text})

    async def _check_threads(self, carla: Person) -> None:
        for said in self.said[-3:]:
            event = (await carla.get(self.room, f"event/{said.event_id}")).json
            assert ("redacted_because" in event.get("unsigned", {})) == said.redacted
            answers = sum(one.parent == said.event_id and not one.redacted for one in self.said)
            thread = event.get("unsigned", {}).get("m.relations", {}).get("m.thread", {"count": 0})
            assert thread["count"] == answers


TestRedactionMachine = RedactionMachine.TestCase
TestRedactionMachine.settings = sized(6, 25)

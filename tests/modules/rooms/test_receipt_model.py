# SPDX-License-Identifier: EUPL-1.2
"""Receipts against a plain model: public, private and threaded ones move forward and are told to whom they concern."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from support.machine import MinistryMachine, sized
from support.people import V3, Person

NAMES = ("anna", "boris", "carla")
KINDS = ("m.read", "m.read.private")
people = st.sampled_from(NAMES)
index = st.integers(0, 1_000)
Key = tuple[str, str, str]
"""Whose receipt, of which kind, in which thread ("" for none)."""


class ReceiptMachine(MinistryMachine):
    """Three people in a room with a thread."""

    async def begin(self) -> None:
        anna = self.people["anna"]
        self.room = await anna.create(preset="public_chat", **{"org.chancery.encrypted": False})
        for name in NAMES[1:]:
            await self.people[name].join(self.room)
        self.events = [await anna.send(self.room, "root")]
        self.answers: set[int] = set()
        self.receipts: dict[Key, int] = {}

    def thread(self, choice: str) -> str:
        return self.events[0] if choice == "root" else choice

    @rule(actor=people, in_thread=st.booleans())
    def say(self, actor: str, in_thread: bool) -> None:
        relation = {"m.relates_to": {"rel_type": "m.thread", "event_id": self.events[0]}} if in_thread else {}
        if in_thread:
            self.answers.add(len(self.events))
        self.events.append(self.run(self.people[actor].send(self.room, "x", **relation)))

    @precondition(lambda self: self.room)
    @rule(
        actor=people, kind=st.sampled_from(KINDS), choice=st.sampled_from(("", "main", "root")), which=index
    )
    def read(self, actor: str, kind: str, choice: str, which: int) -> None:
        place = which % len(self.events)
        thread = self.thread(choice)
        body = {"thread_id": thread} if thread else {}
        answer = self.run(self.people[actor].post(self.room, f"receipt/{kind}/{self.events[place]}", **body))
        belongs = not choice or (place in self.answers) == (choice == "root")
        assert answer.status == (200 if belongs else 400), answer.body
        if answer.status == 200:
            self.move((actor, kind, thread), place)

    @precondition(lambda self: self.room)
    @rule(actor=people, public=index, private=index)
    def set_markers(self, actor: str, public: int, private: int) -> None:
        places = {"m.read": public % len(self.events), "m.read.private": private % len(self.events)}
        body = {kind: self.events[place] for kind, place in places.items()}
        assert self.run(self.people[actor].post(self.room, "read_markers", **body)).status == 200
        for kind, place in places.items():
            self.move((actor, kind, ""), place)

    def move(self, key: Key, place: int) -> None:
        self.receipts[key] = max(place, self.receipts.get(key, 0))

    @invariant()
    def everybody_hears_what_concerns_them(self) -> None:
        if self.room:
            for name in NAMES:
                assert self.run(self._told(self.people[name])) == self._expected(name), name

    def _expected(self, reader: str) -> set[tuple[str, str, str, str]]:
        return {
            (self.people[name].user_id, kind, thread, self.events[place])
            for (name, kind, thread), place in self.receipts.items()
            if kind == "m.read" or name == reader
        }

    async def _told(self, person: Person) -> set[tuple[str, str, str, str]]:
        answer = await person.client.get(f"{V3}/sync")
        assert answer.status == 200, answer.body
        ephemeral = answer.json["rooms"]["join"][self.room].get("ephemeral", {}).get("events", [])
        told = set()
        for event in ephemeral:
            if event["type"] == "m.receipt":
                told |= set(_receipts(event["content"]))
        return told


def _receipts(content: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (user_id, kind, receipt.get("thread_id", ""), event_id)
        for event_id, kinds in content.items()
        for kind, users in kinds.items()
        for user_id, receipt in users.items()
    ]


TestReceiptMachine = ReceiptMachine.TestCase
TestReceiptMachine.settings = sized(6, 25)

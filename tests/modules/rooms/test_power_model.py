# SPDX-License-Identifier: EUPL-1.2
"""Power levels against a plain model: people of different rank change the levels and try what they allow."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from support.machine import MinistryMachine, sized

NAMES = ("anna", "boris", "carla", "david")
PLAIN = {
    "users_default": 0,
    "events_default": 0,
    "state_default": 50,
    "ban": 50,
    "kick": 50,
    "redact": 50,
    "invite": 0,
}
KINDS = ("m.room.name", "m.room.power_levels", "org.example.state", "org.example.message")
anybody = st.sampled_from(NAMES)
levels = st.sampled_from((-10, 0, 1, 40, 50, 60, 99, 100, 101))


class PowerMachine(MinistryMachine):
    """Anna made a room of version 11, so that her own level counts as well."""

    names = NAMES

    async def begin(self) -> None:
        anna = self.people["anna"]
        self.content: dict[str, Any] = {
            "users": {anna.user_id: 100, self.people["boris"].user_id: 50},
            "events": {"m.room.power_levels": 60},
        }
        self.setter = "anna"
        self.spoken: dict[str, str] = {}
        self.room = await anna.create(
            preset="public_chat", room_version="11", **{"org.chancery.encrypted": False}
        )
        answer = await anna.put_state(self.room, "m.room.power_levels", self.content)
        assert answer.status == 200, answer.body
        for name in NAMES[1:]:
            await self.people[name].join(self.room)

    def level(self, name: str) -> int:
        default = self.content.get("users_default", 0)
        return int(self.content["users"].get(self.people[name].user_id, default))

    def needed(self, kind: str, *, is_state: bool) -> int:
        name = "state_default" if is_state else "events_default"
        return int(self.content["events"].get(kind, self.content.get(name, PLAIN[name])))

    def may_become(self, actor: str, new: dict[str, Any]) -> bool:
        """Judge a new content as rule 10 of the authorisation rules says it."""
        if (actor, new) == (self.setter, self.content):
            return True  # said again by whoever said it, it is the event that stands
        mine, me = self.level(actor), self.people[actor].user_id
        if mine < self.needed("m.room.power_levels", is_state=True):
            return False
        pairs = [(self.content.get(name), new.get(name)) for name in PLAIN]
        old_events, new_events = self.content["events"], new["events"]
        pairs += [(old_events.get(kind), new_events.get(kind)) for kind in {*old_events, *new_events}]
        for old, value in pairs:
            if old != value and any(side is not None and side > mine for side in (old, value)):
                return False
        for user_id in {*self.content["users"], *new["users"]}:
            old, value = self.content["users"].get(user_id), new["users"].get(user_id)
            if old == value:
                continue
            if old is not None and user_id != me and old >= mine:
                return False
            if value is not None and value > mine:
                return False
        return True

    def attempt(self, actor: str, new: dict[str, Any]) -> None:
        answer = self.run(self.people[actor].put_state(self.room, "m.room.power_levels", new))
        assert (answer.status == 200) == self.may_become(actor, new), (actor, self.content, new, answer.body)
        assert answer.status in (200, 403)
        if answer.status == 200:
            self.content, self.setter = new, actor

    @rule(actor=anybody, whom=anybody, level=st.none() | levels)
    def rank(self, actor: str, whom: str, level: int | None) -> None:
        users = {**self.content["users"], self.people[whom].user_id: level}
        kept = {user: value for user, value in users.items() if value is not None}
        self.attempt(actor, {**self.content, "users": kept})

    @rule(actor=anybody, kind=st.sampled_from(KINDS), level=st.none() | levels)
    def demand(self, actor: str, kind: str, level: int | None) -> None:
        events = {**self.content["events"], kind: level}
        kept = {name: value for name, value in events.items() if value is not None}
        self.attempt(actor, {**self.content, "events": kept})

    @rule(actor=anybody, name=st.sampled_from(sorted(PLAIN)), level=st.none() | levels)
    def set_default(self, actor: str, name: str, level: int | None) -> None:
        new = {**self.content, name: level}
        self.attempt(actor, {key: value for key, value in new.items() if value is not None})

    @rule(actor=anybody, kind=st.sampled_from(KINDS[2:]), is_state=st.booleans())
    def speak(self, actor: str, kind: str, is_state: bool) -> None:
        person = self.people[actor]
        send = (
            person.put_state(self.room, kind, {}) if is_state else person.try_send(self.room, {}, kind=kind)
        )
        allowed = self.level(actor) >= self.needed(kind, is_state=is_state)
        stands = is_state and self.spoken.get(kind) == actor
        assert self.run(send).status == (200 if allowed or stands else 403)
        if allowed and is_state:
            self.spoken[kind] = actor

    @rule(actor=anybody, whom=anybody)
    def kick(self, actor: str, whom: str) -> None:
        answer = self.run(self.people[actor].post(self.room, "kick", user_id=self.people[whom].user_id))
        strong = self.level(actor) >= self.content.get("kick", 50) and self.level(actor) > self.level(whom)
        assert answer.status == (200 if strong or actor == whom else 403)
        if answer.status == 200:
            self.run(self.people[whom].join(self.room))

    @invariant()
    def the_server_agrees(self) -> None:
        if self.room:
            stored = self.run(self.people["carla"].get(self.room, "state/m.room.power_levels"))
            assert stored.json == self.content


TestPowerMachine = PowerMachine.TestCase
TestPowerMachine.settings = sized(8, 35)

# SPDX-License-Identifier: EUPL-1.2
"""Plays a profile's day: people come and go, and do what their habits say at a compressed pace.

The load is open: actions are due at random times whatever the server does, so that a slow answer delays nobody
else's action and shows up as latency.
"""

import asyncio
import math
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial

from chancery.app.load.client import LoadClient, Refused, message
from chancery.app.load.http import ConnectionLost
from chancery.app.load.plan import Plan
from chancery.app.load.profile import Phase, Profile
from chancery.app.load.recorder import Recorder, Sample
from chancery.app.load.watch import Usage, Watch

TICK_SECONDS = 0.1
SAMPLE_SECONDS = 1.0
MAX_IN_FLIGHT = 5000
MEETING_PACE = 10
KEY_SHARE_MEMBERS = 200
TYPING_SECONDS = (0.5, 2.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """`speed`: simulated seconds per second. `each`: how many people one client stands for."""

    speed: float
    each: int = 1


@dataclass(slots=True)
class PhaseResult:
    """What a phase took: seconds, and the server's CPU seconds if known."""

    phase: Phase
    seconds: float
    cpu_seconds: float | None


class Day:
    """One run of a profile against prepared people and rooms."""

    def __init__(
        self, *, profile: Profile, pace: Pace, plan: Plan, rooms: list[str], clients: list[LoadClient],
        recorder: Recorder, watch: Watch, seed: int,
    ) -> None:  # fmt: skip
        self._profile = profile
        self._pace = pace
        self._plan = plan
        self._rooms = rooms
        self._clients = clients
        self._recorder = recorder
        self._watch = watch
        self._chance = random.Random(seed)  # noqa: S311  # a simulation, not a secret
        self._online: list[int] = []
        self._away = list(range(len(clients) - 1, 0, -1))
        self._listening: dict[int, asyncio.Task[None]] = {}
        self._acting: set[asyncio.Task[None]] = set()
        self._last_event: dict[int, str] = {}
        self._sent_in: dict[tuple[int, int], int] = {}

    async def play(self, on_sample: Callable[[Sample], None]) -> list[PhaseResult]:
        """Play all phases; `on_sample` gets the figures of each second."""
        self._recorder.begin()
        self._come(0)
        results = []
        usage = await self._watch.read()
        try:
            for phase in self._profile.phases:
                seconds, after = await self._play_phase(phase, usage, on_sample)
                results.append(PhaseResult(phase, seconds, _difference(usage, after)))
                usage = after
        finally:
            await self._end()
        return results

    async def _play_phase(
        self, phase: Phase, usage: Usage, on_sample: Callable[[Sample], None]
    ) -> tuple[float, Usage]:
        loop = asyncio.get_running_loop()
        length = phase.hours * 3600 / self._pace.speed
        begun = tick = sampled = loop.time()
        was_online = len(self._online)
        meeting = self._meeting_people(phase)
        announced = 0
        while tick < begun + length:
            await asyncio.sleep(max(0, tick + TICK_SECONDS - loop.time()))
            now = loop.time()
            elapsed, tick = now - tick, now
            part = min(1.0, (now - begun) / length)
            self._move_towards(was_online + part * (phase.online * len(self._clients) - was_online))
            self._act(phase, meeting, elapsed)
            while announced < math.floor(part * phase.announcements + 0.5):
                announced += 1
                self._start("announcement", self._announce())
            if now - sampled >= SAMPLE_SECONDS:
                usage = await self._sample(phase, usage, now - sampled, on_sample)
                sampled = now
        return loop.time() - begun, usage

    async def _sample(
        self, phase: Phase, before: Usage, seconds: float, on_sample: Callable[[Sample], None]
    ) -> Usage:
        usage = await self._watch.read()
        spent = _difference(before, usage)
        percent = None if spent is None else spent * 100 / seconds
        on_sample(
            self._recorder.sample(
                phase.name, len(self._online), cpu_percent=percent, memory_mb=usage.memory_mb
            )
        )
        return usage

    # Coming and going

    def _move_towards(self, wanted: float) -> None:
        while len(self._online) < int(wanted) and self._away:
            self._come(self._away.pop())
        while len(self._online) > max(1, math.ceil(wanted)):
            self._go()

    def _come(self, person: int) -> None:
        self._online.append(person)
        listening = self._clients[person].listen(lambda reason: self._recorder.fail("poll", reason))
        self._listening[person] = asyncio.create_task(listening)

    def _go(self) -> None:
        # The first person makes the announcements and stays to the end.
        place = self._chance.randrange(1, len(self._online))
        person = self._online[place]
        self._online[place] = self._online[-1]
        self._online.pop()
        self._away.insert(0, person)
        self._listening.pop(person).cancel()

    async def _reconnect(self, person: int) -> None:
        if person not in self._listening:
            return
        listening = self._listening[person]
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        if self._listening.get(person) is listening:
            again = self._clients[person].listen(lambda reason: self._recorder.fail("poll", reason))
            self._listening[person] = asyncio.create_task(again)

    async def _end(self) -> None:
        tasks = [*self._acting, *self._listening.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for client in self._clients:
            client.close()

    # Doing

    def _meeting_people(self, phase: Phase) -> frozenset[int]:
        teams = [index for index, room in enumerate(self._plan.rooms) if room.kind == "team"]
        met = self._chance.sample(teams, int(len(teams) * phase.meetings))
        return frozenset(member for index in met for member in self._plan.rooms[index].members)

    def _act(self, phase: Phase, meeting: frozenset[int], elapsed: float) -> None:
        habits, online = self._profile.habits, self._online
        hours = elapsed * self._pace.speed * self._pace.each * phase.activity / 3600
        meets = [person for person in online if person in meeting] if meeting else []
        for _ in range(self._draw(len(online) * habits.messages * hours)):
            self._start("send", self._write(self._anybody(online)))
        for _ in range(self._draw(len(meets) * habits.messages * hours * MEETING_PACE)):
            self._start("send", self._write_in_meeting(self._anybody(meets)))
        for _ in range(self._draw(len(online) * habits.reads * hours)):
            self._start("receipt", self._read(self._anybody(online)))
        for _ in range(self._draw(len(online) * habits.opens * hours)):
            person = self._anybody(online)
            room = self._rooms[self._any_room(person)]
            self._start("history", self._clients[person].open_history(room))
        for _ in range(self._draw(len(online) * habits.reconnects * hours)):
            self._start("reconnect", self._reconnect(self._anybody(online)))

    def _draw(self, expected: float) -> int:
        """Return a Poisson-distributed number; a normal one stands in where the mean is large."""
        if expected > 50:  # the two are the same there
            return max(0, round(self._chance.gauss(expected, math.sqrt(expected))))
        product, count, least = self._chance.random(), 0, math.exp(-expected)
        while product > least:
            product *= self._chance.random()
            count += 1
        return count

    def _anybody(self, people: list[int]) -> int:
        return people[self._chance.randrange(len(people))]

    def _any_room(self, person: int) -> int:
        habits, plan, chance = self._profile.habits, self._plan, self._chance.random()
        if chance < habits.direct and plan.direct[person]:
            return self._chance.choice(plan.direct[person])
        if chance < habits.direct + habits.wide:
            return plan.department[person]
        if plan.projects[person] and self._chance.random() < 0.5:  # as often as the own team
            return self._chance.choice(plan.projects[person])
        return plan.team[person]

    async def _write(self, person: int) -> None:
        await self._write_in(person, self._any_room(person))

    async def _write_in_meeting(self, person: int) -> None:
        await self._write_in(person, self._plan.team[person])

    async def _write_in(self, person: int, room: int) -> None:
        client, habits, room_id = self._clients[person], self._profile.habits, self._rooms[room]
        if self._chance.random() < habits.typing:
            await client.type(room_id, typing=True)
            await asyncio.sleep(self._chance.uniform(*TYPING_SECONDS))
            await client.type(room_id, typing=False)
        sent = self._sent_in.get((person, room), 0)
        self._sent_in[(person, room)] = sent + 1
        if sent % habits.key_share_every == 0:
            members = self._plan.rooms[room].members[:KEY_SHARE_MEMBERS]
            await client.share_key([self._clients[member].user_id for member in members], self._chance)
        self._last_event[room] = await client.send(room_id, message(self._chance, habits.characters, 0))

    async def _announce(self) -> None:
        room = self._plan.announcements
        content = message(self._chance, self._profile.habits.characters, 1)
        self._last_event[room] = await self._clients[0].send(self._rooms[room], content)

    async def _read(self, person: int) -> None:
        room = self._any_room(person)
        event_id = self._last_event.get(room)
        if event_id is not None:
            await self._clients[person].read(self._rooms[room], event_id)

    def _start(self, kind: str, action: Coroutine[object, object, None]) -> None:
        if len(self._acting) >= MAX_IN_FLIGHT:
            self._recorder.fail(kind, f"not tried: {MAX_IN_FLIGHT} actions wait for the server")
            action.close()
            return
        task = asyncio.create_task(action)
        self._acting.add(task)
        task.add_done_callback(partial(self._done, kind))

    def _done(self, kind: str, task: asyncio.Task[None]) -> None:
        self._acting.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ConnectionLost | Refused):
            self._recorder.fail(kind, str(error))
        elif error is not None:
            raise error


def _difference(before: Usage, after: Usage) -> float | None:
    if before.cpu_seconds is None or after.cpu_seconds is None:
        return None
    return after.cpu_seconds - before.cpu_seconds

# SPDX-License-Identifier: EUPL-1.2
"""Keeps everybody's standing: in memory for reading, in the database for restarts, by facts in every process."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId
from chancery.modules.presence.contract import Standing
from chancery.modules.presence.events import PeopleSeen, PresenceChanged
from chancery.modules.presence.store import PresenceStore
from chancery.modules.rooms.contract import RoomReader
from chancery.platform.db.port import Database, Write, WriteConflict

STATES = ("online", "unavailable", "offline")
ACTIVE_MS = 60_000
IDLE_MS = 5 * 60_000
GONE_MS = 60_000
ORPHANED_MS = 3 * GONE_MS
"""When the process through which a person polled does not say that they went, another one does."""
MAX_STATUS = 250

_encode = msgspec.json.Encoder().encode


class PresenceKeeper:
    """Who is there. `enabled` False: nobody is, and nothing is stored."""

    def __init__(
        self, *, database: Database, store: PresenceStore, rooms: RoomReader, clock: Clock, enabled: bool
    ) -> None:
        self._db = database
        self._store = store
        self._rooms = rooms
        self._clock = clock
        self.enabled = enabled
        self._people: dict[UserId, Standing] = {}
        self._polls: dict[UserId, int] = {}
        self._seen: dict[UserId, int] = {}
        self._own: set[UserId] = set()
        self._began = clock()

    async def load(self) -> None:
        """Read what was stored before this process began, or while it missed facts."""
        if not self.enabled:
            return
        for standing in await self._store.scan():
            known = self._people.get(standing.user_id)
            if known is None or known.position < standing.position:
                self._people[standing.user_id] = standing

    def hear(self, fact: PresenceChanged) -> None:
        """Take in what some process stored."""
        known = self._people.get(fact.user_id)
        if known is None or known.position < fact.position:
            # Acts since are noted in memory only.
            active_ts = max(fact.active_ts, known.active_ts if known else 0)
            self._people[fact.user_id] = Standing(
                fact.user_id, fact.presence, fact.status_msg, active_ts, fact.idle, fact.position
            )
        if fact.presence == "offline" and fact.user_id not in self._polls:
            self._own.discard(fact.user_id)
            self._seen.pop(fact.user_id, None)

    def see(self, fact: PeopleSeen) -> None:
        """Note who polls through some process."""
        now = self._clock()
        self._seen.update(dict.fromkeys(fact.user_ids, now))

    def find(self, user_id: UserId) -> Standing | None:
        """Return how a person is, as far as it was ever heard."""
        return self._people.get(user_id)

    def polling(self) -> list[UserId]:
        """Return the people whose clients show themselves and poll through this process."""
        return [user_id for user_id in self._polls if user_id in self._own]

    async def arrive(self, user_id: UserId, said: str | None) -> None:
        """Count a poll in, and take its word for how the person is."""
        self._polls[user_id] = self._polls.get(user_id, 0) + 1
        check_state(said or "online")
        # A client that says "offline" polls without showing itself.
        if not self.enabled or said == "offline":
            return
        self._seen[user_id] = self._clock()
        self._own.add(user_id)
        known = self._people.get(user_id)
        if known is None or known.presence == "offline":
            await self.say(user_id, said or "online", known.status_msg if known else None)
        elif said is not None and said != known.presence and not (known.idle and said == "online"):
            # Whoever is idle comes back by doing something: an open page says "online" all night.
            await self.say(user_id, said, known.status_msg)

    def depart(self, user_id: UserId) -> None:
        """Count a poll out."""
        left = self._polls.get(user_id, 0) - 1
        if left > 0:
            self._polls[user_id] = left
            return
        self._polls.pop(user_id, None)
        if user_id in self._own:
            self._seen[user_id] = self._clock()

    async def say(self, user_id: UserId, presence: str, status_msg: str | None) -> None:
        """Store how a person is; raises BadRequest for a state that does not exist."""
        check_state(presence)
        if not self.enabled:
            return
        now = self._clock()
        self._seen[user_id] = now
        self._own.add(user_id)
        status = status_msg[:MAX_STATUS] if status_msg else None
        standing = Standing(user_id, presence, status, now, idle=False, position=0)
        await self._commit(standing, is_guarded=False)

    def acted(self, user_id: UserId) -> Standing | None:
        """Note that a person did something; returns their standing when they were idle and must be told as back."""
        known = self._people.get(user_id)
        if known is None:
            return None
        after = self._people[user_id] = replace(known, active_ts=self._clock())
        return after if after.idle and user_id in self._own else None

    async def sweep(self) -> None:
        """Move on everybody whose time is over: online to idle, and whoever no longer polls to offline."""
        now = self._clock()
        self._seen.update(dict.fromkeys(self.polling(), now))
        for standing in [s for s in self._people.values() if s.presence != "offline"]:
            after = self._aged(standing, now)
            if after is not standing:
                await self.move(after)

    async def move(self, standing: Standing) -> None:
        """Store a standing that time brought about, unless the person said something meanwhile."""
        try:
            await self._commit(standing, is_guarded=True)
        except WriteConflict:
            # Another process was first; its fact is on the way.
            return

    def _aged(self, standing: Standing, now: int) -> Standing:
        is_own = standing.user_id in self._own
        silent = now - self._seen.get(standing.user_id, self._began)
        if silent >= (GONE_MS if is_own else ORPHANED_MS):
            return replace(standing, presence="offline", idle=False)
        if is_own and standing.presence == "online" and now - standing.active_ts >= IDLE_MS:
            return replace(standing, presence="unavailable", idle=True)
        return standing

    async def _commit(self, standing: Standing, *, is_guarded: bool) -> None:
        memberships = await self._rooms.memberships(standing.user_id)
        rooms = tuple(room for room, place in memberships.items() if place.membership == "join")
        write = Write()
        position = write.position()
        (self._store.move if is_guarded else self._store.put)(write, standing, position)
        write.publish(
            lambda base: PresenceChanged(
                user_id=standing.user_id,
                presence=standing.presence,
                status_msg=standing.status_msg,
                active_ts=standing.active_ts,
                idle=standing.idle,
                rooms=rooms,
                position=base + position.offset,
            )
        )
        await self._db.commit(write)

    def content(self, standing: Standing | None) -> dict[str, object]:
        """Return the content of an `m.presence` event."""
        if standing is None:
            return {"presence": "offline"}
        ago = max(0, self._clock() - standing.active_ts)
        content: dict[str, object] = {
            "presence": standing.presence,
            "last_active_ago": ago,
            "currently_active": standing.presence == "online" and ago < ACTIVE_MS,
        }
        if standing.status_msg is not None:
            content["status_msg"] = standing.status_msg
        return content

    def event(self, standing: Standing) -> bytes:
        """Return the `m.presence` event."""
        event = {"type": "m.presence", "sender": standing.user_id, "content": self.content(standing)}
        return _encode(event)


def check_state(presence: str) -> None:
    """Raise BadRequest for a state that does not exist."""
    if presence not in STATES:
        raise BadRequest(f"presence is one of {', '.join(STATES)}")


def in_parts(user_ids: Iterable[UserId], size: int) -> list[tuple[UserId, ...]]:
    """Return the ids in tuples of at most `size`."""
    ids = list(user_ids)
    return [tuple(ids[start : start + size]) for start in range(0, len(ids), size)]

# SPDX-License-Identifier: EUPL-1.2
"""Which people have pushers: in memory, so that events in rooms where nobody has any cost nothing."""

from collections.abc import Collection, Iterable

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.push.store.pushers import PusherStore


class PusherIndex:
    """Ids of active pushers by person; a change of a person's pushers is read anew."""

    def __init__(self, store: PusherStore) -> None:
        self._store = store
        self._pushers: dict[UserId, frozenset[str]] = {}
        self._owners: dict[str, UserId] = {}

    async def load(self) -> Collection[tuple[UserId, DeviceId]]:
        """Read everything and return the devices that have set pushers."""
        rows = await self._store.scan_ids()
        found: dict[UserId, set[str]] = {}
        for user_id, _, pusher_id in rows:
            found.setdefault(user_id, set()).add(pusher_id)
        self._pushers = {user_id: frozenset(ids) for user_id, ids in found.items()}
        self._owners = {pusher_id: user_id for user_id, _, pusher_id in rows}
        return {(user_id, device_id) for user_id, device_id, _ in rows}

    async def refresh(self, user_id: UserId) -> None:
        """Read a person's pushers anew."""
        own = await self._store.list_of(user_id)
        ids = frozenset(pusher.pusher_id for pusher in own if pusher.enabled and pusher.activated)
        for pusher_id in self.of(user_id) - ids:
            del self._owners[pusher_id]
        self._owners |= dict.fromkeys(ids, user_id)
        if ids:
            self._pushers[user_id] = ids
        else:
            self._pushers.pop(user_id, None)

    def of(self, user_id: UserId) -> frozenset[str]:
        """Return the ids of a person's pushers."""
        return self._pushers.get(user_id, frozenset())

    def owner(self, pusher_id: str) -> UserId | None:
        """Return whose pusher it is."""
        return self._owners.get(pusher_id)

    def everything(self) -> Iterable[str]:
        """Return every pusher's id."""
        return [pusher_id for ids in self._pushers.values() for pusher_id in ids]

    def among(self, people: Collection[UserId]) -> list[UserId]:
        """Return those of the people who have pushers, walking the smaller side."""
        if len(people) < len(self._pushers):
            return [user_id for user_id in people if user_id in self._pushers]
        return [user_id for user_id in self._pushers if user_id in people]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has a pusher."""
        return not self._pushers

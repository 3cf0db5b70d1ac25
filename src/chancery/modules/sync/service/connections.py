# SPDX-License-Identifier: EUPL-1.2
"""Connections of sliding sync: what each device has been sent, by the positions that it may come back with."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

import msgspec

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.sync.errors import UnknownPosition
from chancery.modules.sync.rules.required_state import Wish
from chancery.modules.sync.rules.sliding_request import (
    MAX_SUBSCRIPTIONS,
    Extensions,
    ListConfig,
    RoomConfig,
    SlidingRequest,
    StickyExtension,
)

CONNECTIONS = 20_000
SNAPSHOTS = 5

ConnectionKey = tuple[UserId, DeviceId, str]


@dataclass(frozen=True, slots=True)
class SentRoom:
    """What a connection has of one room: all up to `upto`, under the widest config so far."""

    upto: int
    membership: str
    limit: int
    wish: Wish
    is_dm: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a client has once it processed the answer of this `pos`."""

    position: int = 0
    typing: int = 0
    rooms: dict[RoomId, SentRoom] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    extensions: frozenset[str] = frozenset()


class Connection:
    """One sync loop of one device. What a request leaves out stays as it was asked last."""

    def __init__(self) -> None:
        self.nonce = secrets.token_hex(4)
        self.lists: dict[str, ListConfig] = {}
        self.subscriptions: dict[str, RoomConfig] = {}
        self.extensions = Extensions()
        self._snapshots: OrderedDict[int, Snapshot] = OrderedDict()
        self._number = 0

    def at(self, number: int) -> Snapshot:
        """Return what the client has at a `pos`, and forget what it can no longer come back to."""
        snapshot = self._snapshots.get(number)
        if snapshot is None:
            raise UnknownPosition("this position is not known any more; start a new connection")
        for older in [n for n in self._snapshots if n < number]:
            del self._snapshots[older]
        return snapshot

    def keep(self, snapshot: Snapshot) -> str:
        """Remember what an answer brings the client to, and return the `pos` for it."""
        self._number += 1
        self._snapshots[self._number] = snapshot
        while len(self._snapshots) > SNAPSHOTS:
            # The first is the one that the client surely has; the second is the oldest that it may never have seen.
            del self._snapshots[list(self._snapshots)[1]]
        return f"s{snapshot.position}_{snapshot.typing}_{self.nonce}.{self._number}"

    def take(self, request: SlidingRequest) -> None:
        """Adopt what a request asks for."""
        if request.lists is not None:
            self.lists = request.lists
        for room_id in request.unsubscribe_rooms:
            self.subscriptions.pop(room_id, None)
        for room_id, config in request.room_subscriptions.items():
            self.subscriptions.pop(room_id, None)
            self.subscriptions[room_id] = config
        while len(self.subscriptions) > MAX_SUBSCRIPTIONS:
            del self.subscriptions[next(iter(self.subscriptions))]
        self._take_extensions(request.extensions)

    def _take_extensions(self, asked: Extensions) -> None:
        kept = self.extensions
        self.extensions = Extensions(
            to_device=asked.to_device or kept.to_device,
            e2ee=asked.e2ee or kept.e2ee,
            account_data=asked.account_data or kept.account_data,
            receipts=asked.receipts or kept.receipts,
            typing=asked.typing or kept.typing,
            sticky_events=asked.sticky_events or _without_token(kept.sticky_events),
        )


def _without_token(kept: StickyExtension | None) -> StickyExtension | None:
    """Return what the connection had: its token spoke of the answer before, and would bring the same again."""
    return kept and msgspec.structs.replace(kept, since=None)


class Connections:
    """The connections of this process; the least recently used go first when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[ConnectionKey, Connection] = OrderedDict()

    def open(self, key: ConnectionKey) -> Connection:
        """Begin a connection; one of the same name is over."""
        connection = self._kept[key] = Connection()
        self._kept.move_to_end(key)
        while len(self._kept) > CONNECTIONS:
            self._kept.popitem(last=False)
        return connection

    def resume(self, key: ConnectionKey, pos: str) -> tuple[Connection, Snapshot]:
        """Return the connection and what its client has at `pos`; raises UnknownPosition."""
        connection = self._kept.get(key)
        nonce, _, number = pos.rpartition("_")[2].partition(".")
        if connection is None or nonce != connection.nonce or not number.isdecimal() or len(number) > 12:
            raise UnknownPosition("this position is not known any more; start a new connection")
        self._kept.move_to_end(key)
        return connection, connection.at(int(number))

# SPDX-License-Identifier: EUPL-1.2
"""What a client knows after the answers it took in, for both ways to sync; two mirrors of one truth are equal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

State = dict[tuple[str, str], str]


@dataclass
class RoomMirror:
    """One joined room as a client has it."""

    state: State = field(default_factory=dict)
    timeline: list[str] = field(default_factory=list)
    receipts: dict[tuple[str, str], str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    typing: list[str] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    unread: dict[str, Any] = field(default_factory=dict)

    def take_state(self, events: Iterable[Mapping[str, Any]]) -> None:
        for event in events:
            if "state_key" in event:
                self.state[event["type"], event["state_key"]] = event["event_id"]

    def take_timeline(self, events: list[Mapping[str, Any]], *, limited: bool) -> None:
        if limited:
            self.timeline = []
        ids = [event["event_id"] for event in events]
        assert not set(ids) & set(self.timeline), "an event came twice"
        self.timeline += ids

    def take_ephemeral(self, event: Mapping[str, Any]) -> None:
        if event["type"] == "m.typing":
            self.typing = sorted(event["content"]["user_ids"])
            return
        for event_id, kinds in event["content"].items():
            for kind, users in kinds.items():
                for user in users:
                    self.receipts[kind, user] = event_id


@dataclass
class V3Mirror:
    """A client of GET /sync."""

    joined: dict[str, RoomMirror] = field(default_factory=dict)
    invited: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    data: dict[str, Any] = field(default_factory=dict)
    token: str | None = None

    def take(self, answer: Mapping[str, Any]) -> None:
        """Take in one answer."""
        self.token = answer["next_batch"]
        rooms = answer["rooms"]
        for datum in answer["account_data"]["events"]:
            self.data[datum["type"]] = datum["content"]
        for room, entry in rooms.get("join", {}).items():
            self.invited.discard(room)
            self.left.discard(room)
            self._take_room(self.joined.setdefault(room, RoomMirror()), entry)
        for room in rooms.get("invite", {}):
            self.left.discard(room)
            self.joined.pop(room, None)
            self.invited.add(room)
        for room in rooms.get("leave", {}):
            self.joined.pop(room, None)
            self.invited.discard(room)
            self.left.add(room)

    def _take_room(self, mirror: RoomMirror, entry: Mapping[str, Any]) -> None:
        timeline = entry["timeline"]
        mirror.take_state(entry["state"]["events"])
        mirror.take_timeline(timeline["events"], limited=timeline["limited"])
        mirror.take_state(timeline["events"])
        for event in entry["ephemeral"]["events"]:
            mirror.take_ephemeral(event)
        for datum in entry["account_data"]["events"]:
            mirror.data[datum["type"]] = datum["content"]
        mirror.counts |= entry["summary"]
        mirror.unread = entry["unread_notifications"]


@dataclass
class SlidingMirror:
    """A client of sliding sync that sees every room in one list."""

    rooms: dict[str, RoomMirror] = field(default_factory=dict)
    memberships: dict[str, str] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    pos: str | None = None
    count: int = 0

    def take(self, answer: Mapping[str, Any]) -> None:
        """Take in one answer."""
        self.pos = answer["pos"]
        self.count = answer["lists"]["all"]["count"]
        for room, entry in answer["rooms"].items():
            if entry.get("initial"):
                self.rooms[room] = RoomMirror()
                self.names.pop(room, None)
            self._take_room(room, entry)
        extensions = answer["extensions"]
        for datum in extensions["account_data"]["global"]:
            self.data[datum["type"]] = datum["content"]
        for room, data in extensions["account_data"]["rooms"].items():
            self.rooms[room].data |= {datum["type"]: datum["content"] for datum in data}
        for name in ("receipts", "typing"):
            for room, event in extensions[name]["rooms"].items():
                self.rooms[room].take_ephemeral(event)

    def _take_room(self, room: str, entry: Mapping[str, Any]) -> None:
        mirror = self.rooms[room]
        self.memberships[room] = entry.get("membership", self.memberships.get(room, ""))
        if "name" in entry:
            self.names[room] = entry["name"]
        mirror.take_state(entry.get("required_state", ()))
        if "timeline" in entry:
            mirror.take_timeline(entry["timeline"], limited=entry["limited"])
        mirror.counts |= {key: entry[key] for key in ("joined_count", "invited_count") if key in entry}
        mirror.unread |= {
            key: entry[key] for key in ("notification_count", "highlight_count") if key in entry
        }

    @property
    def joined(self) -> dict[str, RoomMirror]:
        """The rooms that the person is in."""
        return {room: mirror for room, mirror in self.rooms.items() if self.memberships[room] == "join"}


def assert_same_room(followed: RoomMirror, fresh: RoomMirror) -> None:
    """Check that a client that followed a room knows what one that starts now learns."""
    assert followed.state == fresh.state
    # A fresh client has the newest events only, a follower may have more before them.
    assert followed.timeline[-len(fresh.timeline) :] == fresh.timeline or (
        fresh.timeline[-len(followed.timeline) :] == followed.timeline
    )
    for key, event_id in fresh.receipts.items():
        assert followed.receipts[key] == event_id
    assert followed.data == fresh.data
    assert followed.typing == fresh.typing
    assert followed.counts == fresh.counts
    assert followed.unread == fresh.unread

# SPDX-License-Identifier: EUPL-1.2
"""What relates to the events of a timeline (`m.relations`), found among the events themselves.

Whatever relates to an event comes after it, and a timeline goes up to now: so nothing is read for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from chancery.kit.ids import EventId, UserId
from chancery.modules.rooms.contract import RoomEvent, Standing
from chancery.modules.sync.service.rendering import copy, membership_at
from chancery.wire.matrix.relations import bundle_edits_and_references, drop_edits, relation_of

_MARK = b'"m.relates_to"'


@dataclass(slots=True)
class _Thread:
    """A thread: its newest event, how many there are, and who took part."""

    latest: RoomEvent
    count: int = 0
    people: set[UserId] = field(default_factory=set)

    def summary(self, reader: UserId | None, standing: Standing | None) -> dict[str, object]:
        seen = copy(standing, self.latest)
        latest = seen.render(with_room=True, membership=membership_at(standing, self.latest))
        return {
            "latest_event": msgspec.Raw(latest),
            "count": self.count,
            "current_user_participated": reader in self.people,
        }


@dataclass(frozen=True, slots=True)
class Bundles:
    """The bundles of some events; `participants` are the people who see some of them differently."""

    shared: Mapping[EventId, Mapping[str, object]]
    threads: Mapping[EventId, _Thread]
    participants: frozenset[UserId]

    def for_reader(
        self, reader: UserId | None, standing: Standing | None = None, redacted: Collection[EventId] = ()
    ) -> Mapping[EventId, bytes]:
        """Return each event's `m.relations`; None reads as somebody who took part in nothing.

        `redacted` are the events that the reader gets without their content.
        """
        whole = {event_id: dict(bundle) for event_id, bundle in self.shared.items()}
        drop_edits(whole, redacted)
        for root, thread in self.threads.items():
            whole.setdefault(root, {})["m.thread"] = thread.summary(reader, standing)
        return {event_id: msgspec.json.encode(bundle) for event_id, bundle in whole.items()}


NOTHING = Bundles({}, {}, frozenset())


def bundle(events: Sequence[RoomEvent], candidates: Sequence[RoomEvent]) -> Bundles:
    """Return what relates to the events among the candidates, which hold all from the oldest event on, oldest first."""
    if len(candidates) < 2:
        return NOTHING
    newest_first = [event for event in reversed(candidates) if _MARK in event.body]
    if not newest_first:
        return NOTHING
    parents = {event.event_id: event for event in events}
    threads = _threads(parents, newest_first)
    people = frozenset(person for thread in threads.values() for person in thread.people)
    return Bundles(bundle_edits_and_references(parents, newest_first), threads, people)


def _threads(
    parents: Mapping[EventId, RoomEvent], newest_first: Sequence[RoomEvent]
) -> dict[EventId, _Thread]:
    threads: dict[EventId, _Thread] = {}
    for event in newest_first:
        relation = relation_of(event)
        root = parents.get(EventId(relation.event_id))
        if root is None or relation.rel_type != "m.thread":
            continue
        thread = threads.setdefault(root.event_id, _Thread(event, people={root.sender}))
        thread.count += 1
        thread.people.add(event.sender)
    return threads

# SPDX-License-Identifier: EUPL-1.2
"""Relations: the events that refer to an event, threads, and what is bundled with events for clients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from chancery.kit.ids import DeviceId, EventId, RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.contract import RoomEvent, Standing
from chancery.modules.rooms.errors import DuplicateAnnotation
from chancery.modules.rooms.rules.visibility import HistoryView
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.ignoring import ignored_by
from chancery.modules.rooms.service.veiling import PersonalView, veiled
from chancery.modules.rooms.store.events import EventStore
from chancery.platform.http.request import Caller
from chancery.wire.matrix.relations import bundle_edits_and_references, drop_edits, is_edit, relation_of

MAX_DEPTH = 3
_SCANNED = 500
_END = 2**62
_BUNDLED = ("m.replace", "m.reference")


@dataclass(frozen=True, slots=True)
class RelationsPage:
    """A page of related events; `end` is the position to go on from, None at the end."""

    events: Sequence[RoomEvent]
    end: int | None


@dataclass(frozen=True, slots=True)
class Sight:
    """How one person sees some events of a room: what relates to each, and what the person was when it was sent."""

    relations: Mapping[EventId, bytes]
    standing: Standing

    def render(self, event: RoomEvent, device: tuple[UserId, DeviceId]) -> bytes:
        """Return an event with its room id, as one of the person's devices sees it."""
        return self.standing.copy(event).render(
            for_device=device,
            with_room=True,
            relations=self.relations.get(event.event_id),
            membership=self.standing.membership_at(event.position),
        )


NOTHING = Sight({}, PersonalView((), ()))


class Relations:
    """Reads relations as one person may see them."""

    def __init__(self, access: Access, hot: HotRooms, events: EventStore, accounts: Accounts) -> None:
        self._access = access
        self._hot = hot
        self._events = events
        self._accounts = accounts

    async def list_relations(
        self,
        actor: Caller,
        room_id: RoomId,
        parent: str,
        *,
        rel_type: str | None,
        kind: str | None,
        backwards: bool,
        start: int | None,
        stop: int | None,
        limit: int,
        recurse: bool,
    ) -> RelationsPage:
        """Return the events that relate to one that the actor may see."""
        await self._access.access_event(actor, room_id, parent)
        view = await self._access.access_history(actor, room_id)
        parents = [parent]
        if recurse:
            parents = await self._descendants(room_id, parent)
        since, upto = _range(start, stop, backwards=backwards)
        found = await self._events.list_relations(
            room_id,
            parents,
            since=since,
            upto=upto if view.upto is None else min(upto, view.upto),
            limit=limit + 1,
            backwards=backwards,
            rel_types=[rel_type] if rel_type is not None else [],
            kind=kind,
        )
        page = found[:limit]
        end = None
        if len(found) > limit:
            end = page[-1].position - 1 if backwards else page[-1].position
        return RelationsPage([event for event in page if view.sees(event.position)], end)

    async def list_threads(
        self, actor: Caller, room_id: RoomId, *, participated: bool, start: int | None, limit: int
    ) -> RelationsPage:
        """Return the roots of threads, the one with the newest answer first."""
        view = await self._access.access_history(actor, room_id)
        before = start if start is not None else _END
        of = actor.user_id if participated else None
        roots = await self._events.scan_threads(room_id, before=before, limit=limit + 1, of=of)
        events = {event.event_id: event for event in await self._events.list_by_ids([r for r, _ in roots])}
        chosen = [
            events[EventId(root)]
            for root, _ in roots[:limit]
            if EventId(root) in events and self._belongs(events[EventId(root)], room_id, view)
        ]
        end = roots[limit - 1][1] if len(roots) > limit else None
        ignored = await ignored_by(self._accounts, actor.user_id)
        version = (await self._hot.load(room_id)).building.version
        # Threading module: a root by somebody whom the caller ignores comes redacted.
        return RelationsPage([veiled(e, version) if e.sender in ignored else e for e in chosen], end)

    async def see(self, actor: Caller, events: Sequence[RoomEvent]) -> Sight:
        """Return how the actor sees events of one room, with the `m.relations` of those that have any.

        Bundled are the newest edit, references and the thread.
        """
        if not events:
            return NOTHING
        parents = {event.event_id: event for event in events}
        room_id = events[0].room_id
        view = await self._access.view(actor.user_id, room_id)
        since, last = view.readable()
        upto = _END if last is None else last
        children = await self._events.list_relations(
            room_id, parents, since=since, upto=upto, limit=_SCANNED, backwards=True, rel_types=_BUNDLED
        )
        bundles = bundle_edits_and_references(parents, children)
        drop_edits(bundles, [event.event_id for event in events if view.copy(event) is not event])
        threads = await self._events.list_thread_summaries(
            room_id,
            list(parents),
            actor.user_id,
            since=since,
            upto=upto,
            ignored=await ignored_by(self._accounts, actor.user_id),
        )
        newest = {event.position: event for event in await self._events.list_at([t[2] for t in threads])}
        for root, count, position, took_part in threads:
            bundles.setdefault(root, {})["m.thread"] = {
                "latest_event": msgspec.Raw(
                    view.copy(newest[position]).render(
                        with_room=True, membership=view.membership_at(position)
                    )
                ),
                "count": count,
                "current_user_participated": took_part or parents[root].sender == actor.user_id,
            }
        return Sight({event_id: msgspec.json.encode(bundle) for event_id, bundle in bundles.items()}, view)

    async def newest_edit(self, event: RoomEvent) -> RoomEvent | None:
        """Return the event that replaces an event now, None when none does."""
        edits = await self._events.list_relations(
            event.room_id,
            [event.event_id],
            since=0,
            upto=_END,
            limit=_SCANNED,
            backwards=True,
            rel_types=["m.replace"],
            kind=event.type,
        )
        return next((edit for edit in edits if is_edit(event, edit)), None)

    def _belongs(self, event: RoomEvent, room_id: RoomId, view: HistoryView) -> bool:
        return event.room_id == room_id and view.sees(event.position)

    async def check_annotation(self, room_id: RoomId, sender: UserId, content: Mapping[str, Any]) -> None:
        """Raise DuplicateAnnotation when the person has annotated the event with the same key already."""
        relation = content.get("m.relates_to")
        if not isinstance(relation, dict) or relation.get("rel_type") != "m.annotation":
            return
        parent, key = relation.get("event_id"), relation.get("key")
        if not isinstance(parent, str):
            return
        known = await self._events.list_relations(
            room_id,
            [parent],
            since=0,
            upto=_END,
            limit=_SCANNED,
            backwards=True,
            rel_types=["m.annotation"],
            kind="m.reaction",
        )
        if any(event.sender == sender and relation_of(event).key == key for event in known):
            raise DuplicateAnnotation("you have reacted with this already")

    async def _descendants(self, room_id: RoomId, parent: str) -> list[str]:
        """Return the parent and the events below it, to the depth that the specification recommends."""
        known = [parent]
        level = [parent]
        for _ in range(MAX_DEPTH - 1):
            below = await self._events.list_relations(
                room_id, level, since=0, upto=_END, limit=_SCANNED, backwards=True
            )
            level = [event.event_id for event in below if event.event_id not in known]
            if not level:
                break
            known += level
        return known


def _range(start: int | None, stop: int | None, *, backwards: bool) -> tuple[int, int]:
    if backwards:
        return stop or 0, start if start is not None else _END
    return start or 0, stop if stop is not None else _END

# SPDX-License-Identifier: EUPL-1.2
"""The answer of `POST /search`, joined from rendered events."""

from collections.abc import Mapping, Sequence

import msgspec

from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import RoomArchive, RoomEvent, RoomReader
from chancery.modules.search.model import Hit
from chancery.modules.search.rules.request import (
    EventContext,
    GroupKey,
    PageToken,
    RoomEvents,
    decode_content,
)
from chancery.modules.search.rules.words import highlights, text_of
from chancery.modules.search.service.searching import Found, Searching
from chancery.platform.http.request import Caller
from chancery.wire.matrix.tokens import timeline_token

_NOW = 2**62
_STRIPPED = {"displayname", "avatar_url"}


class Answers:
    """Renders what was found."""

    def __init__(self, searching: Searching, archive: RoomArchive, reader: RoomReader) -> None:
        self._searching = searching
        self._archive = archive
        self._reader = reader

    async def search(
        self, actor: Caller, wanted: RoomEvents, token: PageToken | None
    ) -> Mapping[str, object]:
        """Return the member `room_events` of the answer."""
        found = await self._searching.find(actor, wanted, token)
        rendered = await self._render(actor, [event for _, event in found.page])
        results = [
            await self._result(actor, wanted.event_context, hit, event, rendered) for hit, event in found.page
        ]
        answer: dict[str, object] = {
            "count": found.count,
            "highlights": highlights(found.terms, [_text(event) for _, event in found.page]),
            "results": results,
        }
        if found.following is not None:
            answer["next_batch"] = found.following.encode()
        if wanted.include_state:
            answer["state"] = await self._state(actor, found.page)
        if wanted.groupings.group_by:
            answer["groups"] = {group.key: _groups(found, group.key) for group in wanted.groupings.group_by}
        return answer

    async def _result(
        self,
        actor: Caller,
        context: EventContext | None,
        hit: Hit,
        event: RoomEvent,
        rendered: Mapping[EventId, bytes],
    ) -> dict[str, object]:
        result: dict[str, object] = {
            "rank": hit.rank,
            "result": _with_user(event, rendered[event.event_id]),
        }
        if context is not None:
            result["context"] = await self._context(actor, context, event)
        return result

    async def _context(self, actor: Caller, wanted: EventContext, event: RoomEvent) -> dict[str, object]:
        around = await self._archive.neighbours(
            actor, event.room_id, event.position, before=wanted.before, after=wanted.after
        )
        rendered = await self._render(actor, [*around.before, *around.after])
        context: dict[str, object] = {
            "start": timeline_token(around.start),
            "end": timeline_token(around.end),
            "events_before": [_with_user(e, rendered[e.event_id]) for e in around.before],
            "events_after": [_with_user(e, rendered[e.event_id]) for e in around.after],
        }
        if wanted.include_profile:
            people = {e.sender for e in (event, *around.before, *around.after)}
            context["profile_info"] = await self._profiles(event, people)
        return context

    async def _profiles(self, event: RoomEvent, people: set[UserId]) -> dict[str, object]:
        """Return names and pictures of people as they were when the event was sent."""
        members = await self._reader.state_events(
            event.room_id, [("m.room.member", person) for person in sorted(people)], upto=event.position
        )
        return {
            member.state_key or "": {
                name: value for name, value in decode_content(member.body).items() if name in _STRIPPED
            }
            for member in members
        }

    async def _state(
        self, actor: Caller, page: Sequence[tuple[Hit, RoomEvent]]
    ) -> dict[str, list[msgspec.Raw]]:
        """Return the state of each room, of one that the actor has left as it was then."""
        states: dict[str, list[msgspec.Raw]] = {}
        for room_id in dict.fromkeys(event.room_id for _, event in page):
            readable = await self._reader.readable(room_id, actor.user_id)
            upto = _NOW if readable.state_upto is None else readable.state_upto
            state = await self._reader.state_at(room_id, upto)
            states[room_id] = [msgspec.Raw(event.render(with_room=True)) for event in state]
        return states

    async def _render(self, actor: Caller, events: Sequence[RoomEvent]) -> dict[EventId, bytes]:
        by_room: dict[RoomId, list[RoomEvent]] = {}
        for event in events:
            by_room.setdefault(event.room_id, []).append(event)
        rendered: dict[EventId, bytes] = {}
        for of_room in by_room.values():
            rendered |= await self._archive.render(actor, of_room)
        return rendered


def _groups(found: Found, key: GroupKey) -> dict[str, dict[str, object]]:
    groups: dict[str, dict[str, object]] = {}
    for order, (hit, event) in enumerate(found.page):
        value = hit.room_id if key == "room_id" else hit.sender
        group = groups.get(value)
        if group is None:
            group = groups[value] = {"order": order, "results": []}
            following = found.following_of(key, value)
            if following is not None:
                group["next_batch"] = following.encode()
        results = group["results"]
        assert isinstance(results, list)
        results.append(event.event_id)
    return groups


def _with_user(event: RoomEvent, rendered: bytes) -> msgspec.Raw:
    """Return an event that names its sender once more, as clients of the first days look for it in search results."""
    return msgspec.Raw(rendered[:-1] + b',"user_id":' + msgspec.json.encode(event.sender) + b"}")


def _text(event: RoomEvent) -> str:
    return text_of(event.type, decode_content(event.body))

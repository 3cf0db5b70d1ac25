# SPDX-License-Identifier: EUPL-1.2
"""The form that a filter wants events in: `event_format` and `event_fields`."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.ids import EventId, RoomId
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.sync.rules.fields import pick, rewrite_entry
from chancery.modules.sync.rules.filters import CompiledFilter

Event = Mapping[str, Any]


async def shaped(entry: bytes, room_id: RoomId, wanted: CompiledFilter, rooms: RoomReader) -> bytes:
    """Return a room's entry, rendered, with its events as the filter wants them."""
    if wanted.is_federation:
        entry = await _as_federated(entry, room_id, rooms)
    if wanted.fields:
        entry = rewrite_entry(entry, lambda event: pick(event, wanted.fields))
    return entry


async def _as_federated(entry: bytes, room_id: RoomId, rooms: RoomReader) -> bytes:
    ids: list[EventId] = []

    def note(event: Event) -> Event:
        ids.append(event["event_id"])
        return event

    def replace(event: Event) -> Event:
        # The federation's form has no id, but whoever syncs needs one to go on with the event.
        form = {**forms[event["event_id"]], "event_id": event["event_id"]}
        return {**form, "unsigned": event["unsigned"]} if "unsigned" in event else form

    rewrite_entry(entry, note)
    forms = await rooms.federation_forms(room_id, ids)
    return rewrite_entry(entry, replace)

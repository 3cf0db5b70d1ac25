# SPDX-License-Identifier: EUPL-1.2
"""The form in which servers exchange an event (a PDU), put together from what is stored of it."""

from typing import Any

from chancery.kit.ids import RoomId
from chancery.modules.rooms.model import decode_object
from chancery.wire.matrix.versions import RoomVersion


def federation_form(room_id: RoomId, body: bytes, graph: bytes, version: RoomVersion) -> dict[str, Any]:
    """Return an event as servers exchange it; without signatures, as there is nobody to show them to."""
    form = decode_object(body) | decode_object(graph) | {"signatures": {}}
    del form["event_id"]
    if version.redaction_11:
        form.pop("redacts", None)  # the content has it; beside the content it stands for clients of before
    if not (version.create_is_room_id and form["type"] == "m.room.create"):
        form["room_id"] = room_id
    return form

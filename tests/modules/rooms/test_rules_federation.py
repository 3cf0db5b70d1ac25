# SPDX-License-Identifier: EUPL-1.2
"""The form of servers is the stored body and graph together; where `redacts` and the room id stand depends on the version."""

import pytest

from chancery.kit.ids import RoomId
from chancery.modules.rooms.rules.federation import federation_form
from chancery.wire.matrix.versions import room_version

GRAPH = b'{"auth_events":["$a"],"depth":3,"hashes":{"sha256":"h"},"prev_events":["$p"]}'


ROOM = RoomId("!r")


@pytest.mark.parametrize(("version", "stands_outside"), [("10", True), ("11", False), ("12", False)])
def test_a_redaction_names_its_target_where_the_version_wants_it(version: str, stands_outside: bool) -> None:
    body = b'{"content":{"redacts":"$x"},"event_id":"$e","redacts":"$x","type":"m.room.redaction"}'
    form = federation_form(ROOM, body, GRAPH, room_version(version))
    assert ("redacts" in form) is stands_outside
    assert (form["depth"], form["prev_events"], form["signatures"]) == (3, ["$p"], {})
    assert "event_id" not in form


@pytest.mark.parametrize(("version", "room_id"), [("11", "!r"), ("12", None)])
def test_a_create_event_that_gives_the_room_its_id_has_none(version: str, room_id: str | None) -> None:
    body = b'{"content":{},"event_id":"$e","type":"m.room.create"}'
    form = federation_form(ROOM, body, GRAPH, room_version(version))
    assert form.get("room_id") == room_id

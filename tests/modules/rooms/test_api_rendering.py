# SPDX-License-Identifier: EUPL-1.2
"""Events spliced from stored bytes are whole JSON objects with everything in its place."""

import json

from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.ids import DeviceId, EventId, RoomId, SessionId, UserId
from chancery.modules.rooms.api.rendering import answer, render_event, render_list
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.service.relations import Sight
from chancery.modules.rooms.service.veiling import PersonalView
from chancery.platform.http.request import Caller

ANNA, DESK = UserId("@anna:x"), DeviceId("DESK")
CALLER = Caller(ANNA, DESK, SessionId("s"))
_objects = st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(), max_size=3)


def event(
    content: object, unsigned: object = None, txn_id: str | None = None, device: DeviceId = DESK
) -> RoomEvent:
    body = json.dumps({"content": content, "event_id": "$e", "type": "t"}).encode()
    stored = None if unsigned is None else json.dumps(unsigned).encode()
    return RoomEvent(1, RoomId("!r"), EventId("$e"), "t", None, ANNA, 0, body, stored, device, txn_id)


def sight(relations: dict[EventId, bytes]) -> Sight:
    return Sight(relations, PersonalView([(1, "join")], []))


@given(_objects, st.none() | _objects, st.none() | st.text(st.characters(codec="utf-8")), st.booleans())
def test_splicing(content: object, unsigned: object, txn_id: str | None, bundled: bool) -> None:
    relations = {EventId("$e"): b'{"m.thread":1}'} if bundled else {}
    rendered = json.loads(render_event(event(content, unsigned, txn_id), CALLER, sight(relations)))
    expected = dict(unsigned) if isinstance(unsigned, dict) else {}
    expected["membership"] = "join"
    if txn_id is not None:
        expected["transaction_id"] = txn_id
    if bundled:
        expected["m.relations"] = {"m.thread": 1}
    assert rendered.pop("unsigned") == expected
    assert rendered == {"content": content, "event_id": "$e", "type": "t", "room_id": "!r"}


def test_other_devices_get_no_transaction_id() -> None:
    other = event({}, txn_id="1", device=DeviceId("PHONE"))
    rendered = render_event(other, CALLER, sight({EventId("$e"): b"1"}))
    assert json.loads(rendered)["unsigned"] == {"m.relations": 1, "membership": "join"}


def test_answers_are_joined() -> None:
    body = answer({"chunk": render_list([event({}), event({})], CALLER), "end": b'"t1"'}).body
    assert len(json.loads(body)["chunk"]) == 2
    assert json.loads(answer({}).body) == {}

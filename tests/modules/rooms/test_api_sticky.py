# SPDX-License-Identifier: EUPL-1.2
"""Sticky events (MSC4354) as they are sent, stored, redacted, delayed and forgotten."""

import pytest
from support.people import Person

from chancery.kit.ids import RoomId
from chancery.wire.matrix.canonical import canonical

from .conftest import House, build_house

DURATION = "org.matrix.msc4354.sticky_duration_ms"
DELAY = "org.matrix.msc4140.delay"


async def stick(person: Person, room: str, path: str = "send/m.rtc.member/s1", **query: str) -> str:
    # A delayed one answers with an id of the proposal's own.
    wish = {DURATION: "60000", **query}
    answer = await person.call("PUT", room, path, {"n": 1}, query=wish, judged=DELAY not in query)
    assert answer.status == 200, answer.body
    return str(answer.json.get("event_id", ""))


async def lasting(house: House, room: str) -> list[str]:
    """Return what a process that has just been started knows to be sticky."""
    fresh = build_house(house.office)
    assert fresh.module.manifest.start
    assert fresh.module.manifest.stop
    await fresh.module.manifest.start()
    found = await fresh.module.reader.sticky_events([RoomId(room)], since=0, upto=2**62, limit=10)
    await fresh.module.manifest.stop()
    return [sticky.event.event_id for sticky in found]


@pytest.mark.parametrize("version", ["8", "12"])
async def test_the_mark_is_part_of_the_event_and_goes_with_its_content(anna: Person, version: str) -> None:
    room = await anna.create(room_version=version, preset="public_chat")
    message = await stick(anna, room)
    state = await stick(anna, room, "state/org.example.note/")
    for event_id in (message, state):
        event = (await anna.get(room, f"event/{event_id}")).json
        assert event["msc4354_sticky"] == {"duration_ms": 60_000}
    await anna.call("PUT", room, f"redact/{message}/r1", {})
    assert "msc4354_sticky" not in (await anna.get(room, f"event/{message}")).json


async def test_the_stored_form_is_canonical(house: House, anna: Person) -> None:
    room = await anna.create(preset="public_chat")
    event_id = await stick(anna, room)
    event = await house.module.reader.event(event_id)  # type: ignore[arg-type]  # a plain text here
    assert event is not None
    decoded = (await anna.get(room, f"event/{event_id}")).json
    for spliced in ("room_id", "unsigned"):
        decoded.pop(spliced, None)
    assert event.body == canonical(decoded)


@pytest.mark.parametrize("duration", ["-1", "3600001", "soon"])
async def test_impossible_durations_are_refused(anna: Person, duration: str) -> None:
    room = await anna.create(preset="public_chat")
    for path in ("send/m.rtc.member/s1", "state/org.example.note/"):
        answer = await anna.call("PUT", room, path, {}, query={DURATION: duration})
        assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")


async def test_a_restart_forgets_nothing_that_lasts(house: House, anna: Person) -> None:
    room = await anna.create(preset="public_chat")
    first = await stick(anna, room)
    house.office.clock.forward(seconds=30)
    second = await stick(anna, room, "send/m.rtc.member/s2")
    assert await lasting(house, room) == [first, second]
    house.office.clock.forward(seconds=30)
    await house.tend()
    assert await lasting(house, room) == [second]


async def test_a_delayed_event_is_sticky_from_when_it_is_sent(house: House, anna: Person) -> None:
    room = await anna.create(preset="public_chat")
    await stick(anna, room, **{DELAY: "50000"})
    house.office.clock.forward(seconds=50)
    await house.tend()
    house.office.clock.forward(seconds=50)
    (sticky,) = await house.module.reader.sticky_events([RoomId(room)], since=0, upto=2**62, limit=10)
    assert sticky.ttl_ms == 10_000


async def test_the_feature_is_announced(house: House) -> None:
    versions = await house.anonymous.get("/_matrix/client/versions")
    assert versions.json["unstable_features"]["org.matrix.msc4354"] is True

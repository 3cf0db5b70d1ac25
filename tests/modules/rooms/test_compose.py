# SPDX-License-Identifier: EUPL-1.2
"""Composed events: the federation form can be rebuilt from what is stored, and its hashes fit."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.kit.ids import UserId
from chancery.modules.rooms.model import Draft, NewEvent, StateEntry
from chancery.modules.rooms.service.compose import Composer
from chancery.modules.rooms.service.hot_room import Building
from chancery.wire.matrix.canonical import MAX_INTEGER, canonical
from chancery.wire.matrix.hashes import content_hash, event_id
from chancery.wire.matrix.versions import ROOM_VERSIONS, RoomVersion, room_version

ANNA = UserId('@anna"q\\:ministry.example')
NOW = 1_790_000_000_000
_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_content = st.dictionaries(
    _text, st.integers(-MAX_INTEGER, MAX_INTEGER) | _text | st.lists(_text), max_size=4
)


def federation_form(event: NewEvent, version: RoomVersion) -> dict[str, Any]:
    """Rebuild the federation form as docs/adr/0003 says."""
    form: dict[str, Any] = json.loads(event.body) | json.loads(event.graph)
    del form["event_id"]
    if version.redaction_11:
        form.pop("redacts", None)
    if event.type != "m.room.create" or not version.create_is_room_id:
        form["room_id"] = event.room_id
    return form


def check(event: NewEvent, version: RoomVersion) -> None:
    form = federation_form(event, version)
    assert form["hashes"]["sha256"] == content_hash(form)
    assert event.event_id == event_id(form, version)
    assert event.body == canonical(json.loads(event.body))
    assert event.graph == canonical(json.loads(event.graph))


def open_room(version: RoomVersion) -> tuple[Composer, Building, NewEvent]:
    composer = Composer("ministry.example")
    draft = Draft("m.room.create", ANNA, {"room_version": version.identifier}, "")
    event, content = composer.compose_create(draft, version, NOW, composer.new_room_id(version))
    building = Building(event.room_id, version, ANNA, StateEntry(event.event_id, ANNA, content))
    joined, raw = composer.compose(building, Draft("m.room.member", ANNA, {"membership": "join"}, ANNA), NOW)
    building.advance(joined, raw)
    return composer, building, event


@pytest.mark.parametrize("version", [ROOM_VERSIONS[name] for name in sorted(ROOM_VERSIONS)])
def test_create_events(version: RoomVersion) -> None:
    check(open_room(version)[2], version)


@pytest.mark.parametrize("name", sorted(ROOM_VERSIONS))
@given(kind=_text, content=_content, state_key=st.none() | _text.map("k".__add__))
def test_any_event(name: str, kind: str, content: dict[str, Any], state_key: str | None) -> None:
    version = room_version(name)
    composer, building, _ = open_room(version)
    event, _ = composer.compose(building, Draft("x." + kind, ANNA, content, state_key), NOW)
    check(event, version)
    assert json.loads(event.body)["content"] == content


@pytest.mark.parametrize("name", sorted(ROOM_VERSIONS))
def test_redactions(name: str) -> None:
    version = room_version(name)
    composer, building, _ = open_room(version)
    content = {"redacts": "$x", "reason": "rude"}
    event, _ = composer.compose(building, Draft("m.room.redaction", ANNA, content), NOW)
    check(event, version)
    assert json.loads(event.body)["redacts"] == "$x"

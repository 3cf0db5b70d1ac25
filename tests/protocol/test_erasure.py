# SPDX-License-Identifier: EUPL-1.2
"""A login closed with `erase`: newcomers get redacted copies on every way to a room's past, those who were there all of it."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from support.http import Client
from support.ministry import Ministry, ministry_settings, open_ministry
from support.office import PASSWORD
from support.people import V1, V3, Person

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

SLIDING = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
SECRET = "aubergine"


async def close_login(person: Person, **wishes: bool) -> None:
    """Deactivate one's login, confirmed by the password."""
    path = f"{V3}/account/deactivate"
    session = (await person.client.post(path, wishes)).json["session"]
    identifier = {"type": "m.id.user", "user": person.user_id}
    auth = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD, "session": session}
    answer = await person.client.post(path, {**wishes, "auth": auth})
    assert answer.status == 200, answer.body


async def write_all_sorts(person: Person, room: str) -> str:
    """Write a message, edit it and answer it in a thread; returns the message."""
    root = await person.send(room, f"{SECRET} one")
    edit = {
        "m.new_content": {"msgtype": "m.text", "body": f"{SECRET} two"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": root},
    }
    await person.send(room, f"* {SECRET} two", **edit)
    await person.send(room, f"{SECRET} three", **{"m.relates_to": {"rel_type": "m.thread", "event_id": root}})
    return root


async def read_everywhere(client: Client, room: str, event_id: str, start: str) -> dict[str, str]:
    """Return what a client gets of a room on every way there is, by the way."""
    place, event = f"{V3}/rooms/{quote(room)}", quote(event_id)
    related = f"{V1}/rooms/{quote(room)}"
    wanted = {
        "messages": f"{place}/messages?dir=b&limit=50",
        "context": f"{place}/context/{event}",
        "event": f"{place}/event/{event}",
        "relations": f"{related}/relations/{event}",
        "threads": f"{related}/threads",
        "initialSync": f"{V3}/initialSync?limit=50",
        "room initialSync": f"{place}/initialSync?limit=50",
        "events": f"{V3}/events?from={start}&timeout=0&room_id={quote(room)}",
        "one of events": f"{V3}/events/{event}",
        "sync": f"{V3}/sync?full_state=true&filter={quote(json.dumps({'room': {'timeline': {'limit': 50}}}))}",
    }
    answers = {way: await client.get(path) for way, path in wanted.items()}
    subscription = {"timeline_limit": 50, "required_state": [["*", "*"]]}
    answers["sliding sync"] = await client.post(SLIDING, {"room_subscriptions": {room: subscription}})
    search = {"search_categories": {"room_events": {"search_term": SECRET, "event_context": {}}}}
    answers["search"] = await client.post(f"{V3}/search", search)
    for way, answer in answers.items():
        assert answer.status == 200, (way, answer.body)
    # The search says itself what was looked for.
    return {
        way: answer.body.decode().replace(f'"highlights":["{SECRET}"]', "") for way, answer in answers.items()
    }


async def test_newcomers_get_redacted_copies(
    ministry: Ministry, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    anna, boris, carla = [await ministry.person(name) for name in ("anna", "boris", "carla")]
    room = await anna.create(preset="public_chat", name="Harvest")
    start = (await carla.client.get(f"{V3}/sync")).json["next_batch"]
    await boris.join(room)
    letter = await write_all_sorts(boris, room)
    await ministry.modules.search.index.catch_up()
    await close_login(boris, erase=True)
    await carla.join(room)

    kept = await read_everywhere(anna.client, room, letter, start)
    shown = await read_everywhere(carla.client, room, letter, start)
    assert [way for way, text in kept.items() if SECRET not in text] == []
    assert [way for way, text in shown.items() if SECRET in text] == []
    # The search finds nothing for her; everywhere else the redacted message is there.
    assert [way for way, text in shown.items() if letter not in text] == ["relations", "search"]

    # After a restart it is the same.
    async with open_ministry(ministry_settings(tmp_path), database, local_bus, tmp_path) as again:
        client = again.anonymous.with_token(carla.client.token)
        shown = await read_everywhere(client, room, letter, start)
        assert [way for way, text in shown.items() if SECRET in text] == []


@pytest.mark.parametrize("wishes", [{}, {"erase": False}])
async def test_without_the_wish_newcomers_read_all(ministry: Ministry, wishes: dict[str, bool]) -> None:
    anna, boris, carla = [await ministry.person(name) for name in ("anna", "boris", "carla")]
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    await boris.send(room, SECRET)
    await close_login(boris, **wishes)
    await carla.join(room)
    assert await carla.texts(room) == [SECRET]


async def test_who_was_there_between_message_and_erasure_keeps_it(ministry: Ministry) -> None:
    anna, boris, carla, dora = [await ministry.person(name) for name in ("anna", "boris", "carla", "dora")]
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    # Dora left before the message was sent, Carla came after it and left again.
    await dora.join(room)
    await dora.post(room, "leave")
    await boris.send(room, SECRET)
    await carla.join(room)
    await carla.post(room, "leave")
    await close_login(boris, erase=True)
    for person in (carla, dora):
        await person.join(room)
    assert await carla.texts(room) == [SECRET]
    assert await dora.texts(room) == []

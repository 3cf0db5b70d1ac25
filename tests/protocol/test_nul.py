# SPDX-License-Identifier: EUPL-1.2
"""NUL characters in texts: JSON allows them, PostgreSQL's texts do not."""

from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.people import V3

NUL = "a\0b"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "{v3}/profile/{user}/displayname", {"displayname": NUL}),
        ("PUT", "{v3}/profile/{user}/org.example.note", {"org.example.note": NUL}),
        ("PUT", "{v3}/devices/{device}", {"display_name": NUL}),
        ("PUT", "{v3}/user/{user}/account_data/org.example.a", {"a": NUL}),
        ("POST", "{v3}/user/{user}/filter", {"room": {"timeline": {"types": [NUL]}}}),
        ("PUT", "{v3}/user/{user}/rooms/{room}/tags/u.work", {"a": NUL}),
        ("PUT", "{v3}/pushrules/global/content/r", {"pattern": NUL, "actions": []}),
        ("POST", "{v3}/createRoom", {"name": NUL, "topic": NUL}),
        ("POST", "{v3}/createRoom", {"room_alias_name": NUL}),
        ("POST", "{v3}/createRoom", {"preset": NUL}),
        ("PUT", "{v3}/rooms/{room}/state/m.room.name", {"name": NUL}),
        ("PUT", "{v3}/rooms/{room}/state/m.room.member/{user}", {"membership": "join", "displayname": NUL}),
        ("PUT", "{v3}/rooms/{room}/send/m.room.message/1", {"msgtype": "m.text", "body": NUL}),
        ("POST", "{v3}/rooms/{room}/report", {"reason": NUL}),
        ("POST", "{v3}/rooms/{room}/leave", {"reason": NUL}),
        ("POST", "{v3}/keys/upload", {"one_time_keys": {f"signed_curve25519:{NUL}": {"key": "a"}}}),
        ("POST", "{v3}/keys/query", {"device_keys": {NUL: []}}),
        ("POST", "{v3}/keys/claim", {"one_time_keys": {NUL: {NUL: NUL}}}),
        ("PUT", "{v3}/sendToDevice/a.b/1", {"messages": {NUL: {NUL: {"a": NUL}}}}),
        ("PUT", "{v3}/sendToDevice/a.b/2", {"messages": {"{user}": {NUL: {"a": NUL}}}}),
        ("POST", "{v3}/search", {"search_categories": {"room_events": {"search_term": NUL}}}),
        ("POST", "{v3}/user_directory/search", {"search_term": NUL}),
        ("POST", "{v3}/publicRooms", {"filter": {"generic_search_term": NUL}}),
        ("POST", "{v3}/join/{room}", {"reason": NUL}),
        ("POST", "{v3}/login", {"type": "m.login.password", "user": NUL, "password": NUL}),
        (
            "POST",
            "{v3}/pushers/set",
            {
                "kind": "http",
                "app_id": NUL,
                "pushkey": NUL,
                "app_display_name": NUL,
                "device_display_name": NUL,
                "lang": "en",
                "data": {"url": "https://a.example/_matrix/push/v1/notify"},
            },
        ),
        ("POST", "{v3}/room_keys/version", {"algorithm": NUL, "auth_data": {}}),
        ("POST", "{v3}/delete_devices", {"devices": [NUL]}),
        ("POST", "/_matrix/client/v1/rendezvous", {"a": NUL}),
        ("GET", "{v3}/publicRooms?since=a%00b", None),
        ("POST", "{v3}/rooms/{room}/upgrade", {"new_version": NUL}),
        ("POST", "{v3}/rooms/{room}/invite", {"user_id": NUL}),
        ("PUT", "{v3}/directory/room/%23new%3Achancery.example", {"room_id": NUL}),
        ("POST", "{v3}/refresh", {"refresh_token": NUL}),
        ("POST", "/api/v1/session", {"user": NUL, "password": NUL}),
    ],
)
async def test_no_text_breaks_a_route(ministry: Ministry, method: str, path: str, body: Any) -> None:
    anna = await ministry.person("anna")
    room = await anna.create(preset="public_chat")
    filled = path.format(v3=V3, me=V3, user=anna.user_id, room=quote(room), device=anna.device_id)
    answer = await anna.client.request(method, filled, json=body, judged=False)
    assert answer.status < 500, answer.body
    assert (await anna.client.get(f"{V3}/sync")).status == 200

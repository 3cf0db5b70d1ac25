# SPDX-License-Identifier: EUPL-1.2
"""Random input on every route: never a 5xx, never a hang. CHANCERY_FUZZ_INPUTS and CHANCERY_FUZZ_SEED ask for more."""

import asyncio
import dataclasses
import json
import os
import random
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest
from support.addresses import Scene, parameters, title
from support.http import Client
from support.office import SERVER
from support.people import V3, Person

from chancery.kit.ids import UserId
from chancery.modules.org.service.editor import holding
from chancery.platform.db.port import Write
from chancery.platform.http.routes import Route

INPUTS = int(os.environ.get("CHANCERY_FUZZ_INPUTS", "4000"))
SEED = os.environ.get("CHANCERY_FUZZ_SEED", "chancery")
PATIENCE = 20.0
DELAYED = "/_matrix/client/unstable/org.matrix.msc4140"
LEFT_OUT = {
    # An event stream has no end.
    "GET /api/v1/events",
}
LAST_WORDS = {
    # They end the session of whoever calls them, so somebody calls who does not play on.
    "POST /_matrix/client/v3/logout",
    "POST /_matrix/client/v3/logout/all",
    "DELETE /api/v1/session",
}
AIMED_AT_ANOTHER = {
    # They shut out whom they name, so they name somebody who does not play.
    "PUT /_matrix/client/v1/admin/lock/{user_id}",
    "PUT /_matrix/client/v1/admin/suspend/{user_id}",
}

SHUT = {
    # They open to a secret that chance does not find: a client's tokens and codes, SCIM's own token.
    "POST /oauth2/token",
    "GET /oauth2/userinfo",
    "POST /oauth2/userinfo",
    "POST /api/v1/oauth/link",
    "POST /api/v1/oauth/link/decision",
}
FORM = {"content-type": "application/x-www-form-urlencoded"}

TEXTS = [
    *("", " ", "a", "0", "-1", "true", "null", "{}", "[]", "..", "../..", "\\", "%", "%00", "é", "Ж", "😀", "\u202e", "\ufeff"),
    *("!", "@", "#", "$", ":", "@:", "!:x", "@a:b", "$" + "x" * 300, "m.room.create", "m.room.member", "m.room.power_levels"),
    *("m.room.encryption", "m.room.message", "m.room.redaction", "m.room.third_party_invite", "m.fully_read", "m.direct"),
    *("x" * 256, "я" * 200, "x" * 70_000, "9" * 30, "9223372036854775808", "1e400", "2026-11-23", "s1_2_3", "p1", "t1-2"),
    *("' OR 1=1 --", "\x01", "\x7f", "\ud7ff", "constructor", "__proto__", "m.read", "m.replace", "m.thread", "b", "f"),
    *("mxc://ministry.example/aaaaaaaaaaaaaaaaaaaaaaaa", "ed25519:AAAA", "signed_curve25519:AAAA", "public_chat", "invite"),
]  # fmt: skip
NUMBERS = [
    0,
    1,
    -1,
    2,
    50,
    100,
    2**31,
    2**53 - 1,
    -(2**53) + 1,
    2**53,
    2**63,
    2**64,
    -(2**63) - 1,
    10**400,
    0.5,
    -0.0,
    1e308,
]
NAMES = [
    *("type", "content", "state_key", "room_id", "user_id", "membership", "users", "events", "name", "limit", "filter", "rooms"),
    *("auth", "session", "password", "identifier", "user", "device_id", "devices", "device_keys", "one_time_keys", "keys"),
    *("fallback_keys", "signatures", "usage", "algorithms", "master_key", "self_signing_key", "user_signing_key", "algorithm"),
    *("auth_data", "session_data", "first_message_index", "forwarded_count", "is_verified", "sessions", "version", "messages"),
    *("preset", "visibility", "invite", "initial_state", "power_level_content_override", "creation_content", "room_version"),
    *("m.relates_to", "rel_type", "event_id", "key", "m.new_content", "m.mentions", "body", "msgtype", "reason", "redacts"),
    *("conditions", "pattern", "actions", "kind", "enabled", "order", "displayname", "avatar_url", "presence", "search_term"),
    *("lists", "ranges", "required_state", "timeline_limit", "room_subscriptions", "extensions", "conn_id", "pos", "timeout"),
    *("to_device", "e2ee", "account_data", "receipts", "typing", "since", "not_types", "types", "senders", "lazy_load_members"),
    *("m.fully_read", "m.read", "thread_id", "third_party_signed", "one_time_key_counts", "timeline", "state", "ephemeral"),
    *("unit_id", "title", "parent_id", "post_id", "user_name", "starts_at", "ends_at", "acting", "kind", "is_direct", "via"),
]  # fmt: skip
QUERIES = [
    *("limit", "from", "to", "dir", "since", "timeout", "filter", "full_state", "at", "membership", "not_membership", "ts"),
    *("version", "width", "height", "method", "user_id", "device_id", "cursor", "q", "server", "via", "pos", "set_presence"),
    *("timeout_ms", "recurse", "include", "format", "unit", "unit_id", "filename", "allow_redirect", "animated", "after"),
]  # fmt: skip
PARAMETERS = [
    *("grant_type", "code", "client_id", "client_secret", "token", "scope", "redirect_uri", "code_verifier", "refresh_token"),
    *("device_code", "response_type", "state", "code_challenge", "code_challenge_method", "prompt", "max_age"),
]  # fmt: skip


class Play:
    """Makes inputs; the same seed makes the same ones."""

    def __init__(self, scene: Scene, seed: str) -> None:
        self.scene = scene
        self.dice = random.Random(seed)

    @property
    def known(self) -> list[str]:
        """What the server has given out or would."""
        return [*self.scene.values.values(), self.scene.outsider.user_id]

    def text(self) -> str:
        return self.dice.choice(self.known if self.dice.random() < 0.4 else TEXTS)

    def value(self, depth: int = 0) -> Any:
        kind = self.dice.randrange(9 if depth < 4 else 5)
        if kind == 0:
            return self.dice.choice([None, True, False])
        if kind == 1:
            return self.dice.choice(NUMBERS)
        if kind <= 4:
            return self.text()
        if kind == 5:
            return [self.value(depth + 1) for _ in range(self.dice.randrange(4))]
        return self.mapping(depth)

    def mapping(self, depth: int = 0) -> dict[str, Any]:
        names = [
            self.dice.choice(NAMES if self.dice.random() < 0.8 else [self.text()])
            for _ in range(self.dice.randrange(6))
        ]
        return {name: self.value(depth + 1) for name in names}

    def shaped(self, kind: Any) -> Any:
        """Make a body of the route's own type where it has one, so that input gets past the decoder."""
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            return self.mapping()
        return {
            each.encode_name: self.member(each.type)
            for each in msgspec.structs.fields(kind)
            if self.dice.random() < 0.9
        }

    def member(self, kind: Any, depth: int = 0) -> Any:
        """Make a value of a declared type; now and then another one."""
        if self.dice.random() < 0.15 or depth > 5:
            return self.value(depth)
        match msgspec.inspect.type_info(kind):
            case msgspec.inspect.StrType():
                return self.text()
            case msgspec.inspect.BoolType():
                return self.dice.random() < 0.5
            case msgspec.inspect.IntType():
                return self.dice.choice([n for n in NUMBERS if isinstance(n, int)])
            case msgspec.inspect.UnionType(types=types):
                return self.of(self.dice.choice(types), depth)
            case other:
                return self.of(other, depth)

    def of(self, info: Any, depth: int) -> Any:
        """Make a value of an inspected type."""
        match info:
            case msgspec.inspect.StructType(cls=cls):
                return self.shaped(cls) if depth < 5 else {}
            case msgspec.inspect.DictType(value_type=inner):
                return {self.text(): self.of(inner, depth + 1) for _ in range(self.dice.randrange(3))}
            case msgspec.inspect.ListType(item_type=inner):
                return [self.of(inner, depth + 1) for _ in range(self.dice.randrange(3))]
            case msgspec.inspect.StrType():
                return self.text()
            case msgspec.inspect.IntType():
                return self.dice.choice([0, 1, -1, 7, 2**53])
            case msgspec.inspect.BoolType():
                return self.dice.random() < 0.5
            case _:
                return self.value(depth)

    def body(self, route: Route) -> bytes:
        roll = self.dice.random()
        if is_form(route) and roll > 0.2:
            return self.form()
        if roll < 0.05:
            return self.dice.randbytes(self.dice.randrange(200))
        made = self.shaped(route.body) if roll < 0.7 else self.value()
        return _json(made)

    def form(self) -> bytes:
        """Make a form, as OAuth's endpoints read it."""
        names = self.dice.sample(PARAMETERS, self.dice.randrange(len(PARAMETERS)))
        return urlencode([(name, self.text()) for name in names], errors="surrogatepass").encode()

    def path(self, route: Route) -> str:
        spoilt = {name: self.text() for name in parameters(route) if self.dice.random() < 0.3}
        if title(route) in AIMED_AT_ANOTHER or is_deed_on_somebody(route):
            spoilt.setdefault("user_id", self.scene.values["victim"])
        return self.scene.path(route, **{name: text or "x" for name, text in spoilt.items()})

    def query(self) -> str:
        # Polls must answer now, so that whatever waits is a fault; the first of two like names counts.
        pairs = [("timeout", "0"), ("timeout_ms", "0")]
        if self.dice.random() < 0.5:
            needed = {
                "dir": "b",
                "ts": "0",
                "width": "32",
                "height": "32",
                "user_id": self.scene.outsider.user_id,
            }
            pairs += [*needed.items(), ("version", self.scene.values["version"])]
        pairs += [(self.dice.choice(QUERIES), self.text()) for _ in range(self.dice.randrange(4))]
        return "?" + urlencode(pairs, errors="surrogatepass")


def is_deed_on_somebody(route: Route) -> bool:
    """Whether whom an own route names might have to leave the play."""
    return route.method != "GET" and route.path.startswith("/api/v1/") and "user_id" in parameters(route)


def is_form(route: Route) -> bool:
    return route.body is bytes and route.path.startswith("/oauth2/")


def is_shut(route: Route) -> bool:
    return title(route) in SHUT or route.path.startswith("/scim/")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")


@pytest.mark.slow
async def test_no_input_breaks_a_route(scene: Scene) -> None:
    routes = [route for route in scene.routes if title(route) not in LEFT_OUT]
    scene = await furnished(scene)
    players = [scene.anna, scene.anna, scene.anna, scene.outsider, await scene.administrator()]
    await scene.ministry.person("passer-by")
    play = Play(scene, SEED)
    broken: dict[str, str] = {}
    reached: set[str] = set()
    for _ in range(-(-INPUTS // len(routes))):
        play.scene = await new_act(scene)
        for route in play.dice.sample(routes, len(routes)):
            path, body = play.path(route) + play.query(), play.body(route)
            player = play.dice.choice(players)
            if title(route) in LAST_WORDS:
                player = await scene.ministry.on_device("passer-by")
            verdict = await outcome(player.client, route, path, body)
            if verdict < 400:
                reached.add(title(route))
            if verdict >= 500:
                broken.setdefault(title(route), f"{verdict}: {path[:300]} {body[:600]!r}")
    assert broken == {}
    open_ones = [route for route in routes if not is_shut(route)]
    assert len(reached) > len(open_ones) // 2, "input that is refused at the door tests the door only"
    for player in players:
        answer = await player.client.get(f"{V3}/account/whoami")
        assert answer.status == 200, f"the play ended the session of {player.user_id}"


async def outcome(client: Client, route: Route, path: str, body: bytes) -> int:
    """Return the answer's status; 599 when there is none in time."""
    headers = FORM if is_form(route) else None
    asked = asyncio.create_task(client.request(route.method, path, content=body, headers=headers))
    done, _ = await asyncio.wait([asked], timeout=PATIENCE)
    return asked.result().status if done else 599


async def furnished(scene: Scene) -> Scene:
    """Give Anna what routes ask for by id: a file, a filter, a note."""
    client, me = scene.anna.client, f"{V3}/user/{scene.anna.user_id}"
    uploaded = await client.request("POST", "/_matrix/media/v3/upload", content=b"text")
    named = await client.post(f"{me}/filter", {"room": {"timeline": {"limit": 3}}})
    await client.put(f"{me}/account_data/org.example.note", {"a": 1})
    victim = await scene.ministry.person("victim")
    values = {
        "victim": victim.user_id,
        "media_id": uploaded.json["content_uri"].rsplit("/", 1)[1],
        "filter_id": named.json["filter_id"],
    }
    values |= await organised(scene)
    return dataclasses.replace(scene, values={**scene.values, **values})


async def organised(scene: Scene) -> dict[str, str]:
    """Give the ministry an agency with a division, in which Anna holds a post and everybody administers."""
    modules, write = scene.ministry.modules, Write()
    editor, anna = modules.org.editor, UserId(scene.anna.user_id)
    root = editor.add_agency(write, "Ministry")
    unit = editor.add_unit(write, root, name="Division", kind="division", place=1)
    post = editor.add_post(write, unit.id, title="Head", kind="head", place=1)
    editor.appoint(write, post, holding(post, anna, scene.ministry.platform.clock()))
    for name in ("anna", "vera"):
        editor.make_administrator(write, root, UserId(f"@{name}:{SERVER}"))
    await scene.ministry.platform.database.commit(write)
    return {"unit_id": unit.id, "post_id": post.id, "agency_id": root.id}


async def cancel_delayed(person: Person) -> None:
    """Cancel what this person wants to be sent later: a person may have so many of these only."""
    waiting = await person.client.get(f"{DELAYED}/delayed_events", query={"status": "scheduled"})
    for event in waiting.json["scheduled"]:
        await person.client.post(f"{DELAYED}/delayed_events/{event['delay_id']}/cancel", {})


async def new_act(scene: Scene) -> Scene:
    """Open a new room with something of everything that routes ask for: chance soon empties the old one."""
    anna = scene.anna
    room = await anna.create(preset="public_chat", **{"org.chancery.encrypted": False})
    event = await anna.send(room, "root")
    values = {**scene.values, "room_id": room, "room": room, "event_id": event}
    await anna.put_state(room, values["event_type"], {"a": 1})
    await anna.put_state(room, values["event_type"], {"a": 1}, values["state_key"])
    await anna.client.put(f"{V3}/directory/room/{quote(values['alias'])}", {"room_id": room})
    mine = f"{V3}/user/{anna.user_id}"
    await anna.client.put(f"{mine}/rooms/{quote(room)}/account_data/{values['type']}", {"a": 1})
    rule = f"{V3}/pushrules/global/{values['kind']}/{values['rule_id']}"
    await anna.client.put(rule, {"pattern": "x", "actions": []})
    await cancel_delayed(anna)
    wish = {"delay_ms": 60_000, "content": {"msgtype": "m.text", "body": "later"}}
    delayed = await anna.client.put(
        f"{DELAYED}/rooms/{quote(room)}/delayed_event/m.room.message/{event}", wish
    )
    backup = await anna.client.post(f"{V3}/room_keys/version", {"algorithm": "m.test", "auth_data": {}})
    values |= {"delay_id": delayed.json["delay_id"], "version": backup.json["version"]}
    return dataclasses.replace(scene, values=values)

# SPDX-License-Identifier: EUPL-1.2
"""A broad session that calls every served endpoint; each answer is held against the specification's own schemas."""

import io
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from PIL import Image
from support.bridge import AS_TOKEN, GHOST
from support.browser_push import AUTH, encode, push_service
from support.mailbox import Mailbox
from support.ministry import Ministry
from support.office import PASSWORD, SERVER
from support.peers import peer, says
from support.people import V3, Person
from support.signing import Key, device_keys
from support.specification import Specification
from support.witness import WatchedClient, Witness

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.platform.config.settings import Email
from tools import scoreboard

V1 = "/_matrix/client/v1"
MEDIA = "/_matrix/media"
MSC2965 = "/_matrix/client/unstable/org.matrix.msc2965"
BACKUP = "m.megolm_backup.v1.curve25519-aes-sha2"
SESSION = {
    "first_message_index": 0,
    "forwarded_count": 0,
    "is_verified": True,
    "session_data": {"ciphertext": "x"},
}


@pytest.fixture
def email_settings(mailbox: Mailbox) -> Email:
    """A mail server, so that addresses can be confirmed."""
    return mailbox.settings


@pytest.fixture
async def witness(bridged: Ministry) -> Witness:
    """The whole application with a bridge, watched, with the logins of the play."""
    ministry = bridged
    for name in ("anna", "boris", "carla", "dora"):
        await ministry.person(name)
    await ministry.modules.accounts.accounts.create_person(
        UserId(f"@vera:{SERVER}"), password=PASSWORD, display_name="Vera", is_admin=True
    )
    return Witness(ministry.kernel)


def client_of(person: Person) -> WatchedClient:
    assert isinstance(person.client, WatchedClient)
    return person.client


async def test_every_answer_is_as_specified(
    witness: Witness, specification: Specification, mailbox: Mailbox
) -> None:
    await play(witness, mailbox)
    assert sum(specification.judges(*exchange) for exchange in witness.exchanges) > 100
    complaints = {
        complaint for exchange in witness.exchanges for complaint in specification.complaints(*exchange)
    }
    assert sorted(complaints) == []


async def test_every_served_endpoint_is_played(witness: Witness, mailbox: Mailbox) -> None:
    await play(witness, mailbox)
    routes = {
        f"{route.method} {route.path}"
        for route in witness.kernel.routes
        if route.path.startswith("/_matrix/")
    }
    assert sorted(routes - witness.served - refused(witness)) == []


NO_PUSH_RULES = {
    f"GET {V3}/pushrules",
    *(f"{method} {V3}/pushrules/{{rest:path}}" for method in ("GET", "PUT", "DELETE")),
}


def refused(witness: Witness) -> set[str]:
    """Return the routes whose only answer is a refusal: of no push rule, and what the scoreboard says."""
    found = set(NO_PUSH_RULES)
    for name in scoreboard.REFUSED:
        method, path = name.split()
        try:
            endpoint, _ = witness.kernel.router.find(
                method, scoreboard.Operation(method, path, "", "").sample()
            )
        except ChanceryError:
            continue
        found.add(f"{method} {endpoint.route.path}")
    return found


async def play(witness: Witness, mailbox: Mailbox) -> None:
    """Call everything."""
    anna, boris = await witness.sign_in("anna"), await witness.sign_in("boris")
    room = await play_rooms(anna, boris)
    await play_history(anna, boris, room)
    await play_delayed(anna, room)
    await play_membership(anna, boris)
    await play_directory(anna, room)
    await play_profile(anna, room)
    await play_keys(anna, boris)
    await play_backup(anna, room)
    await play_media(anna)
    await play_push(anna)
    await play_sync(anna, boris, room)
    await play_tokens(witness, anna)
    await play_moderation(witness, anna)
    await play_addresses(witness, anna, mailbox)
    await play_bridge(witness, anna)
    await play_devices(witness, anna)


def at(room: str, rest: str, version: str = V3) -> str:
    return f"{version}/rooms/{quote(room, safe='')}/{rest}"


async def play_rooms(anna: Person, boris: Person) -> str:
    """A room with people, state and messages; its id."""
    good = client_of(anna).good
    body = {"name": "Cabinet", "topic": "Papers", "invite": [boris.user_id], "org.chancery.encrypted": False}
    room: str = (await good("POST", f"{V3}/createRoom", body))["room_id"]
    await client_of(boris).good("GET", f"{V3}/sync")
    await client_of(boris).good("POST", at(room, "join"), {"reason": "asked"})
    await good("GET", f"{V3}/joined_rooms")
    await good("PUT", at(room, "state/org.example.note"), {"note": 1})
    await good("PUT", at(room, "state/org.example.note/key"), {"note": 2})
    await good("GET", at(room, "state/org.example.note"))
    await good("GET", at(room, "state/org.example.note/key"))
    await good("GET", at(room, "state/org.example.note/key?format=event"))
    await good("GET", at(room, "state"))
    await good("GET", at(room, "members"))
    await good("GET", at(room, "members?not_membership=leave"))
    await good("GET", at(room, "joined_members"))
    await good("GET", f"{V1}/room_summary/{quote(room)}")
    await good("GET", f"{V1}/mutual_rooms?user_id={boris.user_id}")
    space = await good(
        "POST", f"{V3}/createRoom", {"creation_content": {"type": "m.space"}, "name": "Ministry"}
    )
    await good("PUT", at(space["room_id"], f"state/m.space.child/{quote(room)}"), {"via": [SERVER]})
    await good("GET", at(space["room_id"], "hierarchy", V1))
    return room


async def play_history(anna: Person, boris: Person, room: str) -> None:
    """Messages with an edit, reactions and a thread; reading them in every way."""
    good = client_of(anna).good
    root = await anna.send(room, "root")
    for rel_type, more in (("m.thread", {}), ("m.annotation", {"key": "👍"}), ("m.replace", {})):
        relation = {"m.relates_to": {"rel_type": rel_type, "event_id": root, **more}}
        content = {
            "msgtype": "m.text",
            "body": "about it",
            "m.new_content": {"msgtype": "m.text", "body": "new"},
        }
        kind = "m.reaction" if rel_type == "m.annotation" else "m.room.message"
        assert (await anna.try_send(room, {**content, **relation}, kind=kind)).status == 200
    slip = await anna.send(room, "slip")
    await good("PUT", at(room, f"redact/{slip}/r1"), {"reason": "a slip"})
    other = await good("POST", at(room, "send/m.room.message"), {"msgtype": "m.text", "body": "x"})
    await good("POST", at(room, f"redact/{other['event_id']}"))
    await client_of(boris).good("POST", at(room, f"receipt/m.read/{root}"), {})
    await client_of(boris).good("POST", at(room, "read_markers"), {"m.fully_read": root, "m.read": root})
    await client_of(boris).good(
        "PUT", at(room, f"typing/{boris.user_id}"), {"typing": True, "timeout": 30_000}
    )
    page = await good("GET", at(room, "messages?dir=b&limit=3"))
    await good("GET", at(room, f"messages?dir=b&from={page['end']}"))
    await good("GET", at(room, "messages?dir=f&filter=%7B%22lazy_load_members%22%3Atrue%7D"))
    for path in (f"context/{root}", f"event/{root}", f"event/{slip}"):
        await good("GET", at(room, path))
    for rest in ("", "/m.thread", "/m.annotation/m.reaction"):
        await good("GET", at(room, f"relations/{root}{rest}", V1))
    await good("GET", at(room, "threads", V1))
    wanted = {
        "search_term": "new",
        "event_context": {"include_profile": True},
        "include_state": True,
        "groupings": {"group_by": [{"key": "room_id"}, {"key": "sender"}]},
        "filter": {"limit": 1},
    }
    found = await good("POST", f"{V3}/search", {"search_categories": {"room_events": wanted}})
    assert found["search_categories"]["room_events"]["count"]
    await good("GET", at(room, "timestamp_to_event?ts=0&dir=f", V1))


async def play_delayed(anna: Person, room: str) -> None:
    """Events that are sent later, or sooner, or never."""
    good, unstable = client_of(anna).good, "/_matrix/client/unstable/org.matrix.msc4140"
    content = {"msgtype": "m.text", "body": "later"}
    wish = {"delay_ms": 60_000, "content": content}
    path = f"{unstable}/rooms/{quote(room, safe='')}/delayed_event/m.room.message"
    first = (await good("PUT", f"{path}/d1", wish))["delay_id"]
    second = (await good("PUT", f"{path}/d2", wish))["delay_id"]
    await good("GET", f"{unstable}/delayed_events")
    await good("GET", f"{unstable}/delayed_events/{first}")
    await good("POST", f"{unstable}/delayed_events/{first}", {"action": "restart"})
    await good("POST", f"{unstable}/delayed_events/{first}/send")
    await good("POST", f"{unstable}/delayed_events/{second}/cancel")
    third = (await good("PUT", at(room, "delayed_event/m.room.message/d3"), wish))["delay_id"]
    await good("GET", f"{V1}/delayed_events/{third}")
    await good("POST", f"{V1}/delayed_events/{third}/send")


async def play_membership(anna: Person, boris: Person) -> None:
    """In and out of rooms by every door."""
    good, his = client_of(anna).good, client_of(boris).good
    other = (await good("POST", f"{V3}/createRoom", {"preset": "public_chat"}))["room_id"]
    await his("POST", f"{V3}/join/{quote(other)}", {})
    target = {"user_id": boris.user_id, "reason": "order"}
    await good("POST", at(other, "kick"), target)
    await good("POST", at(other, "ban"), target)
    await good("POST", at(other, "unban"), target)
    await good("POST", at(other, "invite"), target)
    await his("POST", at(other, "leave"), {})
    await his("POST", at(other, "forget"), {})
    await good("POST", at(other, "report"), {"reason": "noise"})
    await good("POST", f"{V3}/users/{quote(boris.user_id)}/report", {"reason": "noise"})
    message = await anna.send(other, "x")
    await good("POST", at(other, f"report/{message}"), {"reason": "noise", "score": -100})
    rule = [{"type": "m.room.join_rules", "content": {"join_rule": "knock"}}]
    closed = (await good("POST", f"{V3}/createRoom", {"initial_state": rule}))["room_id"]
    await his("POST", f"{V3}/knock/{quote(closed)}", {"reason": "please"})
    await good("POST", at(closed, "upgrade"), {"new_version": "11"})


async def play_directory(anna: Person, room: str) -> None:
    good = client_of(anna).good
    alias = f"{V3}/directory/room/{quote(f'#cabinet:{SERVER}')}"
    await good("PUT", alias, {"room_id": room})
    await good("GET", alias)
    await good("GET", at(room, "aliases"))
    await good("DELETE", alias)
    await good("PUT", f"{V3}/directory/list/room/{room}", {"visibility": "public"})
    await good("GET", f"{V3}/directory/list/room/{room}")
    await good("GET", f"{V3}/publicRooms")
    await good("POST", f"{V3}/publicRooms", {"filter": {"generic_search_term": "cab"}})
    await good("POST", f"{V3}/user_directory/search", {"search_term": "bor"})


async def play_profile(anna: Person, room: str) -> None:
    """Who Anna is, what she noted, whether she is there."""
    good = client_of(anna).good
    me = f"{V3}/profile/{anna.user_id}"
    await good("PUT", f"{me}/displayname", {"displayname": "Anna A."})
    await good("PUT", f"{me}/avatar_url", {"avatar_url": f"mxc://{SERVER}/picture"})
    for path in (me, f"{me}/displayname", f"{me}/avatar_url"):
        await good("GET", path)
    await good("DELETE", f"{me}/avatar_url")
    await good("DELETE", f"{me}/displayname")
    await good("PUT", f"{me}/m.tz", {"m.tz": "Europe/Berlin"})
    await good("GET", f"{me}/m.tz")
    await good("GET", me)
    await good("DELETE", f"{me}/m.tz")
    mine = f"{V3}/user/{anna.user_id}"
    for base in (mine, f"{mine}/rooms/{room}"):
        await good("PUT", f"{base}/account_data/org.example.note", {"a": 1})
        await good("GET", f"{base}/account_data/org.example.note")
    await good("PUT", f"{mine}/rooms/{room}/tags/u.work", {"order": 0.5})
    await good("GET", f"{mine}/rooms/{room}/tags")
    await good("DELETE", f"{mine}/rooms/{room}/tags/u.work")
    await good("PUT", f"{V3}/presence/{anna.user_id}/status", {"presence": "online", "status_msg": "in"})
    await good("GET", f"{V3}/presence/{anna.user_id}/status")
    for path in ("capabilities", "account/whoami", "account/3pid", "login"):
        await good("GET", f"{V3}/{path}")
    await good("GET", "/_matrix/client/versions")
    await good("GET", "/.well-known/matrix/client")
    await good("GET", f"{V3}/voip/turnServer")
    await good("GET", "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports")
    await play_rendezvous(client_of(anna))


async def play_rendezvous(client: WatchedClient) -> None:
    """Two devices meet for a sign-in by QR code (MSC4108)."""
    path = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous"
    text = {"content-type": "text/plain"}
    opened = await client.request("POST", path, content=b"a", headers=text)
    place = path + "/" + opened.json["url"].rpartition("/")[2]
    etag = (await client.get(place)).headers["etag"]
    written = await client.request("PUT", place, content=b"b", headers={**text, "if-match": etag})
    assert (opened.status, written.status) == (201, 202)
    assert (await client.delete(place)).status == 204


async def play_keys(anna: Person, boris: Person) -> None:
    """Device keys, cross-signing, messages to devices."""
    good = client_of(anna).good
    key, master, selfsigning = Key(), Key(), Key()
    device = device_keys(key, anna)
    one_time = {"signed_curve25519:AAAAAQ": {"key": "abc", "signatures": {}}}
    await good("POST", f"{V3}/keys/upload", {"device_keys": device, "one_time_keys": one_time})
    first = master.cross_signing(anna, "master")
    second = master.sign(anna, selfsigning.cross_signing(anna, "self_signing"))
    keys = {"master_key": first, "self_signing_key": second}
    await good("POST", f"{V3}/keys/device_signing/upload", keys)
    signed = {anna.user_id: {anna.device_id: selfsigning.sign(anna, device)}}
    await good("POST", f"{V3}/keys/signatures/upload", signed)
    his = client_of(boris).good
    await his("POST", f"{V3}/keys/query", {"device_keys": {anna.user_id: []}})
    claim = {"one_time_keys": {anna.user_id: {anna.device_id: "signed_curve25519"}}}
    await his("POST", f"{V3}/keys/claim", claim)
    token = (await his("GET", f"{V3}/sync"))["next_batch"]
    await his("GET", f"{V3}/keys/changes?from={token}&to={token}")
    messages = {"messages": {anna.user_id: {"*": {"hello": 1}}}}
    await his("PUT", f"{V3}/sendToDevice/org.example.note/t1", messages)
    await play_dehydration(anna)


async def play_dehydration(anna: Person) -> None:
    """A device that is left on the server, read and removed (MSC3814)."""
    good, path = client_of(anna).good, "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device"
    keys = device_keys(Key(), Person(anna.user_id, anna.client, "DRY"))
    await good("PUT", path, {"device_id": "DRY", "device_data": {"sealed": "x"}, "device_keys": keys})
    await good("GET", path)
    await good("POST", f"{path}/DRY/events", {})
    await good("DELETE", path)


async def play_backup(anna: Person, room: str) -> None:
    """A key backup, written and read at every depth."""
    good, base = client_of(anna).good, f"{V3}/room_keys"
    body: dict[str, Any] = {"algorithm": BACKUP, "auth_data": {"public_key": "abc", "signatures": {}}}
    version = (await good("POST", f"{base}/version", body))["version"]
    await good("GET", f"{base}/version")
    await good("GET", f"{base}/version/{version}")
    await good("PUT", f"{base}/version/{version}", {**body, "version": version})
    sessions = {"sessions": {"s1": SESSION}}
    depths: dict[str, dict[str, Any]] = {
        f"/{room}/s1": SESSION,
        f"/{room}": sessions,
        "": {"rooms": {room: sessions}},
    }
    for method in ("PUT", "GET", "DELETE"):
        for path, value in depths.items():
            await good(method, f"{base}/keys{path}?version={version}", value if method == "PUT" else None)
            if method == "DELETE":
                await good("PUT", f"{base}/keys?version={version}", depths[""])
    await good("DELETE", f"{base}/version/{version}")


async def play_media(anna: Person) -> None:
    good = client_of(anna).good
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(picture, "PNG")
    headers = {"content-type": "image/png"}
    path = f"{MEDIA}/v3/upload?filename=flag.png"
    uri = (await good("POST", path, content=picture.getvalue(), headers=headers))["content_uri"]
    stored = uri.removeprefix("mxc://")
    for rest in (
        f"download/{stored}",
        f"download/{stored}/flag.png",
        f"thumbnail/{stored}?width=32&height=32",
    ):
        assert (await good("GET", f"{V1}/media/{rest}")).body
    await good("GET", f"{V1}/media/config")
    await good("GET", f"{MEDIA}/v3/config")
    async with peer(says(b"<title>Site</title>", content_type="text/html")) as site:
        for older in (f"{V1}/media", f"{MEDIA}/v3"):
            assert await good("GET", f"{older}/preview_url?url={site.url()}") == {"og:title": "Site"}
    announced = (await good("POST", f"{MEDIA}/v1/create"))["content_uri"].removeprefix("mxc://")
    await good("PUT", f"{MEDIA}/v3/upload/{announced}", content=picture.getvalue(), headers=headers)


async def play_push(anna: Person) -> None:
    good, base = client_of(anna).good, f"{V3}/pushrules"
    rule = f"{base}/global/content/org.example.rule"
    await good("GET", f"{base}/")
    await good("PUT", rule, {"pattern": "minister", "actions": ["notify"]})
    await good("GET", rule)
    await good("PUT", f"{rule}/enabled", {"enabled": False})
    await good("GET", f"{rule}/enabled")
    await good("PUT", f"{rule}/actions", {"actions": []})
    await good("GET", f"{rule}/actions")
    await good("GET", f"{base}/global/")
    await good("DELETE", rule)
    for method in ("GET", "PUT", "DELETE"):
        refused = await anna.client.request(method, f"{base}/global/colour")
        assert (refused.status, refused.errcode) == (400, "M_UNRECOGNIZED")
    gateway = "http://127.0.0.1:9999/_matrix/push/v1/notify"
    pusher = {
        "app_id": "org.example.phone",
        "pushkey": "key",
        "kind": "http",
        "app_display_name": "Example",
        "device_display_name": "Phone",
        "lang": "en",
        "data": {"url": gateway, "format": "event_id_only"},
    }
    await good("POST", f"{V3}/pushers/set", pusher)
    await good("GET", f"{V3}/pushers")
    await good("POST", f"{V3}/pushers/set", {**pusher, "kind": None})
    await good("GET", f"{V3}/notifications")
    await good("GET", "/_matrix/push/v1/notify")
    await good("POST", "/_matrix/push/v1/notify", {"notification": {"devices": []}})
    await play_web_push(anna, pusher)


async def play_web_push(anna: Person, pusher: dict[str, Any]) -> None:
    """A browser subscribes and shows that it receives (MSC4174)."""
    client = client_of(anna)
    async with push_service() as browser:
        browser.vapid = (await client.good("GET", "/api/v1/push/webpush"))["vapid"]
        data = {"url": browser.endpoint, "auth": encode(AUTH)}
        body = {**pusher, "kind": "org.matrix.msc4174.webpush", "pushkey": browser.p256dh, "data": data}
        assert (await client.request("POST", f"{V3}/pushers/set", json=body)).status == 201
        (proof,) = browser.messages
        await client.good("POST", "/_matrix/client/unstable/org.matrix.msc4174/pushers/ack", proof)


async def play_sync(anna: Person, boris: Person, room: str) -> None:
    """Both ways of syncing, with everything above in them, and then an increment."""
    good = client_of(anna).good
    body = {"room": {"timeline": {"limit": 5}, "state": {"lazy_load_members": True}}}
    named = (await good("POST", f"{V3}/user/{anna.user_id}/filter", body))["filter_id"]
    await good("GET", f"{V3}/user/{anna.user_id}/filter/{named}")
    token = (await good("GET", f"{V3}/sync?full_state=true"))["next_batch"]
    await good("GET", f"{V3}/sync?filter={named}")
    await boris.send(room, "news")
    await client_of(boris).good(
        "PUT", at(room, f"typing/{boris.user_id}"), {"typing": True, "timeout": 30_000}
    )
    await good("GET", f"{V3}/sync?since={token}&filter={named}")
    await client_of(boris).good("GET", f"{V3}/sync?full_state=true")
    everything = await good("GET", f"{V3}/initialSync?limit=5")
    await good("GET", at(room, "initialSync"))
    event = await boris.send(room, "more news")
    await good("GET", f"{V3}/events?from={everything['end']}")
    await good("GET", f"{V3}/events/{event}")
    lists = {"lists": {"all": {"ranges": [[0, 20]], "required_state": [["*", "*"]], "timeline_limit": 5}}}
    sliding = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
    assert room in (await good("POST", sliding, lists))["rooms"]


async def play_tokens(witness: Witness, anna: Person) -> None:
    """Refresh, a second client by token, OpenID."""
    client, nobody = client_of(anna), WatchedClient(witness)
    identifier = {"type": "m.id.user", "user": "anna"}
    body = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD, "refresh_token": True}
    tokens = await nobody.good("POST", f"{V3}/login", body)
    await nobody.good("POST", f"{V3}/refresh", {"refresh_token": tokens["refresh_token"]})
    await nobody.request("POST", f"{V3}/refresh", json={"refresh_token": "unknown"})
    given = await client.confirmed("POST", f"{V1}/login/get_token", "anna", {})
    await nobody.good("POST", f"{V3}/login", {"type": "m.login.token", "token": given["login_token"]})
    for path in (f"{V1}/auth_metadata", f"{MSC2965}/auth_metadata", f"{MSC2965}/auth_issuer"):
        await nobody.good("GET", path)
    openid = await client.good("POST", f"{V3}/user/{anna.user_id}/openid/request_token", {})
    await nobody.good("GET", f"/_matrix/federation/v1/openid/userinfo?access_token={openid['access_token']}")


async def play_addresses(witness: Witness, anna: Person, mailbox: Mailbox) -> None:
    """An address is confirmed, added, of use for a new password, and removed."""
    client, nobody = client_of(anna), WatchedClient(witness)
    ask = {"client_secret": "secret", "email": "anna@home.example", "send_attempt": 1}
    for asked, sets_password in (("account/3pid", False), ("account/password", True)):
        sid = (await nobody.good("POST", f"{V3}/{asked}/email/requestToken", ask))["sid"]
        link = "/api/" + mailbox.link().partition("/api/")[2]
        await nobody.request("POST", link.partition("?")[0], content=link.partition("?")[2].encode())
        proof = {"sid": sid, "client_secret": "secret"}
        if sets_password:
            auth = {"type": "m.login.email.identity", "threepid_creds": proof}
            body = {"new_password": PASSWORD, "logout_devices": False}
            await nobody.request("POST", f"{V3}/account/password", json=body)
            await nobody.good("POST", f"{V3}/account/password", {**body, "auth": auth})
        else:
            await client.confirmed("POST", f"{V3}/account/3pid/add", "anna", proof)
    await client.good("GET", f"{V3}/account/3pid")
    await client.good("POST", f"{V3}/account/3pid/delete", {"medium": "email", "address": ask["email"]})


async def play_moderation(witness: Witness, anna: Person) -> None:
    """An administrator looks, suspends and locks."""
    vera = client_of(await witness.sign_in("vera"))
    await vera.good("GET", f"{V3}/capabilities")
    await vera.good("GET", f"{V3}/admin/whois/{anna.user_id}")
    for what, member in (("suspend", "suspended"), ("lock", "locked")):
        path = f"{V1}/admin/{what}/{anna.user_id}"
        await vera.good("GET", path)
        await vera.good("PUT", path, {member: True})
        await vera.good("PUT", path, {member: False})


async def play_bridge(witness: Witness, anna: Person) -> None:
    """The bridge makes a person, is pinged, and is asked about its network."""
    bridge, good = WatchedClient(witness, AS_TOKEN), client_of(anna).good
    body = {"type": "m.login.application_service", "username": "_irc_bo"}
    await bridge.good("POST", f"{V3}/register", body)
    await bridge.good("POST", f"{V1}/appservice/gateway/ping", {"transaction_id": "ping"})
    for path in ("protocols", "protocol/irc", "user/irc?nickname=bo", f"user?userid={quote(GHOST)}"):
        await good("GET", f"{V3}/thirdparty/{path}")
    for path in (f"location?alias={quote('#_irc_x:ministry.example')}", "location/irc?channel=x"):
        await good("GET", f"{V3}/thirdparty/{path}")
    await client_of(anna).request("GET", f"{V3}/thirdparty/protocol/icq")


async def play_fallback(client: WatchedClient, device_id: str) -> None:
    """A client without a form for passwords opens the server's page."""
    wish = {"devices": [device_id]}
    session = (await client.request("POST", f"{V3}/delete_devices", json=wish)).json["session"]
    page = f"{V3}/auth/m.login.password/fallback/web?session={quote(session)}"
    await client.good("GET", page)
    form = urlencode({"session": session, "password": PASSWORD}).encode()
    await client.good("POST", page, content=form)
    await client.good("POST", f"{V3}/delete_devices", {**wish, "auth": {"session": session}})


async def play_devices(witness: Witness, anna: Person) -> None:
    """Devices come and go; a person changes the password; another leaves for good."""
    good, client = client_of(anna).good, client_of(anna)
    await good("GET", f"{V3}/devices")
    await good("GET", f"{V3}/devices/{anna.device_id}")
    await good("PUT", f"{V3}/devices/{anna.device_id}", {"display_name": "desk"})
    for _ in range(2):
        other = await witness.sign_in("anna")
        await client.confirmed("DELETE", f"{V3}/devices/{other.device_id}", "anna", {})
    other = await witness.sign_in("anna")
    await client.confirmed("POST", f"{V3}/delete_devices", "anna", {"devices": [other.device_id]})
    await play_fallback(client, other.device_id)
    await client_of(await witness.sign_in("carla")).good("POST", f"{V3}/logout")
    carla = client_of(await witness.sign_in("carla"))
    await carla.confirmed("POST", f"{V3}/account/password", "carla", {"new_password": "a far better horse"})
    await carla.good("POST", f"{V3}/logout/all")
    dora = client_of(await witness.sign_in("dora"))
    await dora.confirmed("POST", f"{V3}/account/deactivate", "dora", {})

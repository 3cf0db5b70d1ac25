# SPDX-License-Identifier: EUPL-1.2
"""A server with everything that sync gathers, and people who sync in both ways."""

import itertools
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from chancery.kit.ids import UserId
from chancery.modules.keys import module as keys_module
from chancery.modules.presence import module as presence_module
from chancery.modules.push import module as push_module
from chancery.modules.rooms import module as rooms_module
from chancery.modules.sync import module as sync_module
from chancery.platform.config.settings import Presence, PushSettings, Rooms
from chancery.platform.http.kernel import Kernel
from chancery.platform.lifecycle import Job
from chancery.platform.outgoing.client import GuardedNetwork
from support.http import Answer, Client
from support.office import SERVER, Office
from support.services import NO_BRIDGES

V3 = "/_matrix/client/v3"
PRESENCE = Presence()
SLIDING = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
_txns = itertools.count(1)


@dataclass
class Person:
    """Somebody at a client."""

    user_id: str
    device_id: str
    client: Client

    async def call(self, method: str, path: str, body: object = None, **query: Any) -> Any:
        """Send a request that must succeed and return the decoded answer."""
        answer = await self.client.request(method, f"{V3}/{path}", json=body, query=query)
        assert answer.status == 200, (method, path, answer.body)
        return answer.json

    async def create(self, **body: Any) -> str:
        """Create a room that anybody may join and return its id."""
        return str((await self.call("POST", "createRoom", {"preset": "public_chat", **body}))["room_id"])

    async def send(self, room: str, text: str = "hello", **content: Any) -> str:
        """Send a text and return the event's id."""
        body = {"msgtype": "m.text", "body": text, **content}
        path = f"rooms/{quote(room)}/send/m.room.message/t{next(_txns)}"
        return str((await self.call("PUT", path, body))["event_id"])

    async def set_state(self, room: str, kind: str, content: object, key: str = "") -> str:
        """Set state and return the event's id."""
        path = f"rooms/{quote(room)}/state/{kind}/{quote(key, safe='')}"
        return str((await self.call("PUT", path, content))["event_id"])

    async def redact(self, room: str, event_id: str) -> None:
        """Redact an event."""
        await self.call("PUT", f"rooms/{quote(room)}/redact/{quote(event_id)}/t{next(_txns)}", {})

    async def join(self, room: str) -> None:
        await self.call("POST", f"join/{quote(room)}", {})

    async def leave(self, room: str) -> None:
        await self.call("POST", f"rooms/{quote(room)}/leave", {})

    async def invite(self, room: str, other: "Person") -> None:
        await self.call("POST", f"rooms/{quote(room)}/invite", {"user_id": other.user_id})

    async def read(self, room: str, event_id: str, kind: str = "m.read") -> None:
        await self.call("POST", f"rooms/{quote(room)}/receipt/{kind}/{quote(event_id)}", {})

    async def type_in(self, room: str, typing: bool = True) -> None:
        path = f"rooms/{quote(room)}/typing/{quote(self.user_id)}"
        await self.call("PUT", path, {"typing": typing, "timeout": 30_000})

    async def set_data(self, kind: str, content: object, room: str | None = None) -> None:
        """Set account data, of a room or global."""
        place = f"rooms/{quote(room)}/" if room else ""
        await self.call("PUT", f"user/{quote(self.user_id)}/{place}account_data/{kind}", content)

    async def try_sync(self, since: str | None = None, *, judged: bool = True, **query: Any) -> Answer:
        """GET /sync and return the answer as it is; a filter may be given as a dictionary."""
        if isinstance(query.get("filter"), dict):
            query["filter"] = json.dumps(query["filter"])
        if since is not None:
            query["since"] = since
        return await self.client.get(f"{V3}/sync", query=query, judged=judged)

    async def sync(self, since: str | None = None, **query: Any) -> Any:
        """GET /sync, which must succeed."""
        answer = await self.try_sync(since, **query)
        assert answer.status == 200, answer.body
        return answer.json

    async def now(self) -> str:
        """Return a token for this moment."""
        return str((await self.sync(filter={"room": {"rooms": []}}))["next_batch"])

    async def try_slide(self, pos: str | None = None, wait_ms: int = 0, **body: Any) -> Answer:
        """POST a sliding sync request and return the answer as it is."""
        query = {"timeout": wait_ms} | ({"pos": pos} if pos else {})
        return await self.client.post(SLIDING, body, query=query)

    async def slide(self, pos: str | None = None, wait_ms: int = 0, **body: Any) -> Any:
        """POST a sliding sync request, which must succeed."""
        answer = await self.try_slide(pos, wait_ms, **body)
        assert answer.status == 200, answer.body
        return answer.json


class Town:
    """The whole server below the web client, and its people. No dataclass: hypothesis would print all of it."""

    def __init__(
        self, office: Office, kernel: Kernel, sync: sync_module.SyncModule, jobs: dict[str, Job]
    ) -> None:
        self._jobs = jobs
        self.office = office
        self.kernel = kernel
        self.sync = sync
        self.people: dict[str, Person] = {}

    async def run_job(self, name: str) -> None:
        """Run a background task once."""
        await self._jobs[name].run()

    async def person(self, name: str) -> Person:
        """Return somebody, signed in; creates them when needed."""
        if name not in self.people:
            user_id = UserId(f"@{name}:{SERVER}")
            if not await self.office.accounts.exists(user_id):
                await self.office.add(name)
            self.people[name] = await self.on_device(name)
        return self.people[name]

    async def on_device(self, name: str) -> Person:
        """Sign somebody in on one more device."""
        answer = await self.office.log_in(name)
        client = Client(self.kernel, answer.json["access_token"])
        return Person(f"@{name}:{SERVER}", answer.json["device_id"], client)


def jobs(manifests: list[Any]) -> dict[str, Job]:
    """Return the background tasks of the manifests by name."""
    return {job.name: job for manifest in manifests for job in manifest.jobs}


def build_town(office: Office, settings: Presence = PRESENCE) -> tuple[Town, list[Any]]:
    """Put rooms, keys, push and sync on top of an office; returns the manifests, too."""
    shared = {"database": office.database, "bus": office.bus}
    rooms = rooms_module.build(
        bridges=NO_BRIDGES,
        contacts=office.policies.contacts,
        **shared,
        clock=office.clock,
        accounts=office.accounts,
        audit=office.audit.log,
        server_name=SERVER,
        settings=Rooms(),
    )
    keys = keys_module.build(**shared, clock=office.clock, accounts=office.accounts, rooms=rooms.reader)
    push = push_module.build(
        push_module.World(
            **shared,
            clock=office.clock,
            accounts=office.accounts,
            rooms=rooms.reader,
            outgoing=GuardedNetwork().client("push", ()),
            keyring=office.keyring,
            settings=PushSettings(),
            public_url="https://chancery.example",
        )
    )
    presence = presence_module.build(
        **shared, clock=office.clock, accounts=office.accounts, rooms=rooms.reader, settings=settings
    )
    sync = sync_module.build(
        **shared,
        clock=office.clock,
        reader=rooms.reader,
        accounts=office.accounts,
        keys=keys.reader,
        push=push.reader,
        presence=presence.reader,
    )
    manifests = [rooms.manifest, keys.manifest, push.manifest, presence.manifest, sync.manifest]
    routes = [route for manifest in (*office.manifests, *manifests) for route in manifest.routes]
    kernel = Kernel(routes, authenticate=office.accounts.authenticate)
    return Town(office, kernel, sync, jobs(manifests)), manifests

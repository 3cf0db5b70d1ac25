# SPDX-License-Identifier: EUPL-1.2
"""`/room_keys/*`: versions of a key backup and its sessions."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Raw, Struct

from chancery.modules.keys.errors import BackupNotFound
from chancery.modules.keys.service.backup import BackupService
from chancery.modules.keys.store.backup import Backup
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Method, Route

BASE = "/_matrix/client/v3/room_keys"
KEYS_LIMIT = 16_777_216


class VersionBody(Struct):
    """Body of the version endpoints."""

    algorithm: str
    auth_data: Any
    version: str | None = None


class RoomSessions(Struct):
    """The sessions of one room."""

    sessions: dict[str, dict[str, Any]]


class AllSessions(Struct):
    """The sessions of all rooms."""

    rooms: dict[str, RoomSessions]


class BackupApi:
    """Parses, calls one service, renders."""

    def __init__(self, service: BackupService) -> None:
        self._service = service

    def routes(self) -> Sequence[Route]:
        one, room, every = (
            f"{BASE}/keys/{{room_id}}/{{session_id}}",
            f"{BASE}/keys/{{room_id}}",
            f"{BASE}/keys",
        )
        return (
            _route("POST", f"{BASE}/version", self.create, VersionBody),
            _route("GET", f"{BASE}/version", self.show),
            _route("GET", f"{BASE}/version/{{version}}", self.show),
            _route("PUT", f"{BASE}/version/{{version}}", self.update, VersionBody),
            _route("DELETE", f"{BASE}/version/{{version}}", self.delete),
            _route("PUT", one, self.put_one, dict[str, Any]),
            _route("PUT", room, self.put_room, RoomSessions),
            _route("PUT", every, self.put_all, AllSessions),
            _route("GET", one, self.get_one),
            _route("GET", room, self.get_room),
            _route("GET", every, self.get_all),
            _route("DELETE", one, self.delete_sessions),
            _route("DELETE", room, self.delete_sessions),
            _route("DELETE", every, self.delete_sessions),
        )

    async def create(self, request: Request) -> object:
        body: VersionBody = request.body
        version = await self._service.create(request.caller.user_id, body.algorithm, body.auth_data)
        return {"version": str(version)}

    async def show(self, request: Request) -> object:
        backup = await self._service.access(request.caller.user_id, request.params.get("version"))
        return {
            "algorithm": backup.algorithm,
            "auth_data": Raw(backup.auth_data),
            "version": str(backup.version),
            **_progress(backup),
        }

    async def update(self, request: Request) -> object:
        body: VersionBody = request.body
        await self._service.update(
            request.caller.user_id,
            request.params["version"],
            algorithm=body.algorithm,
            auth_data=body.auth_data,
            named=body.version,
        )
        return {}

    async def delete(self, request: Request) -> object:
        await self._service.delete(request.caller.user_id, request.params["version"])
        return {}

    async def put_one(self, request: Request) -> object:
        params = request.params
        return await self._put(request, {params["room_id"]: {params["session_id"]: request.body}})

    async def put_room(self, request: Request) -> object:
        body: RoomSessions = request.body
        return await self._put(request, {request.params["room_id"]: body.sessions})

    async def put_all(self, request: Request) -> object:
        body: AllSessions = request.body
        return await self._put(request, {room: held.sessions for room, held in body.rooms.items()})

    async def _put(self, request: Request, sessions: Mapping[str, Mapping[str, Any]]) -> object:
        version = request.query.require("version")
        return _progress(await self._service.put_sessions(request.caller.user_id, version, sessions))

    async def get_one(self, request: Request) -> object:
        room_id, session_id = request.params["room_id"], request.params["session_id"]
        found = await self._read(request, room_id=room_id, session_id=session_id)
        if not found:
            raise BackupNotFound("no such session in the backup")
        return found[room_id][session_id]

    async def get_room(self, request: Request) -> object:
        room_id = request.params["room_id"]
        return {"sessions": (await self._read(request, room_id=room_id)).get(room_id, {})}

    async def get_all(self, request: Request) -> object:
        found = await self._read(request)
        return {"rooms": {room: {"sessions": sessions} for room, sessions in found.items()}}

    async def _read(
        self, request: Request, *, room_id: str | None = None, session_id: str | None = None
    ) -> dict[str, dict[str, Raw]]:
        version = request.query.require("version")
        return await self._service.sessions(
            request.caller.user_id, version, room_id=room_id, session_id=session_id
        )

    async def delete_sessions(self, request: Request) -> object:
        params = request.params
        backup = await self._service.delete_sessions(
            request.caller.user_id,
            request.query.require("version"),
            room_id=params.get("room_id"),
            session_id=params.get("session_id"),
        )
        return _progress(backup)


def _progress(backup: Backup) -> dict[str, object]:
    return {"etag": str(backup.etag), "count": backup.count}


def _route(method: Method, path: str, handler: Any, body: object = None) -> Route:
    return Route(method, path, handler, body=body, limit=KEYS_LIMIT, tag="Key backups")

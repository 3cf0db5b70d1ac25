# SPDX-License-Identifier: EUPL-1.2
"""`/keys/*`: upload, query, claim, changes, cross-signing and signatures."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chancery.kit.errors import BadRequest
from chancery.modules.keys.errors import KeyRejected
from chancery.modules.keys.service.cross_signing import CrossSigningService
from chancery.modules.keys.service.device_keys import DeviceKeyService
from chancery.modules.keys.service.query import DeviceListService, QueryService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

V3 = "/_matrix/client/v3"
TAG = "End-to-end encryption"
UPLOAD_LIMIT = 4_194_304


class UploadBody(Struct):
    """Body of `POST /keys/upload`."""

    device_keys: dict[str, Any] | None = None
    one_time_keys: dict[str, Any] | None = None
    fallback_keys: dict[str, Any] | None = None


class QueryBody(Struct):
    """Body of `POST /keys/query`; the federation timeout does not apply."""

    device_keys: dict[str, list[str] | dict[str, Any]]
    timeout: int = 10_000


class ClaimBody(Struct):
    """Body of `POST /keys/claim`."""

    one_time_keys: dict[str, dict[str, str]]
    timeout: int = 10_000


class SigningBody(Struct):
    """Body of `POST /keys/device_signing/upload`."""

    master_key: dict[str, Any] | None = None
    self_signing_key: dict[str, Any] | None = None
    user_signing_key: dict[str, Any] | None = None
    auth: dict[str, Any] | None = None


class KeysApi:
    """Parses, calls one service, renders."""

    def __init__(
        self,
        *,
        keys: DeviceKeyService,
        query: QueryService,
        lists: DeviceListService,
        signing: CrossSigningService,
    ) -> None:
        self._keys = keys
        self._query = query
        self._lists = lists
        self._signing = signing

    def routes(self) -> Sequence[Route]:
        signatures = dict[str, dict[str, Any]]
        return (
            Route("POST", f"{V3}/keys/upload", self.upload, body=UploadBody, limit=UPLOAD_LIMIT, tag=TAG),
            Route("POST", f"{V3}/keys/query", self.query, body=QueryBody, tag=TAG),
            Route("POST", f"{V3}/keys/claim", self.claim, body=ClaimBody, tag=TAG),
            Route("GET", f"{V3}/keys/changes", self.changes, tag=TAG),
            Route("POST", f"{V3}/keys/device_signing/upload", self.publish, body=SigningBody, tag=TAG),
            Route("POST", f"{V3}/keys/signatures/upload", self.sign, body=signatures, tag=TAG),
        )

    async def upload(self, request: Request) -> object:
        body: UploadBody = request.body
        counts = await self._keys.upload(
            request.caller,
            device_keys=body.device_keys,
            one_time=body.one_time_keys or {},
            fallback=body.fallback_keys or {},
        )
        return {"one_time_key_counts": counts}

    async def query(self, request: Request) -> object:
        body: QueryBody = request.body
        wanted = {user: _device_ids(devices) for user, devices in body.device_keys.items()}
        return await self._query.query(request.caller.user_id, wanted)

    async def claim(self, request: Request) -> object:
        body: ClaimBody = request.body
        return {"one_time_keys": await self._keys.claim(body.one_time_keys), "failures": {}}

    async def changes(self, request: Request) -> object:
        since, upto = _position(request, "from"), _position(request, "to")
        changes = await self._lists.changes(request.caller.user_id, since=since, upto=upto)
        return {"changed": changes.changed, "left": changes.left}

    async def publish(self, request: Request) -> object:
        body: SigningBody = request.body
        keys = {
            "master": body.master_key,
            "self_signing": body.self_signing_key,
            "user_signing": body.user_signing_key,
        }
        given = {usage: key for usage, key in keys.items() if key is not None}
        await self._signing.publish(request.caller, given, auth=body.auth)
        return {}

    async def sign(self, request: Request) -> object:
        return {"failures": await self._signing.add_signatures(request.caller, request.body)}


def _position(request: Request, name: str) -> int:
    """Return the stream position inside a sync token such as `s123_4`."""
    digits = request.query.require(name).removeprefix("s").partition("_")[0]
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise BadRequest(f"{name!r} is no token of this server")
    return int(digits)


def _device_ids(devices: list[str] | dict[str, Any]) -> list[str]:
    """Return the devices that a query names; none means all of them, for which some clients send an empty object."""
    if not isinstance(devices, dict):
        return devices
    if devices:
        raise KeyRejected("the devices of a person must be a list", errcode="M_BAD_JSON")
    return []

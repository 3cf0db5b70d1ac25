# SPDX-License-Identifier: EUPL-1.2
"""Calls an application service: authenticated, bounded, and decoded."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from chancery.modules.appservices.errors import ServiceFailed, UrlNotSet
from chancery.platform.outgoing.port import Bounds, Outgoing, OutgoingFailed, Reply, ReplyTimeout, Verb
from chancery.wire.matrix.registration import Registration

_BOUNDS = Bounds(seconds=30.0, bytes=4 * 1_048_576)
_PREFIX = "/_matrix/app/v1"


class ServiceCalls:
    """The application service API, as its client."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing

    async def send_transaction(self, service: Registration, txn_id: str, body: bytes) -> bool:
        """Hand over a transaction; tells whether the service took it. Raises OutgoingFailed."""
        reply = await self._request(service, "PUT", f"/transactions/{quote(txn_id, safe='')}", body)
        return _is_ok(reply)

    async def has(self, service: Registration, kind: str, identifier: str) -> bool:
        """Ask whether the service has (and has now made) a room alias (`rooms`) or a person (`users`)."""
        if service.url is None:
            return False
        try:
            return _is_ok(await self._request(service, "GET", f"/{kind}/{quote(identifier, safe='')}"))
        except OutgoingFailed:
            return False

    async def look_up(self, service: Registration, path: str, query: Mapping[str, str]) -> Any:
        """Return the decoded answer of a third-party lookup; None when there is none."""
        if service.url is None:
            return None
        tail = f"?{urlencode(query)}" if query else ""
        try:
            reply = await self._request(service, "GET", f"/thirdparty/{path}{tail}")
            return msgspec.json.decode(reply.body) if _is_ok(reply) else None
        except (OutgoingFailed, msgspec.DecodeError):
            return None

    async def ping(self, service: Registration, transaction_id: str | None) -> None:
        """See that the service answers and accepts our token; raises UrlNotSet and ServiceFailed."""
        if service.url is None:
            raise UrlNotSet("the application service has no URL")
        body = {} if transaction_id is None else {"transaction_id": transaction_id}
        try:
            reply = await self._request(service, "POST", "/ping", msgspec.json.encode(body))
        except ReplyTimeout as error:
            raise ServiceFailed(str(error), errcode="M_CONNECTION_TIMEOUT", status=504) from error
        except OutgoingFailed as error:
            raise ServiceFailed(str(error), errcode="M_CONNECTION_FAILED") from error
        if not _is_ok(reply):
            details = {"status": reply.status, "body": reply.body[:1000].decode("utf-8", "replace")}
            raise ServiceFailed("the application service refused the ping", details=details)

    async def _request(
        self, service: Registration, verb: Verb, path: str, body: bytes | None = None
    ) -> Reply:
        headers = {"authorization": f"Bearer {service.hs_token}"}
        if body is not None:
            headers["content-type"] = "application/json"
        url = f"{service.url}{_PREFIX}{path}"
        return await self._outgoing.request(verb, url, headers=headers, body=body, bounds=_BOUNDS)


def _is_ok(reply: Reply) -> bool:
    return 200 <= reply.status < 300

# SPDX-License-Identifier: EUPL-1.2
"""`/rendezvous` (MSC4108), under the name that clients of the field use."""

from collections.abc import Sequence
from email.utils import formatdate

from chancery.kit.errors import BadRequest
from chancery.modules.rendezvous.model import Session
from chancery.modules.rendezvous.service.sessions import RendezvousService
from chancery.platform.http.request import Request
from chancery.platform.http.response import Headers, Response, json_response
from chancery.platform.http.routes import Route

PATH = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous"
MAX_BYTES = 4_096
TAG = "Rendezvous"


class RendezvousApi:
    """Opens, reads, writes and closes sessions; nobody is signed in, the address is the secret."""

    def __init__(self, service: RendezvousService, public_url: str) -> None:
        self._service = service
        self._public_url = public_url.rstrip("/")

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        one = f"{PATH}/{{rendezvous_id}}"
        return (
            Route("POST", PATH, self.open, body=bytes, login=False, limit=MAX_BYTES, tag=TAG),
            Route("GET", one, self.read, login=False, tag=TAG),
            Route("PUT", one, self.write, body=bytes, login=False, limit=MAX_BYTES, tag=TAG),
            Route("DELETE", one, self.close, login=False, tag=TAG),
        )

    async def open(self, request: Request) -> Response:
        """Answer `POST /rendezvous`."""
        session = await self._service.open(request.client, _content_type(request), request.body)
        base = self._public_url or request.origin
        return json_response({"url": f"{base}{PATH}/{session.id}"}, 201, _headers(session))

    async def read(self, request: Request) -> Response:
        """Answer `GET` of a session; 304 while nothing is new."""
        session = await self._service.access(request.params["rendezvous_id"])
        if request.header("if-none-match") == session.etag:
            return Response(b"", 304, _headers(session))
        return Response(session.payload, 200, (("content-type", session.content_type), *_headers(session)))

    async def write(self, request: Request) -> Response:
        """Answer `PUT` of a session."""
        etag = request.header("if-match")
        if etag is None:
            raise BadRequest("the header If-Match is missing", errcode="M_MISSING_PARAM")
        session = await self._service.put(
            request.params["rendezvous_id"], etag, _content_type(request), request.body
        )
        return Response(b"", 202, _headers(session))

    async def close(self, request: Request) -> Response:
        """Answer `DELETE` of a session."""
        await self._service.delete(request.params["rendezvous_id"])
        return Response(b"", 204)


def _content_type(request: Request) -> str:
    kind = request.header("content-type") or ""
    # Only this type: whatever lies here must never be taken for a page of this origin.
    if kind.partition(";")[0].strip() != "text/plain":
        raise BadRequest("the content-type must be text/plain")
    return "text/plain"


def _headers(session: Session) -> Headers:
    return (
        ("etag", session.etag),
        ("expires", formatdate(session.expires_ts / 1000, usegmt=True)),
        ("last-modified", formatdate(session.modified_ts / 1000, usegmt=True)),
        ("pragma", "no-cache"),
        ("access-control-expose-headers", "ETag, Expires, Last-Modified"),
    )

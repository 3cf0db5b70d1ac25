# SPDX-License-Identifier: EUPL-1.2
"""People from outside, for their sponsors and for who administers the units they work with."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.kit.ids import UnitId, UserId
from chancery.kit.paging import page_size
from chancery.modules.accounts.contract import NewPerson
from chancery.modules.org.schemas import (
    ExternalBody,
    ExternalPage,
    PresentExternal,
    PresentExternals,
    ReviewBody,
    external_page,
)
from chancery.modules.org.service.externals import Externals, Stay
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_EXTERNALS = "/api/v1/org/externals"


class ExternalsApi:
    """`/api/v1/org/externals`."""

    def __init__(self, externals: Externals, server_name: str) -> None:
        self._externals = externals
        self._server_name = server_name

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _EXTERNALS, self.externals, answer=ExternalPage, tag="org",
                  summary="Externals that I answer for or administer; `due` keeps those to be decided by then"),
            Route("GET", f"{_EXTERNALS}/present", self.present, answer=PresentExternals, tag="org",
                  summary="Who is here from outside, for the marks at their names"),
            Route("POST", _EXTERNALS, self.admit, body=ExternalBody, tag="org",
                  summary="Create an external with login, sponsor, purpose and end"),
            Route("POST", f"{_EXTERNALS}/{{user_id}}/review", self.review, body=ReviewBody, tag="org",
                  summary="Decide anew about an external"),
            Route("DELETE", f"{_EXTERNALS}/{{user_id}}", self.end, tag="org", summary="End a stay now"),
        )  # fmt: skip

    async def externals(self, request: Request) -> ExternalPage:
        """Answer `GET /api/v1/org/externals`."""
        query = request.query
        page = await self._externals.list_externals(
            request.caller.user_id,
            due=_moment(query.get("due")),
            cursor=query.get("cursor"),
            limit=page_size(query.get("limit")),
        )
        return external_page(page)

    async def present(self, request: Request) -> PresentExternals:
        """Answer `GET /api/v1/org/externals/present`."""
        found = await self._externals.list_present(request.caller.user_id)
        return PresentExternals([PresentExternal(user_id, unit) for user_id, unit in found])

    async def admit(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/externals`."""
        body: ExternalBody = request.body
        user_id = UserId(f"@{body.user_name}:{self._server_name}")
        login = NewPerson(user_id, body.name, password=body.password, email=body.email)
        stay = Stay(UserId(body.sponsor_id), body.ends_at, body.review_at)
        await self._externals.admit(
            request.caller.user_id, login, unit_id=UnitId(body.unit_id), purpose=body.purpose, stay=stay
        )
        return json_response({"user_id": user_id}, 201)

    async def review(self, request: Request) -> object:
        """Answer `POST /api/v1/org/externals/{user_id}/review`."""
        body: ReviewBody = request.body
        stay = Stay(UserId(body.sponsor_id), body.ends_at, body.review_at)
        await self._externals.review(request.caller.user_id, UserId(request.params["user_id"]), stay)
        return {}

    async def end(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/externals/{user_id}`."""
        await self._externals.end(request.caller.user_id, UserId(request.params["user_id"]))
        return {}


def _moment(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 16:
        raise BadRequest("due is milliseconds since the epoch")
    return int(text)

# SPDX-License-Identifier: EUPL-1.2
"""Keeping the tree, for those who administer a part of it."""

from collections.abc import Sequence

from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.org.model import FOR_EVER, StaffedPost
from chancery.modules.org.schemas import (
    AdministratorBody,
    AdministratorList,
    AdministratorView,
    EndBody,
    HolderOfPost,
    NameBody,
    StaffedPostView,
    StaffList,
)
from chancery.modules.org.service.upkeep import Upkeep
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_UNIT = "/api/v1/org/units/{unit_id}"
_POST = "/api/v1/org/posts/{post_id}"


class UpkeepApi:
    """Staff of a unit, its administrators, and what is renamed, changed or abolished."""

    def __init__(self, upkeep: Upkeep, accounts: Accounts) -> None:
        self._upkeep = upkeep
        self._accounts = accounts

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_UNIT}/staff", self.staff, answer=StaffList, tag="org",
                  summary="A unit's posts with who holds them now or later, for who manages the unit"),
            Route("DELETE", _UNIT, self.abolish_unit, tag="org", summary="Abolish a unit in which nothing stands"),
            Route("GET", f"{_UNIT}/administrators", self.administrators, answer=AdministratorList, tag="org",
                  summary="Who administers a unit"),
            Route("POST", f"{_UNIT}/administrators", self.make_administrator, body=AdministratorBody, tag="org",
                  summary="Let a person administer a unit with all below it; asks for a proof"),
            Route("DELETE", f"{_UNIT}/administrators/{{user_id}}", self.end_administrator, tag="org",
                  summary="End what a person was made to administer"),
            Route("PATCH", _POST, self.rename_post, body=NameBody, tag="org", summary="Rename a post"),
            Route("DELETE", _POST, self.abolish_post, tag="org", summary="Abolish a post that nobody holds"),
            Route("PATCH", f"{_POST}/appointments/{{user_id}}", self.change_end, body=EndBody, tag="org",
                  summary="Give the appointment that began at `starts_at` another end"),
        )  # fmt: skip

    async def staff(self, request: Request) -> StaffList:
        """Answer `GET /api/v1/org/units/{unit_id}/staff`."""
        found = await self._upkeep.list_staff(request.caller.user_id, _unit(request))
        return StaffList([_staffed(post) for post in found])

    async def abolish_unit(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/units/{unit_id}`."""
        await self._upkeep.abolish_unit(request.caller.user_id, _unit(request))
        return {}

    async def administrators(self, request: Request) -> AdministratorList:
        """Answer `GET /api/v1/org/units/{unit_id}/administrators`."""
        direct, above = await self._upkeep.administrators(request.caller.user_id, _unit(request))
        names = await self._accounts.display_names({*direct, *above})
        return AdministratorList(
            [
                AdministratorView(user_id, names.get(user_id, user_id), user_id in direct)
                for user_id in (*direct, *above)
            ]
        )

    async def make_administrator(self, request: Request) -> object:
        """Answer `POST /api/v1/org/units/{unit_id}/administrators`."""
        body: AdministratorBody = request.body
        caller, unit_id, user_id = request.caller, _unit(request), UserId(body.user_id)
        await self._upkeep.check_administrator(caller.user_id, unit_id, user_id)
        path = request.raw_path.decode()
        await self._accounts.confirm_identity(caller, body.auth, path=path, body=body, is_strict=True)
        await self._upkeep.make_administrator(caller.user_id, unit_id, user_id)
        return {}

    async def end_administrator(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/units/{unit_id}/administrators/{user_id}`."""
        await self._upkeep.end_administrator(
            request.caller.user_id, _unit(request), UserId(request.params["user_id"])
        )
        return {}

    async def rename_post(self, request: Request) -> object:
        """Answer `PATCH /api/v1/org/posts/{post_id}`."""
        await self._upkeep.rename_post(request.caller.user_id, _post(request), request.body.name)
        return {}

    async def abolish_post(self, request: Request) -> object:
        """Answer `DELETE /api/v1/org/posts/{post_id}`."""
        await self._upkeep.abolish_post(request.caller.user_id, _post(request))
        return {}

    async def change_end(self, request: Request) -> object:
        """Answer `PATCH /api/v1/org/posts/{post_id}/appointments/{user_id}`."""
        body: EndBody = request.body
        await self._upkeep.change_end(
            request.caller.user_id,
            _post(request),
            UserId(request.params["user_id"]),
            starts_at=body.starts_at,
            ends_at=body.ends_at,
        )
        return {}


def _unit(request: Request) -> UnitId:
    return UnitId(request.params["unit_id"])


def _post(request: Request) -> PostId:
    return PostId(request.params["post_id"])


def _staffed(staffed: StaffedPost) -> StaffedPostView:
    holders = [
        HolderOfPost(
            holder.user_id,
            holder.name,
            holder.starts_at,
            None if holder.ends_at == FOR_EVER else holder.ends_at,
            holder.acting,
        )
        for holder in staffed.holders
    ]
    return StaffedPostView(staffed.post.id, staffed.post.title, staffed.post.kind, holders)

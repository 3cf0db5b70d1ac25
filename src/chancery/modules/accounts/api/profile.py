# SPDX-License-Identifier: EUPL-1.2
"""Matrix profiles and the user directory."""

from collections.abc import Sequence
from typing import Any

from chancery.kit.errors import BadRequest, Forbidden, NotFound
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Profile
from chancery.modules.accounts.schemas import AvatarBody, DisplayNameBody, SearchBody
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.profile_fields import ProfileFields
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_V3 = "/_matrix/client/v3"
_PROFILE = f"{_V3}/profile/{{user_id}}"
_MOST_RESULTS = 50


class ProfileApi:
    """`/profile/*` and `/user_directory/search`."""

    def __init__(self, people: PeopleService, fields: ProfileFields, *, is_public: bool) -> None:
        self._people = people
        self._fields = fields
        self._is_public = is_public

    def routes(self) -> Sequence[Route]:
        """Return the routes.

        Profiles are for people who signed in: the server's people are nobody else's business. Suites expect them open.
        """
        login = not self._is_public
        return (
            Route("GET", _PROFILE, self.show, login=login),
            Route("GET", f"{_PROFILE}/{{key}}", self.show_field, login=login),
            Route("PUT", f"{_PROFILE}/displayname", self.set_name, body=DisplayNameBody),
            Route("PUT", f"{_PROFILE}/avatar_url", self.set_avatar, body=AvatarBody),
            Route("DELETE", f"{_PROFILE}/displayname", self.clear_name),
            Route("DELETE", f"{_PROFILE}/avatar_url", self.clear_avatar),
            Route("PUT", f"{_PROFILE}/{{key}}", self.set_field, body=dict[str, Any]),
            Route("DELETE", f"{_PROFILE}/{{key}}", self.clear_field),
            Route("POST", f"{_V3}/user_directory/search", self.search, body=SearchBody),
        )

    async def show(self, request: Request) -> object:
        """Answer `GET /profile/{userId}`."""
        return await self._view(request)

    async def show_field(self, request: Request) -> object:
        """Answer `GET /profile/{userId}/{keyName}`."""
        view = await self._view(request)
        key = request.params["key"]
        if key in view:
            return {key: view[key]}
        if key in ("displayname", "avatar_url"):
            return {}
        raise NotFound("the profile has no such field")

    async def set_name(self, request: Request) -> object:
        """Answer `PUT /profile/{userId}/displayname`."""
        return await self._set(request, display_name=request.body.displayname or "")

    async def set_avatar(self, request: Request) -> object:
        """Answer `PUT /profile/{userId}/avatar_url`."""
        return await self._set(request, avatar_url=request.body.avatar_url or "")

    async def clear_name(self, request: Request) -> object:
        """Answer `DELETE /profile/{userId}/displayname`."""
        return await self._set(request, display_name="")

    async def clear_avatar(self, request: Request) -> object:
        """Answer `DELETE /profile/{userId}/avatar_url`."""
        return await self._set(request, avatar_url="")

    async def set_field(self, request: Request) -> object:
        """Answer `PUT /profile/{userId}/{keyName}`."""
        name = request.params["key"]
        if name not in request.body:
            raise BadRequest(f"the body must have a member {name!r}", errcode="M_MISSING_PARAM")
        profile = await self._people.access_profile(_own(request))
        await self._fields.set(profile, name, request.body[name])
        return {}

    async def clear_field(self, request: Request) -> object:
        """Answer `DELETE /profile/{userId}/{keyName}`."""
        await self._fields.remove(_own(request), request.params["key"])
        return {}

    async def search(self, request: Request) -> object:
        """Answer `POST /user_directory/search`."""
        body: SearchBody = request.body
        limit = max(1, min(body.limit, _MOST_RESULTS))
        found, limited = await self._people.search(request.caller.user_id, body.search_term, limit)
        results = [{"user_id": profile.user_id, **_named(profile)} for profile in found]
        return {"results": results, "limited": limited}

    async def _set(
        self, request: Request, *, display_name: str | None = None, avatar_url: str | None = None
    ) -> object:
        user_id = _own(request)
        await self._people.set_profile(
            user_id, display_name=display_name, avatar_url=avatar_url, actor=user_id
        )
        return {}

    async def _view(self, request: Request) -> dict[str, Any]:
        user_id = UserId(request.params["user_id"])
        viewer = request.caller.user_id if request.is_authenticated else None
        profile = await self._people.access_seen(viewer, user_id)
        members = {"displayname": profile.display_name, "avatar_url": profile.avatar_url}
        stated = {name: value for name, value in members.items() if value is not None}
        return {**await self._fields.list_fields(user_id), **stated}


def _own(request: Request) -> UserId:
    if request.params["user_id"] != request.caller.user_id:
        raise Forbidden("you can change your own profile only")
    return request.caller.user_id


def _named(profile: Profile) -> dict[str, str]:
    members = {"display_name": profile.display_name, "avatar_url": profile.avatar_url}
    return {name: value for name, value in members.items() if value is not None}

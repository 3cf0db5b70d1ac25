# SPDX-License-Identifier: EUPL-1.2
"""Matrix profiles and the user directory."""

from collections.abc import Sequence

from chancery.kit.errors import Forbidden, NotFound
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Profile
from chancery.modules.accounts.schemas import AvatarBody, DisplayNameBody, SearchBody
from chancery.modules.accounts.service.people import PeopleService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_V3 = "/_matrix/client/v3"
_PROFILE = f"{_V3}/profile/{{user_id}}"
_MOST_RESULTS = 50


class ProfileApi:
    """`/profile/*` and `/user_directory/search`."""

    def __init__(self, people: PeopleService, *, is_public: bool) -> None:
        self._people = people
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
            Route("POST", f"{_V3}/user_directory/search", self.search, body=SearchBody),
        )

    async def show(self, request: Request) -> object:
        """Answer `GET /profile/{userId}`."""
        return _view(await self._people.access_profile(UserId(request.params["user_id"])))

    async def show_field(self, request: Request) -> object:
        """Answer `GET /profile/{userId}/{keyName}`."""
        view = _view(await self._people.access_profile(UserId(request.params["user_id"])))
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

    async def search(self, request: Request) -> object:
        """Answer `POST /user_directory/search`."""
        body: SearchBody = request.body
        limit = max(1, min(body.limit, _MOST_RESULTS))
        found, limited = await self._people.search(body.search_term, limit)
        results = [{"user_id": profile.user_id, **_named(profile)} for profile in found]
        return {"results": results, "limited": limited}

    async def _set(
        self, request: Request, *, display_name: str | None = None, avatar_url: str | None = None
    ) -> object:
        caller = request.caller
        if request.params["user_id"] != caller.user_id:
            raise Forbidden("you can change your own profile only")
        await self._people.set_profile(
            caller.user_id, display_name=display_name, avatar_url=avatar_url, actor=caller.user_id
        )
        return {}


def _view(profile: Profile) -> dict[str, str]:
    members = {"displayname": profile.display_name, "avatar_url": profile.avatar_url}
    return {name: value for name, value in members.items() if value is not None}


def _named(profile: Profile) -> dict[str, str]:
    members = {"display_name": profile.display_name, "avatar_url": profile.avatar_url}
    return {name: value for name, value in members.items() if value is not None}

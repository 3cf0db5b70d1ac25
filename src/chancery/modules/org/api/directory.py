# SPDX-License-Identifier: EUPL-1.2
"""Reading the directory, and what the sign-in page asks."""

from collections.abc import Sequence

import msgspec

from chancery.kit.ids import UnitId, UserId
from chancery.kit.paging import page_size
from chancery.modules.org.schemas import (
    ConfigView,
    DemoLogin,
    PersonPage,
    PersonView,
    UnitList,
    person_page,
    person_view,
)
from chancery.modules.org.service.directory import StoredDirectory
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_ORG = "/api/v1/org"


class DirectoryApi:
    """`/api/v1/org/units`, `/api/v1/org/people` and `/api/v1/config`."""

    def __init__(self, directory: StoredDirectory, *, server_name: str, version: str) -> None:
        self._directory = directory
        self._server_name = server_name
        self._version = version

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", "/api/v1/config", self.config, answer=ConfigView, login=False, tag="session",
                  summary="What the sign-in page shows"),
            Route("GET", f"{_ORG}/units", self.units, answer=UnitList, tag="org", summary="The tree of units"),
            Route("GET", f"{_ORG}/people", self.people, answer=PersonPage, tag="org",
                  summary="People by name, post or unit"),
            Route("GET", f"{_ORG}/people/{{user_id}}", self.person, answer=PersonView, tag="org",
                  summary="A person's card; the look is logged"),
        )  # fmt: skip

    async def config(self, request: Request) -> ConfigView:
        """Answer `GET /api/v1/config`."""
        agency = await self._directory.agency()
        demo = agency.demo if agency else None
        return ConfigView(
            agency_name=agency.name if agency else self._server_name,
            server_name=self._server_name,
            version=self._version,
            demo=demo is not None,
            demo_logins=msgspec.json.decode(demo, type=list[DemoLogin]) if demo else [],
        )

    async def units(self, request: Request) -> UnitList:
        """Answer `GET /api/v1/org/units`."""
        return UnitList(list(await self._directory.list_units(request.caller.user_id)))

    async def people(self, request: Request) -> PersonPage:
        """Answer `GET /api/v1/org/people`."""
        query = request.query
        unit_id = query.get("unit")
        page = await self._directory.list_people(
            request.caller.user_id,
            query=query.get("query"),
            unit_id=UnitId(unit_id) if unit_id else None,
            cursor=query.get("cursor"),
            limit=page_size(query.get("limit")),
        )
        return person_page(page)

    async def person(self, request: Request) -> PersonView:
        """Answer `GET /api/v1/org/people/{user_id}`."""
        user_id = UserId(request.params["user_id"])
        return person_view(await self._directory.access_person(request.caller.user_id, user_id))

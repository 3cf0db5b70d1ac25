# SPDX-License-Identifier: EUPL-1.2
"""Changing the tree: agencies and units."""

from collections.abc import Sequence

from chancery.kit.ids import UnitId
from chancery.modules.org.schemas import AgencyBody, AgencyList, AgencyView, MoveBody, NameBody, UnitBody
from chancery.modules.org.service.administration import Administration
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

_ORG = "/api/v1/org"


class UnitsApi:
    """Agencies and units, for those who administer them."""

    def __init__(self, administration: Administration) -> None:
        self._administration = administration

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{_ORG}/units", self.create_unit, body=UnitBody, tag="org", summary="Create a unit"),
            Route("PATCH", f"{_ORG}/units/{{unit_id}}", self.rename_unit, body=NameBody, tag="org",
                  summary="Rename a unit"),
            Route("POST", f"{_ORG}/units/{{unit_id}}/move", self.move_unit, body=MoveBody, tag="org",
                  summary="Put a unit with all below it under another one"),
            Route("GET", f"{_ORG}/agencies", self.agencies, answer=AgencyList, tag="org", summary="All agencies"),
            Route("POST", f"{_ORG}/agencies", self.create_agency, body=AgencyBody, tag="org",
                  summary="Create an agency"),
        )  # fmt: skip

    async def create_unit(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/units`."""
        body: UnitBody = request.body
        unit = await self._administration.create_unit(
            request.caller.user_id, UnitId(body.parent_id), name=body.name, kind=body.kind
        )
        view = {"id": unit.id, "parent_id": unit.parent_id, "name": unit.name, "kind": unit.kind}
        return json_response(view, 201)

    async def rename_unit(self, request: Request) -> object:
        """Answer `PATCH /api/v1/org/units/{unit_id}`."""
        unit_id = UnitId(request.params["unit_id"])
        await self._administration.rename_unit(request.caller.user_id, unit_id, request.body.name)
        return {}

    async def move_unit(self, request: Request) -> object:
        """Answer `POST /api/v1/org/units/{unit_id}/move`."""
        unit_id, parent_id = UnitId(request.params["unit_id"]), UnitId(request.body.parent_id)
        await self._administration.move_unit(request.caller.user_id, unit_id, parent_id)
        return {}

    async def agencies(self, request: Request) -> AgencyList:
        """Answer `GET /api/v1/org/agencies`; their names are no secret to who may sign in."""
        found = await self._administration.list_agencies()
        return AgencyList([AgencyView(agency.id, agency.name, root) for agency, root in found])

    async def create_agency(self, request: Request) -> Response:
        """Answer `POST /api/v1/org/agencies`."""
        root = await self._administration.create_agency(request.caller, request.body.name)
        return json_response(AgencyView(root.agency_id, root.name, root.id), 201)
